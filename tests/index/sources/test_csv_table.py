"""Each row of a table is an article, whatever the delimiter."""

import csv
import gzip
from datetime import date
from pathlib import Path

import pytest

from index.errors import LoadError
from index.types import Article
from tests.index.sources.samples import (
    LEAD,
    QUOTE,
    TEXT,
    TITLE,
    article_in,
    error_in,
    load_all,
    outcomes,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "berita.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_dialect_and_encoding_gives_the_same_article(
    file: Path, delimiter: str, encoding: str
) -> None:
    with file.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(["ID", "Judul", "text", "tanggal", "url", "sumber", "lain"])
        url = "https://warta.example/1"
        writer.writerow(["7", TITLE, TEXT, "21/01/2022", url, 'Warta; Contoh, "A"', "x"])
    article = article_in(file)
    assert article.key == "berita.csv#7"
    assert (article.title, article.text) == (TITLE, TEXT)
    assert article.date == date(2022, 1, 21)
    assert (article.url, article.source) == (url, 'Warta; Contoh, "A"')


def test_line_ends_inside_a_text_are_kept_as_they_are(file: Path) -> None:
    file.write_bytes(f'text\r\n"{LEAD}\r\n\r\n{QUOTE}"\r\n'.encode())
    assert article_in(file).text == f"{LEAD}\r\n\r\n{QUOTE}"


ESCAPED = {
    r'id,text,source\n1,"Ia berkata \"pulang\" lalu pergi.",Warta': (
        'Ia berkata "pulang" lalu pergi.',
        "Warta",
    ),
    r'id,text,source\n1,"\"Pulang\", kata ibu, lalu pergi.",Warta': (
        '"Pulang", kata ibu, lalu pergi.',
        "Warta",
    ),
    r'id,text,source\n1,"Ia berkata \"pulang\"",Warta': ('Ia berkata "pulang"', "Warta"),
    r'id,text,source\n1,"Baris satu \"a\".\n\nBaris dua, \"b\".",Warta': (
        'Baris satu "a".\n\nBaris dua, "b".',
        "Warta",
    ),
    r'id;text;source\n1;"He said \"go\"; then left.";Warta': ('He said "go"; then left.', "Warta"),
    r'id,text,source\n1,"Ia berkata ""pulang"" dan \"pergi\".",Warta': (
        'Ia berkata "pulang" dan "pergi".',
        "Warta",
    ),
    r'id,text,source\n1,"Berkasnya ada di C:\berita\",Warta': (
        "Berkasnya ada di C:\\berita\\",
        "Warta",
    ),
    r'id,text,source\n1,"Ia berkata ""pulang"" di C:\berita.",Warta': (
        'Ia berkata "pulang" di C:\\berita.',
        "Warta",
    ),
}
"""Tables whose quotes within values are escaped by a backslash, and two in which it is a letter."""


@pytest.mark.parametrize(("table", "values"), ESCAPED.items())
def test_a_backslash_before_a_quote_is_no_letter_where_the_row_fits_only_so(
    file: Path, table: str, values: tuple[str, str]
) -> None:
    rows = table.replace(r"\n", "\n") + "\n2,Isi yang lain.,Warta\n".replace(
        ",", ";" if "id;" in table else ","
    )
    file.write_text(rows, "utf-8")
    first, second = load_all(file)
    assert isinstance(first, Article)
    assert (first.text, first.source) == values
    assert isinstance(second, Article)
    assert second.text == "Isi yang lain."


def test_lines_may_end_as_old_spreadsheets_end_them(file: Path) -> None:
    file.write_bytes(b"title,text\rA,Isi satu.\rB,Isi dua.\r")
    assert [article.text for article in load_all(file) if isinstance(article, Article)] == [
        "Isi satu.",
        "Isi dua.",
    ]


def test_a_text_longer_than_csv_s_own_limit(file: Path) -> None:
    text = "kata " * 100_000
    file.write_text(f"text\n{text}\n")
    assert article_in(file).text == text


def test_rows_without_an_id_go_by_their_first_line(file: Path) -> None:
    file.write_text('\ntext,id\n"satu\ndua",\n\ntiga,\nempat,x\n')
    keys = [found.key for found in load_all(file) if isinstance(found, Article)]
    assert keys == ["berita.csv#3", "berita.csv#6", "berita.csv#x"]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("A,isi satu, lanjut tanpa kutip", "isi satu, lanjut tanpa kutip"),
        ("A,satu,dua,,tiga ", "satu,dua,,tiga "),
        ("A,isi satu,", "isi satu"),
        ("A,isi satu,, ,", "isi satu"),
        ('A,"isi satu, dikutip"', "isi satu, dikutip"),
        ('A,"isi satu, dikutip",', "isi satu, dikutip"),
    ],
)
def test_a_text_with_the_delimiter_in_it_is_whole(file: Path, row: str, text: str) -> None:
    file.write_text(f"title,text\n{row}\nB,isi dua\n")
    first, second = load_all(file)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.text, second.text) == (text, "isi dua")


@pytest.mark.parametrize(
    "table",
    [
        "text,title\nisi satu, lanjut tanpa kutip,A\nisi dua,B\n",
        'title,text\nA,"isi satu", lanjut\nB,isi dua\n',
        "title;text;url\nA;isi satu; lanjut;https://a.example/\nB;isi dua;\n",
    ],
)
def test_a_row_with_too_many_values_is_named(file: Path, table: str) -> None:
    file.write_text(table)
    error, article = load_all(file)
    assert isinstance(error, LoadError) and isinstance(article, Article)
    assert error.where == "berita.csv#2"
    assert error.reason == "load_extra_values"
    assert article.text == "isi dua"


@pytest.mark.parametrize(
    ("first", "delimiter"),
    [("sep=;", ";"), ("SEP=,", ","), ('"sep=;"', ";"), ("sep=|", "|"), ("sep=\t", "\t")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_excel_states_the_delimiter_on_the_first_line(
    file: Path, first: str, delimiter: str, encoding: str
) -> None:
    rows = f"{first}\r\nid{delimiter}text\r\n7{delimiter}isi satu\r\n"
    file.write_bytes(rows.encode(encoding))
    article = article_in(file)
    assert (article.key, article.text) == ("berita.csv#7", "isi satu")


def test_short_rows_have_no_text_and_long_ones_are_cut(file: Path) -> None:
    file.write_text("id,text\na\nb,dua,tiga\n")
    assert outcomes(file) == ["load_no_text", "b"]


def test_a_quote_that_is_never_closed_costs_its_own_row_only(file: Path) -> None:
    file.write_text('id,text\na,satu\nb,"dua\nc,tiga\nd,"empat"\ne,"lima\nenam\n')
    assert outcomes(file) == [
        "a",
        "load_bad_csv",
        "c",
        "d",
        "load_bad_csv",
        "load_no_text",
    ]
    errors = [found.where for found in load_all(file) if isinstance(found, LoadError)]
    assert errors == ["berita.csv#3", "berita.csv#6", "berita.csv#enam"]


def test_a_row_of_ill_fitting_quotes_is_reported(file: Path) -> None:
    file.write_text('id,text\na,"satu" dua\nb,tiga\n')
    assert outcomes(file) == ["load_bad_csv", "b"]


def test_a_record_without_end_is_given_up_at_the_limit(file: Path) -> None:
    with file.open("w") as out:
        out.write('id,text\na,"satu\n')
        for _ in range(11):
            out.write("x" * 1_000_000 + "\n")
        out.write("b,dua\n")
    assert outcomes(file) == ["load_bad_csv", *["load_no_text"] * 11, "b"]


def test_lines_that_are_no_text_are_reported_between_the_others(file: Path) -> None:
    file.write_bytes(b"id,text\na,satu\nb,\x81\nc,tiga\n")
    assert sorted(outcomes(file)) == ["a", "c", "load_undecodable"]


@pytest.mark.parametrize("header", ["id,title", '"', "a\rb", "x" * 200_000])
def test_a_table_without_a_column_of_texts_says_so(file: Path, header: str) -> None:
    file.write_text(f"{header}\na,b\n", newline="")
    assert "load_no_text_column" in outcomes(file)


@pytest.mark.parametrize("text", ["", "\n\n", "id,text\n", "id,text\n\n"])
def test_a_table_without_rows_is_empty(file: Path, text: str) -> None:
    file.write_text(text)
    assert error_in(file).reason == "load_empty"


def test_a_packed_table(tmp_path: Path) -> None:
    file = tmp_path / "berita.csv.gz"
    file.write_bytes(gzip.compress(b"id,text\na,satu\n"))
    assert outcomes(file) == ["a"]
