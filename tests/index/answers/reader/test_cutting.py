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
            "Menteri Pemuda menyambut para atlet nasional setelah mereka kembali dari luar negeri "
            "pada awal pekan itu dengan karangan bunga",
            75,
            "Menteri Pemuda menyambut para atlet nasional",
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
            "apa kata guru besar soal riset?",
            "Majelis guru besar menolak riset dengan kecerdasan buatan (Artificial Intelligence) "
            "sebagaimana ramai diperbincangkan orang di mana-mana",
            83,
            "Majelis guru besar menolak riset dengan kecerdasan buatan (Artificial Intelligence)",
            ID,
        ),
        (
            "apa kata Wali Kota soal pasar?",
            "Di depan para pedagang yang sudah menunggu sejak pagi hari itu ia pun berkata pelan, "
            '"Pasar itu dibuka lagi bulan depan," kata Wali Kota',
            54,
            '"Pasar itu dibuka lagi bulan depan," kata Wali Kota',
            ID,
        ),
        (
            "kapan kereta itu diuji?",
            "Kereta cepat itu sudah diuji pada 14 September 2019 ketika jalurnya belum selesai "
            "dibangun oleh para pekerja",
            62,
            "Kereta cepat itu sudah diuji pada 14 September 2019",
            ID,
        ),
        (
            "when did the album come out?",
            "The third album came out on January 29, 2013, after the group had not sung for "
            "more than eight long years of solo work",
            66,
            "The third album came out on January 29, 2013",
            EN,
        ),
        (
            "who was bitten by the dog?",
            "The agency confirmed in a redacted email on Tuesday afternoon, after many requests, "
            "that a second agent was bitten by the dog",
            56,
            "that a second agent was bitten by the dog",
            EN,
        ),
    ],
)
def test_a_cut_begins_and_ends_with_a_clause(
    question: str, text: str, limit: int, part: str, language: Language
) -> None:
    assert shown(question, text, limit, language) == (part, True)


def test_where_a_reason_is_asked_for_nothing_is_cut_before_it() -> None:
    text = (
        "Washington pada hari Kamis menambah langkah dengan sanksi terhadap empat pejabat yang "
        "dianggapnya berada di pusat upaya Kremlin sejak tahun 2020 untuk merusak kemampuan Kyiv"
    )
    part, _ = shown("Kenapa empat pejabat diberi sanksi?", text, 150)
    assert "untuk merusak kemampuan Kyiv" in part
    assert shown("Siapa yang menambah sanksi?", text, 150)[0].startswith("Washington")


@pytest.mark.parametrize(
    "text",
    [
        "anjing " * 40,
        "Perkiraan jumlah korban salah satu angka yang " + "banyak dipakai orang di sana " * 5,
        "Untuk diketahui: " + "kucing " * 40,
        "Kucing itu diam, " + "anjing " * 40,
        "A firm paid cats more than $25 million to settle a " + "very long " * 20,
        "The estimate of that number which " + "many people have used there so far " * 5,
    ],
)
def test_a_cut_within_a_clause_says_so(text: str) -> None:
    assert not shown("kucing di mana?", text.strip(), 100)[1]
