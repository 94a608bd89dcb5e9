"""Acronyms that articles define."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.acronym_definitions import MAX_SCANNED, Definition, defined_synonyms, definitions
from index.query.parser import parse_question
from index.types import Language
from tests.cpu import cpu_seconds_below

ID, EN = Language.INDONESIAN, Language.ENGLISH


def defined(text: str) -> list[tuple[str, str]]:
    return [(one.acronym, one.expansion) for one in definitions(text, lambda short: True)]


def learned(question: str, *texts: str, language: Language = ID) -> list[str]:
    return [synonym.text for synonym in defined_synonyms(parse_question(question, language), texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Juru bicara Gerakan Rawa Lestari (GRL) hadir.", ("GRL", "Gerakan Rawa Lestari")),
        ("Menurut GRL (Gerakan Rawa Lestari), air naik.", ("GRL", "Gerakan Rawa Lestari")),
        ("Badan Riset dan Antariksa (BRA)", ("BRA", "Badan Riset dan Antariksa")),
        ("Badan Riset dan Antariksa (BRDA)", ("BRDA", "Badan Riset dan Antariksa")),
        ("kata Persatuan Desa-Desa Rawa (PDDR)", ("PDDR", "Persatuan Desa-Desa Rawa")),
        ("the Bureau of Odd Affairs (BOA) said", ("BOA", "Bureau of Odd Affairs")),
        ("many village water groups (VWGs) met", ("VWG", "village water groups")),
        ("di Pasar Minggu (PM)", ("PM", "Pasar Minggu")),
    ],
)  # fmt: skip
def test_a_name_and_its_initials_are_a_definition(text: str, expected: tuple[str, str]) -> None:
    assert defined(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Gerakan Rawa Lestari (GKL)",  # other letters
        "Gerakan Rawa. Lestari (GRL)",  # not in one clause
        "sudah pasar minggu (PM)",  # two small words have these letters by chance
        "Gerakan Rawa Lestari (2019)",
        "Gerakan Rawa Lestari (grl)",
        "Gerakan Rawa untuk (GRU)",
        "GRL (Gerakan Rawa)",
        "GRL (sejak Gerakan Rawa Lestari)",
        "(GRL)",
        "(GRL",
        "",
    ],
)
def test_what_does_not_fit_is_none(text: str) -> None:
    assert defined(text) == []


def test_only_what_is_wanted_is_looked_at() -> None:
    text = "Gerakan Rawa Lestari (GRL) dan Badan Air Desa (BAD)"
    assert list(definitions(text, lambda short: short == "BAD")) == [
        Definition("BAD", "Badan Air Desa")
    ]


def test_an_abbreviation_in_the_question_is_learned_by_what_it_is_short_for() -> None:
    text = "Ketua Gerakan Rawa Lestari (GRL) dan Badan Air Desa (BAD) hadir."
    assert learned("Siapa ketua GRL?", text) == ["Gerakan Rawa Lestari"]
    assert learned("siapa ketua grl", text) == ["Gerakan Rawa Lestari"]


def test_a_long_form_in_the_question_is_learned_by_its_abbreviation() -> None:
    text = "Ketua Gerakan Rawa Lestari (GRL) hadir."
    assert learned("siapa ketua gerakan rawa lestari?", text) == ["GRL"]
    assert learned("Siapa ketua rawa?", text) == []


def test_two_letters_are_learned_for_capitals_only() -> None:
    text = "Warga Air Sakti (AS) dan warga."
    assert learned("Apa kata AS?", text) == ["Air Sakti"]
    assert learned("Apa kata as?", text) == []


def test_words_that_carry_nothing_are_no_long_form() -> None:
    assert learned("Siapa ketua KR?", "Komunitas Kami Dan Rawa (KR) hadir.") == []


def test_an_english_question_learns_too() -> None:
    text = "The Bureau of Odd Affairs (BOA) said so."
    assert learned("Who leads the BOA?", text, language=EN) == ["Bureau of Odd Affairs"]


def test_what_most_articles_define_comes_first_and_few_are_learned() -> None:
    words = ["Gerakan Raya", "Gelora Rakyat", "Gugus Rimba", "Gudang Roti", "Gapura Rasa"]
    texts = [f"{name} Lestari (GRL)." for name in [*words, "Gelora Rakyat"]]
    found = learned("Siapa ketua GRL?", *texts)
    assert found[0] == "Gelora Rakyat Lestari"
    assert len(found) == 3


def test_an_article_counts_once_for_what_it_defines() -> None:
    often = "Gerakan Rawa Lestari (GRL). " * 5
    others = ["Gelora Rakyat Lestari (GRL)."] * 2
    assert learned("Siapa ketua GRL?", often, *others)[0] == "Gelora Rakyat Lestari"


def test_a_text_is_read_as_far_as_definitions_go() -> None:
    late = "Air naik. " * (MAX_SCANNED // 10) + "Gerakan Rawa Lestari (GRL)."
    assert learned("Siapa ketua GRL?", late) == []


HOSTILE = st.text(alphabet="GRL grlawes()[].-’'\n\u0130ß", max_size=300)


@given(HOSTILE, st.sampled_from(Language))
def test_whatever_an_article_says_few_short_forms_are_learned(
    text: str, language: Language
) -> None:
    query = parse_question("Siapa ketua GRL, Gerakan Rawa Lestari?", language)
    synonyms = defined_synonyms(query, [text, f"Gerakan {text} Lestari (GRL) {text}"])
    assert len(synonyms) <= 3
    for synonym in synonyms:
        assert set(synonym.original) <= set(query.terms)
        assert len(synonym.text) <= 120
        assert 1 <= len(synonym.replacement) <= 20


@pytest.mark.parametrize(
    "hostile",
    ["(" * 200_000, "(G" * 100_000, "(GRL) " * 40_000, "GRL (" * 40_000, "G " * 100_000 + "(GRL)"],
)
def test_no_text_takes_long(hostile: str) -> None:
    query = parse_question("Siapa ketua GRL, Gerakan Rawa Lestari?", ID)
    with cpu_seconds_below(2):
        defined_synonyms(query, [hostile] * 20)
