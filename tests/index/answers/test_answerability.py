"""Whether the articles support an answer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.answerability import Answerability, answerability_of, confidence, is_answerable
from index.answers.evidence import PassageEvidence
from index.answers.reranking import RankedPassage
from index.query.parser import parse_question
from index.types import Article, Hit, Language
from tests.index.builders import build_article, build_passage, find

LEADS = st.floats(0, 20)
SUPPORTS = st.builds(Answerability, LEADS, LEADS, st.booleans())
NONE = Answerability(relevance=0, margin=0, has_answer_type=False)
BEST = Answerability(relevance=10, margin=5, has_answer_type=False)
FILLER = [
    build_article(text, id=number)
    for number, text in enumerate(
        ["Harga beras naik.", "Hujan turun deras.", "Kereta berangkat pagi.", "Pasar ramai."], 100
    )
]


def look(question: str, *articles: Article) -> Answerability:
    """The answerability of ``question`` among ``articles`` and a few unrelated ones."""
    found = find(question, [*articles, *FILLER])
    return answerability_of(found.ranked, found.query)


# --- the figures


def test_without_a_hit_there_is_no_support() -> None:
    assert look("gempa") == NONE


def test_all_words_side_by_side_in_one_passage_are_full_support() -> None:
    support = look("gempa melanda Aceh", build_article("Gempa melanda Aceh."))
    assert support.margin > 0


def test_half_the_words_are_half_the_support() -> None:
    half = look("gempa roket", build_article("Gempa melanda Aceh."))
    whole = look("gempa roket", build_article("Gempa merusak roket."))
    assert half.relevance == pytest.approx(whole.relevance / 2, rel=0.3)


def test_the_title_counts() -> None:
    without = look("gempa Aceh", build_article("Gempa terjadi pagi."))
    within = look("gempa Aceh", build_article("Gempa terjadi pagi.", title="Duka Aceh"))
    assert within.relevance > without.relevance


def test_words_far_apart_are_less_support() -> None:
    together = look("gempa Aceh", build_article("Gempa Aceh terjadi pagi hari sekali."))
    apart = look("gempa Aceh", build_article("Gempa terjadi pagi hari sekali di kota Aceh."))
    assert together.relevance > apart.relevance


def test_only_the_best_passage_counts() -> None:
    """Two passages that each cover half do not make one that covers all."""
    apart = look("gempa roket", build_article("Gempa.", id=1), build_article("Roket.", id=2))
    assert apart.relevance < look("gempa roket", build_article("Gempa roket.")).relevance


def ranking_of(
    *evidence: float, recency: float = 1.0, article: int | None = None
) -> list[RankedPassage]:
    """Passages with these relevances, each of its own article or all of ``article``."""
    return [
        RankedPassage(_unread(article or number, number), each, 1.0 if number > 1 else recency)
        for number, each in enumerate(evidence, 1)
    ]


def _unread(article: int, place: int) -> PassageEvidence:
    hit = Hit(build_passage(article, 10 * place, 10 * place + 5), 1.0)
    return PassageEvidence(hit, build_article("Gempa."), (), (), (), (), (), ())


def lead_of(ranked: list[RankedPassage]) -> float:
    return answerability_of(ranked, parse_question("gempa", Language.INDONESIAN)).margin


def test_what_stands_out_leads_and_one_among_equals_does_not() -> None:
    assert lead_of(ranking_of(9.0, *[9.0] * 7)) == 0
    assert lead_of(ranking_of(9.0, *[2.0] * 7)) == pytest.approx(7.0)


def test_only_the_next_seven_articles_run_up() -> None:
    assert lead_of(ranking_of(9.0, *[2.0] * 7)) == lead_of(ranking_of(9.0, *[2.0] * 7, 1.0, 0.5))


def test_an_article_does_not_run_up_to_itself() -> None:
    """An article that is relevant throughout is convincing, not doubtful."""
    assert lead_of(ranking_of(*[9.0] * 8, article=1)) == lead_of(ranking_of(9.0))


def test_a_small_collection_makes_nothing_stand_out() -> None:
    assert 0 < lead_of(ranking_of(9.0)) < lead_of(ranking_of(9.0, *[1.0] * 7))


def test_news_leads_old_articles_by_more_and_its_own_evidence_is_what_it_says() -> None:
    old, new = ranking_of(9.0, *[8.0] * 7), ranking_of(9.0, *[8.0] * 7, recency=1.5)
    assert lead_of(new) > lead_of(old)
    query = parse_question("gempa", Language.INDONESIAN)
    assert answerability_of(new, query).relevance == 9.0


def test_where_a_kind_of_answer_is_asked_for_more_is_expected() -> None:
    article = build_article("Gempa melanda Aceh pada pukul 07.58.")
    assert look("Kapan gempa melanda Aceh?", article).has_answer_type
    assert not look("gempa melanda Aceh", article).has_answer_type


# --- the decision


def test_full_support_is_answered_and_none_is_refused() -> None:
    assert is_answerable(BEST)
    assert not is_answerable(NONE)


@given(SUPPORTS, st.sampled_from(["relevance", "margin"]), LEADS)
def test_more_of_any_figure_never_speaks_against_an_answer(
    support: Answerability, figure: str, value: float
) -> None:
    more = replace(support, **{figure: max(value, getattr(support, figure))})
    assert confidence(more) >= confidence(support)
    assert is_answerable(more) >= is_answerable(support)


@given(SUPPORTS)
def test_what_is_answered_has_confidence(support: Answerability) -> None:
    if is_answerable(support):
        assert confidence(support) > 0


def test_each_figure_weighs() -> None:
    assert confidence(replace(BEST, relevance=0)) < confidence(BEST)
    assert confidence(replace(BEST, margin=0)) < confidence(BEST)
    assert confidence(replace(BEST, has_answer_type=True)) < confidence(BEST)


def test_in_a_small_collection_a_shared_word_is_not_enough() -> None:
    article = build_article("Gempa melanda Aceh pada pagi hari.")
    assert not is_answerable(look("Siapa penemu roket yang dicat pagi?", article))
    assert is_answerable(look("Kapan gempa melanda Aceh?", article))
    assert is_answerable(look("gempa", article))
