"""Choosing the best gives exactly what adding everything up gives."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.inverted.maxscore import MAX_TABLE, SegmentView, prune, sum_all
from index.inverted.postings import K1, B, Postings
from index.inverted.weighted_list import ImpactScale, WeightedList
from tests.index.builders import thorough
from tests.index.inverted.rank_bm25_adapter import build_postings

TERMS = 12
PASSAGES = st.lists(
    st.lists(st.integers(0, TERMS - 1).map(str), max_size=10), min_size=1, max_size=60
)
WEIGHTS = st.lists(
    st.tuples(st.integers(0, TERMS - 1).map(str), st.sampled_from([0.25, 1.0, 2.0, 7.5])),
    min_size=1,
    max_size=6,
)
AVERAGES = st.sampled_from([0.5, 3.0, 5.0, 40.0])
"""Also far from the average for which the impacts were numbered."""


def lists_of(
    postings: Postings, scale: ImpactScale, weights: Sequence[tuple[str, float]]
) -> list[WeightedList]:
    numbers = postings.lexicon.numbers_of([term for term, _ in weights])
    return [
        WeightedList.of(postings, scale, number, weight)
        for number, (_, weight) in zip(numbers, weights, strict=True)
        if number is not None
    ]


def assert_same(
    postings: Postings,
    weights: Sequence[tuple[str, float]],
    average: float,
    k: int,
    view: SegmentView,
) -> None:
    scale = ImpactScale.of(postings, average, K1, B)
    if lists := lists_of(postings, scale, weights):
        expected_ids, expected_scores = sum_all(lists, scale, k, view)
        for max_table in (MAX_TABLE, 0):
            ids, scores = prune(lists, scale, k, view, max_table)
            assert ids.tolist() == expected_ids.tolist()
            assert scores.tolist() == expected_scores.tolist()


@thorough
@given(PASSAGES, WEIGHTS, AVERAGES, st.integers(1, 25))
def test_the_chosen_are_the_best_of_all(
    corpus: list[list[str]], weights: list[tuple[str, float]], average: float, k: int
) -> None:
    assert_same(build_postings(corpus), weights, average, k, SegmentView())


@thorough
@given(PASSAGES, WEIGHTS, AVERAGES, st.integers(1, 25), st.data())
def test_the_chosen_among_some_are_the_best_of_these(
    corpus: list[list[str]],
    weights: list[tuple[str, float]],
    average: float,
    k: int,
    data: st.DataObject,
) -> None:
    marks = st.lists(st.booleans(), min_size=len(corpus), max_size=len(corpus))
    live_mask = np.array(data.draw(marks), dtype=np.bool_)
    deleted = data.draw(st.integers(int((~live_mask).sum()), len(corpus)))
    postings = build_postings(corpus)
    assert_same(postings, weights, average, k, SegmentView(live_mask, deleted))


def zipf_corpus(passages: int, lengths: NDArray[np.int64], seed: int) -> list[list[str]]:
    rng = np.random.default_rng(seed)
    drawn = np.minimum(rng.zipf(1.15, int(lengths.sum())), 20_000).astype(str).tolist()
    ends = np.cumsum(lengths).tolist()
    return [drawn[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def test_the_chosen_are_the_best_of_a_collection_with_frequent_and_rare_words() -> None:
    """Also with many equal scores at the last place: all passages of one length."""
    rng = np.random.default_rng(7)
    for lengths in (np.full(12_000, 12), rng.integers(5, 40, 12_000)):
        corpus = zipf_corpus(len(lengths), lengths, seed=int(lengths[0]))
        postings = build_postings(corpus)
        assert len(postings.dense_terms) and len(postings.bitmap_terms)
        live_mask = rng.random(len(lengths)) < 0.5
        view = SegmentView(live_mask, int((~live_mask).sum()))
        for _ in range(60):
            words = {corpus[rng.integers(len(corpus))][0] for _ in range(rng.integers(1, 9))}
            weights = [(word, float(rng.choice([0.3, 1.0, 4.0, 9.0]))) for word in sorted(words)]
            k, average = int(rng.choice([1, 10, 100])), float(lengths.mean() * rng.choice([0.7, 1]))
            assert_same(postings, weights, average, k, SegmentView())
            assert_same(postings, weights, average, k, view)


def test_a_frequency_above_every_small_integer_is_exact() -> None:
    corpus = [["a"] * 70_000 + ["b"], ["a", "b"], ["a"] * 300]
    postings = build_postings(corpus)
    assert 70_000 in postings.frequencies
    assert_same(postings, [("a", 1.0), ("b", 1.0)], 100.0, 3, SegmentView())


def test_a_batch_of_terms_more_than_fits_at_once_makes_the_same_postings() -> None:
    """More terms than are sorted at once, and more postings than are put together at once."""
    rng = np.random.default_rng(3)
    words = rng.integers(0, 3000, (60_000, 80)).astype(str)
    corpus = words.tolist()
    postings = build_postings(corpus)
    (number,) = postings.lexicon.numbers_of(["42"])
    assert number is not None
    part = slice(postings.ends[number], postings.ends[number + 1])
    holding = (words == "42").sum(axis=1)
    assert postings.passages[part].tolist() == np.flatnonzero(holding).tolist()
    frequencies = postings.frequencies[postings.impacts[part]]
    assert frequencies.tolist() == holding[holding > 0].tolist()
