"""The terms of a segment in flat arrays, found by bisection: nothing is loaded to open one.

Knows no passages; a term's number is its place in ``index.inverted.postings``.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_BITS = np.uint32(1) << (np.arange(256, dtype=np.uint32) & 31)
"""A bit for each byte; no two letters from a to z share one."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Terms in UTF-8, one behind the other in byte order, and the number of each.

    ``heads``: uint64[terms], the first eight bytes of each, compared before the rest is looked at;
    ``text``: uint8; ``ends``: int64[terms + 1], where each term ends, from 0; ``numbers``:
    int32[terms].
    """

    heads: NDArray[np.uint64]
    text: NDArray[np.uint8]
    ends: NDArray[np.int64]
    numbers: NDArray[np.int32]
    _places: range = field(init=False, repr=False, compare=False)
    _bytes: memoryview = field(init=False, repr=False, compare=False)
    _ends: memoryview = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Reading one element through a memoryview takes a third of numpy's time.
        object.__setattr__(self, "_places", range(len(self.numbers)))
        object.__setattr__(self, "_bytes", self.text.data)
        object.__setattr__(self, "_ends", self.ends.data)

    @classmethod
    def of(cls, terms: Sequence[str]) -> "Lexicon":
        """The vocabulary in which each term's number is its place in ``terms``."""
        coded = [_encode(term) for term in terms]
        order = sorted(range(len(coded)), key=coded.__getitem__)
        sizes = np.fromiter((len(coded[number]) for number in order), np.int64, len(order))
        text = np.frombuffer(b"".join(map(coded.__getitem__, order)), np.uint8)
        ends = np.concatenate(([0], np.cumsum(sizes)))
        heads = np.array([_head(coded[number]) for number in order], dtype=np.uint64)
        return cls(heads, text, ends, np.array(order, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.numbers)

    def number(self, term: str) -> int | None:
        """The number of ``term``; None where it is not there."""
        return self.all_numbers([term])[0]

    def all_numbers(self, terms: Sequence[str]) -> list[int | None]:
        """The number of each of ``terms``; None for one that is not there."""
        wanted = [_encode(term) for term in terms]
        heads = np.array([_head(term) for term in wanted], dtype=np.uint64)
        firsts, lasts = self.heads.searchsorted(heads), self.heads.searchsorted(heads, "right")
        return [
            self._number(term, first, last)
            for term, first, last in zip(wanted, firsts.tolist(), lasts.tolist(), strict=True)
        ]

    def _number(self, wanted: bytes, first: int, last: int) -> int | None:
        """The number of ``wanted``, which lies between these places if anywhere."""
        place = first
        if last - first > 1:
            place = bisect_left(self._places, wanted, first, last, key=self._at)
        if place == last or self._at(place) != wanted:
            return None
        return int(self.numbers[place])

    def alike(self, word: str, most: int, beginning: str = "") -> list[str]:
        """The terms that begin so and may be ``word`` with ``most`` bytes wrong, in byte order.

        None that is near is left out, many that are not stay: compared are only the lengths and
        which letters occur.
        """
        coded = _encode(word)
        first, last = self._beginning(_encode(beginning))
        bounds = self.ends[first : last + 1]
        sizes = np.diff(bounds)
        fitting = np.abs(sizes - len(coded)) <= most
        letters = self.text[bounds[0] : bounds[-1]]
        # A wrong letter is at most one that is not there and one that should not be.
        unlike = np.bitwise_count(_kinds(letters, bounds[:-1] - bounds[0]) ^ _kinds_of(coded))
        found = np.flatnonzero(fitting & (unlike <= 2 * most)) + first
        return [_decode(self._at(place)) for place in found.tolist()]

    def _beginning(self, wanted: bytes) -> tuple[int, int]:
        """The first place of a term that begins so, and the first after it of one that does not."""
        first = bisect_left(self._places, wanted, key=self._at)
        return first, bisect_left(self._places, wanted + b"\xff", first, key=self._at)

    def terms(self) -> list[str]:
        """Every term at the place of its number."""
        found = [""] * len(self)
        for number, term in zip(self.numbers.tolist(), self._sorted(), strict=True):
            found[number] = term
        return found

    def _sorted(self) -> Iterator[str]:
        text, ends = self.text.tobytes(), self.ends.tolist()
        for start, end in pairwise(ends):
            yield _decode(text[start:end])

    def _at(self, place: int) -> bytes:
        return bytes(self._bytes[self._ends[place] : self._ends[place + 1]])


def _head(coded: bytes) -> int:
    """The first eight bytes as a number, in the order of the bytes."""
    return int.from_bytes(coded[:8].ljust(8, b"\0"))


def _encode(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _decode(coded: bytes) -> str:
    return coded.decode("utf-8", "surrogatepass")


def _kinds(text: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Which letters each term has, which reaches from its start to the next."""
    if not len(starts):
        return np.empty(0, np.uint32)
    return np.bitwise_or.reduceat(_BITS[text], starts)


def _kinds_of(coded: bytes) -> NDArray[np.uint32]:
    return _kinds(np.frombuffer(coded, np.uint8), np.zeros(1, np.int64))


def union(vocabularies: Iterable[Lexicon]) -> tuple[list[str], list[NDArray[np.int32]]]:
    """The terms of all, the first's first, and for each the new number of its every number."""
    numbers: dict[str, int] = {}
    renumbered = []
    for vocabulary in vocabularies:
        new = [numbers.setdefault(term, len(numbers)) for term in vocabulary.terms()]
        renumbered.append(np.array(new, dtype=np.int32))
    return list(numbers), renumbered
