"""The evidence of each hit: sentences, terms, candidates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.evidence import Candidate, PassageEvidence, read_hits
from index.types import Article, Language, Span
from tests.index.builders import Junk, build_article, find

FAR = "Pasar ramai sejak pagi dan harga beras turun lagi menjelang akhir pekan ini. " * 2


def look(question: str, *articles: Article) -> list[PassageEvidence]:
    return find(question, articles).evidence


def answers(evidence: PassageEvidence, length: int) -> list[str]:
    """The text where each candidate begins."""
    starts = [candidate.start for candidate in evidence.candidates]
    return [evidence.article.text[start : start + length] for start in starts]


def test_evidence_is_a_hit_with_its_sentences_and_their_terms() -> None:
    article = build_article("Gempa melanda Aceh. Air laut surut.", title="Duka di Aceh", id=4)
    (evidence,) = look("gempa", article)
    assert evidence.article is article
    assert evidence.hit.passage.article_id == 4
    assert list(evidence.sentences) == [Span(0, 19), Span(20, 35)]
    assert [list(terms) for terms in evidence.terms] == [
        ["gempa", "landa", "aceh"],
        ["air", "laut", "surut"],
    ]
    assert evidence.title_terms == ["duka", "aceh"]
    assert evidence.all_terms == ["duka", "aceh", "gempa", "landa", "aceh", "air", "laut", "surut"]


def test_terms_are_of_the_language_of_the_article() -> None:
    article = build_article("The waves were killing.", language=Language.ENGLISH)
    (evidence,) = look("wave", article)
    assert evidence.all_terms == ["wave", "kill"]


def test_evidence_is_of_as_many_hits_as_asked_for_best_first() -> None:
    articles = [build_article("Gempa " * number + "reda.", id=number) for number in range(1, 6)]
    found = find("gempa", articles)
    known = {article.id: article for article in articles}
    evidence = read_hits(found.result, known, found.query, found.weights, 3)
    assert [each.hit for each in evidence] == list(found.result.hits[:3])


def test_a_hit_whose_article_is_gone_is_left_out() -> None:
    articles = {number: build_article("Gempa melanda.", id=number) for number in (1, 2, 3)}
    found = find("gempa", articles.values())
    del articles[2]
    evidence = read_hits(found.result, articles, found.query, found.weights, 8)
    assert [each.article.id for each in evidence] == [1, 3]
    assert read_hits(found.result, {}, found.query, found.weights, 8) == []


# --- candidates


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Kapan gempa melanda?", "2004"),
        ("Siapa korban gempa?", "Cut Nyak"),
        ("Di mana gempa melanda?", "Aceh"),
        ("Berapa korban gempa?", "1.300"),
    ],
)
def test_what_is_of_the_kind_asked_for_is_a_candidate(question: str, answer: str) -> None:
    article = build_article("Pagi itu gempa melanda di Aceh pada 2004: Cut Nyak dan 1.300 orang.")
    (evidence,) = look(question, article)
    assert answer in answers(evidence, len(answer))


def test_offsets_of_candidates_are_into_the_article() -> None:
    article = build_article("Pasar ramai.", Junk("BACA JUGA"), "Sunyi. Gempa terjadi pada 2004.")
    (evidence,) = look("Kapan gempa terjadi?", article)
    assert answers(evidence, 4) == ["2004"]


def test_what_the_question_says_itself_is_no_candidate() -> None:
    (evidence,) = look("Kapan gempa 2004 terjadi?", build_article("Gempa 2004 terjadi di sini."))
    assert evidence.candidates == []


def test_a_capital_at_the_start_of_a_sentence_is_no_candidate() -> None:
    (evidence,) = look("Siapa korban gempa?", build_article("Gempa terasa. Orang lari."))
    assert evidence.candidates == []


@pytest.mark.parametrize("before", ["", "Sepi. ", FAR, FAR * 20])
def test_a_candidate_among_the_words_of_the_question_is_nearer_than_one_far_away(
    before: str,
) -> None:
    """Wherever in the article the passage begins."""
    article = build_article(
        before + "Gempa melanda Aceh pada 2004. " + FAR * 2 + "Kini sudah 2024."
    )
    candidates = [
        candidate
        for evidence in look("Kapan gempa melanda Aceh?", article)
        for candidate in evidence.candidates
        if article.text.startswith(("2004", "2024"), candidate.start)
    ]
    nearness = {
        article.text[candidate.start : candidate.start + 4]: candidate.nearness
        for candidate in candidates
    }
    assert nearness["2004"] == pytest.approx(1)
    assert nearness.get("2024", 0) == 0


@given(
    st.lists(
        st.sampled_from(
            ["Gempa pada 2004.", "Di Aceh 14.000 orang lari.", "Kata Ali bin Abu.", FAR, "x" * 500]
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["Kapan", "Berapa", "Siapa", "Di mana", "Apa"]),
)
def test_candidates_lie_in_the_sentences_and_their_nearness_is_a_share(
    parts: list[str], asks: str
) -> None:
    for evidence in look(f"{asks} gempa Aceh?", build_article("Gempa.", *parts)):
        for candidate in evidence.candidates:
            assert isinstance(candidate, Candidate)
            assert any(start <= candidate.start < end for start, end in evidence.sentences)
            assert 0 <= candidate.nearness <= 1 + 1e-9


def test_nothing_is_read_where_nothing_is_found() -> None:
    assert look("banjir", build_article("Gempa.")) == []
