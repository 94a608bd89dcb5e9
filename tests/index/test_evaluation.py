"""The measures of an evaluation, on examples that are worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation import (
    RANKING_MEASURES,
    QuoteMeasures,
    RankedArticle,
    holds_answer,
    quote_measures,
    ranking_measures,
    refusal_measures,
)


def ranking(query: str, *articles: str) -> list[RankedArticle]:
    """``articles`` best first, with decreasing scores."""
    return [RankedArticle(query, article, 10.0 - place) for place, article in enumerate(articles)]


def test_the_figures_of_a_small_run() -> None:
    """Found first; found third and first missed of two; found sixth; not found."""
    qrels = {"q1": {"a": 1}, "q2": {"b": 1, "c": 1}, "q3": {"d": 1}, "q4": {"e": 1}}
    run = [
        *ranking("q1", "a", "x"),
        *ranking("q2", "x", "y", "b"),
        *ranking("q3", "x", "y", "z", "v", "w", "d"),
        *ranking("q4", "x"),
    ]
    ideal_of_two = 1 + 1 / math.log2(3)
    assert ranking_measures(qrels, run) == pytest.approx(
        {
            "nDCG@10": (1 + 1 / math.log2(4) / ideal_of_two + 1 / math.log2(7) + 0) / 4,
            "MRR@10": (1 + 1 / 3 + 1 / 6 + 0) / 4,
            "Hit@1": 1 / 4,
            "Hit@5": 2 / 4,
            "Hit@10": 3 / 4,
        }
    )


def test_what_comes_after_the_tenth_place_counts_for_nothing() -> None:
    run = ranking("q", *map(str, range(10)), "a")
    assert ranking_measures({"q": {"a": 1}}, run) == dict.fromkeys(RANKING_MEASURES, 0)


def test_a_query_without_a_ranking_counts_as_nothing() -> None:
    qrels = {"q1": {"a": 1}, "q2": {"b": 1}}
    assert ranking_measures(qrels, ranking("q1", "a")) == dict.fromkeys(RANKING_MEASURES, 0.5)
    assert ranking_measures(qrels, []) == dict.fromkeys(RANKING_MEASURES, 0)


def test_a_query_without_known_articles_does_not_count() -> None:
    run = [*ranking("q1", "a"), *ranking("q2", "b")]
    assert ranking_measures({"q1": {"a": 1}}, run) == dict.fromkeys(RANKING_MEASURES, 1)


@pytest.mark.parametrize(("first", "second"), [("1", "2"), ("2", "1"), ("a", "z"), ("z", "a")])
def test_equal_scores_are_measured_in_the_order_of_the_run(first: str, second: str) -> None:
    """Each measure's library breaks ties its own way, so that Hit@1 and MRR contradicted."""
    run = [RankedArticle("q", first, 2.0), RankedArticle("q", second, 2.0)]
    assert ranking_measures({"q": {first: 1}}, run) == dict.fromkeys(RANKING_MEASURES, 1)
    found = ranking_measures({"q": {second: 1}}, run)
    assert (found["MRR@10"], found["Hit@1"], found["Hit@5"]) == (0.5, 0, 1)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Teks itu diketik Sayuti Melik.", "Sayuti Melik"),
        ("Teks itu diketik SAYUTI MELIK.", "sayuti melik"),
        ("Teks itu diketik Sayuti\n\tMelik.", "Sayuti Melik"),
        ("Ia berkata “benar” itu.", '"benar"'),
        ("Jum’at pagi", "Jum'at"),
        ("Mbappé", "Mbappe\u0301"),
        ("Korban 36.417 orang.", "36.417"),
        ("Ia lahir di Straße.", "STRASSE"),
    ],
)
def test_a_text_that_holds_the_answer(text: str, answer: str) -> None:
    assert holds_answer(text, [answer])
    assert holds_answer(text, ["sesuatu yang lain", answer])


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Teks itu diketik Sayuti Melik.", ["Fatmawati"]),
        ("Sayuti", ["Sayuti Melik"]),
        ("apa saja", []),
        ("apa saja", [""]),
        ("apa saja", ["  "]),
        ("", ["Fatmawati"]),
    ],
)
def test_a_text_that_does_not_hold_the_answer(text: str, answers: list[str]) -> None:
    assert not holds_answer(text, answers)


def test_the_shares_of_quotes() -> None:
    """Answered first; answered second; answered wrongly; refused; and one of unknown answer."""
    quotes = [["satu dua"], ["lain", "tiga"], ["lain"], [], ["apa saja"]]
    answers = [["dua"], ["tiga"], ["empat"], ["lima"], []]
    assert quote_measures(quotes, answers) == QuoteMeasures(
        first_quote=1 / 4, any_quote=2 / 4, refused=1 / 5, first_length=16 / 3, all_length=20 / 3
    )


def test_no_share_where_no_answer_is_known() -> None:
    assert quote_measures([[], ["satu"]], [[], []]) == QuoteMeasures(None, None, 0.5)
    assert quote_measures([], []) == QuoteMeasures(None, None, 0.0)


def test_quotes_and_answers_are_of_the_same_questions() -> None:
    with pytest.raises(ValueError, match="zip"):
        quote_measures([["satu"]], [])


# --- refusals


@given(
    st.lists(st.integers(-3, 3), min_size=1, max_size=20),
    st.lists(st.integers(-3, 3), min_size=1, max_size=20),
)
def test_the_area_is_the_share_of_pairs_in_the_right_order(
    answered: list[int], unanswered: list[int]
) -> None:
    """Equal pairs count half."""
    found = refusal_measures(answered, unanswered)
    pairs = [(a > u) + (a == u) / 2 for a in answered for u in unanswered]
    assert found.auc == pytest.approx(sum(pairs) / len(pairs))
    assert found.kept == pytest.approx(sum(a > 0 for a in answered) / len(answered))
    assert found.refused == pytest.approx(sum(u <= 0 for u in unanswered) / len(unanswered))
