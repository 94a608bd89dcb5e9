"""The answer type of a question, and where a sentence may hold such an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.answer_type import answer_type_of, names_date
from index.types import AnswerType

PERSON, TIME = AnswerType.PERSON, AnswerType.TIME
NUMBER, PLACE = AnswerType.NUMBER, AnswerType.PLACE
REASON, OTHER = AnswerType.REASON, AnswerType.OTHER

WORDS = st.sampled_from(
    "Di di kota Bandung Joko Widodo, 14.000 tiga orang (2004) pukul 07.58. Jumat iPhone".split()
)


@pytest.mark.parametrize(
    ("answer_type", "question"),
    [
        (PERSON, "Siapa presiden pertama Indonesia?"),
        (PERSON, "Siapakah yang menjahit bendera?"),
        (PERSON, "Oleh siapa teks itu diketik?"),
        (PERSON, "Who invented the web?"),
        (PERSON, "who won"),
        (PERSON, "Whose idea was it?"),
        (PERSON, "To whom was it given?"),
        (TIME, "Kapan Krakatau meletus?"),
        (TIME, "Kapankah gempa itu terjadi?"),
        (TIME, "Bilamana perjanjian diteken?"),
        (TIME, "Tahun berapa MRT dibuka?"),
        (TIME, "Pada tanggal berapa sidang dimulai?"),
        (TIME, "Pukul berapa gempa terjadi?"),
        (TIME, "Jam berapa kereta berangkat?"),
        (TIME, "Pada hari apa ia lahir?"),
        (TIME, "Abad ke berapa candi itu dibangun?"),
        (TIME, "Abad ke-berapa candi itu dibangun?"),
        (TIME, "When did the wall fall?"),
        (TIME, "What year was it launched?"),
        (TIME, "In which year was it launched?"),
        (TIME, "What time did it land?"),
        (TIME, "Kapan WHO mengumumkan pandemi?"),
        (NUMBER, "Berapa orang yang tewas?"),
        (NUMBER, "Berapa tahun pemugaran itu berlangsung?"),
        (NUMBER, "Seberapa dalam danau itu? Berapa meter?"),
        (NUMBER, "How many people died?"),
        (NUMBER, "How much does it cost?"),
        (NUMBER, "How old is it?"),
        (NUMBER, "What percentage voted?"),
        (PLACE, "Di mana konferensi itu digelar?"),
        (PLACE, "Dimana letaknya?"),
        (PLACE, "Dari mana asalnya?"),
        (PLACE, "Ke mana mereka mengungsi?"),
        (PLACE, "Kota mana yang menjadi tuan rumah?"),
        (PLACE, "Negara apa yang menang?"),
        (PLACE, "Di pulau manakah komodo hidup?"),
        (PLACE, "Where was the web born?"),
        (PLACE, "Which country won?"),
        (PLACE, "In which city did it happen?"),
        (PLACE, "Di mana kantor WHO?"),
        (OTHER, "Apa yang dibaca Soekarno?"),
        (REASON, "Mengapa langit gelap?"),
        (OTHER, "Bagaimana cara kerja subak?"),
        (OTHER, "What is a caldera?"),
        (REASON, "Why did it fail?"),
        (REASON, "kenapa harga beras naik"),
        (REASON, "Apa alasan menteri mundur?"),
        (OTHER, "Apa itu WHO?"),
        (OTHER, "tsunami aceh"),
        (OTHER, ""),
    ],
)
def test_the_kind_that_a_question_asks_for(answer_type: AnswerType, question: str) -> None:
    assert answer_type_of(question) is answer_type


@pytest.mark.parametrize("question", ["SIAPA DIA", "siapa dia", "Siapa Dia"])
def test_case_does_not_matter_to_question_words(question: str) -> None:
    assert answer_type_of(question) is PERSON


@given(st.text())
def test_any_text_has_a_kind(text: str) -> None:
    assert answer_type_of(text) in AnswerType


@pytest.mark.parametrize(
    "question", ["gempa Aceh 2004", "apa yang terjadi 26 Desember", "What happened on May 4?"]
)
def test_a_question_may_name_the_date_that_it_means(question: str) -> None:
    assert names_date(question)


@pytest.mark.parametrize(
    "question", ["gempa Aceh", "siapa mundur hari Senin?", "harga beras bulan Mei", "pukul 07.58"]
)
def test_a_weekday_a_month_or_an_hour_is_no_date(question: str) -> None:
    """Such words mean the most recent one."""
    assert not names_date(question)
