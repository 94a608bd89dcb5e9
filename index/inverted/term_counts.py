"""The document frequencies of some passages, for deleting them from the collection's figures.

Found by walking the postings: a list of every passage's terms would take as much memory again. At
57 million postings, 0.03 s of processor time for a few passages.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.inverted.postings import Postings

_SCAN_BLOCK = 1 << 17
"""Postings scanned at once; the temporary arrays stay in the processor's cache."""
_MAX_LOOKUPS = 1000
"""Passages up to which looking frequent terms up takes less time than walking their postings."""
_MAX_RANGE_SCANS = 6
"""Runs of consecutive passages that are scanned for one by one; a mask for all takes as long."""

_Ranges = Sequence[tuple[int, int]]


def count_terms(postings: Postings, passages: NDArray[np.int64]) -> Counter[int]:
    """Return how many of ``passages`` (numbers, ascending) hold each term, by its number."""
    if len(passages) > _MAX_LOOKUPS:
        return _walk(postings, passages, [(0, len(postings.passages))])
    frequent = np.sort(np.concatenate((postings.dense_terms, postings.bitmap_terms)))
    starts = [0, *postings.ends[frequent + 1].tolist()]
    ends = [*postings.ends[frequent].tolist(), len(postings.passages)]
    between = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    return _look_up(postings, passages) + _walk(postings, passages, between)


def _look_up(postings: Postings, passages: NDArray[np.int64]) -> Counter[int]:
    """Count the terms that have a dense row or a bitmap."""
    in_rows = np.count_nonzero(postings.dense_rows[:, passages], axis=1)
    bits = np.left_shift(1, passages & 7).astype(np.uint8)
    in_bitmaps = np.count_nonzero(postings.bitmaps[:, passages >> 3] & bits, axis=1)
    dense = zip(postings.dense_terms.tolist(), in_rows.tolist(), strict=True)
    mapped = zip(postings.bitmap_terms.tolist(), in_bitmaps.tolist(), strict=True)
    return Counter(dict((*dense, *mapped)))


def _walk(postings: Postings, passages: NDArray[np.int64], ranges: _Ranges) -> Counter[int]:
    """Count the terms of the postings in ``ranges``."""
    runs = np.split(passages, np.flatnonzero(np.diff(passages) != 1) + 1) if len(passages) else []
    found = [np.zeros(0, dtype=np.int64)]
    if len(runs) <= _MAX_RANGE_SCANS:
        for run in runs:
            found += _within(postings, int(run[0]), int(run[-1]), ranges)
    else:
        wanted = np.zeros(len(postings.lengths), dtype=np.bool_)
        wanted[passages] = True
        found += [np.flatnonzero(wanted[part]) + first for first, part in _blocks(postings, ranges)]
    terms = np.searchsorted(postings.ends, np.concatenate(found), side="right") - 1
    numbers, counts = np.unique(terms, return_counts=True)
    return Counter(dict(zip(numbers.tolist(), counts.tolist(), strict=True)))


def _within(
    postings: Postings, first: int, last: int, ranges: _Ranges
) -> Iterator[NDArray[np.int64]]:
    """Yield the indices of the postings of the passages ``first`` to ``last``."""
    width = np.uint32(last - first + 1)
    for start, part in _blocks(postings, ranges):
        # Numbers below first wrap round to above any width: one comparison instead of two.
        yield np.flatnonzero((part - np.int32(first)).view(np.uint32) < width) + start


def _blocks(postings: Postings, ranges: _Ranges) -> Iterator[tuple[int, NDArray[np.int32]]]:
    for first, last in ranges:
        for start in range(first, last, _SCAN_BLOCK):
            yield start, postings.passages[start : min(start + _SCAN_BLOCK, last)]
