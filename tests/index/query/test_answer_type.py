"""The answer type of a question, and where a sentence may hold such an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.answer_type import answer_candidates, answer_type_of, lower_words, names_date
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


# The candidate is what follows the mark "|".
@pytest.mark.parametrize(
    ("answer_type", "marked"),
    [
        (PERSON, "Teks itu diketik oleh |Sayuti Melik."),
        (PERSON, "Bendera dijahit |Fatmawati."),
        (PERSON, "|Joko Widodo meresmikan jalan itu."),
        (PERSON, "It was proposed by |Tim Berners-Lee."),
        (PERSON, "Begitu kata |Ali bin Abi Thalib kemarin."),
        (TIME, "Gunung itu meletus pada |1883."),
        (TIME, "Sidang dibuka bulan |Agustus."),
        (TIME, "Ia lahir hari |Jumat."),
        (TIME, "Gempa terjadi |pukul 07.58."),
        (TIME, "Gempa terjadi sekitar |07.58 WIB."),
        (TIME, "Candi itu dari |abad kesembilan."),
        (TIME, "It fell in |November."),
        (TIME, "It began in |May."),
        (TIME, "It landed |at 5."),
        (NUMBER, "Korban mencapai |36.417 orang."),
        (NUMBER, "Ada |tiga kawah."),
        (NUMBER, "Only |two ships sank."),
        (PLACE, "Konferensi digelar di |Bandung."),
        (PLACE, "Di |Jakarta, hujan turun."),
        (PLACE, "Mereka lari ke bukit |Menoreh."),
        (PLACE, "She was born in |Geneva."),
        (REASON, "Harga naik |karena panen gagal."),
        (REASON, "Jalan ditutup |agar warga aman."),
        (REASON, "It failed |due to rain."),
        (OTHER, "Ia membaca |Proklamasi pagi itu."),
    ],
)
def test_where_a_sentence_may_hold_the_kind(answer_type: AnswerType, marked: str) -> None:
    sentence = marked.replace("|", "")
    assert answer_candidates(answer_type, sentence, frozenset()) == [marked.index("|")]


@pytest.mark.parametrize(
    ("answer_type", "sentence", "candidates"),
    [
        (TIME, "Pada Minggu, 26 Desember 2004", ["Minggu", "Desember", "2004"]),
        (NUMBER, "Naik 3,5 persen jadi Rp14.000", ["3,5", "persen", "14.000"]),
        (PLACE, "Dari Halim ke Tegalluar", ["Halim", "Tegalluar"]),
        (PERSON, "Teks oleh Sukarno dan Mohammad Hatta", ["Sukarno", "Mohammad Hatta"]),
    ],
)
def test_every_candidate_of_a_sentence(
    answer_type: AnswerType, sentence: str, candidates: list[str]
) -> None:
    starts = answer_candidates(answer_type, sentence, frozenset())
    assert starts == [sentence.index(candidate) for candidate in candidates]


@pytest.mark.parametrize(
    ("answer_type", "sentence"),
    [
        (PERSON, "Bendera dijahit semalam."),
        (PERSON, "Bendera itu dijahit semalam."),
        (PERSON, "langit gelap"),
        (TIME, "Ribuan orang mengungsi."),
        (TIME, "They may march again."),
        (NUMBER, "Ribuan orang mengungsi."),
        (PLACE, "Mereka lari ke bukit."),
        (PLACE, "Bandung ramai."),
        (OTHER, "Langit gelap."),
        (PERSON, ""),
        (PLACE, ""),
    ],
)
def test_a_sentence_that_does_not_hold_the_kind(answer_type: AnswerType, sentence: str) -> None:
    assert answer_candidates(answer_type, sentence, frozenset()) == []


@pytest.mark.parametrize(
    ("answer_type", "question", "sentence"),
    [
        (PERSON, "Siapa istri Joko Widodo?", "Istri Joko Widodo hadir."),
        (TIME, "Kapan gempa 2004 terjadi?", "Gempa 2004 terjadi."),
        (NUMBER, "Berapa korban gempa 2004?", "Korban gempa 2004 banyak."),
        (NUMBER, "Berapa dari 14.000 orang pulang?", "Dari 14.000 orang itu ada yang pulang."),
        (PLACE, "Di mana di Bandung?", "Itu di Bandung."),
    ],
)
def test_what_the_question_says_itself_is_no_answer(
    answer_type: AnswerType, question: str, sentence: str
) -> None:
    assert answer_candidates(answer_type, sentence, lower_words(question)) == []
    assert answer_candidates(answer_type, sentence, frozenset()) != []


def test_a_further_name_beside_the_one_in_the_question_is_an_answer() -> None:
    sentence = "Istri Joko Widodo adalah Iriana."
    asked = lower_words("Siapa istri Joko Widodo?")
    assert answer_candidates(PERSON, sentence, asked) == [sentence.index("Iriana")]


def test_lower_words() -> None:
    assert lower_words("Siapa Istri “Joko”? 14.000") == {"siapa", "istri", "joko", "14", "000"}
    assert lower_words("…") == frozenset()


@given(st.sampled_from(AnswerType), st.lists(WORDS).map(" ".join))
def test_a_sentence_that_the_question_says_whole_holds_nothing_new(
    answer_type: AnswerType, sentence: str
) -> None:
    assert answer_candidates(answer_type, sentence, lower_words(sentence)) == []


@given(st.sampled_from(AnswerType), st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
def test_candidates_are_places_in_the_sentence_in_order(
    answer_type: AnswerType, sentence: str
) -> None:
    starts = answer_candidates(answer_type, sentence, frozenset())
    assert starts == sorted(set(starts))
    assert all(0 <= start < len(sentence) for start in starts)


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
