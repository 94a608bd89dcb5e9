"""Articles of pages of twenty layouts, extracted word for word as a person would copy them."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from index.errors import LoadError
from index.sources.fields import Fields
from index.sources.html_page import page_article
from index.types import Article, Language

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
URL = "https://www.warta.example/baca?id=1"
MEAN = 0.99
"""Words in common with the text by hand; what was measured, 0.994, rounded down."""
WORST = 0.85


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def body(article: Article) -> str:
    return "\n".join(article.text[start:end] for start, end in article.body)


def f1(page: Path) -> float:
    found = words(body(page_article(page.read_bytes(), "k", URL)))
    wanted = words(page.with_suffix(".txt").read_text("utf-8"))
    return 2 * (found & wanted).total() / (found.total() + wanted.total())


def test_the_text_is_the_article_s_and_little_else() -> None:
    scores = [f1(page) for page in PAGES]
    assert len(scores) == 20
    assert min(scores) >= WORST
    assert sum(scores) / len(scores) >= MEAN


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_its_article_is(page: Path) -> None:
    article = page_article(page.read_bytes(), "k", URL)
    html = page.read_text("utf-8")
    headline = re.search(r'og:title" content="([^"]+)"', html)
    site = re.search(r'og:site_name" content="([^"]+)"', html)
    assert headline and site
    assert article.title == headline[1]
    assert article.source == site[1]
    assert article.date == date(2026, 3, 14)
    assert article.url == "https://warta.example/berita/contoh"
    assert article.language is (Language.ENGLISH if 'lang="en"' in html else Language.INDONESIAN)


def test_an_address_of_another_site_is_not_believed() -> None:
    page = PAGES[0].read_bytes()
    assert page_article(page, "k", "https://lain.example/a").url == "https://lain.example/a"


def test_what_the_feed_says_stands_where_the_page_is_silent() -> None:
    paragraphs = "Nelayan itu pulang dengan perahu yang penuh ikan pada malam hari. " * 8
    page = f"<html><body><article><p>{paragraphs}</p></article></body></html>".encode()
    hint = Fields("", title="Dari umpan", date="2026-05-01", source="Warta Umpan")
    article = page_article(page, "k", URL, hint=hint)
    assert (article.title, article.source, article.url) == ("Dari umpan", "Warta Umpan", URL)
    assert article.date == date(2026, 5, 1)


def test_a_page_in_an_encoding_that_it_states_itself() -> None:
    text = "Kafé “Rindu” di tepi kali itu menyajikan kopi kepada para nelayan yang pulang. " * 5
    page = f'<html><meta charset="windows-1252"><article><p>{text}</p></article></html>'
    assert "Kafé “Rindu”" in page_article(page.encode("cp1252"), "k", URL).text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<html><body></body></html>", "load_no_article"),
        (b"", "load_no_article"),
        (b"\x81\x8d\x8f" * 100, "load_undecodable"),
        (b"<p>kata</p>" * 300_000, "load_too_large"),
    ],
)
def test_what_is_no_article_is_told(page: bytes, reason: str) -> None:
    with pytest.raises(LoadError) as caught:
        page_article(page, "k", URL)
    assert caught.value.reason == reason
