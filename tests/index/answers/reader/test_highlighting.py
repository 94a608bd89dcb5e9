"""What is bold in a quote: the question's words, and the name, place, date or number asked for."""

import pytest

from index.answers.reader.highlighting import highlights
from index.answers.reader.question import read_question
from index.query.parser import parse_question
from index.types import Language

ID, EN = Language.INDONESIAN, Language.ENGLISH


def bold(question: str, text: str, language: Language, *, with_answer: bool = True) -> list[str]:
    query = parse_question(question, language)
    asked = read_question(query, dict.fromkeys(query.terms, 3.0))
    spans = highlights(text, asked, language, with_answer=with_answer)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "siapa pemimpin pemugaran?",
            "Pemugaran dipimpin insinyur Theodoor van Erp sejak 1907.",
            "Theodoor van Erp",
        ),
        ("siapa bapak Siti?", "Bapak Siti, Ahmad bin Yusuf, hadir.", "Ahmad bin Yusuf"),
        (
            "juri selain anang siapa aja",
            "Selain Anang, juri lain ialah Ari Lasso, BCL, Judika dan Maia Estianty.",
            "Ari Lasso, BCL, Judika dan Maia Estianty",
        ),
        (
            "siapa jaksanya?",
            "kata jaksa penuntut umum (JPU), Luwman Edi, dalam sidang, Selasa (20/4/2021).",
            "Luwman Edi",
        ),
        (
            "siapa perumus naskah",
            "Perumus naskah adalah Soekarno, Mohammad Hatta, dan Ahmad Soebardjo, lalu dibaca.",
            "Soekarno, Mohammad Hatta, dan Ahmad Soebardjo",
        ),
        ("Kapan sidang digelar?", "Sidang akan digelar pada Kamis (23/10).", "Kamis (23/10)"),
        (
            "kapan letusan pertama",
            "Letusan pertama terjadi pada 5 April 1815, lima hari sebelum puncaknya.",
            "5 April 1815",
        ),
        ("kapan letusan", "Letusan terjadi pada 5 April 1815, 10 hari lalu.", "5 April 1815"),
        (
            "kapan krakatau meletus",
            "Krakatau meletus pada 26–27 Agustus 1883 dan menewaskan 36.417 orang.",
            "26–27 Agustus 1883",
        ),
        ("berapa denda", "Denda itu US$ 125 ribu, setelah 10 laga.", "US$ 125 ribu"),
        ("berapa harga sasando", "Dengan harga Rp 5 juta,” ujar Herman.", "harga Rp 5 juta"),
        ("berapa tarif mrt", "Tarif MRT paling murah Rp3.000.", "Rp3.000"),
        (
            "skor praveen vs ponnappa",
            "Praveen kalah dari Ponnappa dengan skor 22-20, 17-21, 21-17.",
            "skor 22-20, 17-21, 21-17",
        ),
        ("berapa lama menjabat", "Ia menjabat dalam satu bulan sampai Mei.", "satu bulan"),
        ("berapa lama ledakannya", "Mungkin lima menitan (ledakannya).", "lima menitan"),
        ("berapa suku bunga", "Suku bunga kini -0,25% saja", "0,25%"),
        (
            "berapa suhu turun",
            "Suhu turun sekitar 0,4 sampai 0,7 derajat.",
            "0,4 sampai 0,7 derajat",
        ),
        ("di mana depo mrt", "Depo MRT berada di Lebak Bulus, di selatan.", "Lebak Bulus"),
        (
            "di mana proklamasi dibaca",
            "Proklamasi dibaca pada 17 Agustus 1945 di Jalan Pegangsaan Timur 56, Jakarta.",
            "Jalan Pegangsaan Timur 56, Jakarta",
        ),
    ],
)
def test_the_answer_is_bold_as_a_whole(question: str, text: str, answer: str) -> None:
    assert answer in bold(question, text, ID)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "Who invented the Web?",
            "The Web was invented by the scientist Tim Berners-Lee in 1989 at CERN.",
            "Tim Berners-Lee",
        ),
        (
            "who won",
            "Neil Ott and Buzz Lee won. However, Mike stayed.",
            "Neil Ott and Buzz Lee won",
        ),
        ("When did it launch?", "It launched on September 5, 1977, at noon.", "September 5, 1977"),
        ("when is the record out", "The record is out on Jan. 29 at last.", "Jan. 29"),
        (
            "how many people died",
            "It killed 36,417 people, 12 percent of them.",
            "killed 36,417 people",
        ),
        ("how much did it earn", "It earned $150 million globally.", "earned $150 million"),
        (
            "how far is voyager",
            "Voyager is about 6 billion kilometers off.",
            "6 billion kilometers",
        ),
        ("what percent of people like it", "only 25% said they like it", "25%"),
        ("final score of the game", "The game ended with a score of 3-1.", "3-1"),
        ("where is the depot", "The depot lies in Lebak Bulus, far south.", "Lebak Bulus"),
    ],
)
def test_so_in_english(question: str, text: str, answer: str) -> None:
    assert answer in bold(question, text, EN)


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("siapa pemimpin monumen", "Menurut UNESCO, monumen itu besar.", "Menurut"),
        ("siapa penjahit", "Kemarin malam penjahit itu pergi.", "Kemarin"),
        ("siapa pengacara", "Adapun Lisa tidak memberi tahu pengacara.", "Adapun"),
        ("siapa penjahit", "Penjahit pulang. Namun hujan turun.", "Namun"),
        ("kapan gempa", "Gempa itu menewaskan 12 orang.", "12"),
        ("berapa korban", "Korban jatuh pada 2004.", "2004"),
        ("kecepatan whoosh berapa", "Kecepatan Whoosh diumumkan pada 2 Oktober lalu.", "2"),
        ("borobudur dibangun sama siapa", "Borobudur dibangun dengan batu dan pasir.", "dan"),
        ("di mana gempa", "Gempa diumumkan Budi Santoso.", "Budi"),
    ],
)
def test_what_only_looks_like_an_answer_is_not_bold(question: str, text: str, other: str) -> None:
    assert other not in " ".join(bold(question, text, ID))


def test_the_answer_is_bold_only_where_it_is_wanted() -> None:
    text = "Bendera dijahit Fatmawati."
    assert bold("siapa penjahit bendera", text, ID, with_answer=False) == ["Bendera dijahit"]
