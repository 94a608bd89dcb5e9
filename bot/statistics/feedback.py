"""Ratings of answers: stored without who rated, and exported as questions to measure by.

An answer is rated by who asked only, so that each counts once: the answer's number is all that is
needed to change a rating.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.model.feedback import Feedback, RatedQuote
from bot.model.shown_answers import ShownAnswer
from bot.questions.finding import ArticleLookup
from bot.statistics.anonymize import anonymize
from bot.storage.feedback import FeedbackStore
from index.text.sentences import split_sentences
from index.types import Article, Language

LIKED, DISLIKED = "liked", "disliked"
"""The kinds of exported questions."""


class FeedbackService:
    """Takes ratings and returns them; days are those of ``zone``."""

    def __init__(
        self,
        store: FeedbackStore,
        articles: ArticleLookup,
        zone: ZoneInfo,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._articles = articles
        self._zone = zone
        self._now = now

    async def rating(self, answer_id: int) -> bool | None:
        """Return whether an answer helped; None if it was not rated. Raises StorageError."""
        return await self._store.rating(answer_id)

    async def rate(self, shown: ShownAnswer, *, helpful: bool) -> bool | None:
        """Store whether an answer helped, or take the same rating back; return what is stored."""
        if await self._store.rating(shown.id) is helpful:
            await self._store.delete(shown.id)
            return None
        articles = await self._articles.articles([quote.article_id for quote in shown.quotes])
        quotes = [
            RatedQuote(each.article_id, articles[each.article_id].text[each.start : each.end])
            for each in shown.quotes
            if each.article_id in articles
        ]
        await self._store.put(
            Feedback(
                answer_id=shown.id,
                day=self.today(),
                helpful=helpful,
                question=anonymize(shown.question),
                language=shown.language,
                quotes=tuple(quotes),
            )
        )
        return helpful

    def today(self) -> date:
        """Return the local day."""
        return self._now().astimezone(self._zone).date()

    async def questions(
        self, language: Language | None = None
    ) -> AsyncIterator[Mapping[str, Any] | None]:
        """Yield each rated question as ``kutip eval`` and the training read it.

        None in place of one whose articles are gone, and of one that asks nothing without what
        could identify a person. Raises StorageError.
        """
        number = 0
        async for rated in self._store.all():
            if language not in {None, rated.language}:
                continue
            articles = await self._articles.articles([each.article_id for each in rated.quotes])
            shown = [each for each in rated.quotes if _is_in(each, articles)]
            if not shown or not rated.question:
                yield None
                continue
            number += 1
            yield _row(number, rated, shown, articles[shown[0].article_id])


def _is_in(quote: RatedQuote, articles: Mapping[int, Article]) -> bool:
    return quote.article_id in articles and quote.text in articles[quote.article_id].text


def _row(
    number: int, rated: Feedback, shown: list[RatedQuote], first: Article
) -> Mapping[str, Any]:
    """Return the question; of one whose answer did not help, no answer is known.

    Its answers are sentences, since a quote may begin and end elsewhere next time.
    """
    texts = [each.text for each in shown]
    return {
        "id": f"reader-{number}",
        "text": rated.question,
        "answers": _sentences(texts) if rated.helpful else [],
        "kind": LIKED if rated.helpful else DISLIKED,
        "date": rated.day.isoformat(),
        "article": first.external_id,
        "sentence": texts[0] if rated.helpful else "",
        "shown": texts,
    }


def _sentences(texts: list[str]) -> list[str]:
    return [text[start:end] for text in texts for start, end in split_sentences(text)]
