"""What each run of sentences says of a query."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading import (
    WINDOW_CHARACTERS,
    WINDOW_SENTENCES,
    Reading,
    Weights,
    Window,
    read,
    windows,
)
from index.types import AnswerKind, Article, Language, Query, Span
from tests.index.builders import Junk, build_article, search, unhurried

TERMS = ("gempa", "aceh", "tsunami", "warga")
IDF = {"gempa": 1.0, "aceh": 2.0, "tsunami": 4.0, "warga": 3.0}


def query_of(*terms: str, text: str = "", kind: AnswerKind = AnswerKind.OTHER) -> Query:
    return Query(text=text, language=Language.INDONESIAN, terms=terms, kind=kind)


def look(question: str, *articles: Article) -> tuple[Query, list[Reading], Weights]:
    query, result = search(question, articles)
    readings = read(result, {article.id: article for article in articles}, 8)
    return query, readings, Weights.of(query, result.idf)


def windows_of(question: str, *articles: Article) -> list[Window]:
    query, readings, weights = look(question, *articles)
    return list(windows(readings, query, weights))


def texts(found: Sequence[Window]) -> list[str]:
    return [window.reading.article.text[window.start : window.end] for window in found]


# --- weights


@unhurried
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
    assert weights.closeness(["gempa"]) == 0


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
    assert Weights.of(query_of(*TERMS), IDF).closeness(terms) == pytest.approx(closeness)


@unhurried
@given(st.lists(st.sampled_from(TERMS), unique=True), st.lists(st.sampled_from([*TERMS, "x"])))
def test_coverage_and_closeness_are_shares(asked: list[str], terms: list[str]) -> None:
    weights = Weights.of(query_of(*asked), IDF)
    assert 0 <= weights.coverage(terms) <= 1 + 1e-9
    assert 0 <= weights.closeness(terms) <= weights.coverage(terms) + 1e-9


# --- reading


def test_a_reading_is_a_hit_with_its_sentences_and_their_terms() -> None:
    article = build_article("Gempa melanda Aceh. Air laut surut.", title="Duka di Aceh", id=4)
    _, (reading,), _ = look("gempa", article)
    assert reading.article is article
    assert reading.hit.passage.article_id == 4
    assert list(reading.sentences) == [Span(0, 19), Span(20, 35)]
    assert [list(terms) for terms in reading.terms] == [
        ["gempa", "landa", "aceh"],
        ["air", "laut", "surut"],
    ]
    assert reading.title_terms == ["duka", "aceh"]
    assert reading.all_terms == ["duka", "aceh", "gempa", "landa", "aceh", "air", "laut", "surut"]


def test_terms_are_of_the_language_of_the_article() -> None:
    article = build_article("The waves were killing.", language=Language.ENGLISH)
    _, (reading,), _ = look("wave", article)
    assert reading.all_terms == ["wave", "kill"]


def test_readings_are_as_many_as_asked_for_best_first() -> None:
    articles = [build_article("Gempa " * number + "reda.", id=number) for number in range(1, 6)]
    _, result = search("gempa", articles)
    readings = read(result, {article.id: article for article in articles}, 3)
    assert [reading.hit for reading in readings] == list(result.hits[:3])


def test_a_hit_whose_article_is_gone_is_left_out() -> None:
    articles = [build_article("Gempa melanda.", id=number) for number in (1, 2, 3)]
    _, result = search("gempa", articles)
    readings = read(result, {1: articles[0], 3: articles[2]}, 8)
    assert [reading.article.id for reading in readings] == [1, 3]
    assert read(result, {}, 8) == []


# --- windows


def test_windows_are_the_runs_of_up_to_three_sentences() -> None:
    article = build_article("Gempa satu. Gempa dua. Gempa tiga. Gempa empat.")
    assert texts(windows_of("gempa", article)) == [
        "Gempa satu.",
        "Gempa satu. Gempa dua.",
        "Gempa satu. Gempa dua. Gempa tiga.",
        "Gempa dua.",
        "Gempa dua. Gempa tiga.",
        "Gempa dua. Gempa tiga. Gempa empat.",
        "Gempa tiga.",
        "Gempa tiga. Gempa empat.",
        "Gempa empat.",
    ]


@unhurried
@given(
    st.lists(
        st.sampled_from(
            ["Gempa.", "Warga lari ke bukit.", "Aceh " + "x " * 90 + "sunyi.", "y" * 500]
        ),
        min_size=1,
        max_size=12,
    )
)
def test_no_window_is_too_long_for_a_quote(parts: list[str]) -> None:
    article = build_article(" ".join(["Gempa.", *parts]))
    for window in windows_of("gempa aceh warga", article):
        inside = [
            span
            for span in window.reading.sentences
            if window.start <= span.start and span.end <= window.end
        ]
        assert window.end - window.start <= WINDOW_CHARACTERS
        assert 1 <= len(inside) <= WINDOW_SENTENCES
        assert (inside[0].start, inside[-1].end) == (window.start, window.end)


def test_a_window_knows_what_it_says_of_the_query() -> None:
    article = build_article("Gempa melanda pagi itu. Korban di Aceh 36.417 orang.")
    found = {
        text: window
        for window, text in (
            (window, article.text[window.start : window.end])
            for window in windows_of("Berapa korban gempa?", article)
        )
    }
    first, second = found["Gempa melanda pagi itu."], found["Korban di Aceh 36.417 orang."]
    whole = found[article.text]
    assert not first.holds_kind
    assert second.holds_kind
    assert whole.holds_kind
    assert 0 < first.coverage < 1
    assert first.coverage + second.coverage == pytest.approx(1)
    assert whole.coverage == pytest.approx(1)
    assert whole.terms == [*first.terms, *second.terms]


def test_the_capital_at_the_start_of_a_further_sentence_is_no_name() -> None:
    article = build_article("Gempa terasa. Orang lari.")
    assert not any(window.holds_kind for window in windows_of("Siapa korban gempa?", article))


def test_a_window_is_never_of_two_passages() -> None:
    article = build_article("Gempa satu.", Junk("BACA JUGA"), "Gempa dua.")
    assert texts(windows_of("gempa", article)) == ["Gempa satu.", "Gempa dua."]


def test_no_window_without_a_reading() -> None:
    assert windows_of("banjir", build_article("Gempa.")) == []
