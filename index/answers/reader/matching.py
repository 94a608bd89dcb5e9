"""Where terms and rows of terms stand among many tokens."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.arrays import IntArray
from index.answers.reader.words import NUMBER, hashed

_ANY_NUMBER = hashed("#")
_MAX_ROW = 3
_LOW = np.uint32(0xFFFF)


class TermFinder:
    """Finds some terms among very many: first by their low bits, in one pass over a small table."""

    def __init__(self, terms: NDArray[np.uint32]) -> None:
        """``terms``: ascending."""
        self._terms = terms
        self._is_near = np.zeros(1 << 16, np.bool_)
        self._is_near[terms & _LOW] = True

    def find(self, terms: NDArray[np.uint32]) -> tuple[IntArray, IntArray]:
        """Return the places in ``terms`` of what is looked for, and which of it each is."""
        near = np.flatnonzero(self._is_near[terms & _LOW])
        which = np.minimum(self._terms.searchsorted(terms[near]), max(len(self._terms) - 1, 0))
        same = self._terms[which] == terms[near]
        return near[same], which[same]


class RowMatcher:
    """Finds rows of terms; a longer one by its first three.

    Every term of any row has a code from 1 on; a token that has none has code 0, or that of any
    number where it is one.
    """

    def __init__(self, rows: Sequence[tuple[int, ...]]) -> None:
        known = sorted({term for row in rows for term in row})
        self._codes = {term: code for code, term in enumerate(known, start=1)}
        self._finder = TermFinder(np.array(known, np.uint32))
        self._base = len(known) + 1
        keys: tuple[list[tuple[int, int]], ...] = ([], [], [])
        for number, row in enumerate(rows):
            begins = row[:_MAX_ROW]
            keys[len(begins) - 1].append((self._key(begins), number))
        ordered = [np.array(sorted(of_size), np.int64).reshape(-1, 2) for of_size in keys]
        self._keys = [pairs[:, 0].copy() for pairs in ordered]
        self._numbers = [pairs[:, 1].copy() for pairs in ordered]

    def _key(self, row: Sequence[int]) -> int:
        key = 0
        for term in row:
            key = key * self._base + self._codes[term]
        return key

    def find(self, terms: NDArray[np.uint32], bits: NDArray[np.uint8]) -> tuple[IntArray, IntArray]:
        """The place of the first token of each, by size of row, and the number of the row."""
        codes = self._coded(terms, bits)
        at = np.flatnonzero(codes[:-2])
        one, two, three = codes[at], codes[at + 1], codes[at + 2]
        pair = np.where(two > 0, one * self._base + two, -1)
        triple = np.where((two > 0) & (three > 0), pair * self._base + three, -1)
        found = [self._matches(size, at, keys) for size, keys in enumerate((one, pair, triple))]
        return (
            np.concatenate([places for places, _ in found]),
            np.concatenate([numbers for _, numbers in found]),
        )

    def _coded(self, terms: NDArray[np.uint32], bits: NDArray[np.uint8]) -> IntArray:
        """The code of every token, and two zeros."""
        codes = np.zeros(len(terms) + 2, np.int64)
        if any_number := self._codes.get(_ANY_NUMBER):
            codes[:-2][(bits & NUMBER) > 0] = any_number
        places, which = self._finder.find(terms)
        codes[places] = which + 1
        return codes

    def _matches(self, size: int, at: IntArray, keys: IntArray) -> tuple[IntArray, IntArray]:
        """Every pair of place and row of one key; several rows may be equal."""
        known = self._keys[size]
        if not len(known):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        first = known.searchsorted(keys, "left")
        count = known.searchsorted(keys, "right") - first
        hit = count > 0
        first, count = first[hit], count[hit]
        ends = np.cumsum(count)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - count, count)
        return np.repeat(at[hit], count), self._numbers[size][np.repeat(first, count) + within]
