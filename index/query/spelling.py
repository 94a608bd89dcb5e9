"""What a word that nobody wrote was meant to be: the most likely of the words that were written.

Pure: it sees spellings and how often each occurs, no meaning and no neighbours.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters; of shorter words too many others are one letter away."""
_LONG = 7
"""Letters from which on two mistakes still leave no doubt."""


class Spelling(NamedTuple):
    """A known word and its distance from the unknown one."""

    word: str
    distance: int


def most_mistakes(word: str) -> int:
    """How many letters of ``word`` may be wrong; 0 for one that is never corrected.

    Numbers and names like *F16* are left alone: another digit is another thing.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= _LONG else 1


def near(word: str, known: Sequence[str]) -> list[Spelling]:
    """Those of ``known`` that ``word`` may have been meant to be, in no particular order.

    A mistake is a letter too many, too few, another one, or two neighbours exchanged (optimal
    string alignment: Damerau 1964 without editing a part twice). Another letter makes another word
    of the shortest.
    """
    most = most_mistakes(word)
    if not most:
        return []
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [
        Spelling(choice, int(distance)) for choice, distance, _ in found if not _other(word, choice)
    ]


def _other(word: str, known: str) -> bool:
    """Whether these are two words that a letter tells apart, as *jiwa* and *jawa*."""
    return len(word) == len(known) == SHORTEST and set(word) != set(known)


def preference(word: str, spelling: Spelling, frequency: int) -> tuple[bool, int, int, str]:
    """The smaller, the likelier: people seldom miss the first letter, and mean common words."""
    other_start = word[:1] != spelling.word[:1]
    return other_start, spelling.distance, -frequency, spelling.word


def likeliest(word: str, known: Iterable[tuple[Spelling, int]]) -> str | None:
    """The best of ``known``, each with its frequency; what occurs nowhere is no candidate."""
    there = [preference(word, spelling, count) for spelling, count in known if count > 0]
    return min(there)[-1] if there else None
