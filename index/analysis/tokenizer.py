"""Split text into words with their offsets.

A word is a number as written ("100.000", "3,5", "10:30"), a dotted abbreviation ("U.S."), or
letters and digits joined by apostrophes or hyphens ("don't", "anti-tank", "F-16").
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Those that news sites use: curly, modifier letter, full width, non-breaking.
APOSTROPHES = "'’‘ʼ＇"
HYPHENS = "-‐‑"

_ALNUM = r"[^\W_ʼ]"  # \w includes the modifier apostrophe
_MARKS = r"[\u0300-\u036f\u00ad]*"  # accents of decomposed text, and soft hyphens
_NUMBER = r"(?:[Rr]p(?=\d)|\d+(?:[.,:]\d+)+)"  # "Rp3.000" is two words, the number as written
_PART = rf"(?:{_NUMBER}|(?:{_ALNUM}{_MARKS})+(?:[{APOSTROPHES}](?:{_ALNUM}{_MARKS})+)*)"
_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|{_PART}(?:[{HYPHENS}]{_PART})*")


class Token(NamedTuple):
    """A word as written: ``text == source[start:end]``."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> Iterator[Token]:
    """Yield the words of ``text`` in order, with character offsets."""
    for match in matches(text):
        yield Token(match[0], match.start(), match.end())


def matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of ``text`` as matches, cheaper than tokens if few are used."""
    return _WORD.finditer(text)


def words(text: str) -> list[str]:
    """Return the words of ``text`` without offsets, in about half the time."""
    return _WORD.findall(text)
