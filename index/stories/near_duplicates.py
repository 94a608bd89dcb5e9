"""Near-duplicate detection: signatures of articles, band keys to find candidates, a comparison.

Finds copies with up to three words in ten changed; two reports of one event in words of their own
are two stories. Thresholds were measured in docs/decisions/0008-stories.md.
"""

import zlib
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from index.analysis import ANALYSIS_VERSION, analyzer_for
from index.types import Article

Signature = bytes
"""Two bytes of version, then two for each stem; stored to compare later articles with."""

_VERSION = bytes((1, ANALYSIS_VERSION))
_MAX_STEMS = 400
"""From the start of the body, about 700 words."""
_ENCODING = "utf-16-le"
_NUMBER_CODES = 0x2000
_CODES = 0xD800
"""Stems are hashed to characters below the surrogates, so that a signature decodes to a string;
those of numbers to characters below ``_NUMBER_CODES``."""

_BANDS = 40
_ROWS = 2

# Thresholds between copies and other articles of the same event, or of the same daily column.
_MIN_SIMILARITY = 0.42
"""Of the stems in order (normalised indel similarity)."""
_MIN_THIRD_SIMILARITY = 0.30
"""Of the least similar third; articles that share only background have a quite different one."""
_SURE_SIMILARITY = 0.62
"""From here on the thirds are not compared, if ``_SURE_JACCARD`` is reached, too."""
_MIN_JACCARD = 0.30
"""Of the sets of stems."""
_SURE_JACCARD = 0.50
_MIN_NUMBERS_JACCARD = 0.12
"""Of the sets of numbers; a daily column repeats its words with other numbers."""
_MIN_NUMBERS = 5
"""With fewer numbers in either article, they are not compared."""
_SHORT_ARTICLE = 30
"""Stems; below this, only ``_MIN_SHORT_SIMILARITY`` counts."""
_MIN_SHORT_SIMILARITY = 0.80


def signature(article: Article) -> Signature:
    """Return the signature of ``article``: equal for equal bodies, at most 802 bytes."""
    terms = analyzer_for(article.language).terms
    stems = (stem for start, end in article.body for stem in terms(article.text[start:end]))
    codes = "".join(_code(stem) for stem, _ in zip(stems, range(_MAX_STEMS), strict=False))
    return _VERSION + codes.encode(_ENCODING)


def _code(stem: str) -> str:
    """Return a hash of ``stem`` that is the same in every process and version of Python."""
    checksum = zlib.crc32(stem.encode("utf-8", "surrogatepass"))
    if stem[:1].isdigit():
        return chr(checksum % _NUMBER_CODES)
    return chr(_NUMBER_CODES + checksum % (_CODES - _NUMBER_CODES))


def bands(signed: Signature) -> tuple[int, ...]:
    """Return ``_BANDS`` keys, signed 64-bit; 99 % of copies share at least one, 10 % of others.

    MinHash of the stems (Broder 1997) in bands of two rows (Leskovec, Rajaraman, Ullman: Mining of
    Massive Datasets, 3.4). Empty for an article without stems.
    """
    codes = np.unique(np.frombuffer(signed[2:], dtype="<u2")).astype(np.uint64)
    if not codes.size:
        return ()
    factors, summands, prime = _permutations()
    least = ((factors * codes + summands) % prime).min(axis=1).reshape(_BANDS, _ROWS)
    return tuple(_keys(least).tolist())


@cache
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64], np.uint64]:
    """Return the factors, summands and prime of fixed linear permutations, within 64 bits."""
    drawn = np.random.PCG64(1).random_raw(2 * _BANDS * _ROWS).reshape(2, -1, 1) >> np.uint64(32)
    return drawn[0] | np.uint64(1), drawn[1], np.uint64(4_294_967_311)


def _keys(least: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return one key per band; those of different bands are equal only by chance."""
    mixed = np.arange(1, _BANDS + 1, dtype=np.uint64)
    for column in least.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64)


def same_story(one: Signature, other: Signature) -> bool:
    """Whether two articles of a few days report one story; meant for new articles only.

    A correction may change more than the thresholds allow: an article keeps its story by its id.
    """
    first, second = _stems(one), _stems(other)
    if not first or not second:
        return False
    if min(len(first), len(second)) < _SHORT_ARTICLE:
        return _similarity(first, second) >= _MIN_SHORT_SIMILARITY
    jaccard = _jaccard(set(first), set(second))
    if jaccard < _MIN_JACCARD or not _same_numbers(first, second):
        return False
    similarity = _similarity(first, second)
    if similarity >= _SURE_SIMILARITY and jaccard >= _SURE_JACCARD:
        return True
    return similarity >= _MIN_SIMILARITY and _similar_thirds(first, second)


def _stems(signed: Signature) -> str:
    """Return a character per stem, or "" for a signature of another version."""
    return signed[2:].decode(_ENCODING) if signed[:2] == _VERSION else ""


def _similarity(first: str, second: str) -> float:
    """Return twice the length of the longest common subsequence by the sum of both lengths."""
    return Indel.normalized_similarity(first, second)


def _similar_thirds(first: str, second: str) -> bool:
    return all(
        _similarity(_third(first, number), _third(second, number)) >= _MIN_THIRD_SIMILARITY
        for number in range(3)
    )


def _third(stems: str, number: int) -> str:
    return stems[number * len(stems) // 3 : (number + 1) * len(stems) // 3]


def _same_numbers(first: str, second: str) -> bool:
    one, other = _numbers(first), _numbers(second)
    few = min(len(one), len(other)) < _MIN_NUMBERS
    return few or _jaccard(one, other) >= _MIN_NUMBERS_JACCARD


def _numbers(stems: str) -> set[str]:
    return {stem for stem in stems if ord(stem) < _NUMBER_CODES}


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
