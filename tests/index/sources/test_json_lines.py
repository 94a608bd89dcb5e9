"""Each line of a collection is an article; a bad one does not stop the others."""

import gzip
import json
import lzma
from datetime import date
from pathlib import Path

import pytest

from index.errors import LoadError
from index.types import Article, Language
from tests.index.sources.samples import (
    ENGLISH,
    LEAD,
    TEXT,
    TITLE,
    article_in,
    error_in,
    load_all,
    outcomes,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "berita.jsonl"


def write(file: Path, *rows: object) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def test_the_fields_become_the_article_s(file: Path) -> None:
    row = {
        "id": "a-1",
        "title": TITLE,
        "text": f" {TEXT}\r\n",
        "date": "2022-01-21",
        "url": "https://warta.example/1",
        "source": "Warta Contoh",
        "lang": "en",
        "summary": "tidak dikenal",
    }
    write(file, row)
    article = article_in(file, "k/berita.jsonl")
    assert article.key == "k/berita.jsonl#a-1"
    assert article.external_id == "a-1"
    assert article.title == TITLE
    assert article.text == row["text"]
    assert article.date == date(2022, 1, 21)
    assert article.url == row["url"]
    assert article.source == "Warta Contoh"
    assert article.language is Language.ENGLISH


def test_text_alone_is_enough_and_makes_up_no_title(file: Path) -> None:
    write(file, {"text": f"{TITLE}\n\n{TEXT}"})
    article = article_in(file)
    assert article.key == "berita.jsonl#1"
    assert (article.title, article.external_id) == ("", "")
    assert article.text[slice(*article.body[0])] == TITLE


def test_indonesian_names_of_fields_serve(file: Path) -> None:
    write(file, {"judul": TITLE, "Isi": LEAD, "tanggal": "21 Januari 2022", "sumber": "Warta"})
    article = article_in(file)
    assert (article.title, article.text, article.source) == (TITLE, LEAD, "Warta")
    assert article.date == date(2022, 1, 21)


def test_a_number_may_be_an_id_and_other_kinds_of_value_are_nothing(file: Path) -> None:
    write(file, {"id": 7, "text": LEAD, "title": None, "date": ["2022"], "url": {}, "source": True})
    article = article_in(file)
    assert (article.external_id, article.title, article.date) == ("7", "", None)
    assert (article.url, article.source) == ("", "")


def test_bad_rows_are_reported_where_they_stand_and_the_rest_is_loaded(file: Path) -> None:
    lines = [
        json.dumps({"id": "satu", "text": LEAD}),
        "{bukan json",
        "",
        "[1, 2]",
        json.dumps({"id": "dua", "title": TITLE}),
        json.dumps({"id": "tiga", "text": " \n"}),
        json.dumps({"id": "empat", "text": {"a": 1}}),
        json.dumps({"id": "lima", "text": "a\0b"}),
        "[" * 100_000,
        '{"id": ' + "9" * 5000 + ', "text": "x"}',
        json.dumps({"id": "satu", "text": ENGLISH}),
        json.dumps({"id": "enam", "text": ENGLISH}),
    ]
    file.write_text("\n".join(lines), "utf-8")
    found = load_all(file)
    assert outcomes(file) == [
        "satu",
        "load_bad_json",
        "load_bad_json",
        "load_no_text",
        "load_no_text",
        "load_no_text",
        "load_undecodable",
        "load_bad_json",
        "load_bad_json",
        "load_repeated_id",
        "enam",
    ]
    assert [item.where for item in found if isinstance(item, LoadError)] == [
        "berita.jsonl#2",
        "berita.jsonl#4",
        "berita.jsonl#dua",
        "berita.jsonl#tiga",
        "berita.jsonl#empat",
        "berita.jsonl#lima",
        "berita.jsonl#9",
        "berita.jsonl#10",
        "berita.jsonl#11",
    ]


def test_a_row_s_number_that_is_another_s_id_hides_neither(file: Path) -> None:
    write(file, {"id": "2", "text": LEAD}, {"text": ENGLISH})
    assert outcomes(file) == ["2", ""]


def test_lines_are_decoded_one_by_one(file: Path) -> None:
    file.write_bytes(
        '{"id": "u", "text": "“utf-8”"}\n'.encode()
        + '{"id": "w", "text": "“windows”"}\n'.encode("cp1252")
        + b'{"id": "x", "text": "\x81"}\n'
        + b'{"id": "n", "text": "a\0"}\n'
    )
    found = load_all(file)
    assert [item.text for item in found if isinstance(item, Article)] == ["“utf-8”", "“windows”"]
    assert outcomes(file) == ["u", "w", "load_undecodable", "load_undecodable"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_beginning_is_no_part_of_the_first_row(file: Path, encoding: str) -> None:
    file.write_text('{"id": "a", "text": "“satu”"}\n{"id": "b", "text": "“dua”"}\n', encoding)
    assert outcomes(file) == ["a", "b"]


def test_a_lone_surrogate_is_replaced_by_one_character(file: Path) -> None:
    """JSON allows it, UTF-8 does not."""
    file.write_text('{"text": "harga \\ud800 naik", "title": "a\\udfffb", "id": "\\ud9ab"}')
    article = article_in(file)
    assert article.text == "harga \ufffd naik"
    assert (article.title, article.external_id) == ("ab", "")
    assert article.key == "berita.jsonl#1"


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_packed_collections(tmp_path: Path, suffix: str, pack: "type[bytes]") -> None:
    rows = "".join(json.dumps({"id": str(n), "text": f"{LEAD} {n}"}) + "\n" for n in range(100))
    file = tmp_path / f"berita.ndjson{suffix}"
    file.write_bytes(pack(rows.encode()))
    assert outcomes(file) == [str(n) for n in range(100)]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_damaged_archives_are_reported_after_what_could_be_read(
    tmp_path: Path, suffix: str, pack: "type[bytes]"
) -> None:
    rows = "".join(json.dumps({"id": str(n), "text": f"{LEAD} {n}"}) + "\n" for n in range(800))
    packed = pack(rows.encode())
    file = tmp_path / f"berita.jsonl{suffix}"
    file.write_bytes(packed[: len(packed) // 2])
    assert outcomes(file)[-1] == "load_bad_archive"
    file.write_bytes(b"bukan arsip")
    assert error_in(file).reason == "load_bad_archive"


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_file_without_rows_is_empty(file: Path, text: str) -> None:
    file.write_text(text)
    assert error_in(file).reason == "load_empty"


def test_an_article_over_the_limit_is_refused(file: Path) -> None:
    write(file, {"id": "a", "text": "kata " * 1_000_001}, {"id": "b", "text": LEAD})
    found = load_all(file)[0]
    assert isinstance(found, LoadError)
    assert (found.reason, found.arguments) == ("load_too_large", {"megabytes": 5})
    assert outcomes(file) == ["load_too_large", "b"]


def test_a_line_without_end_is_not_read_into_memory(file: Path) -> None:
    with file.open("w") as out:
        for _ in range(67):
            out.write("x" * 1_000_000)
        out.write('\n{"id": "b", "text": "halo"}\n')
    assert outcomes(file) == ["load_too_large", "b"]


def test_rows_are_read_as_they_are_asked_for(file: Path) -> None:
    """The first row is available before the rest is read."""
    write(file, *({"id": str(n), "text": LEAD} for n in range(3)))
    from index.sources.loader import load

    stream = load(file, "k")
    first = next(stream)
    assert isinstance(first, Article) and first.external_id == "0"
