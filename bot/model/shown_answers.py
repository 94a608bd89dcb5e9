"""Answers as they were shown, for the buttons under them: of no person and no chat."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from index.types import ANY_ARTICLE, Article, Filters, Language, Quote, Span

NEARBY = 5000
"""Characters before and after its old place within which a quote is looked for."""
MAX_LENGTH = 1000
"""Characters of a quote that is looked for; quotes have some 200, made-up ones may have any number.
"""


class ShownQuote(NamedTuple):
    """A quote that was shown: ``article.text[start:end]``.

    It had this checksum, 0 if that is unknown.
    """

    article_id: int
    start: int
    end: int
    checksum: int = 0

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """Return what is known of a quote later."""
        return cls(quote.article.id, quote.start, quote.end, checksum(quote.text))

    def place(self, article: Article) -> Span | None:
        """Return where the quote stands in its article now; None if it is not there any more."""
        text, length = article.text, self.end - self.start
        if not 0 < length <= MAX_LENGTH or self.end > len(text) + NEARBY:
            return None
        if not self.checksum or checksum(text[self.start : self.end]) == self.checksum:
            return Span(self.start, self.end) if self.end <= len(text) else None
        first, last = max(self.start - NEARBY, 0), min(self.start + NEARBY, len(text) - length)
        nearest = sorted(range(first, last + 1), key=lambda at: abs(at - self.start))
        encoded = memoryview(text[: last + length].encode("utf-32-le", "surrogatepass"))
        for at in nearest:
            if zlib.crc32(encoded[4 * at : 4 * (at + length)]) == self.checksum:
                return Span(at, at + length)
        return None


def checksum(text: str) -> int:
    """Return a checksum of a text, of up to ten digits."""
    return zlib.crc32(text.encode("utf-32-le", "surrogatepass"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer with quotes that was shown, and what it takes to search and to show it again.

    ``question`` is as it was searched for, corrected, in ``language``; ``filters``, ``newest`` and
    ``about`` are as in ``bot.conversation.intents.Ask``. ``heading`` is what stood above the
    quotes: the question as it was repeated there, the corrected one and the note, each "" if it did
    not. ``conditions`` are the numbers and labels of the message's conditions, ``taken`` the
    numbers of those taken back. ``page`` is the page of quotes that the message shows now, 0 for
    ``quotes``; ``earlier`` were shown in messages before.
    """

    id: int
    question: str
    language: Language
    quotes: tuple[ShownQuote, ...]
    at: datetime
    filters: Filters = ANY_ARTICLE
    newest: bool = False
    about: str = ""
    heading: tuple[str, str, str] = ("", "", "")
    conditions: tuple[tuple[int, str], ...] = ()
    taken: tuple[int, ...] = ()
    page: int = 0
    earlier: tuple[ShownQuote, ...] = ()
