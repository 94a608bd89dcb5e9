"""Split a text into paragraphs, as spans.

A blank line always separates paragraphs. A single line break does, too, unless the text is wrapped
at a width.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.types import Span

MAX_WRAP_WIDTH = 120
"""Characters; text in longer lines is not wrapped."""
_MIN_WRAP_WIDTH = 40
_MIN_FULL_SHARE = 0.8
"""Share of the lines of wrapped text that the next line's first word would not fit into."""
_MIN_BREAKS = 3
_LINE = re.compile(r"\S[^\n\r\u2028\u2029]*")
_WORD = re.compile(r"\S+")
_SENTENCE_END = tuple(".!?:;…\"”'’)]")


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of ``text`` in order, trimmed, none empty."""
    lines = list(_lines(text))
    if len(lines) < 2:
        return lines
    width = _wrap_width(text, lines)
    found = [lines[0]]
    for before, line in pairwise(lines):
        if _is_wrapped(text, before, line, width):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        yield Span(match.start(), match.start() + len(match[0].rstrip()))


def _wrap_width(text: str, lines: Sequence[Span]) -> int | None:
    """Return the width at which the text is wrapped, or None.

    It is wrapped if few of its lines have room for the first word of the next line.
    """
    breaks = [pair for pair in pairwise(lines) if not _blank(text, *pair)]
    lengths = (_length(before) for before, _ in breaks)
    width = max((length for length in lengths if length <= MAX_WRAP_WIDTH), default=0)
    full = sum(_is_full(text, before, line, width) for before, line in breaks)
    wrapped = len(breaks) >= _MIN_BREAKS and full >= _MIN_FULL_SHARE * len(breaks)
    return width if wrapped and width >= _MIN_WRAP_WIDTH else None


def _is_wrapped(text: str, before: Span, line: Span, width: int | None) -> bool:
    if _blank(text, before, line):
        return False
    if width is not None and _is_full(text, before, line, width):
        return True
    return (
        text[line.start].islower()
        and _length(before) >= _MIN_WRAP_WIDTH
        and not text[before.start : before.end].endswith(_SENTENCE_END)
    )


def _is_full(text: str, before: Span, line: Span, width: int) -> bool:
    word = _WORD.match(text, line.start, line.end)
    return word is not None and _length(before) <= width < _length(before) + 1 + len(word[0])


def _blank(text: str, before: Span, line: Span) -> bool:
    gap = text[before.end : line.start]
    return "\u2029" in gap or max(map(gap.count, "\n\r\u2028")) > 1


def _length(line: Span) -> int:
    return line.end - line.start
