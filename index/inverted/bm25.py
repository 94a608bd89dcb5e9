"""rank_bm25's model over postings: the same scores without walking every passage.

Lengths are rounded as Lucene rounds them, and their average is exact. What is computed is
``index.inverted.maxscore``'s affair, how it is stored ``index.inverted.postings``'.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.inverted.length_norms import round_lengths
from index.inverted.maxscore import (
    ImpactScale,
    SegmentView,
    WeightedList,
    all_scores,
    best_passages,
)
from index.inverted.postings import K1, B, Postings
from index.inverted.postings_builder import PostingsBuilder

__all__ = ["K1", "B", "CorpusStats", "PostingsBM25", "lucene_idf"]


def lucene_idf(passages: int, containing: int) -> float:
    """``ln(1 + (N - n + 1/2) / (n + 1/2))``: positive for every n, also where N is small.

    rank_bm25's own formula is zero or negative for a term that half the passages hold.
    """
    return math.log1p((passages - containing + 0.5) / (containing + 0.5))


@dataclass(frozen=True, slots=True)
class CorpusStats:
    """What a score needs to know of all passages: how many they are, and their terms in all."""

    passages: int
    terms: int

    @property
    def average(self) -> float:
        """The exact average length; 0 where there is no passage."""
        return self.terms / self.passages if self.passages else 0.0

    @classmethod
    def of(cls, postings: Postings) -> "CorpusStats":
        """The collection that ``postings`` alone are."""
        return cls(len(postings.lengths), int(postings.lengths.sum(dtype=np.int64)))


class PostingsBM25(BM25Okapi):
    """Okapi BM25 with Lucene's idf and lengths; an empty corpus is a corpus.

    ``corpus`` is token lists, or postings that are made already; then ``collection`` may be a
    larger one that they are a part of. Beside ``k1`` and ``b`` it keeps rank_bm25's attributes
    ``corpus_size``, ``avgdl``, ``doc_len`` (rounded) and ``idf``. ``doc_freqs``, one dict a
    passage, stays empty: postings take its place.
    """

    def __init__(
        self,
        corpus: Iterable[Sequence[str]] | Postings,
        k1: float = K1,
        b: float = B,
        epsilon: float = 0.0,
        collection: CorpusStats | None = None,
    ) -> None:
        self._collection = collection
        super().__init__(corpus, k1=k1, b=b, epsilon=epsilon)

    def _initialize(self, corpus: Iterable[Sequence[str]] | Postings) -> Mapping[str, int]:
        """Collect the postings; returns how many passages hold each term."""
        if not isinstance(corpus, Postings):
            corpus = PostingsBuilder().add_all(corpus).postings()
        self.postings = corpus
        collection = self._collection or CorpusStats.of(corpus)
        self.corpus_size = len(corpus.lengths)
        self.avgdl = collection.average
        del self.doc_len  # rank_bm25's empty list would hide the property
        self._passages = collection.passages
        self._scale = ImpactScale.of(corpus, self.avgdl, self.k1, self.b)
        return _Counts(corpus)

    @cached_property
    def doc_len(self) -> NDArray[np.int64]:
        """The rounded length of every passage."""
        return round_lengths(self.postings.lengths)

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Weigh the terms, each when it is asked for."""
        self.idf = _Weights(nd, self._passages)

    def term_weight(self, term: str) -> float:
        """The idf of ``term``, also of one that no passage holds."""
        known = self.idf.get(term)
        return lucene_idf(self._passages, 0) if known is None else float(known)

    def get_scores(self, query: Iterable[str]) -> NDArray[np.float64]:
        """Every passage's score: float64[corpus_size]. A repeated query term counts again."""
        return all_scores(self._lists(self._weighted(query)), self.corpus_size)

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of ``doc_ids`` in that order."""
        return [float(score) for score in self.get_scores(query)[list(doc_ids)]]

    def top(
        self, query: Iterable[str], k: int, among: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """At most ``k`` (passage, score), best first, equal scores by passage.

        Only passages that share a word with the query; with ``among`` (bool[corpus_size]) only
        those that it marks.
        """
        view = SegmentView(among, 0 if among is None else len(among))
        return self.best(self._weighted(query), k, view)

    def best(
        self, weights: Iterable[tuple[int, float]], k: int, view: SegmentView
    ) -> list[tuple[int, float]]:
        """As ``top``, for the numbers of terms that are there, and their weights."""
        ids, scores = best_passages(self._lists(weights), self._scale, k, view)
        return list(zip(ids.tolist(), scores.tolist(), strict=True))

    def get_top_n(
        self, query: Iterable[str], documents: Sequence[object], n: int = 5
    ) -> list[object]:
        """The documents of the ``n`` best passages that share a word with the query."""
        return [documents[passage] for passage, _ in self.top(query, n)]

    def _weighted(self, query: Iterable[str]) -> list[tuple[int, float]]:
        """The number and the idf of each term that is there."""
        postings = self.postings
        found = postings.vocabulary.all_numbers(list(query))
        return [
            (number, lucene_idf(self._passages, postings.containing(number)))
            for number in found
            if number is not None
        ]

    def _lists(self, weights: Iterable[tuple[int, float]]) -> list[WeightedList]:
        return [
            WeightedList.of(self.postings, self._scale, number, weight)
            for number, weight in weights
        ]


class _Counts(Mapping[str, int]):
    """How many passages hold each term, read from the postings."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def __getitem__(self, term: str) -> int:
        number = self._postings.vocabulary.number(term)
        if number is None:
            raise KeyError(term)
        return self._postings.containing(number)

    def __iter__(self) -> Iterator[str]:
        return iter(self._postings.vocabulary.terms())

    def __len__(self) -> int:
        return len(self._postings.vocabulary)


class _Weights(Mapping[str, float]):
    """The idf of each term of ``counts``."""

    def __init__(self, counts: Mapping[str, int], passages: int) -> None:
        self._counts = counts
        self._passages = passages

    def __getitem__(self, term: str) -> float:
        return lucene_idf(self._passages, self._counts[term])

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)
