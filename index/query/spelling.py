"""Spelling correction of one word: which known words it may have been meant to be.

Pure: sees spellings and frequencies, not meaning or context.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

MIN_LENGTH = 4
"""Letters; shorter words have too many others one letter away."""
_TWO_EDITS_LENGTH = 7
"""Letters from which on two edits still leave one likely word."""
_NAME_TWO_EDITS_LENGTH = 9
"""The same for names: *Marina* and *Medina* are both somebody's, and so are most others."""
_CERTAIN_LENGTH = 6
"""Letters from which on one edit hardly ever leads from one word to another (*beras*, *keras*)."""


ANY_INITIAL_LIMIT = 200_000
"""Passages, which have some 200,000 terms, up to which another first letter is looked for: in the
embedded index that takes under 0.1 s."""


class Spelling(NamedTuple):
    """A known word and its edit distance from the unknown one."""

    word: str
    distance: int


def max_edits(word: str) -> int:
    """Return how many edits ``word`` may be corrected by; 0 if it is not to be corrected.

    Numbers and names like *F16* are left alone: another digit is another thing.
    """
    if len(word) < MIN_LENGTH or not word.isalpha():
        return 0
    return 2 if len(word) >= _TWO_EDITS_LENGTH else 1


def near(word: str, known: Sequence[str]) -> list[Spelling]:
    """Return those of ``known`` within ``max_edits`` of ``word``, in no particular order.

    The distance is optimal string alignment: insertions, deletions, substitutions and
    transpositions of neighbours (Damerau 1964), no part edited twice. In a word of fewer than
    ``_CERTAIN_LENGTH`` letters a substitution makes another word and does not count.
    """
    most = max_edits(word)
    if not most:
        return []
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [
        Spelling(choice, int(distance))
        for choice, distance, _ in found
        if not _is_another_word(word, choice)
    ]


def _is_another_word(word: str, known: str) -> bool:
    """Whether a substitution tells short words apart: *jiwa* and *jawa*, *beras* and *keras*."""
    return len(word) == len(known) < _CERTAIN_LENGTH and set(word) != set(known)


def is_certain(word: str, known: str) -> bool:
    """Whether ``word`` can hardly be anything but ``known`` misspelt.

    That is one edit behind the first letter, in a long word or without another letter.
    """
    if word[:1] != known[:1] or OSA.distance(word, known) > 1:
        return False
    return min(len(word), len(known)) >= _CERTAIN_LENGTH or set(word) == set(known)


def may_be_name(word: str, known: str) -> bool:
    """Whether the name ``word`` may be ``known`` misspelt, which is for fewer than other words."""
    most = 2 if len(word) >= _NAME_TWO_EDITS_LENGTH else 1
    is_long = len(word) >= _CERTAIN_LENGTH
    return OSA.distance(word, known) <= most and (is_long or is_certain(word, known))


def preference(word: str, spelling: Spelling, frequency: int) -> tuple[bool, int, int, str]:
    """Return a sort key, likelier spellings first: same first letter, near, frequent."""
    other_start = word[:1] != spelling.word[:1]
    return other_start, spelling.distance, -frequency, spelling.word


def likeliest(word: str, known: Iterable[tuple[Spelling, int]]) -> str | None:
    """Return the likeliest of ``known`` spellings with their frequencies; those of 0 are out."""
    there = [preference(word, spelling, count) for spelling, count in known if count > 0]
    return min(there)[-1] if there else None
