"""The terms of a segment in sorted flat arrays, looked up by bisection.

The arrays are used as they are mapped from the file: opening a lexicon parses nothing. A term's
number is its row in ``index.inverted.postings``.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_LETTER_BITS = np.uint32(1) << (np.arange(256, dtype=np.uint32) & 31)
"""One bit per byte value, modulo 32; the letters a to z have distinct bits."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Terms in UTF-8, concatenated in byte order, and the number of each.

    - ``heads``: uint64[terms], each term's first eight bytes, compared before the rest
    - ``text``: uint8, the concatenated terms
    - ``ends``: int64[terms + 1], from 0; where each term ends in ``text``
    - ``numbers``: int32[terms], the term's number
    """

    heads: NDArray[np.uint64]
    text: NDArray[np.uint8]
    ends: NDArray[np.int64]
    numbers: NDArray[np.int32]
    _ranks: range = field(init=False, repr=False, compare=False)
    _bytes: memoryview = field(init=False, repr=False, compare=False)
    _ends: memoryview = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Reading one element of a memoryview takes a third of the time of numpy's indexing.
        object.__setattr__(self, "_ranks", range(len(self.numbers)))
        object.__setattr__(self, "_bytes", self.text.data)
        object.__setattr__(self, "_ends", self.ends.data)

    @classmethod
    def of(cls, terms: Sequence[str]) -> "Lexicon":
        """Return a lexicon in which a term's number is its index in ``terms``."""
        coded = [_encode(term) for term in terms]
        order = sorted(range(len(coded)), key=coded.__getitem__)
        sizes = np.fromiter((len(coded[number]) for number in order), np.int64, len(order))
        text = np.frombuffer(b"".join(map(coded.__getitem__, order)), np.uint8)
        ends = np.concatenate(([0], np.cumsum(sizes)))
        heads = np.array([_head(coded[number]) for number in order], dtype=np.uint64)
        return cls(heads, text, ends, np.array(order, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.numbers)

    def numbers_of(self, terms: Sequence[str]) -> list[int | None]:
        """Return the number of each of ``terms``, None for one that the segment lacks."""
        wanted = [_encode(term) for term in terms]
        heads = np.array([_head(term) for term in wanted], dtype=np.uint64)
        firsts, lasts = self.heads.searchsorted(heads), self.heads.searchsorted(heads, "right")
        return [
            self._number(term, first, last)
            for term, first, last in zip(wanted, firsts.tolist(), lasts.tolist(), strict=True)
        ]

    def _number(self, wanted: bytes, first: int, last: int) -> int | None:
        """Look ``wanted`` up among the terms of the same head, ``first`` to before ``last``."""
        rank = first
        if last - first > 1:
            rank = bisect_left(self._ranks, wanted, first, last, key=self._at)
        if rank == last or self._at(rank) != wanted:
            return None
        return int(self.numbers[rank])

    def candidates(self, word: str, max_wrong: int, prefix: str = "") -> list[str]:
        """Return the terms with ``prefix`` that may be ``word`` with ``max_wrong`` bytes wrong.

        In byte order. A superset: only lengths and sets of letters are compared, so every term
        within that distance is included, and others too.
        """
        coded = _encode(word)
        first, last = self._prefix_range(_encode(prefix))
        bounds = self.ends[first : last + 1]
        fitting = np.abs(np.diff(bounds) - len(coded)) <= max_wrong
        text = self.text[bounds[0] : bounds[-1]]
        differing = _letter_sets(text, bounds[:-1] - bounds[0]) ^ _letter_set(coded)
        # One wrong letter removes at most one letter from the set and adds at most one.
        fitting &= np.bitwise_count(differing) <= 2 * max_wrong
        return [_decode(self._at(rank)) for rank in (np.flatnonzero(fitting) + first).tolist()]

    def _prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """Return the half-open range of ranks of the terms that start with ``prefix``."""
        first = bisect_left(self._ranks, prefix, key=self._at)
        return first, bisect_left(self._ranks, prefix + b"\xff", first, key=self._at)

    def terms(self) -> list[str]:
        """Return all terms, each at the index of its number."""
        found = [""] * len(self)
        for number, term in zip(self.numbers.tolist(), self._sorted(), strict=True):
            found[number] = term
        return found

    def _sorted(self) -> Iterator[str]:
        text, ends = self.text.tobytes(), self.ends.tolist()
        for start, end in pairwise(ends):
            yield _decode(text[start:end])

    def _at(self, rank: int) -> bytes:
        return bytes(self._bytes[self._ends[rank] : self._ends[rank + 1]])


def _head(coded: bytes) -> int:
    """Return the first eight bytes as a big-endian number, which sorts like the bytes."""
    return int.from_bytes(coded[:8].ljust(8, b"\0"))


def _encode(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _decode(coded: bytes) -> str:
    return coded.decode("utf-8", "surrogatepass")


def _letter_sets(text: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return a bit set of the letters of each term, which reaches from its start to the next."""
    if not len(starts):
        return np.empty(0, np.uint32)
    return np.bitwise_or.reduceat(_LETTER_BITS[text], starts)


def _letter_set(coded: bytes) -> NDArray[np.uint32]:
    return _letter_sets(np.frombuffer(coded, np.uint8), np.zeros(1, np.int64))


def union(lexicons: Iterable[Lexicon]) -> tuple[list[str], list[NDArray[np.int32]]]:
    """Return the distinct terms of all, and per lexicon an array from old numbers to new ones.

    The first lexicon's terms keep their numbers.
    """
    numbers: dict[str, int] = {}
    renumbered = []
    for lexicon in lexicons:
        new = [numbers.setdefault(term, len(numbers)) for term in lexicon.terms()]
        renumbered.append(np.array(new, dtype=np.int32))
    return list(numbers), renumbered
