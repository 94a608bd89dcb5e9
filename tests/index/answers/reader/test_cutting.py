"""A long sentence is cut from clause to clause, and what belongs together stays whole."""

import pytest

from index.answers.reader.cutting import Part, cut
from index.answers.reader.question import read_question
from index.query.parser import parse_question
from index.types import Language, Span

ID, EN = Language.INDONESIAN, Language.ENGLISH


def shown(question: str, text: str, limit: int, language: Language = ID) -> tuple[str, bool]:
    query = parse_question(question, language)
    asked = read_question(query, dict.fromkeys(query.terms, 3.0))
    part = cut(text, limit, asked)
    assert part.span.end - part.span.start <= limit
    return text[part.span.start : part.span.end], part.is_clean


def test_a_cut_keeps_what_was_asked_for() -> None:
    text = (
        "Menurut keterangan yang dihimpun dari berbagai pihak di lapangan sepanjang malam itu, "
        "hujan tidak kunjung reda hingga pagi menjelang, "
        "sementara korban tewas akibat longsor mencapai 12 orang."
    )
    part, is_clean = shown("berapa korban tewas longsor?", text, 100)
    assert "korban tewas akibat longsor mencapai 12 orang" in part
    assert is_clean


def test_a_short_sentence_stays_whole() -> None:
    asked = read_question(parse_question("siapa dia?", ID), {})
    assert cut("Ia datang.", 100, asked) == Part(Span(0, 10), is_clean=True)


@pytest.mark.parametrize(
    ("question", "text", "limit", "part", "language"),
    [
        (
            "apa harapan Menteri soal provokator?",
            "Menteri Keuangan berharap provokator rush money (penarikan simpanan bersama-sama) "
            "ditindak tegas oleh polisi di seluruh wilayah Indonesia tanpa kecuali",
            70,
            "Menteri Keuangan berharap provokator rush money",
            ID,
        ),
        (
            "siapa yang disambut menteri?",
            "Menteri menyambut para atlet setelah mereka kembali dari pertandingan di luar negeri "
            "pada awal pekan itu dengan karangan bunga",
            60,
            "Menteri menyambut para atlet",
            ID,
        ),
        (
            "negara mana peserta rapat?",
            "Peserta rapat itu adalah Indonesia, India, Pakistan, Burma, dan Ceylon, yang semuanya "
            "baru saja merdeka sesudah perang besar berakhir",
            72,
            "Peserta rapat itu adalah Indonesia, India, Pakistan, Burma, dan Ceylon",
            ID,
        ),
        (
            "kapan kereta itu diuji?",
            "Kereta itu diuji pada 14 September 2019 ketika jalurnya belum selesai seluruhnya "
            "dibangun oleh para pekerja",
            48,
            "Kereta itu diuji pada 14 September 2019",
            ID,
        ),
        (
            "when did the album come out?",
            "The album came out on January 29, 2013, after the group had not sung together for "
            "more than eight long years of solo work",
            60,
            "The album came out on January 29, 2013",
            EN,
        ),
        (
            "who was bitten by the dog?",
            "The agency confirmed in a redacted email on Tuesday afternoon, after many requests, "
            "that an agent was bitten by the dog",
            50,
            "that an agent was bitten by the dog",
            EN,
        ),
    ],
)
def test_a_cut_begins_and_ends_with_a_clause(
    question: str, text: str, limit: int, part: str, language: Language
) -> None:
    assert shown(question, text, limit, language) == (part, True)


@pytest.mark.parametrize(
    "text",
    [
        "anjing " * 40,
        "Perkiraan jumlah korban salah satu angka yang " + "banyak dipakai orang di sana " * 5,
        "The estimate of that number which " + "many people have used there so far " * 5,
    ],
)
def test_a_cut_within_a_clause_says_so(text: str) -> None:
    assert not shown("kucing di mana?", text.strip(), 100)[1]
