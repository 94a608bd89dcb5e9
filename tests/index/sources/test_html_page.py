"""A saved page is loaded as its article, without the page around it."""

from datetime import date
from pathlib import Path

import pytest

from index.types import Language
from tests.index.sources.samples import (
    BODY,
    ENGLISH,
    LEAD,
    TITLE,
    article_in,
    body_of,
    error_in,
)

PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
PAGE = f"""<!DOCTYPE html>
<html lang="en-US"><head><title>{TITLE} - Warta Contoh</title>
<meta property="og:site_name" content="Warta Contoh">
<link rel="canonical" href="https://warta.example/palung">
<meta property="article:published_time" content="2022-01-21T10:30:00+07:00">
<style>p {{ color: red }}</style></head><body>
<nav><a href="/">Beranda</a> <a href="/n">Nasional</a></nav>
<article><h1>{TITLE}</h1><p>Oleh Ratna Dewi</p>{PARAGRAPHS}<p>Bagikan ke Facebook</p></article>
<aside><a href="/x">Berita lain yang sedang ramai dibaca orang</a></aside>
<script>document.write("jahat")</script><footer>© 2022 Warta Contoh</footer></body></html>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "palung.html"


def test_the_article_is_told_from_the_page(file: Path) -> None:
    file.write_text(PAGE, "utf-8")
    article = article_in(file)
    assert article.title == TITLE
    assert article.date == date(2022, 1, 21)
    assert article.source == "Warta Contoh"
    assert article.url == "https://warta.example/palung"
    assert article.place == "Cilacap"
    assert body_of(article) == BODY
    assert "<" not in article.text and "jahat" not in article.text


def test_the_words_tell_the_language_before_the_template(file: Path) -> None:
    """Indonesian sites often have a template that states English."""
    file.write_text(PAGE, "utf-8")
    assert article_in(file).language is Language.INDONESIAN


def test_the_template_tells_it_where_the_words_do_not(file: Path) -> None:
    file.write_text(f'<html lang="en"><body><p>{"Borobudur Prambanan. " * 30}</p></body></html>')
    assert article_in(file).language is Language.ENGLISH


def test_english_pages_and_short_suffix(tmp_path: Path) -> None:
    file = tmp_path / "ship.HTM"
    file.write_text(f"<html><body><article><p>{ENGLISH}</p></article></body></html>")
    article = article_in(file)
    assert article.language is Language.ENGLISH
    assert article.title == "Ship"


def test_a_page_in_windows_1252(file: Path) -> None:
    file.write_bytes(PAGE.encode("cp1252"))
    assert body_of(article_in(file)) == BODY


def test_a_date_that_only_the_text_mentions_is_not_the_page_s(file: Path) -> None:
    page = f"<html><body><article><p>{LEAD}</p><p>Pada 3 Mei 2019 kapal lain tenggelam di selat "
    file.write_text(page + "itu dan semua awaknya selamat.</p></article></body></html>", "utf-8")
    assert article_in(file).date is None


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><script>x = 1</script></body></html>",
        "<!-- catatan " * 50,
        "<html" * 50,
    ],
)
def test_a_page_without_an_article_says_so(file: Path, page: str) -> None:
    file.write_text(page)
    assert error_in(file).reason == "load_no_article"


def test_a_page_that_breaks_the_extractor_has_no_article(file: Path) -> None:
    file.write_text(f"<?xml version='1.0'?><html><iframe>{LEAD}</iframe>", "utf-8")
    assert error_in(file).reason == "load_no_article"


def test_deep_nesting_does_no_harm(file: Path) -> None:
    depth = 20_000
    file.write_text(f"<html><body>{'<div>' * depth}{LEAD}{'</div>' * depth}</body></html>", "utf-8")
    assert article_in(file).text == LEAD


def test_the_limit_is_lower_than_for_plain_text(file: Path) -> None:
    file.write_bytes(b"kata " * 600_001)
    error = error_in(file)
    assert (error.reason, error.arguments) == ("load_too_large", {"megabytes": 3})
