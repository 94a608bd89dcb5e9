"""Second representations of frequent terms, in which a passage is looked up without bisection.

A dense row holds the impact of every passage; a bitmap one bit per passage. Five terms at a
million passages took 1.1 ms without and 0.5 ms with both (docs/decisions/0006-engine.md).
"""

import numpy as np
from numpy.typing import NDArray

from index.inverted.postings import ImpactArray

_DENSE_ONE_IN, _BITMAP_ONE_IN = 8, 128
"""A term in at least one of so many passages gets a dense row, or a bitmap."""
_MAX_ADDED_BYTES = 2
"""Bytes per posting that dense rows may take in all; as much again for bitmaps."""
_MIN_PASSAGES = 4096
"""With fewer passages, neither representation saves time."""


def frequent_terms(
    counts: NDArray[np.int64], passages: int, impact_size: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the numbers of the terms that get a dense row, and of those that get a bitmap.

    ``counts`` are the terms' document frequencies; ``impact_size`` is in bytes.
    """
    if passages < _MIN_PASSAGES:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    by_df = np.argsort(-counts, kind="stable").astype(np.int32)
    budget = _MAX_ADDED_BYTES * int(counts.sum())
    dense = int((counts * _DENSE_ONE_IN >= passages).sum())
    dense = min(dense, budget // (passages * impact_size))
    last = int((counts * _BITMAP_ONE_IN >= passages).sum())
    last = min(last, dense + budget // _bitmap_bytes(passages))
    return by_df[:dense], by_df[dense : max(last, dense)]


def dense_rows(
    terms: NDArray[np.int32],
    ends: NDArray[np.int64],
    passages: NDArray[np.int32],
    impacts: ImpactArray,
    count: int,
) -> ImpactArray:
    """Return the impacts of all ``count`` passages for each of ``terms``."""
    rows = np.zeros((len(terms), count), dtype=impacts.dtype)
    for row, number in zip(rows, terms.tolist(), strict=True):
        part = slice(ends[number], ends[number + 1])
        row[passages[part]] = impacts[part]
    return rows


def bitmaps(
    terms: NDArray[np.int32], ends: NDArray[np.int64], passages: NDArray[np.int32], count: int
) -> NDArray[np.uint8]:
    """Return for each of ``terms`` one bit per passage of ``count``, the lowest bit first."""
    found = np.zeros((len(terms), _bitmap_bytes(count)), dtype=np.uint8)
    for bitmap, number in zip(found, terms.tolist(), strict=True):
        held = np.zeros(count, dtype=np.bool_)
        held[passages[ends[number] : ends[number + 1]]] = True
        bitmap[:] = np.packbits(held, bitorder="little")
    return found


def _bitmap_bytes(passages: int) -> int:
    return -(-passages // 8)
