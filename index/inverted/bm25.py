"""rank_bm25's model over postings: its scores without walking every passage.

Passage lengths are rounded as Lucene rounds them (``index.inverted.length_norms``); their average
is exact. The idf is Lucene's.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from rank_bm25 import BM25Okapi

from index.inverted.maxscore import SegmentView, best_passages
from index.inverted.postings import K1, B, Postings
from index.inverted.weighted_list import ImpactScale, WeightedList


def lucene_idf(passages: int, df: int) -> float:
    """Return ``ln(1 + (N - n + 1/2) / (n + 1/2))``: positive for every document frequency n.

    rank_bm25's own idf is zero or negative for a term in half of the passages.
    """
    return math.log1p((passages - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """The collection-wide figures of BM25: the number of passages and of their terms."""

    passages: int
    terms: int

    @property
    def average(self) -> float:
        """The exact average length of a passage in terms; 0 without passages."""
        return self.terms / self.passages if self.passages else 0.0

    @classmethod
    def of(cls, postings: Postings) -> "CorpusStats":
        """Return the figures of ``postings`` alone."""
        return cls(len(postings.lengths), int(postings.lengths.sum(dtype=np.int64)))


class PostingsBM25(BM25Okapi):
    """Okapi BM25 of one segment's postings, as part of the ``collection``; may be empty.

    Has rank_bm25's parameters and length norm. Terms are given as numbers with their idf, and
    answered by ``best``; rank_bm25's structures of one dict per passage stay empty.
    """

    def __init__(
        self, postings: Postings, collection: CorpusStats, k1: float = K1, b: float = B
    ) -> None:
        self.postings = postings
        self._collection = collection
        super().__init__(postings, k1=k1, b=b, epsilon=0.0)

    def _initialize(self, corpus: Postings) -> Mapping[str, int]:
        self.corpus_size = len(corpus.lengths)
        self.avgdl = self._collection.average
        self._scale = ImpactScale.of(corpus, self.avgdl, self.k1, self.b)
        return {}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Leave the idf to the caller, who knows every segment's document frequencies."""

    def best(
        self, weights: Iterable[tuple[int, float]], k: int, view: SegmentView
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (passage, score) of ``view``, best first, equal scores by passage.

        ``weights`` are the numbers of terms in the postings, and their idf.
        """
        ids, scores = best_passages(self.weighted_lists(weights), self._scale, k, view)
        return list(zip(ids.tolist(), scores.tolist(), strict=True))

    def weighted_lists(self, weights: Iterable[tuple[int, float]]) -> list[WeightedList]:
        """Return the postings of each term under the collection's average length."""
        return [
            WeightedList.of(self.postings, self._scale, number, weight)
            for number, weight in weights
        ]
