"""Near-duplicates: whether two articles tell one story in nearly the same words.

Finds copies, also when three words in ten were changed; two reports of one event in words of their
own are two stories. What was measured is in docs/decisions/0008-stories.md.
"""

import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from index.analysis import ANALYSIS_VERSION, analyzer_for
from index.types import Article

Signature = bytes
"""What is kept of an article to compare it by: two bytes of version, then two for each stem."""

_VERSION = bytes((1, ANALYSIS_VERSION))
_MOST_STEMS = 400
"""Of the beginning, about 700 words; a longer article is told by it."""
_CODING = "utf-16-le"
_NUMBERS = 0x2000
_CODES = 0xD800
"""Stems become characters below the surrogates, so that a signature decodes to a string; those of
numbers lie below ``_NUMBERS``."""

_BANDS = 40
_ROWS = 2

# The edges between copies and other articles of the same event, or of the same daily column.
_ALIKE = 0.42
_EVENLY = 0.30
"""The least alike third; in an article that only shares its background one is quite different."""
_MOSTLY_ALIKE = 0.62
_SHARED = 0.30
"""Stems in common (Jaccard)."""
_MOSTLY_SHARED = 0.50
_NUMBERS_SHARED = 0.12
"""Numbers in common; the column of another day has its words and other numbers."""
_ENOUGH_NUMBERS = 5
_SHORT = 30
"""Stems; of fewer, more must agree."""
_SHORT_ALIKE = 0.80


def signature(article: Article) -> Signature:
    """The signature of ``article``; equal for equal bodies, at most 802 bytes."""
    terms = analyzer_for(article.language).terms
    stems = (stem for start, end in article.body for stem in terms(article.text[start:end]))
    codes = "".join(_code(stem) for stem, _ in zip(stems, range(_MOST_STEMS), strict=False))
    return _VERSION + codes.encode(_CODING)


def _code(stem: str) -> str:
    """A hash of ``stem`` that is the same in every process and version of Python."""
    checksum = zlib.crc32(stem.encode("utf-8", "surrogatepass"))
    if stem[:1].isdigit():
        return chr(checksum % _NUMBERS)
    return chr(_NUMBERS + checksum % (_CODES - _NUMBERS))


def bands(kept: Signature) -> tuple[int, ...]:
    """Keys, signed 64-bit: 99 of 100 copies share at least one, 10 of 100 others do.

    MinHash of the stems (Broder 1997) in bands of two (Leskovec, Rajaraman, Ullman: Mining of
    Massive Datasets, 3.4). An article without stems has none.
    """
    codes = np.unique(np.frombuffer(kept[2:], dtype="<u2")).astype(np.uint64)
    if not codes.size:
        return ()
    factors, summands, prime = _permutations()
    least = ((factors * codes + summands) % prime).min(axis=1).reshape(_BANDS, _ROWS)
    return tuple(_keys(least).tolist())


@cache
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64], np.uint64]:
    """Fixed linear permutations, a column each; no product exceeds 64 bits."""
    drawn = np.random.PCG64(1).random_raw(2 * _BANDS * _ROWS).reshape(2, -1, 1) >> np.uint64(32)
    return drawn[0] | np.uint64(1), drawn[1], np.uint64(4_294_967_311)


def _keys(least: NDArray[np.uint64]) -> NDArray[np.int64]:
    """One number for each band; those of different bands never meet but by chance."""
    mixed = np.arange(1, _BANDS + 1, dtype=np.uint64)
    for column in least.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)


def same_story(one: Signature, other: Signature) -> bool:
    """Whether both tell one story; to be asked of articles of a few days only.

    A correction may have changed more than that: who stores stories keeps the story of an article
    with its id, and asks this of new articles.
    """
    first, second = _stems(one), _stems(other)
    if not first or not second:
        return False
    if min(len(first), len(second)) < _SHORT:
        return _in_order(first, second) >= _SHORT_ALIKE
    shared = _jaccard(set(first), set(second))
    if shared < _SHARED or not _same_numbers(first, second):
        return False
    alike = _in_order(first, second)
    if alike >= _MOSTLY_ALIKE and shared >= _MOSTLY_SHARED:
        return True
    return alike >= _ALIKE and _evenly_alike(first, second)


def _stems(kept: Signature) -> str:
    """A character for each stem; none where another version made the signature."""
    return kept[2:].decode(_CODING) if kept[:2] == _VERSION else ""


def _in_order(first: str, second: str) -> float:
    """Twice the length of the longest common subsequence, by the sum of both lengths."""
    return Indel.normalized_similarity(first, second)


def _evenly_alike(first: str, second: str) -> bool:
    return all(
        _in_order(_third(first, number), _third(second, number)) >= _EVENLY for number in range(3)
    )


def _third(stems: str, number: int) -> str:
    return stems[number * len(stems) // 3 : (number + 1) * len(stems) // 3]


def _same_numbers(first: str, second: str) -> bool:
    one, other = _numbers(first), _numbers(second)
    few = min(len(one), len(other)) < _ENOUGH_NUMBERS
    return few or _jaccard(one, other) >= _NUMBERS_SHARED


def _numbers(stems: str) -> set[str]:
    return {stem for stem in stems if ord(stem) < _NUMBERS}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
