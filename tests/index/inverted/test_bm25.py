"""The scorer gives rank_bm25's scores, and has none of its failings."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.inverted.bm25 import lucene_idf
from index.inverted.postings import K1, B
from tests.index.builders import thorough
from tests.index.inverted.rank_bm25_adapter import RankBM25Adapter, round_lengths

WORDS = st.sampled_from("aceh banjir gempa kota laut tsunami warga".split())
PASSAGES = st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=30)
QUERIES = st.lists(st.one_of(WORDS, st.sampled_from(["entah", ""])), max_size=8)
K1S = st.sampled_from([0.9, 1.2, 1.5, 2.0])
BS = st.sampled_from([0.0, 0.4, 0.75, 0.95])  # at 1 rank_bm25 divides 0 by 0 on an empty passage


def oracle_of(corpus: Sequence[Sequence[str]], k1: float = K1, b: float = B) -> BM25Okapi:
    """rank_bm25 itself, with Lucene's idf and lengths plugged in."""
    oracle = BM25Okapi(corpus, k1=k1, b=b)
    oracle.doc_len = round_lengths(oracle.doc_len).tolist()
    containing = Counter(word for passage in corpus for word in set(passage))
    oracle.idf = {
        word: math.log(1 + (len(corpus) - n + 0.5) / (n + 0.5)) for word, n in containing.items()
    }
    return oracle


def ranked(scores: Sequence[float]) -> list[int]:
    """Passages that score, best first, equal scores by passage."""
    return sorted((i for i, s in enumerate(scores) if s > 0), key=lambda i: (-scores[i], i))


@thorough
@given(PASSAGES.filter(any), QUERIES, K1S, BS)
def test_scores_are_rank_bm25s(
    corpus: list[list[str]], query: list[str], k1: float, b: float
) -> None:
    expected = oracle_of(corpus, k1, b).get_scores(query)
    scores = RankBM25Adapter(corpus, k1=k1, b=b).get_scores(query)
    assert scores.shape == (len(corpus),)
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-9)


@thorough
@given(PASSAGES.filter(any), QUERIES, st.integers(1, 40))
def test_the_best_passages_are_rank_bm25s_in_its_order(
    corpus: list[list[str]], query: list[str], k: int
) -> None:
    expected = oracle_of(corpus).get_scores(query).tolist()
    best = RankBM25Adapter(corpus).top(query, k)
    assert [passage for passage, _ in best] == ranked(expected)[:k]
    assert [score for _, score in best] == pytest.approx(
        [expected[passage] for passage, _ in best], abs=1e-9
    )


@thorough
@given(PASSAGES.filter(any), QUERIES, st.data())
def test_scores_of_chosen_passages_are_rank_bm25s(
    corpus: list[list[str]], query: list[str], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(corpus) - 1), min_size=1))
    expected = oracle_of(corpus).get_batch_scores(query, chosen)
    assert RankBM25Adapter(corpus).get_batch_scores(query, chosen) == pytest.approx(
        expected, abs=1e-9
    )


@thorough
@given(PASSAGES.filter(any))
def test_the_attributes_are_rank_bm25s(corpus: list[list[str]]) -> None:
    bm25, oracle = RankBM25Adapter(corpus), oracle_of(corpus)
    assert bm25.corpus_size == oracle.corpus_size
    assert list(bm25.doc_len) == list(oracle.doc_len)
    assert bm25.avgdl == pytest.approx(oracle.avgdl)
    assert bm25.idf == pytest.approx(oracle.idf)
    assert (bm25.k1, bm25.b) == (K1, B)


@thorough
@given(PASSAGES, QUERIES, st.integers(0, 40), st.data())
def test_the_best_among_some_are_the_best_of_all_without_the_others(
    corpus: list[list[str]], query: list[str], k: int, data: st.DataObject
) -> None:
    marks = st.lists(st.booleans(), min_size=len(corpus), max_size=len(corpus))
    among = np.array(data.draw(marks), dtype=np.bool_)
    bm25 = RankBM25Adapter(corpus)
    everything = bm25.top(query, len(corpus))
    assert bm25.top(query, k, among) == [hit for hit in everything if among[hit[0]]][:k]


@thorough
@given(PASSAGES, QUERIES)
def test_every_passage_found_shares_a_word_and_every_sharer_is_found(
    corpus: list[list[str]], query: list[str]
) -> None:
    found = {passage for passage, score in RankBM25Adapter(corpus).top(query, len(corpus))}
    assert found == {i for i, passage in enumerate(corpus) if set(passage) & set(query)}


def test_rank_bm25_weighs_a_word_of_half_the_passages_nothing_and_this_does_not() -> None:
    corpus = [["gempa", "aceh"], ["gempa", "padang"], ["banjir"], ["kota"]]
    assert BM25Okapi(corpus).get_scores(["gempa"]).tolist() == [0.0] * 4
    assert RankBM25Adapter(corpus).get_scores(["gempa"])[0] > 0


def test_rank_bm25_weighs_the_word_of_a_lone_passage_below_nothing_and_this_does_not() -> None:
    corpus = [["gempa", "aceh"]]
    assert BM25Okapi(corpus).get_scores(["gempa"])[0] < 0
    assert RankBM25Adapter(corpus).get_scores(["gempa"])[0] > 0


def test_rank_bm25_divides_by_zero_on_an_empty_collection_and_this_does_not() -> None:
    with pytest.raises(ZeroDivisionError):
        BM25Okapi([])
    empty = RankBM25Adapter([])
    assert empty.corpus_size == 0
    assert empty.get_scores(["gempa"]).shape == (0,)
    assert empty.top(["gempa"], 10) == []
    assert empty.get_top_n(["gempa"], []) == []
    assert empty.term_weight("gempa") > 0


def test_rank_bm25_returns_passages_that_share_no_word_and_this_does_not() -> None:
    corpus = [["gempa"], ["banjir"], ["aceh"]]
    assert len(BM25Okapi(corpus).get_top_n(["entah"], corpus, n=2)) == 2
    assert RankBM25Adapter(corpus).get_top_n(["entah"], corpus, n=2) == []
    assert RankBM25Adapter(corpus).get_top_n(["banjir"], corpus, n=2) == [["banjir"]]


def test_rank_bm25_scores_an_empty_passage_nan_without_smoothing_and_this_does_not() -> None:
    corpus: list[list[str]] = [["gempa"], []]
    with np.errstate(invalid="ignore"):
        assert np.isnan(oracle_of(corpus, b=1.0).get_scores(["gempa"])[1])
    assert RankBM25Adapter(corpus, b=1.0).get_scores(["gempa"])[1] == 0


def test_passages_without_a_word_are_passages() -> None:
    bm25 = RankBM25Adapter([[], []])
    assert bm25.corpus_size == 2
    assert bm25.get_scores(["gempa"]).tolist() == [0.0, 0.0]
    assert bm25.top(["gempa"], 5) == []


def test_one_passage() -> None:
    assert [passage for passage, _ in RankBM25Adapter([["gempa"]]).top(["gempa"], 5)] == [0]


def test_equal_passages_come_in_order() -> None:
    best = RankBM25Adapter([["gempa", "aceh"]] * 7).top(["aceh"], 4)
    assert [passage for passage, _ in best] == [0, 1, 2, 3]
    assert len({score for _, score in best}) == 1


def test_an_unknown_word_changes_nothing() -> None:
    bm25 = RankBM25Adapter([["gempa", "aceh"], ["aceh"]])
    assert bm25.top(["aceh", "entah"], 5) == bm25.top(["aceh"], 5)


def test_a_repeated_query_word_counts_again() -> None:
    bm25 = RankBM25Adapter([["gempa", "aceh"], ["aceh"]])
    assert bm25.get_scores(["gempa"] * 3)[0] == pytest.approx(3 * bm25.get_scores(["gempa"])[0])


def test_no_score_of_chosen_passages_where_none_is_chosen() -> None:
    assert RankBM25Adapter([["gempa"]]).get_batch_scores(["gempa"], []) == []


def test_a_collection_may_be_read_once_only() -> None:
    assert RankBM25Adapter(iter([["gempa"], ["aceh"]])).corpus_size == 2


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_the_idf_is_positive_and_falls_with_every_passage_that_holds_the_word(
    passages: int, containing: int
) -> None:
    containing = min(passages, containing)
    assert lucene_idf(passages, containing) > 0
    if containing < passages:
        assert lucene_idf(passages, containing + 1) < lucene_idf(passages, containing)


def test_a_word_that_nobody_holds_weighs_most() -> None:
    bm25 = RankBM25Adapter([["gempa", "aceh"], ["aceh"]])
    assert bm25.term_weight("entah") > bm25.term_weight("gempa") > bm25.term_weight("aceh") > 0
    assert bm25.term_weight("aceh") == bm25.idf["aceh"]
