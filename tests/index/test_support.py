"""When the articles support an answer."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import Ranked
from index.reading import Reading
from index.support import Support, confidence, is_supported, support_of
from index.types import Article, Hit
from index.weights import Weights
from tests.index.builders import build_article, build_passage, find, unhurried

SHARES = st.floats(0, 1)
SUPPORTS = st.builds(Support, SHARES, SHARES, SHARES, st.integers(0, 12))
BEST = Support(coverage=1, closeness=1, gap=1, matched=4)
FILLER = [
    build_article(text, id=number)
    for number, text in enumerate(
        ["Harga beras naik.", "Hujan turun deras.", "Kereta berangkat pagi.", "Pasar ramai."], 100
    )
]


def look(question: str, *articles: Article) -> Support:
    """The figures of ``question`` among ``articles`` and a few that have nothing to do with it."""
    found = find(question, [*articles, *FILLER])
    return support_of(found.ranked, found.result.hits, found.weights)


# --- the figures


def test_without_a_hit_there_is_no_support() -> None:
    assert look("gempa") == Support(0, 0, 0, 0)


def test_all_words_side_by_side_in_one_passage_are_full_support() -> None:
    support = look("gempa melanda Aceh", build_article("Gempa melanda Aceh."))
    assert support.coverage == pytest.approx(1)
    assert support.gap == 1
    assert support.matched == 3
    assert support.closeness > 0.5


def test_half_the_words_are_half_the_support() -> None:
    support = look("gempa roket", build_article("Gempa melanda Aceh."))
    assert 0.3 < support.coverage < 0.7
    assert support.matched == 1
    assert support.closeness == 0


def test_the_title_counts() -> None:
    without = look("gempa Aceh", build_article("Gempa terjadi pagi."))
    within = look("gempa Aceh", build_article("Gempa terjadi pagi.", title="Duka Aceh"))
    assert within.matched == without.matched + 1
    assert within.coverage > without.coverage


def test_words_far_apart_are_less_close() -> None:
    together = look("gempa Aceh", build_article("Gempa Aceh terjadi pagi hari sekali."))
    apart = look("gempa Aceh", build_article("Gempa terjadi pagi hari sekali di kota Aceh."))
    assert together.closeness > apart.closeness
    assert together.coverage == pytest.approx(apart.coverage)


def test_only_the_best_passage_counts() -> None:
    """Two passages that each say half do not make one that says the whole."""
    support = look("gempa roket", build_article("Gempa.", id=1), build_article("Roket.", id=2))
    assert support.matched == 1
    assert support.coverage < 0.7


def result_of(scores: Sequence[float], article_ids: Sequence[int]) -> tuple[Hit, ...]:
    return tuple(
        Hit(build_passage(article_id, 10 * place, 10 * place + 5), score)
        for place, (article_id, score) in enumerate(zip(article_ids, scores, strict=True))
    )


def gap_of(hits: tuple[Hit, ...]) -> float:
    """The gap among ``hits``, of which nothing else is known."""
    reading = Reading(hits[0], build_article("Gempa."), (), (), (), (), (), ())
    return support_of([Ranked(reading, 1.0)], hits, Weights({}, (), 1.0)).gap


def test_a_result_that_stands_out_has_a_greater_gap() -> None:
    outstanding = gap_of(result_of([9.0, 1, 1, 1, 1, 1, 1], range(1, 8)))
    among_equals = gap_of(result_of([9.0, 9, 9, 9, 9, 9, 9], range(1, 8)))
    assert among_equals == 0
    assert 0 < outstanding < 1


def test_the_gap_is_whole_where_nothing_runs_up() -> None:
    assert gap_of(result_of([3.0], [1])) == 1
    assert gap_of(result_of([3.0] * 3, [1, 2, 3])) == 1


def test_an_article_that_is_about_the_question_throughout_is_punished_less() -> None:
    scores = [9.0, 8, 8, 8, 8, 8, 8]
    assert gap_of(result_of(scores, [1] * 7)) > gap_of(result_of(scores, range(1, 8)))


@unhurried
@given(st.lists(st.floats(0.01, 50), min_size=1, max_size=20), st.data())
def test_the_gap_is_a_share(scores: list[float], data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.integers(1, 9), min_size=len(scores), max_size=len(scores)))
    assert 0 <= gap_of(result_of(sorted(scores, reverse=True), ids)) <= 1


# --- the decision


def test_full_support_is_answered_and_none_is_refused() -> None:
    assert is_supported(BEST)
    assert not is_supported(Support(0, 0, 0, 0))


@unhurried
@given(SUPPORTS, st.sampled_from(["coverage", "closeness", "gap"]), SHARES)
def test_more_of_any_figure_never_speaks_against_an_answer(
    support: Support, figure: str, value: float
) -> None:
    more = replace(support, **{figure: max(value, getattr(support, figure))})
    assert confidence(more) >= confidence(support)
    assert is_supported(more) >= is_supported(support)


@unhurried
@given(SUPPORTS)
def test_what_is_answered_has_confidence(support: Support) -> None:
    if is_supported(support):
        assert confidence(support) > 0


def test_each_figure_weighs() -> None:
    for figure in ("coverage", "closeness", "gap"):
        assert confidence(replace(BEST, **{figure: 0})) < confidence(BEST)


def test_a_lone_shared_word_that_says_little_is_coincidence() -> None:
    lone = Support(coverage=0.4, closeness=0, gap=1, matched=1)
    assert not is_supported(lone)
    assert is_supported(replace(lone, coverage=1))


def test_in_a_small_collection_a_shared_word_is_not_enough() -> None:
    article = build_article("Gempa melanda Aceh pada pagi hari.")
    assert not is_supported(look("Siapa penemu roket yang dicat pagi?", article))
    assert is_supported(look("Kapan gempa melanda Aceh?", article))
    assert is_supported(look("gempa", article))
