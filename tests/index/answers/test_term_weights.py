"""Shares of a query's idf that terms have."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.term_weights import Weights
from index.types import AnswerType, Language, Query

TERMS = ("gempa", "aceh", "tsunami", "warga")
IDF = {"gempa": 1.0, "aceh": 2.0, "tsunami": 4.0, "warga": 3.0}


def query_of(*terms: str) -> Query:
    return Query("", Language.INDONESIAN, terms, AnswerType.OTHER)


@given(st.dictionaries(st.text(min_size=1), st.floats(0.01, 20), min_size=1))
def test_shares_add_up_to_one(idf: dict[str, float]) -> None:
    shares = Weights.of(query_of(*idf), idf).shares
    assert sum(shares.values()) == pytest.approx(1)
    assert shares.keys() == idf.keys()


def test_a_term_has_its_share_of_the_weight() -> None:
    assert Weights.of(query_of(*TERMS), IDF).shares == pytest.approx(
        {"gempa": 0.1, "aceh": 0.2, "tsunami": 0.4, "warga": 0.3}
    )


def test_a_query_without_terms_weighs_nothing() -> None:
    weights = Weights.of(query_of(), {})
    assert weights.coverage(["gempa"]) == 0
    assert weights.pair_weight(weights.near_pairs(["gempa"])) == 0


@pytest.mark.parametrize(
    ("terms", "coverage"),
    [
        ([], 0),
        (["gempa"], 0.1),
        (["gempa", "gempa", "kota"], 0.1),
        (["tsunami", "warga"], 0.7),
        (TERMS, 1),
    ],
)
def test_coverage_is_the_weight_of_the_distinct_terms(
    terms: Sequence[str], coverage: float
) -> None:
    assert Weights.of(query_of(*TERMS), IDF).coverage(terms) == pytest.approx(coverage)


@pytest.mark.parametrize(
    ("terms", "closeness"),
    [
        ([], 0),
        (["gempa"], 0),
        (["gempa", "aceh"], 0.1),
        (["aceh", "gempa"], 0.1),  # the other way round is together too
        (["gempa", "di", "aceh"], 0.1),  # one word between is near
        (["gempa", "x", "x", "aceh"], 0),
        (["gempa", "tsunami"], 0),  # no neighbours in the question
        (["aceh", "tsunami", "gempa", "aceh", "tsunami"], 0.1 + 0.2),  # twice is no closer
        (TERMS, 0.1 + 0.2 + 0.3),
    ],
)
def test_closeness_is_the_weight_that_stands_together_as_in_the_question(
    terms: Sequence[str], closeness: float
) -> None:
    weights = Weights.of(query_of(*TERMS), IDF)
    assert weights.pair_weight(weights.near_pairs(terms)) == pytest.approx(closeness)


@given(st.lists(st.sampled_from(TERMS), unique=True), st.lists(st.sampled_from([*TERMS, "x"])))
def test_coverage_and_closeness_are_shares(asked: list[str], terms: list[str]) -> None:
    weights = Weights.of(query_of(*asked), IDF)
    assert 0 <= weights.coverage(terms) <= 1 + 1e-9
    together = weights.pair_weight(weights.near_pairs(terms))
    assert 0 <= weights.order(terms) <= together <= weights.coverage(terms) + 1e-9


@given(st.dictionaries(st.text(min_size=1), st.floats(0.01, 20), min_size=1))
def test_the_total_is_the_sum_of_the_weights(idf: dict[str, float]) -> None:
    assert Weights.of(query_of(*idf), idf).total == pytest.approx(sum(idf.values()))


def test_only_words_side_by_side_in_the_question_s_order_are_in_order() -> None:
    weights = Weights.of(query_of("gempa", "aceh"), {"gempa": 1.0, "aceh": 3.0})
    assert weights.order(["besar", "gempa", "aceh"]) == pytest.approx(0.25)
    assert weights.order(["aceh", "gempa"]) == 0
    assert weights.order(["gempa", "besar", "aceh"]) == 0
