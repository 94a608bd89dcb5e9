"""The order of passages and the features that decide it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.reranking import rank, ranked_articles
from index.types import Article, Hit
from tests.index.builders import build_article, build_passage, find

FILLER = [
    build_article(text, id=number)
    for number, text in enumerate(
        ["Harga beras naik.", "Hujan turun deras.", "Kereta berangkat pagi.", "Pasar ramai."], 100
    )
]


def order(question: str, *articles: Article, today: date | None = None) -> list[int]:
    found = find(question, [*articles, *FILLER], today=today)
    return [one.evidence.article.id for one in found.ranked]


def test_of_like_passages_the_one_that_covers_more_of_the_question_comes_first() -> None:
    more = build_article("Gempa besar melanda kota Aceh.", id=2)
    less = build_article("Gempa besar melanda kota lain.", id=1)
    assert order("gempa besar Aceh", less, more) == [2, 1]


@pytest.mark.parametrize(
    ("question", "without", "within"),
    [
        ("Kapan gempa terjadi?", "Gempa terjadi lagi di sana", "Gempa terjadi pada 1883"),
        ("Berapa korban gempa?", "Korban gempa sangat banyak", "Korban gempa ada tiga"),
        ("Siapa korban gempa?", "Korban gempa seorang ibu", "Korban gempa bernama Aminah"),
        ("Di mana gempa itu?", "Terasa gempa di bukit", "Terasa gempa di Padang"),
    ],
)
def test_a_passage_that_holds_the_kind_asked_for_comes_first(
    question: str, without: str, within: str
) -> None:
    assert order(question, build_article(without, id=1), build_article(within, id=2)) == [2, 1]


def test_a_passage_with_the_names_of_the_question_comes_first() -> None:
    """Of two words of equal idf the one written as a name decides."""
    named = build_article("Ini soal Krakatau kini.", id=2)
    other = build_article("Ini soal meletus kini.", id=1)
    assert order("cerita Krakatau meletus", named, other) == [2, 1]
    assert order("cerita krakatau meletus", named, other) == [1, 2]


def test_equal_evidence_is_ordered_by_article_and_place() -> None:
    twins = [build_article("Gempa melanda.", id=number) for number in (9, 4, 7)]
    assert order("gempa", *twins) == [4, 7, 9]


def test_evidence_falls_along_the_ranking() -> None:
    articles = [
        build_article("Gempa " * number + "reda di Aceh.", id=number) for number in range(9)
    ]
    evidence = [one.relevance for one in find("Kapan gempa Aceh?", articles).ranked]
    assert evidence == sorted(evidence, reverse=True)
    assert all(value > 0 for value in evidence)


# --- age


OLD = build_article("Gempa melanda Aceh.", id=1, date=date(2020, 1, 1))
NEW = build_article("Gempa melanda Aceh.", id=2, date=date(2026, 1, 1))


def test_newer_news_count_more_on_their_day() -> None:
    assert order("gempa", OLD, NEW, today=date(2026, 1, 2)) == [2, 1]


def test_without_a_day_age_does_not_count() -> None:
    assert order("gempa", OLD, NEW) == [1, 2]


def test_the_age_of_old_news_wears_off() -> None:
    assert order("gempa", OLD, NEW, today=date(2026, 1, 1)) == [2, 1]
    found = find("gempa", [OLD, NEW], today=date(2046, 1, 1))
    first, second = (one.score for one in found.ranked)
    assert first == pytest.approx(second)


def test_an_article_without_a_date_counts_like_an_old_one() -> None:
    undated = replace(NEW, date=None)
    found = find("gempa", [OLD, undated], today=date(2026, 1, 2))
    first, second = (one.score for one in found.ranked)
    assert first == pytest.approx(second)


def test_age_does_not_outweigh_the_question() -> None:
    right = build_article("Gempa melanda Aceh pada 2004.", id=1, date=date(2004, 12, 27))
    wrong = build_article("Banjir melanda kota lain.", id=2, date=date(2026, 1, 1))
    assert order("Kapan gempa melanda Aceh?", right, wrong, today=date(2026, 1, 1))[0] == 1


def test_where_the_question_says_when_age_counts_little() -> None:
    """News of that year is old by now; what is new only looks back on it."""
    then = build_article("Gempa Aceh pada 2004.", id=1, date=date(2004, 12, 27))
    now = build_article("Pada 2004 dan sesudahnya Aceh sering gempa.", id=2, date=date(2026, 1, 1))
    today = date(2026, 1, 2)
    assert order("gempa Aceh", then, now, today=today)[0] == 2
    assert order("gempa Aceh 2004", then, now, today=today)[0] == 1


def test_news_of_tomorrow_counts_like_news_of_today() -> None:
    ahead = replace(OLD, date=date(2026, 1, 3))
    found = find("gempa", [ahead, replace(NEW, date=date(2026, 1, 2))], today=date(2026, 1, 2))
    first, second = (one.score for one in found.ranked)
    assert first == pytest.approx(second)


# --- articles


def hits_of(*article_ids: int) -> list[Hit]:
    """Hits of these articles with decreasing scores."""
    return [
        Hit(build_passage(number, 10 * place, 10 * place + 5), 9.0 - place / 10)
        for place, number in enumerate(article_ids)
    ]


def test_articles_that_were_read_come_by_evidence_and_the_others_after_them() -> None:
    found = find(
        "gempa besar Aceh",
        [
            build_article("Gempa besar melanda Aceh.", id=1),
            build_article("Gempa besar lagi.", id=2),
        ],
    )
    worse = [replace(hit, score=hit.score / 100) for hit in hits_of(8, 9, 8)]
    hits = [*found.result.hits, *worse]
    articles = ranked_articles(found.ranked, hits)
    assert [number for number, _ in articles] == [1, 2, 8, 9]
    scores = [score for _, score in articles]
    assert scores == sorted(scores, reverse=True)


def test_an_article_is_ranked_once_by_its_best_passage() -> None:
    articles = ranked_articles([], hits_of(3, 5, 3, 3, 5))
    assert [number for number, _ in articles] == [3, 5]


def test_no_article_where_nothing_is_found() -> None:
    assert ranked_articles([], []) == []


@given(
    st.lists(
        st.lists(st.sampled_from("gempa Aceh besar 2004 di melanda".split()), min_size=1),
        min_size=1,
        max_size=8,
    ),
    st.one_of(st.none(), st.dates()),
)
def test_ranking_keeps_every_reading_whatever_the_day(
    texts: list[list[str]], today: date | None
) -> None:
    articles = [
        build_article(" ".join(words) + ".", id=number, date=date(2020, 1, number))
        for number, words in enumerate(texts, start=1)
    ]
    found = find("Kapan gempa besar melanda Aceh?", articles)
    ranked = rank(found.evidence, found.query, found.weights, today)
    assert sorted(one.evidence.article.id for one in ranked) == sorted(
        evidence.article.id for evidence in found.evidence
    )
    assert all(one.relevance > 0 for one in ranked)
