"""The postings of a segment in flat arrays.

A posting is a passage and an impact. An impact is a small integer for one frequency of a term in
one rounded passage length; with the collection's average length it determines what the posting
scores per unit of idf. Impacts are numbered by that score at the average for which the postings
were made, so that a list is cut at a score by comparing integers. Impact 0 is that of a passage
without the term.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.inverted.length_norms import DECODED_LENGTHS
from index.inverted.lexicon import Lexicon

K1 = 1.2
B = 0.75
"""Robertson & Zaragoza 2009, section 3.5.3, and the defaults of Lucene."""

RANKS = (1, 10, 20, 50, 200, 1000)
"""The ranks, by falling impact, at which each term's impact is stored as a bound."""

ImpactArray = NDArray[np.uint16] | NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class PostingsRun:
    """Postings sorted by term; assembled fastest if sorted by passage within a term, too.

    - ``terms``: int32, each term's number once
    - ``ends``: int64[terms + 1], from 0
    - ``passages``: int32 and ``frequencies``: uint32, one per posting
    """

    terms: NDArray[np.int32]
    ends: NDArray[np.int64]
    passages: NDArray[np.int32]
    frequencies: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The passages of every term, ascending, with their impacts.

    - ``ends``: int64[terms + 1], from 0; where each term's postings end
    - ``passages``: int32 and ``impacts``: uint16, or uint32 if there are more; one per posting
    - ``frequencies``: uint32 and ``length_bytes``: uint8; one per impact
    - ``bounds``: [terms, len(RANKS)], typed like ``impacts``; the term's impact at each of
      ``RANKS``, 0 if it has fewer postings
    - ``lengths``: int32[passages]; exact, in terms
    - ``dense_rows``: [dense_terms, passages], typed like ``impacts``; the impacts of all passages
      for the frequent terms numbered in ``dense_terms``: int32
    - ``bitmaps``: uint8[bitmap_terms, bytes]; one bit per passage, lowest bit first, for the
      terms numbered in ``bitmap_terms``: int32
    """

    lexicon: Lexicon
    ends: NDArray[np.int64]
    passages: NDArray[np.int32]
    impacts: ImpactArray
    frequencies: NDArray[np.uint32]
    length_bytes: NDArray[np.uint8]
    bounds: ImpactArray
    lengths: NDArray[np.int32]
    dense_terms: NDArray[np.int32]
    dense_rows: ImpactArray
    bitmap_terms: NDArray[np.int32]
    bitmaps: NDArray[np.uint8]

    def df(self, number: int) -> int:
        """Return the document frequency of a term: how many passages hold it."""
        return int(self.ends[number + 1] - self.ends[number])

    def impact_scores(self, average: float, k1: float = K1, b: float = B) -> NDArray[np.float64]:
        """Return what a posting of each impact scores per unit of idf: float64[impacts]."""
        return saturated_tf(self.frequencies, DECODED_LENGTHS[self.length_bytes], average, k1, b)


def saturated_tf(
    frequencies: NDArray[np.uint32],
    lengths: NDArray[np.int64],
    average: float,
    k1: float = K1,
    b: float = B,
) -> NDArray[np.float64]:
    """Return ``f (k1 + 1) / (f + k1 (1 - b + b length / average))``, 0 for f = 0.

    Computed in rank_bm25's order of operations, for equal rounding. Robertson & Zaragoza 2009,
    eq. 3.15.
    """
    counts = frequencies.astype(np.float64)
    norms = counts + k1 * (1 - b + b * lengths / (average or 1.0))
    absent = np.zeros(len(counts))  # f = 0 stays 0, even if its norm is 0
    return np.divide(counts * (k1 + 1), norms, out=absent, where=counts > 0)
