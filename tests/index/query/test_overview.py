"""Questions that ask for nothing but a subject, and those that ask for something about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.overview import overview_subject
from index.types import Language

ID, EN = Language.INDONESIAN, Language.ENGLISH


@pytest.mark.parametrize(
    ("language", "question", "subject"),
    [
        (ID, "wabah ebola gimana", "wabah ebola"),
        (ID, "gmn ebola?", "ebola"),
        (ID, "gimana kabar persib?", "persib"),
        (ID, "persib gimana sih kabarnya", "persib"),
        (ID, "prabowo di paris", "prabowo di paris"),
        (ID, "Ada kabar apa soal Danantara?", "Danantara"),
        (ID, "apa kabar IKN", "IKN"),
        (ID, "ada apa dengan timnas?", "timnas"),
        (ID, "soal gaji ke-13", "gaji ke-13"),
        (ID, "perkembangan kasus chromebook", "kasus chromebook"),
        (ID, "gejala ebola apa aja", "gejala ebola"),
        (ID, "apa saja gejala ebola?", "gejala ebola"),
        (ID, "terus banjir Demak gimana?", "banjir Demak"),
        (EN, "what about NATO?", "NATO"),
        (EN, "tell me about the Ebola outbreak", "the Ebola outbreak"),
        (EN, "what's happening in Gaza", "Gaza"),
        (EN, "any news on Danantara?", "Danantara"),
        (EN, "Ukraine war", "Ukraine war"),
        (EN, "what is Prabowo doing in Paris?", "Prabowo in Paris"),
        (EN, "what's Blinken up to", "Blinken"),
    ],
)
def test_a_subject_is_found_without_its_frame(
    language: Language, question: str, subject: str
) -> None:
    assert overview_subject(question, language) == subject


@pytest.mark.parametrize(
    ("language", "question"),
    [
        (ID, "siapa menteri pertahanan"),
        (ID, "kapan gaji 13 cair"),
        (ID, "bagaimana cara mengurus SIM"),
        (ID, "berapa korban gempa"),
        (ID, "apa itu inflasi"),
        (ID, "kenapa ihsg anjlok"),
        (ID, "apakah persib juara"),
        (ID, "brp harga emas antam"),
        (ID, "di mana gempa terjadi"),
        (EN, "who won the election"),
        (EN, "did Messi score"),
        (EN, "is the strait open"),
        (EN, "why did the index drop"),
        (ID, "presiden mengatakan bahwa harga beras akan turun bulan depan karena panen raya"),
        (ID, ""),
        (ID, "?"),
    ],
)
def test_what_asks_for_something_in_particular_is_no_overview(
    language: Language, question: str
) -> None:
    assert overview_subject(question, language) == ""


def test_a_very_long_text_is_none() -> None:
    assert overview_subject("apa kabar " * 100_000, ID) == ""


@given(st.text(max_size=300), st.sampled_from(Language))
def test_any_text_has_a_subject_of_its_own_words_or_none(text: str, language: Language) -> None:
    assert isinstance(overview_subject(text, language), str)
