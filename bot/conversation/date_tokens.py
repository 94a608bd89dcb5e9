"""A message as words in full spelling, each with its place in the message. Pure."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from bot.conversation.date_words import date_words
from index.types import Span

_OPERATORS = "since|sejak|until|sampai|hingga|source|sumber|section|rubrik|kanal"
_TOKEN = re.compile(rf"(?:{_OPERATORS}):(?=\S)|[\"“][^\"“”]*[\"”]|\S+", re.IGNORECASE)
_OPERATOR = re.compile(rf"(?:{_OPERATORS}):", re.IGNORECASE)
_EDGES = ".,:;!?()[]…*_~'’‘“”\""
_NUMBERS = re.compile(r"(\d{1,2})[-–—](\d{1,2})(?!\d)")
"""1-5 (Mei): two days, which are not a month and a year."""
_GLUED = re.compile(r"(\d{1,2})([a-z]{3,})(\d{2,4})?")
"""29mei, 29mei2022"""
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class MessageTokens:
    """``text`` is the words with single spaces; ``starts`` where each begins, ``places`` its own.

    ``places`` are spans of the message.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[Span, ...]

    def place(self, start: int, end: int) -> Span:
        """Return the span of the message of the characters from ``start`` to before ``end``."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1) - 1
        return Span(self.places[first].start, self.places[last].end)


def tokens_of(message: str) -> MessageTokens:
    """Return the words of ``message``."""
    words, starts, places, reached = [], [], [], 0
    for found in _TOKEN.finditer(message):
        whole = _OPERATOR.fullmatch(found[0]) or found[0][0] in '"“'
        core = found[0] if whole else found[0].strip(_EDGES)
        if not core:
            continue
        word = _spelt(core)
        begin = found.start() + found[0].index(core)
        words.append(word)
        starts.append(reached)
        places.append(Span(begin, begin + len(core)))
        reached += len(word) + 1
    return MessageTokens(" ".join(words), tuple(starts), tuple(places))


def _spelt(core: str) -> str:
    """Return a word as the grammar has it: in lower case, in full, taken apart where glued."""
    word = core.lower()
    if word in _DASHES:
        return "sampai"
    if word[0] in '"“':
        return word.replace("“", '"').replace("”", '"')
    table = date_words()
    if (known := table.spelt(word)) != word:
        return known
    return _apart(word) if word[0].isdigit() else word


def _apart(word: str) -> str:
    """Return 1-5 as "1 sampai 5", 5th as "5" and 29mei as "29 mei"."""
    table = date_words()
    if days := _NUMBERS.fullmatch(word):
        return f"{days[1]} sampai {days[2]}"
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal[1]
    if glued := _GLUED.fullmatch(word):
        name = table.spelt(glued[2])
        if name in table.values("month") or name in table.values("unit"):
            return " ".join(filter(None, (glued[1], name, glued[3])))
    return word
