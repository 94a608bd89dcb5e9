"""Questions in the other language, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.glossary import glossary_from, glossary_lines, words_of_the_other
from index.query.parser import parse_question
from index.query.translation import Translation, equal_terms, translate, with_all_terms
from index.types import Language

ID, EN = Language.INDONESIAN, Language.ENGLISH


def translated(question: str, language: Language) -> Translation:
    """The translation of a question in ``language``."""
    found = translate(parse_question(question, language))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("why did IHSG drop?", "mengapa IHSG turun"),
        ("how many people died in the flood", "berapa orang meninggal banjir"),
        ("who leads the House of Representatives?", "siapa pimpin DPR"),
        ("when was Idrus arrested by the KPK", "kapan Idrus tangkap KPK"),
        ("what year was Hasan born", "tahun berapa Hasan lahir"),
        ("did the finance minister resign", "apakah menteri keuangan mundur"),
        ("how did Germany beat South Korea", "bagaimana Jerman kalahkan Korea Selatan"),
        ("what does voyager carry", "apa voyager bawa"),
        ("earthquake of 7.2 magnitude", "gempa 7,2 magnitudo"),
        ("crude oil price", "minyak mentah harga"),
    ],
)
def test_english_questions_in_indonesian(question: str, expected: str) -> None:
    assert translated(question, EN).query.text == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("ihsg anjlok kenapa", "Jakarta Composite Index drop why"),
        ("apa itu voyager", "what voyager"),
        ("kapan earnings Apple diumumkan", "when earnings Apple announce"),
        ("brp org meninggal di gempa jepang", "how many people die earthquake Japan"),
        ("siapa menteri keuangan jerman?", "who finance minister Germany"),
        ("murid-murid belajar apa", "pupil learn what"),
        ("kebakaran hutan di kanada", "forest fire Canada"),
        ("berapa umur raja inggris", "how old king Britain"),
    ],
)
def test_indonesian_questions_in_english(question: str, expected: str) -> None:
    assert translated(question, ID).query.text == expected


def test_other_translations_are_looked_for_too() -> None:
    found = translated("why did IHSG drop?", EN)
    others = {one.text for one in found.synonyms if one.original == ("turun",)}
    assert {"jatuh", "anjlok", "merosot"} <= others
    assert equal_terms(found)["anjlok"] == "turun"
    assert {"turun", "anjlok", "ihsg"} <= set(with_all_terms(found).terms)


def test_a_word_written_like_a_name_stays_first() -> None:
    found = translated("why did Apple fall", EN)
    assert found.query.text == "mengapa Apple jatuh"
    assert "appl" in found.query.names or "apple" in found.query.names


def test_names_are_found_by_the_stem_of_the_other_language() -> None:
    assert translated("apa itu voyager", ID).query.terms == ("voyag",)


def test_the_long_form_of_an_acronym_is_looked_for() -> None:
    found = translated("who leads the anti-graft agency", EN)
    assert "Komisi Pemberantasan Korupsi" in {one.text for one in found.synonyms}


def test_a_question_of_stop_words_has_no_translation() -> None:
    assert translate(parse_question("who is it about", EN)) is None


@given(st.text(max_size=80), st.sampled_from(Language))
def test_any_text_can_be_translated(text: str, language: Language) -> None:
    found = translate(parse_question(text, language))
    assert found is None or found.query.language is language.other
    assert found is None or set(with_all_terms(found).terms) >= _terms(found)


@pytest.mark.parametrize("language", Language)
def test_whatever_the_glossary_leads_to_is_searched_for(language: Language) -> None:
    """*lagi lg* is one word after slang is spelt out."""
    for number, line in enumerate(glossary_lines()):
        if number % 3 == 0:
            found = translate(parse_question(line.split("\t")[language is ID], language))
            assert found is None or set(with_all_terms(found).terms) >= _terms(found), line


def _terms(found: Translation) -> set[str]:
    """The terms of both sides of all synonyms."""
    return {term for one in found.synonyms for term in (*one.original, *one.replacement)}


def test_words_of_the_other_language_are_told_from_those_of_both() -> None:
    found = words_of_the_other(parse_question("kapan earnings Apple diumumkan di bank", ID))
    assert {(one.original, one.text) for one in found} == {
        (("earnings",), "pendapatan"),
        (("earnings",), "penghasilan"),
    }
    assert not words_of_the_other(parse_question("kapan laba bank diumumkan", ID))


def test_a_phrase_that_loses_its_stop_words_is_not_its_other_word() -> None:
    assert "unfair" not in glossary_from(ID).forms(("adil",), ("adil",))
    assert "today" not in glossary_from(ID).forms(("hari",), ("hari",))
    assert "pen name" in glossary_from(ID).forms(("samaran",), ("samaran",))


def test_every_line_of_the_glossary_has_forms_of_both_languages() -> None:
    lines = list(glossary_lines())
    pairs = 0
    for line in lines:
        sides = [side.split(", ") for side in line.split("\t")]
        assert len(sides) == 2
        for side in sides:
            assert all(form == form.strip() and form for form in side), line
            assert len(set(side)) == len(side), line
        pairs += len(sides[0]) * len(sides[1])
    assert len(lines) == len(set(lines))
    assert pairs >= 3000


@pytest.mark.parametrize("question", ["harga minyak masih naik", "purbaya masih menjabat kemarin"])
def test_fillers_have_no_synonyms(question: str) -> None:
    """They are no terms of the translated question, so there is no idf to compare with."""
    translated = translate(parse_question(question, Language.INDONESIAN))
    assert translated is not None
    said = {term for each in translated.synonyms for term in each.original}
    assert said <= set(translated.query.terms)
