"""The payloads of the buttons of answers, articles and lists of them."""

from collections.abc import Iterable, Sequence

from bot.model.interface_language import InterfaceLanguage
from bot.model.shown_answers import ShownQuote
from handlers.callback_data.payload import ButtonPayload, NumberPayload, payload


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


@payload("tw")
class TakeBack(NumberPayload):
    """Ask what the message replies to without some of its conditions; a bit for each number."""

    taken: int

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "TakeBack":
        """Return the payload for conditions by number."""
        return cls(sum(1 << number for number in numbers))

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the conditions."""
        return frozenset(bit for bit in range(self.taken.bit_length()) if self.taken >> bit & 1)


@payload("r")
class ReadArticle(NumberPayload):
    """Open an article in a new message."""

    article_id: int


@payload("mq")
class ShowQuotes(NumberPayload):
    """Show a page of the quotes for a shown answer's question in the same message, 0 the first."""

    answer_id: int
    page: int


class _AtQuote:
    """A payload that names a quote by its article, its place and the checksum of its words."""

    __slots__ = ()

    article_id: int
    start: int
    end: int
    checksum: int

    @property
    def quote(self) -> ShownQuote:
        """The quote."""
        return ShownQuote(self.article_id, self.start, self.end, self.checksum)


@payload("rq")
class ReadQuote(_AtQuote, NumberPayload):
    """Open an article in a new message, at a quote of it."""

    article_id: int
    start: int
    end: int
    checksum: int


@payload("rp")
class TurnQuotePage(_AtQuote, NumberPayload):
    """Show another page of an article that was opened at a quote, in the same message."""

    page: int
    article_id: int
    start: int
    end: int
    checksum: int


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

    language: InterfaceLanguage

    def parts(self) -> Sequence[str]:
        """Return the language's code."""
        return [self.language]

    @classmethod
    def parse(cls, rest: str | None) -> "ChooseLanguage | None":
        """Return the payload of a language's code."""
        return next((cls(each) for each in InterfaceLanguage if each == rest), None)
