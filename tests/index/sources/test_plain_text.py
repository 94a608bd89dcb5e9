"""A text file is one article; its header is not part of the text."""

import codecs
from datetime import date
from pathlib import Path

import pytest

from index.types import Language
from tests.index.sources.samples import (
    BODY,
    ENGLISH,
    LEAD,
    QUOTE,
    TEXT,
    TITLE,
    article_in,
    body_of,
    error_in,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "palung-selatan_jawa.txt"


def test_a_file_as_a_site_leaves_it(file: Path) -> None:
    text = f"{TITLE}\nUncategorized\n\n{TITLE}\n\n{TEXT}\n\n——\n\nPosted By : admin"
    file.write_text(text, "utf-8")
    article = article_in(file, "berita/a.txt")
    assert article.key == "berita/a.txt"
    assert article.text == text
    assert article.title == TITLE
    assert article.place == "Cilacap"
    assert body_of(article) == BODY
    assert article.language is Language.INDONESIAN
    assert (article.id, article.external_id, article.date) == (0, "", None)


def test_header_lines_are_fields_and_not_text(file: Path) -> None:
    header = (
        "Judul: Palung dipetakan\nTANGGAL: 21 Januari 2022\nsumber : Warta Contoh\n"
        "URL: https://warta.example/palung?a=1\nBahasa: inggris\n"
    )
    file.write_text(f"{header}\n{TEXT}\n", "utf-8")
    article = article_in(file)
    assert article.title == "Palung dipetakan"
    assert article.date == date(2022, 1, 21)
    assert article.source == "Warta Contoh"
    assert article.url == "https://warta.example/palung?a=1"
    assert article.language is Language.ENGLISH
    assert article.text == TEXT + "\n"


def test_the_header_ends_at_the_first_line_that_is_none(file: Path) -> None:
    file.write_text(f"Title: Palung\nDate: 2022-01-21\n{LEAD}\nSource: bukan kepala\n", "utf-8")
    article = article_in(file)
    assert article.text == f"{LEAD}\nSource: bukan kepala\n"
    assert article.source == ""


@pytest.mark.parametrize(
    "headline",
    [
        "Jokowi: harga beras turun pekan ini",
        "Bahasa: jembatan bangsa di perbatasan",
        "Language: a bridge between two islands",
        "Penelitian: laut dalam masih gelap",
    ],
)
def test_a_headline_with_a_colon_is_not_a_header(file: Path, headline: str) -> None:
    file.write_text(f"{headline}\n\n{TEXT}", "utf-8")
    article = article_in(file)
    assert article.title == headline
    assert article.text.startswith(headline)


def test_an_empty_or_unreadable_value_is_as_if_not_there(file: Path) -> None:
    file.write_text(
        f"title:\ndate: kemarin\nurl: javascript:alert(1)\n\n{TITLE}\n\n{TEXT}", "utf-8"
    )
    article = article_in(file)
    assert (article.title, article.date, article.url) == (TITLE, None, "")


def test_without_a_headline_the_file_s_name_is_the_title(file: Path) -> None:
    file.write_text(TEXT, "utf-8")
    assert article_in(file).title == "Palung selatan jawa"


def test_a_date_that_stands_alone_above_the_body_counts(file: Path) -> None:
    file.write_text(f"{TITLE}\nDiterbitkan: Jumat, 21 Januari 2022 10:30 WIB\n\n{TEXT}", "utf-8")
    article = article_in(file)
    assert article.date == date(2022, 1, 21)
    assert body_of(article) == BODY


def test_a_date_in_a_sentence_does_not(file: Path) -> None:
    file.write_text(f"{TITLE}\n\nPada 21 Januari 2022 kapal itu berangkat.\n\n{TEXT}", "utf-8")
    assert article_in(file).date is None


@pytest.mark.parametrize(
    "data",
    [
        f"{TITLE}\n\n{TEXT}".encode(),
        f"{TITLE}\n\n{TEXT}".encode("utf-8-sig"),
        f"{TITLE}\n\n{TEXT}".encode("utf-16"),
        codecs.BOM_UTF16_BE + f"{TITLE}\n\n{TEXT}".encode("utf-16-be"),
        f"{TITLE}\n\n{TEXT}".encode("cp1252"),
        f"{TITLE}\r\n\r\n{TEXT}".replace("\n\n", "\r\n\r\n").encode(),
        f"{TITLE}\n\n{TEXT}".replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "windows-1252", "crlf", "cr"],
)
def test_every_encoding_and_line_end_is_the_same_article(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    article = article_in(file)
    assert (article.title, body_of(article)) == (TITLE, BODY)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"abc",
        b"\x7fELF\x02\x01\x01\xff\xfe",
        b"halo \x81\x8d dunia",
        b"halo \0 dunia",
    ],
    ids=["png", "utf-16 without its mark", "half a character", "elf", "undefined bytes", "nul"],
)
def test_what_is_no_text_is_said_to_be_undecodable(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    error = error_in(file)
    assert (error.where, error.reason) == (file.name, "load_undecodable")


@pytest.mark.parametrize("data", [b"", b" \n\n ", codecs.BOM_UTF8, b"-----\n***\n"])
def test_a_file_without_a_word_is_empty(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert error_in(file).reason == "load_empty"


def test_a_header_without_text_has_no_text(file: Path) -> None:
    file.write_text("Title: Palung\nDate: 2022-01-21\n", "utf-8")
    assert error_in(file).reason == "load_no_text"


def test_a_file_over_the_limit_is_refused(file: Path) -> None:
    file.write_bytes(b"kata " * 4_000_001)
    error = error_in(file)
    assert (error.reason, error.arguments) == ("load_too_large", {"megabytes": 20})


def test_english_is_detected(file: Path) -> None:
    file.write_text(ENGLISH, "utf-8")
    assert article_in(file).language is Language.ENGLISH


def test_a_language_that_does_not_show_is_taken_for_indonesian(file: Path) -> None:
    file.write_text("Borobudur Prambanan", "utf-8")
    assert article_in(file).language is Language.INDONESIAN


def test_hard_wrapped_text_keeps_its_lines_inside_one_paragraph(file: Path) -> None:
    import textwrap

    wrapped = textwrap.fill(f"{LEAD} {QUOTE} {LEAD}", 72)
    file.write_text(f"{TITLE}\n\n{wrapped}\n\n{QUOTE}\n", "utf-8")
    assert body_of(article_in(file)) == (wrapped, QUOTE)
