"""rank_bm25's model over postings: the same scores without walking every passage.

A term's postings are its passages, ascending, each with the score that the term gives it, worked
out once when the index is built. A query adds up the postings of its terms and nothing else.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

K1 = 1.2
B = 0.75
"""Robertson & Zaragoza 2009, section 3.5.3, and the defaults of Lucene."""


def lucene_idf(passages: int, containing: int) -> float:
    """``ln(1 + (N - n + 1/2) / (n + 1/2))``: positive for every n, also where N is small.

    rank_bm25's own formula is zero or negative for a term that half the passages hold.
    """
    return math.log1p((passages - containing + 0.5) / (containing + 0.5))


class PostingsBM25(BM25Okapi):
    """Okapi BM25 with Lucene's idf; an empty corpus is a corpus.

    Beside ``k1`` and ``b`` it keeps rank_bm25's attributes ``corpus_size``, ``avgdl``, ``doc_len``
    and ``idf``. ``doc_freqs``, one dict a passage, stays empty: postings take its place.
    """

    def __init__(
        self, corpus: Iterable[Sequence[str]], k1: float = K1, b: float = B, epsilon: float = 0.0
    ) -> None:
        super().__init__(corpus, k1=k1, b=b, epsilon=epsilon)

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """Collect the postings; returns how many passages hold each term."""
        self._term_ids: dict[str, int] = {}
        terms, passages, frequencies, lengths = array("i"), array("i"), array("f"), array("i")
        term_ids = self._term_ids
        for passage, tokens in enumerate(corpus):
            lengths.append(len(tokens))
            for term, frequency in Counter(tokens).items():
                terms.append(term_ids.setdefault(term, len(term_ids)))
                passages.append(passage)
                frequencies.append(frequency)
        self.corpus_size = len(lengths)
        self.doc_len = np.frombuffer(lengths, dtype=np.int32)
        self.avgdl = float(self.doc_len.mean()) if self.corpus_size else 0.0
        counts = self._sort_by_term(terms, passages, frequencies)
        return dict(zip(term_ids, counts.tolist(), strict=True))

    def _sort_by_term(
        self, terms: "array[int]", passages: "array[int]", frequencies: "array[float]"
    ) -> NDArray[np.intp]:
        by_term = np.frombuffer(terms, dtype=np.int32)
        order = np.argsort(by_term, kind="stable")  # stable: passages stay ascending in each term
        self._passages = np.frombuffer(passages, dtype=np.int32)[order]
        self._scores = np.frombuffer(frequencies, dtype=np.float32)[order].astype(np.float64)
        counts = np.bincount(by_term, minlength=len(self._term_ids))
        self._ends = np.concatenate(([0], np.cumsum(counts)))
        return counts

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Weigh the terms, and turn the frequencies of the postings into scores."""
        self.idf = {term: lucene_idf(self.corpus_size, count) for term, count in nd.items()}
        if not self.corpus_size:
            return
        norms = self.k1 * (1 - self.b + self.b * self.doc_len / (self.avgdl or 1.0))
        weights = np.repeat(np.fromiter(self.idf.values(), np.float64), np.diff(self._ends))
        frequencies = self._scores
        self._scores = weights * (
            frequencies * (self.k1 + 1) / (frequencies + norms[self._passages])
        )

    def term_weight(self, term: str) -> float:
        """The idf of ``term``, also of one that no passage holds."""
        known = self.idf.get(term)
        return lucene_idf(self.corpus_size, 0) if known is None else known

    def get_scores(self, query: Iterable[str]) -> NDArray[np.float64]:
        """Every passage's score: float64[corpus_size]. A repeated query term counts again."""
        scores = np.zeros(self.corpus_size)
        for term in query:
            term_id = self._term_ids.get(term)
            if term_id is not None:
                postings = slice(self._ends[term_id], self._ends[term_id + 1])
                scores[self._passages[postings]] += self._scores[postings]
        return scores

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
        scores = self.get_scores(query)
        if among is not None:
            scores *= among
        return top_scores(scores, k)

    def get_top_n(
        self, query: Iterable[str], documents: Sequence[object], n: int = 5
    ) -> list[object]:
        """The documents of the ``n`` best passages that share a word with the query."""
        return [documents[passage] for passage, _ in self.top(query, n)]


def top_scores(scores: NDArray[np.float64], k: int) -> list[tuple[int, float]]:
    """The ``k`` greatest positive scores as (index, score), equal ones by index."""
    if 0 < k < len(scores):
        threshold = np.partition(scores, -k)[-k]
        candidates = np.flatnonzero((scores >= threshold) & (scores > 0))
    else:
        candidates = np.flatnonzero(scores > 0)
    order = np.lexsort((candidates, -scores[candidates]))[:k]
    return [(int(candidates[i]), float(scores[candidates[i]])) for i in order]
