"""Find what stands between quotation marks, whatever marks a text uses.

Marks may be straight, curly, angled, low, single or doubled apostrophes, entities, escaped, or
damaged by a wrong encoding. Which ones open and which close is read from the characters beside
them first, and from their shape only where these don't say it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.types import Span

MAX_QUOTATION = 2_000
"""Characters; more between two marks is rather a mark that was lost."""
_DOUBLE = (
    r"\\\"|&(?:quot|[lr]dquo|[lr]aquo|#34|#0?822[01]|#x201[cd]);|â€œ|â€\x9d|â€(?![™˜¦“”•\w])"
    r"|''|``|´´|’’|‘‘|[\"“”„‟«»＂〝〞\x93\x94]"
)
_SINGLE = r"\\'|&(?:[lr]squo|apos|#39|#0?821[67]);|â€[™˜]|['‘’‚‛`\x91\x92]"
_MARK = re.compile(rf"(?P<double>{_DOUBLE})|(?P<single>{_SINGLE})", re.IGNORECASE)
_MAY_BEGIN_MARK = re.compile("[\\\\&â\"'`´‘’‚‛“”„‟«»＂〝〞\x91-\x94]")
_OPENING = frozenset({"“", "„", "‟", "«", "``", "‘‘", "\x93", "â€œ", "&ldquo;", "&laquo;", "〝"})
_CLOSING = frozenset({"”", "»", "’’", "\x94", "â€\x9d", "â€", "&rdquo;", "&raquo;", "〞"})
_BEFORE_OPENING = frozenset("([{—–:/=>")
_AFTER_CLOSING = frozenset(")]},.;:!?…—–-<")
_MAX_BEFORE_WORDS = 40  # characters of a quotation among which is a letter
_SPEECH_END = frozenset(",.!?…;—–")
_SPACES = " \t\r\n\u00a0\u200b\u2009\u202f\ufeff"


class Quoted(NamedTuple):
    """Text between quotation marks: ``outer`` with them, ``inner`` without.

    It ``goes_on`` if the next paragraph opens it again before any mark closes it.
    """

    outer: Span
    inner: Span
    goes_on: bool = False


def find_quoted(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    """Return what stands between quotation marks in ``paragraphs``, in order, none nested."""
    found: list[Quoted] = []
    unclosed: list[Quoted] = []
    for paragraph in paragraphs:
        scanner = _Scanner(text, paragraph)
        quoted = scanner.scan()
        rest = scanner.rest()
        if unclosed and _begins_quoted(text, paragraph, [*quoted, *rest]):
            if not quoted:
                unclosed.extend(rest)
                continue
            found.extend(unclosed)
        found.extend(quoted)
        unclosed = rest
    return [each for each in found if _is_plausible(text, each.inner)]


def _begins_quoted(text: str, paragraph: Span, quoted: Sequence[Quoted]) -> bool:
    return bool(quoted) and not text[paragraph.start : quoted[0].outer.start].strip(_SPACES)


def _is_plausible(text: str, inner: Span) -> bool:
    length = inner.end - inner.start
    return 1 < length <= MAX_QUOTATION and any(
        char.isalpha()
        for char in text[inner.start : min(inner.end, inner.start + _MAX_BEFORE_WORDS)]
    )


class _Scanner:
    """The marks of one paragraph, read from left to right."""

    def __init__(self, text: str, paragraph: Span) -> None:
        self._text = text
        self._start, self._end = paragraph
        self._open: Span | None = None
        self._single: Span | None = None
        self._around: Span | None = None  # opened before another one was
        self._found: list[Quoted] = []

    def scan(self) -> list[Quoted]:
        position = self._start
        while begins := _MAY_BEGIN_MARK.search(self._text, position, self._end):
            match = _MARK.match(self._text, begins.start(), self._end)
            position = match.end() if match else begins.end()
            if match is None:
                continue
            mark = Span(match.start(), match.end())
            if match.lastgroup == "double":
                self._double(mark, match[0])
            elif self._open is None:
                self._single_mark(mark)
        return self._found

    def rest(self) -> list[Quoted]:
        """Return what is still open at the paragraph's end, if anything is."""
        if self._open is None:
            return []
        inner = _trimmed(self._text, self._open.end, self._end)
        return [Quoted(Span(self._open.start, self._end), inner, goes_on=True)]

    def _double(self, mark: Span, shape: str) -> None:
        if self._opens(mark, shape.lower()):
            self._around = self._open
            self._open, self._single = mark, None
        elif self._open is not None:
            self._found.append(self._quoted(self._open, mark))
            self._open = None
        elif self._around is not None:
            self._close_around(self._around, mark)

    def _close_around(self, opening: Span, closing: Span) -> None:
        """Take what holds a term in marks of its own as one: *“the “Weekly Deals” are over,”*."""
        inner = self._found[-1].inner
        if self._text[inner.end - 1] not in _SPEECH_END:
            self._found[-1] = self._quoted(opening, closing)
        self._around = None

    def _single_mark(self, mark: Span) -> None:
        before, after = self._beside(mark)
        if before and not after:
            self._single = mark
        elif after and not before and self._single and self._ends_speech(mark.start):
            self._found.append(self._quoted(self._single, mark))
            self._single = None

    def _ends_speech(self, offset: int) -> bool:
        return self._text[offset - 1] in _SPEECH_END

    def _opens(self, mark: Span, shape: str) -> bool:
        before, after = self._beside(mark)
        if before != after:
            return before
        if shape in _OPENING:
            return True
        return shape not in _CLOSING and self._open is None

    def _beside(self, mark: Span) -> tuple[bool, bool]:
        """Return whether a mark could open by what is before it, close by what is after it."""
        text = self._text
        before = text[mark.start - 1] if mark.start > self._start else " "
        after = text[mark.end] if mark.end < self._end else " "
        return (
            before in _SPACES or before in _BEFORE_OPENING,
            after in _SPACES or after in _AFTER_CLOSING,
        )

    def _quoted(self, opening: Span, closing: Span) -> Quoted:
        inner = _trimmed(self._text, opening.end, closing.start)
        return Quoted(Span(opening.start, closing.end), inner)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _SPACES:
        start += 1
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    return Span(start, end)
