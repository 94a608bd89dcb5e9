"""The rows of buttons under an answer: what each holds, and in which order they come.

At most five below an ordinary answer; below them those that ask again in another way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.shown_answers import ShownQuote
from bot.questions.answer import page_at
from bot.texts import Texts
from handlers.callback_data.articles import AskAsTyped, ReadArticle, ReadQuote
from handlers.callback_data.keyboard import Button, Keyboard, LinkButton, stacked
from handlers.render.article import name
from handlers.render.characters import shortened
from handlers.render.markup import is_button_address
from index.types import Article, Quote, Span, is_last_of_article

MAX_LABEL = 40


@dataclass(frozen=True, slots=True)
class AnswerButtons:
    """The buttons that go on with an answer; those that do not apply are None or left out.

    ``answer_id`` is that of the stored answer, 0 if it is not stored. ``more`` shows further
    quotes, ``timeline`` what happened day by day, ``follow`` subscribes to the question's topic,
    ``feedback`` says whether the answer helped, and ``related`` are questions that the same
    articles answer, a row each. ``as_typed`` asks the question uncorrected.
    """

    answer_id: int = 0
    more: Button | None = None
    timeline: Button | None = None
    follow: Button | None = None
    feedback: Sequence[Button] = ()
    related: Sequence[Button] = ()
    as_typed: bool = False


NO_BUTTONS = AnswerButtons()


def answer_rows(quotes: Sequence[Quote], buttons: AnswerButtons, texts: Texts) -> Keyboard:
    """The rows under an answer with these quotes."""
    return stacked(
        reading_buttons(quotes, texts),
        _there(buttons.more, buttons.timeline),
        (*_there(buttons.follow), *buttons.feedback),
        *((question,) for question in buttons.related),
        _as_typed(buttons, texts),
    )


def refusal_rows(nearest: Sequence[Article], buttons: AnswerButtons, texts: Texts) -> Keyboard:
    """The rows under a refusal: the nearest headlines, and the subscription."""
    return stacked(
        *((_read_titled(article, texts),) for article in nearest),
        _there(buttons.follow),
        _as_typed(buttons, texts),
    )


def _there(*buttons: Button | None) -> tuple[Button, ...]:
    return tuple(button for button in buttons if button is not None)


def _as_typed(buttons: AnswerButtons, texts: Texts) -> tuple[Button, ...]:
    """The button that asks the quoted question without correcting it."""
    return (Button(texts.as_typed, AskAsTyped()),) if buttons.as_typed else ()


def reading_buttons(quotes: Sequence[Quote], texts: Texts) -> tuple[Button, ...]:
    """A button for each source line that opens the article at the quote, and one for a page.

    They are numbered if there are several; that for the page is of the first that has one.
    """
    return tuple(_reading(quotes, texts))


def _reading(quotes: Sequence[Quote], texts: Texts) -> Iterator[Button]:
    above = [quotes[first] for first in _firsts(quotes)]
    is_single = len(above) == 1
    for number, quote in enumerate(above, 1):
        label = texts.answers.format("read_numbered", number=number)
        yield Button(texts.read if is_single else label, ReadQuote(*ShownQuote.of(quote)))
    for number, quote in enumerate(above, 1):
        url = page_at(quote.article, Span(quote.start, quote.end))
        if is_button_address(url):
            label = texts.answers.format("source_numbered", number=number)
            yield LinkButton(texts.answers.source_page if is_single else label, url=url)
            return


def _firsts(quotes: Sequence[Quote]) -> Iterator[int]:
    """Yield the positions of the first quotes above each source line."""
    yield from (at for at in range(len(quotes)) if not at or is_last_of_article(quotes, at - 1))


def _read_titled(article: Article, texts: Texts) -> Button:
    label = texts.format("read_titled", title=shortened(name(article), MAX_LABEL))
    return Button(label, ReadArticle(article.id))
