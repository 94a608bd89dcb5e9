"""Text into words with their places.

A word is a number as written ("100.000", "3,5", "10:30"), a dotted abbreviation ("U.S."), or
letters and digits held together by apostrophes or hyphens ("don't", "anti-tank", "F-16"). What a
word means (case, stem, stop word) is not decided here.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Every apostrophe and hyphen that news sites use: curly, modifier letter, non-breaking.
APOSTROPHES = "'’‘ʼ＇"
HYPHENS = "-‐‑"

_ALNUM = r"[^\W_ʼ]"  # the modifier apostrophe counts as a letter elsewhere
_MARKS = r"[\u0300-\u036f\u00ad]*"  # accents of text that is not composed, and soft hyphens
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
    """The words of ``text`` as matches, which cost less than tokens where few are looked at."""
    return _WORD.finditer(text)


def words(text: str) -> list[str]:
    """The words of ``text`` without their places, which is about twice as fast."""
    return _WORD.findall(text)
