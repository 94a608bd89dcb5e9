"""The payloads of the buttons of answers, articles and lists of them."""

from collections.abc import Sequence

from handlers.callback_data.payload import ButtonPayload, NumberPayload, payload
from index.types import Language


@payload("q")
class AskQuestion(NumberPayload):
    """Ask the question on the button's label; ``number`` tells such buttons apart."""

    number: int


@payload("t")
class AskAsTyped(NumberPayload):
    """Ask the question that the message with the button replies to, without corrections."""


@payload("tt")
class AskAbout(NumberPayload):
    """Ask the question replied to with the subject of an earlier one, by its message's number."""

    question_id: int


@payload("r")
class ReadArticle(NumberPayload):
    """Open an article in a new message."""

    article_id: int


@payload("a")
class TurnArticlePage(NumberPayload):
    """Show another page of an article in the same message; pages count from 0."""

    article_id: int
    page: int


@payload("l")
class ListLatest(NumberPayload):
    """Show the newest articles after the first ``offset`` in the same message."""

    offset: int


@payload("g")
class ChooseLanguage(ButtonPayload):
    """Choose a language."""

    language: Language

    def parts(self) -> Sequence[str]:
        """Return the language's code."""
        return [self.language]

    @classmethod
    def parse(cls, rest: str | None) -> "ChooseLanguage | None":
        """Return the payload of a language's code."""
        return next((cls(each) for each in Language if each == rest), None)
