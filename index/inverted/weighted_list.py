"""A query term's postings with its weight, and the score bounds by which MaxScore prunes."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.inverted.postings import RANKS, ImpactArray, Postings

_MIN_BITMAP_LOOKUPS = 128
"""Passages from which on reading the bitmap first saves more than it takes."""
_BITS = np.left_shift(1, np.arange(8)).astype(np.uint8)

Floats = NDArray[np.float64]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ImpactScale:
    """The score of each impact per unit of idf, under one average length.

    - ``scores``: float64[impacts]
    - ``upper``: the greatest score of this impact and those below it
    - ``lower``: the least score of this impact and those above it
    - ``passages``: how many there are
    - ``dense``, ``bitmaps``: the row of each frequent term's dense row or bitmap, by its number

    Impacts are sorted by score only at the average for which they were numbered; the running
    maxima and minima are exact bounds at any other.
    """

    scores: Floats
    upper: Floats
    lower: Floats
    passages: int
    dense: Mapping[int, int]
    bitmaps: Mapping[int, int]

    @classmethod
    def of(cls, postings: Postings, average: float, k1: float, b: float) -> "ImpactScale":
        """Return the scale of ``postings`` for an average of ``average`` terms a passage."""
        scores = postings.impact_scores(average, k1, b)
        return cls(
            scores=scores,
            upper=np.maximum.accumulate(scores),
            lower=np.minimum.accumulate(scores[::-1])[::-1],
            passages=len(postings.lengths),
            dense={number: row for row, number in enumerate(postings.dense_terms.tolist())},
            bitmaps={number: row for row, number in enumerate(postings.bitmap_terms.tolist())},
        )


class WeightedList(NamedTuple):
    """The postings of one query term and its weight.

    ``scores``: the scale's scores times the weight; ``max_score``: the term's upper bound, the
    most that it adds to any passage.
    """

    passages: Ids
    impacts: ImpactArray
    dense_row: ImpactArray | None
    bitmap: NDArray[np.uint8] | None
    bounds: ImpactArray
    weight: float
    scores: Floats
    max_score: float

    @classmethod
    def of(
        cls, postings: Postings, scale: ImpactScale, number: int, weight: float
    ) -> "WeightedList":
        """Return the list of the term with this number, which has at least one posting."""
        part = slice(postings.ends.item(number), postings.ends.item(number + 1))
        bounds = postings.bounds[number]
        dense, mapped = scale.dense.get(number), scale.bitmaps.get(number)
        return cls(
            passages=postings.passages[part],
            impacts=postings.impacts[part],
            dense_row=None if dense is None else postings.dense_rows[dense],
            bitmap=None if mapped is None else postings.bitmaps[mapped],
            bounds=bounds,
            weight=weight,
            scores=weight * scale.scores,
            max_score=weight * scale.upper.item(bounds.item(0)),
        )

    def own_scores(self) -> Floats:
        """Return what the term adds to each of its passages."""
        return self.scores.take(self.impacts)

    def scores_of(self, passages: Ids) -> Floats:
        """Return what the term adds to each of ``passages``: 0 to those without it."""
        if self.dense_row is not None:
            return self.scores.take(self.dense_row.take(passages))
        if self.bitmap is not None and len(passages) > _MIN_BITMAP_LOOKUPS:
            return self._filtered_scores_of(self.bitmap, passages)
        positions = self.passages.searchsorted(passages)
        found = self.scores.take(self.impacts.take(positions, mode="clip"))
        found *= self.passages.take(positions, mode="clip") == passages
        return found

    def _filtered_scores_of(self, bitmap: NDArray[np.uint8], passages: Ids) -> Floats:
        """Do as ``scores_of``, but bisect only for the passages that ``bitmap`` has set."""
        held = (bitmap.take(passages >> 3) & _BITS.take(passages & 7)).nonzero()[0]
        positions = self.passages.searchsorted(passages.take(held))
        found = np.zeros(len(passages))
        found[held] = self.scores.take(self.impacts.take(positions))
        return found

    def kth_bound(self, scale: ImpactScale, k: int) -> float:
        """Return a score that at least ``k`` passages reach by this term alone; 0 if unknown."""
        column = bisect_left(RANKS, k)
        if column == len(RANKS):
            return 0.0
        return self.weight * scale.lower.item(self.bounds.item(column))
