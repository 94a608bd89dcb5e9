"""Well-known acronyms and expansions in a question."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyzer_for
from index.query import acronyms
from index.query.acronyms import known_synonyms, known_terms
from index.query.parser import parse_question
from index.types import Language

ID, EN = Language.INDONESIAN, Language.ENGLISH
TABLE = Path(acronyms.__file__).with_name("acronyms.csv")


def equal(question: str, language: Language = ID) -> list[str]:
    """The synonyms' texts for parts of the question."""
    return [synonym.text for synonym in known_synonyms(parse_question(question, language))]


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Siapa presiden AS?", ["Amerika Serikat", "USA"]),
        ("siapa presiden amerika serikat", ["AS", "USA"]),
        ("Siapa ketua KPK?", ["Komisi Pemberantasan Korupsi"]),
        ("siapa ketua kpk?", ["Komisi Pemberantasan Korupsi"]),
        ("Kapan Komisi Pemberantasan Korupsi dibentuk?", ["KPK"]),
        ("Apa kata Polri?", [
            "Kepolisian Negara Republik Indonesia", "Kepolisian Republik Indonesia",
        ]),
        ("Kapan PBB didirikan?", ["Perserikatan Bangsa-Bangsa"]),
        ("KAPAN PBB DIDIRIKAN?", ["Perserikatan Bangsa-Bangsa"]),
        ("Kapan Inggris keluar dari Uni Eropa?", ["UE", "EU"]),
        ("Kapan Inggris keluar dari UE?", ["Uni Eropa", "EU"]),
        ("Apa kata BMKG dan BNPB?", [
            "Badan Meteorologi Klimatologi dan Geofisika",
            "Badan Nasional Penanggulangan Bencana",
        ]),
        ("Siapa penjahit bendera pusaka?", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_form_that_the_question_says_has_its_equals(question: str, others: list[str]) -> None:
    assert equal(question) == others


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Who is the president of the US?", ["United States", "USA"]),
        ("Who is the president of the U.S.?", ["United States", "USA"]),
        ("When did the EU grow?", ["European Union"]),
        ("What does the WHO say?", ["World Health Organization", "World Health Organisation"]),
        ("Who told us that?", []),
        ("Is it an ai?", []),
    ],
)
def test_english_words_that_are_small_or_short_count_in_capitals_only(
    question: str, others: list[str]
) -> None:
    assert equal(question, EN) == others


def test_two_letters_are_an_abbreviation_in_capitals_only() -> None:
    assert equal("Berapa panjang as roda?") == []
    assert equal("siapa presiden as") == []


def test_a_longer_known_form_is_not_the_shorter_one_in_it() -> None:
    assert equal("Siapa ketua Dewan Perwakilan Rakyat Daerah?") == ["DPRD"]
    assert equal("Siapa ketua Dewan Perwakilan Rakyat?") == ["DPR"]


def test_a_form_that_is_said_twice_has_its_equals_once() -> None:
    assert equal("Apakah TNI atau tni?") == ["Tentara Nasional Indonesia"]


def test_both_forms_in_one_question_are_each_others() -> None:
    assert equal("Kapan Uni Emirat Arab (UEA) merdeka?") == ["UEA", "Uni Emirat Arab"]


def test_the_terms_of_a_known_form_are_no_mistakes() -> None:
    query = parse_question("Siapa penjabat ketua BMKG?", ID)
    assert known_terms(query) == {"bmkg"}


@pytest.mark.parametrize("language", Language)
def test_every_form_of_the_table_stands_in_one_row_and_leaves_terms(language: Language) -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row[1:] for row in csv.reader(file) if row[0] == language]
    analyzer = analyzer_for(language)
    terms = {synonym: tuple(analyzer.terms(synonym)) for row in rows for synonym in row}
    assert len(rows) > 30
    assert all(len(row) > 1 for row in rows)
    assert all(terms.values())
    counts = Counter(terms[synonym] for row in rows for synonym in row)
    assert [row for row, count in counts.items() if count > 1] == []


@given(st.text(max_size=80), st.sampled_from(Language))
def test_only_what_the_question_says_has_equals(text: str, language: Language) -> None:
    query = parse_question(f"PBB dan {text}", language)
    for synonym in known_synonyms(query):
        assert set(synonym.original) <= set(query.terms)
        assert synonym.replacement != synonym.original
