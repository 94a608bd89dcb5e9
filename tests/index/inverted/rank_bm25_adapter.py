"""rank_bm25's interface over the scorer that answers questions, to compare the two."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.inverted.bm25 import CorpusStats, PostingsBM25, lucene_idf
from index.inverted.length_norms import DECODED_LENGTHS, encode_lengths
from index.inverted.maxscore import SegmentView, all_scores
from index.inverted.postings import K1, B, Postings
from index.inverted.postings_builder import PostingsBuilder


def build_postings(corpus: Iterable[Sequence[str]]) -> Postings:
    """The postings of passages, each a list of terms."""
    builder = PostingsBuilder()
    for terms in corpus:
        numbers = np.array([builder.number(term) for term in terms], np.int32)
        builder.add(numbers, np.array([len(terms)], np.int32))
    return builder.postings()


def round_lengths(lengths: Sequence[int]) -> NDArray[np.int64]:
    """Each length as it comes back from its byte."""
    return DECODED_LENGTHS[encode_lengths(lengths)]


class RankBM25Adapter(PostingsBM25):
    """``BM25Okapi`` of token lists or postings, by Kutip's scorer; an empty corpus is a corpus."""

    def __init__(
        self, corpus: Iterable[Sequence[str]] | Postings, k1: float = K1, b: float = B
    ) -> None:
        postings = corpus if isinstance(corpus, Postings) else build_postings(corpus)
        super().__init__(postings, CorpusStats.of(postings), k1=k1, b=b)
        self.doc_len = round_lengths(postings.lengths.tolist())
        self.idf = {term: self.term_weight(term) for term in postings.lexicon.terms()}

    def term_weight(self, term: str) -> float:
        """The idf of ``term``, also of one that no passage holds."""
        (number,) = self.postings.lexicon.numbers_of([term])
        return lucene_idf(self.corpus_size, 0 if number is None else self.postings.df(number))

    def get_scores(self, query: Iterable[str]) -> NDArray[np.float64]:
        """Every passage's score: float64[corpus_size]. A repeated query term counts again."""
        return all_scores(self.weighted_lists(self._weights(query)), self.corpus_size)

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of ``doc_ids`` in that order."""
        return [float(score) for score in self.get_scores(query)[list(doc_ids)]]

    def get_top_n(
        self, query: Iterable[str], documents: Sequence[object], n: int = 5
    ) -> list[object]:
        """The documents of the ``n`` best passages that share a word with the query."""
        return [documents[passage] for passage, _ in self.top(query, n)]

    def top(
        self, query: Iterable[str], k: int, among: NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` best passages, of those that ``among`` (bool[corpus_size]) marks."""
        view = SegmentView(among, 0 if among is None else len(among))
        return self.best(self._weights(query), k, view)

    def _weights(self, query: Iterable[str]) -> list[tuple[int, float]]:
        numbers = self.postings.lexicon.numbers_of(list(query))
        return [
            (number, lucene_idf(self.corpus_size, self.postings.df(number)))
            for number in numbers
            if number is not None
        ]
