"""The rows of buttons under an answer: what each holds, and in which order they come.

At most five below an ordinary answer; below them those that ask again in another way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.texts import Texts
from handlers.callback_data.articles import AskAsTyped, ReadArticle
from handlers.callback_data.keyboard import Button, Keyboard, stacked
from handlers.render.article import name
from handlers.render.characters import shortened
from index.types import Article, Quote

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
        *_reading(quotes, texts),
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


def _reading(quotes: Sequence[Quote], texts: Texts) -> Keyboard:
    """A button for each article that is quoted, with its title if there are several."""
    articles: dict[int, Article] = {quote.article.id: quote.article for quote in quotes}
    if len(articles) == 1:
        return tuple((Button(texts.read, ReadArticle(id_)),) for id_ in articles)
    return tuple((_read_titled(article, texts),) for article in articles.values())


def _read_titled(article: Article, texts: Texts) -> Button:
    label = texts.format("read_titled", title=shortened(name(article), MAX_LABEL))
    return Button(label, ReadArticle(article.id))
