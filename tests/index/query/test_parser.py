"""Questions parsed into queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.parser import MAX_QUESTION, parse_question
from index.text.invisible import remove_invisible
from index.types import AnswerType, Language

ID, EN = Language.INDONESIAN, Language.ENGLISH


def test_terms_are_distinct_stems_in_order_of_first_appearance() -> None:
    query = parse_question("Siapa pengirim surat yang dikirim ke Aceh, dan isi surat itu?", ID)
    assert query.terms == ("kirim", "surat", "aceh", "isi")
    assert query.answer_type is AnswerType.PERSON
    assert query.language is ID
    assert query.text.startswith("Siapa pengirim")


def test_the_language_decides_which_words_carry_nothing() -> None:
    assert parse_question("the dan", ID).terms == ("the",)
    assert parse_question("the dan", EN).terms == ("dan",)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "😀", "siapa?", "Kapan dan di mana itu?", "\0"])
def test_a_question_that_says_nothing_has_no_terms(text: str) -> None:
    assert parse_question(text, ID).terms == ()


@pytest.mark.parametrize(
    ("calm", "shouted"),
    [
        ("Siapa presiden yang pertama?", "SIAPA PRESIDEN YANG PERTAMA?"),
        ("Kapan gempa itu melanda Aceh", "KAPAN GEMPA ITU MELANDA ACEH"),
    ],
)
def test_a_shouted_question_asks_the_same(calm: str, shouted: str) -> None:
    assert parse_question(shouted, ID).terms == parse_question(calm, ID).terms
    assert parse_question(shouted, ID).answer_type is parse_question(calm, ID).answer_type


def test_a_shouted_who_is_no_health_organisation() -> None:
    assert parse_question("WHO WON THE RACE?", EN).answer_type is AnswerType.PERSON
    assert parse_question("What is the WHO?", EN).answer_type is AnswerType.OTHER


def test_a_name_in_capitals_is_a_name() -> None:
    assert parse_question("US", EN).terms == ("us",)
    assert parse_question("Who won the US election?", EN).terms[1] == "us"
    assert parse_question("Who won for us?", EN).terms == ("won",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kapan Krakatau meletus?", {"krakatau"}),
        ("Siapa presiden pertama Indonesia pada 1945?", {"indonesia", "1945"}),
        ("Krakatau meletus", set()),  # the first word has a capital anyway
        ("kapan krakatau meletus", set()),
        ("Apa itu F-16?", {"f-16", "f", "16"}),
        ("berapa dari 14.000 orang?", {"14.000"}),
        ("SIAPA PRESIDEN INDONESIA", set()),
        ("SIAPA PRESIDEN PADA 1945", {"1945"}),
        ("US ELECTION", set()),
        ("Apa itu “Danau Toba”?", {"danau", "toba"}),
        ("Pukul 07.58 atau 10:30?", {"07.58", "10:30"}),
    ],
)
def test_names_are_the_terms_with_a_capital_and_the_numbers(text: str, names: set[str]) -> None:
    query = parse_question(text, ID)
    assert query.names == names
    assert query.names <= set(query.terms)


def test_a_pasted_text_is_read_at_its_beginning() -> None:
    pasted = "aceh " * MAX_QUESTION + "tsunami"
    query = parse_question(pasted, ID)
    assert query.terms == ("aceh",)
    assert query.text == pasted[:MAX_QUESTION]


@given(st.text(), st.sampled_from(Language))
def test_every_text_makes_a_query_whose_terms_differ(text: str, language: Language) -> None:
    query = parse_question(text, language)
    assert len(set(query.terms)) == len(query.terms)
    assert "" not in query.terms
    assert query.text == remove_invisible(text[:MAX_QUESTION])


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("minyakita masih langka kak", ("minyakita", "langka")),
        ("bpjs naik nggak", ("bpjs", "naik")),
        ("masih?", ("masih",)),
    ],
)
def test_fillers_are_not_sought_beside_other_words(question: str, terms: tuple[str, ...]) -> None:
    assert parse_question(question, Language.INDONESIAN).terms == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Daging kurban sebaiknya dicuci dulu atau tidak ya?", ("daging", "kurban", "cuci")),
        ("nak hantavirus menular nek", ("hantavirus", "tular")),
        ("berapa uang saku haji", ("uang", "saku", "haji")),
        ("harga mas antam", ("harga", "mas", "antam")),
        ("resep masakan ibu", ("resep", "masak", "ibu")),
    ],
)
def test_whom_it_is_asked_of_is_not_sought(text: str, terms: tuple[str, ...]) -> None:
    assert parse_question(text, ID).terms == terms
