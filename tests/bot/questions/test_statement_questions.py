"""Questions for somebody's words are told from all others, with whom and what they name."""

import pytest

from bot.questions.statement_questions import (
    StatementQuestion,
    StatementRequest,
    statement_question,
)

ANSWER, LIST, WHO = StatementRequest.ANSWER, StatementRequest.LIST, StatementRequest.WHO


@pytest.mark.parametrize(
    ("question", "request_", "person", "topic"),
    [
        ("Apa kata Blinken tentang NATO?", ANSWER, "Blinken", "NATO"),
        ("apa sih kata Prabowo soal beras", ANSWER, "Prabowo", "beras"),
        ("apa kata Blinken", ANSWER, "Blinken", ""),
        ("apa kata Blinken di Jenewa", ANSWER, "Blinken", "Jenewa"),
        ("blinken bilang apa soal nato", ANSWER, "blinken", "nato"),
        ("blinken ngomong apa aja ttg nato?", ANSWER, "blinken", "nato"),
        ("apa yang dikatakan Lavrov", ANSWER, "Lavrov", ""),
        ("apa pernyataan Prabowo soal Gaza?", ANSWER, "Prabowo", "Gaza"),
        ("gimana tanggapan Prabowo soal Gaza", ANSWER, "Prabowo", "Gaza"),
        ("komentar Purbaya soal pajak apa", ANSWER, "Purbaya", "pajak"),
        ("kata Blinken apa soal NATO", ANSWER, "Blinken", "NATO"),
        ("apa kata Garcia dari Angeles soal kebakaran?", ANSWER, "Garcia", "kebakaran"),
        ("menurut Blinken gimana soal NATO", ANSWER, "Blinken", "NATO"),
        ("gimana menurut Blinken soal NATO?", ANSWER, "Blinken", "NATO"),
        ("what did Blinken say about NATO?", ANSWER, "Blinken", "NATO"),
        ("what has Blinken said on NATO", ANSWER, "Blinken", "NATO"),
        ("what did Blinken say?", ANSWER, "Blinken", ""),
        ("what was Trump’s reaction to the ruling", ANSWER, "Trump", "the ruling"),
        ("what's Blinken's view on NATO", ANSWER, "Blinken", "NATO"),
        ("kutipan Blinken", LIST, "Blinken", ""),
        ("semua kutipan langsung dari Lavrov soal NATO", LIST, "Lavrov", "NATO"),
        ("apa saja kata Blinken soal NATO", LIST, "Blinken", "NATO"),
        ("apa aja yg dikatakan Blinken", LIST, "Blinken", ""),
        ("quotes by Blinken on NATO", LIST, "Blinken", "NATO"),
        ("all quotations from Blinken", LIST, "Blinken", ""),
        ("show me what Lavrov said", LIST, "Lavrov", ""),
        ("everything Lavrov has said about Ukraine", LIST, "Lavrov", "Ukraine"),
        ("siapa yang bilang Rusia tidak akan menyerang?", WHO, "", "Rusia tidak akan menyerang"),
        ("kata siapa Rusia menyerang", WHO, "", "Rusia menyerang"),
        ("who said that the war is over?", WHO, "", "the war is over"),
    ],
)  # fmt: skip
def test_a_question_for_words(
    question: str, request_: StatementRequest, person: str, topic: str
) -> None:
    assert statement_question(question) == StatementQuestion(request_, person, topic)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "kutipan",
        "apa itu kata kerja",
        "apa kata dia",
        "apa kata mereka soal NATO",
        "what did he say about NATO",
        "what does NATO stand for",
        "berapa harga beras menurut BPS",
        "berita Blinken",
        "siapa presiden Prancis",
        "apa kata-kata terakhir Soekarno",
        "apa kata " + "sangat " * 60,
        "apa kata satu dua tiga empat lima enam tujuh delapan",
    ],
)
def test_another_question(question: str) -> None:
    assert statement_question(question) is None
