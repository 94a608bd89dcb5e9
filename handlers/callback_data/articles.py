"""The payloads of the buttons of answers, articles and lists of them."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload
from index.types import Language


@dataclass(frozen=True, slots=True)
class AskQuestion(NumberPayload):
    """Ask the question on the button's label; ``number`` tells such buttons apart."""

    number: int


@dataclass(frozen=True, slots=True)
class AskAsTyped:
    """Ask the question that the message with the button replies to, without corrections."""


@dataclass(frozen=True, slots=True)
class ReadArticle(NumberPayload):
    """Open an article in a new message."""

    article_id: int


@dataclass(frozen=True, slots=True)
class TurnArticlePage(NumberPayload):
    """Show another page of an article in the same message; pages count from 0."""

    article_id: int
    page: int


@dataclass(frozen=True, slots=True)
class ListLatest(NumberPayload):
    """Show the newest articles after the first ``offset`` in the same message."""

    offset: int


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Choose a language."""

    language: Language


ArticleAction = (
    AskQuestion | AskAsTyped | ReadArticle | TurnArticlePage | ListLatest | ChooseLanguage
)

CODES: Codes = MappingProxyType(
    {
        "q": AskQuestion,
        "r": ReadArticle,
        "a": TurnArticlePage,
        "l": ListLatest,
    }
)
