"""Further quotes for an answer that was shown, page by page.

They are found by asking the same question again, so that nothing is stored of them.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.model.shown_answers import ShownAnswer, ShownQuote
from bot.questions.answer import Answer
from bot.questions.answering import QuestionAnswerer
from bot.questions.finding import Scope
from index.answers.reader.composition import MAX_QUOTES
from index.types import Quote

QUOTES_PER_PAGE = 3
MAX_QUOTED = 15
"""Quotes of an answer and its further pages together; the articles of so many are read."""


@dataclass(frozen=True, slots=True)
class QuotePage:
    """A page of the quotes for a question; page 0 has those that were shown first.

    ``earlier`` are those of the pages before.
    """

    answer: Answer
    number: int
    has_next: bool
    earlier: tuple[ShownQuote, ...] = ()


class FurtherQuotes:
    """Finds the pages of the quotes for answers that were shown."""

    def __init__(self, answerer: QuestionAnswerer) -> None:
        self._answerer = answerer

    async def page(self, shown: ShownAnswer, number: int) -> QuotePage:
        """Return a page; without quotes if there is none of this number, or not any more.

        Page 0 is the answer that the articles give now if it has no ``earlier`` quotes.
        """
        if not number and not shown.earlier:
            answer = await self._asked(shown, MAX_QUOTES)
            return QuotePage(answer, 0, answer.has_more)
        answer = await self._asked(shown, MAX_QUOTED)
        own = [quote for quote in answer.quotes if _is_among(quote, shown.quotes)]
        before = (*shown.earlier, *shown.quotes)
        further = [quote for quote in answer.quotes if not _is_among(quote, before)]
        first, last = QUOTES_PER_PAGE * (number - 1), QUOTES_PER_PAGE * number
        quotes = tuple(further[first:last] if number else own)
        return QuotePage(
            answer=replace(answer, quotes=quotes),
            number=number,
            has_next=len(further) > last,
            earlier=(*before, *map(ShownQuote.of, further[: max(first, 0)])),
        )

    async def _asked(self, shown: ShownAnswer, most: int) -> Answer:
        return await self._answerer.ask(
            shown.question,
            reader_language=shown.language,
            as_typed=True,  # it has been corrected
            newest=shown.newest,
            scope=Scope(shown.filters, about=shown.about),
            most_quotes=most,
        )


def _is_among(quote: Quote, shown: Collection[ShownQuote]) -> bool:
    """Whether some of the quote's characters were shown."""
    return any(
        each.article_id == quote.article.id and each.start < quote.end and quote.start < each.end
        for each in shown
    )
