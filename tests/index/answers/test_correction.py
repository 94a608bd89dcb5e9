"""Questions with misspelt words: the query searched for and the text shown."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.correction import correct, correctable_words, corrected_question, reads_as
from index.query.parser import parse_question
from index.types import AnswerType, Language, Query
from tests.index.builders import build_article

ID, EN = Language.INDONESIAN, Language.ENGLISH


def corrected(question: str, similar: Mapping[str, str], language: Language = ID) -> Query:
    """The corrected query if only the words in ``similar`` are unknown."""
    return correct(parse_question(question, language), similar).query


def test_every_word_is_in_doubt_but_numbers_short_words_and_chat_forms() -> None:
    query = parse_question("Kmrn brp korban gempa F-16 di NTT thn 2004, kemaren?", ID)
    assert [word.normalized for word in correctable_words(query)] == ["korban", "gempa"]


def test_a_word_is_looked_for_as_stem_and_as_typed() -> None:
    (word, other) = correctable_words(parse_question("Siapa Mengirmkan surat", ID))
    assert word.spellings == (word.term, "mengirmkan")
    assert other.spellings == ("surat",)


def test_an_unknown_term_is_replaced_in_terms_and_names() -> None:
    query = corrected("Kapan Krakatu meletus?", {"krakatu": "krakatau"})
    assert query.terms == ("krakatau", "letus")
    assert query.names == {"krakatau"}
    assert query.answer_type is AnswerType.TIME
    assert query.text == "Kapan krakatau meletus?"


def test_a_word_whose_other_spelling_is_known_is_left_alone() -> None:
    query = parse_question("mengirmkan", ID)
    (word,) = correctable_words(query)
    assert corrected("mengirmkan", {word.term: "kirim"}) == query


def test_nothing_similar_leaves_the_query_as_it_is() -> None:
    query = parse_question("Kapan Krakatu meletus?", ID)
    found = correct(query, {"krakatu": ""})
    assert found.query is query
    assert corrected_question(found, []) == ""
    assert correct(query, {}).corrections == ()


def test_a_term_that_is_corrected_to_another_of_the_question_counts_once() -> None:
    assert corrected("gunung gunumg", {"gunumg": "gunung"}).terms == ("gunung",)


@pytest.mark.parametrize(
    ("question", "answer_type"),
    [
        ("siapakha presiden pertama", AnswerType.PERSON),
        ("bearpa korban", AnswerType.NUMBER),
        ("Dimanaa gempa itu", AnswerType.PLACE),
    ],
)
def test_a_misspelt_question_word_asks_again(question: str, answer_type: AnswerType) -> None:
    """A stop word itself, it decides the answer type."""
    query = parse_question(question, ID)
    spellings = dict.fromkeys(correctable_words(query)[0].spellings, "")
    found = correct(query, spellings).query
    assert found.answer_type is answer_type
    assert found.terms == query.terms[1:]


def test_a_name_is_no_question_word() -> None:
    query = parse_question("Siapa itu Kapann", ID)
    assert correct(query, {correctable_words(query)[0].term: "", "kapann": ""}).query == query


@pytest.mark.parametrize(
    ("typed", "corrected_text", "same"),
    [
        ("wabah EBOLA gimana", "Wabah Ebola bagaimana", True),
        ("Mbappe cedera", "Mbappé cedera", True),
        ("kemanusiaaan", "kemanusiaan", False),
        ("covid19 varian baru", "Covid-19 varian baru", True),
        ("sepakbola", "sepak bola", True),
        ("gempa  cianjur?", "gempa Cianjur", True),
        ("brp hrg beras", "berapa harga beras", True),
        ("gmn nasib ikn", "bagaimana nasib ikn", True),
        ("duitnya diserahin ke siapa", "uangnya diserahkan ke siapa", True),
        ("ebolla", "ebola", False),
        ("gempah", "gempa", False),
        ("prabowo di paris", "prabowo paris", False),
    ],
)
def test_what_reads_as_it_was_typed_is_no_correction_to_show(
    typed: str, corrected_text: str, same: bool
) -> None:
    assert reads_as(typed, corrected_text) is same


def test_a_correction_of_accents_only_is_not_shown() -> None:
    question = "Kapan Krakatu meletus?"
    word = correctable_words(parse_question(question, ID))[0]
    found = correct(parse_question(question, ID), {word.term: "krakatau"})
    assert corrected_question(found, []) == "Kapan krakatau meletus?"
    accented = build_article("Krakatù adalah gunung api.", title="Krakatù")
    same = correct(parse_question(question, ID), {word.term: "krakatu"})
    assert corrected_question(same, [accented]) == ""


def test_an_english_question_word_is_corrected_too() -> None:
    assert corrected("whhat is rain", {"whhat": ""}, EN).terms == ("rain",)


@given(st.text(), st.sampled_from(Language), st.data())
def test_whatever_is_similar_the_query_stays_whole(
    text: str, language: Language, data: st.DataObject
) -> None:
    query = parse_question(text, language)
    unknown = {spelling for word in correctable_words(query) for spelling in word.spellings}
    meant = st.sampled_from(["", "krakatau", *sorted(unknown)])
    found = correct(query, {spelling: data.draw(meant) for spelling in sorted(unknown)}).query
    assert len(set(found.terms)) == len(found.terms)
    assert found.names <= set(found.terms)


def test_a_short_word_with_another_letter_is_no_stop_word() -> None:
    """Most changes of a short word make another word; transposed letters are a mistake."""
    query = parse_question("berapa korban jiwa", Language.INDONESIAN)
    similar = {spelling: "" for word in correctable_words(query) for spelling in word.spellings}
    assert "jika" not in correct(query, similar).query.text
    query = parse_question("korban yagn luka", Language.INDONESIAN)
    similar = {spelling: "" for word in correctable_words(query) for spelling in word.spellings}
    assert "yang" in correct(query, similar).query.text
