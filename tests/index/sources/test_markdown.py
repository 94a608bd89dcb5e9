"""A Markdown file is loaded as the words that a reader would see."""

from datetime import date
from pathlib import Path

import pytest

from tests.index.sources.samples import LEAD, QUOTE, TITLE, article_in, body_of, error_in


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "palung.md"


def test_markup_is_gone_and_the_first_heading_is_the_title(file: Path) -> None:
    file.write_text(
        f"# {TITLE}\n\n"
        "Kapal **Baruna** memetakan [palung *Jawa*](https://a.example/x) &amp; sekitarnya\n"
        "selama `40` hari. ![kapal](a.png)<br>\n\n"
        "## Hasil\n\n- Panjang 400 km\n- Dalam 7 km\n\n> “Luar biasa,” katanya.\n\n"
        "***\n\n<div>iklan</div>\n\nAkhir  \ncerita.\n\n    kode\n",
        "utf-8",
    )
    article = article_in(file)
    assert article.title == TITLE
    assert body_of(article) == (
        "Kapal Baruna memetakan palung Jawa & sekitarnya selama 40 hari.",
        "Hasil",
        "Panjang 400 km",
        "Dalam 7 km",
        "“Luar biasa,” katanya.",
        "Akhir",
        "cerita.",
        "kode",
    )
    assert not set("*`[]#<>") & set(article.text)


def test_front_matter_is_read_and_unknown_keys_dropped(file: Path) -> None:
    file.write_text(
        f'---\ntitle: "{TITLE}"\ntags: [laut, peta]\ntanggal: 2022-01-21\n'
        f"source: 'Warta Contoh'\nlang: id\n---\n# Lain\n\n{LEAD}\n",
        "utf-8",
    )
    article = article_in(file)
    assert (article.title, article.date) == (TITLE, date(2022, 1, 21))
    assert article.source == "Warta Contoh"
    assert "tags" not in article.text


def test_header_lines_serve_too(file: Path) -> None:
    file.write_text(f"Title: {TITLE}\nDate: 21/01/2022\n\n{LEAD}\n\n{QUOTE}\n", "utf-8")
    article = article_in(file)
    assert (article.title, article.date) == (TITLE, date(2022, 1, 21))
    assert body_of(article) == (LEAD, QUOTE)


def test_a_rule_at_the_top_that_is_never_closed_is_no_front_matter(file: Path) -> None:
    file.write_text(f"---\ntitle: bukan kepala\n\n{LEAD}\n", "utf-8")
    article = article_in(file)
    assert "title: bukan kepala" in article.text


def test_without_a_heading_the_headline_or_the_name_serves(file: Path) -> None:
    file.write_text(f"{LEAD}\n\n{QUOTE}\n", "utf-8")
    assert article_in(file).title == "Palung"
    file.write_text(f"## {TITLE}\n\n{LEAD}\n\n{QUOTE}\n", "utf-8")
    assert article_in(file).title == TITLE


def test_a_file_of_pictures_has_no_text(file: Path) -> None:
    file.write_text("![a](b.png)\n\n<p>c</p>\n", "utf-8")
    assert error_in(file).reason == "load_no_text"


def test_the_limit_is_lower_than_for_plain_text(file: Path) -> None:
    file.write_bytes(b"kata " * 200_001)
    error = error_in(file)
    assert (error.reason, error.arguments) == ("load_too_large", {"megabytes": 1})
