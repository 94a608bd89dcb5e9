"""Elements that are never closed hide no text, in pages and in feeds."""

import pytest
from lxml import html

from index.sources.html_page import page_article
from index.sources.html_text import text_of_html
from index.sources.nesting import MAX_DEPTH, flattened

OPEN = ["<div>", "<DIV class='a>b'>", "<span>", "<b>", "<center>", "<section>", "<o:p>", "<wbr>"]
OPEN += ["<blockquote>", "<dd>", "<li>", "<p>", "<td>", "<table><tr><td>", "<ul><li>", "<a href=x>"]
PARAGRAPHS = [
    f"Warga kelurahan nomor {number} mengungsi ke gedung sekolah sejak air naik pada Jumat malam."
    for number in range(6)
]


@pytest.mark.parametrize("tag", OPEN)
def test_text_behind_thousands_of_open_elements_is_read(tag: str) -> None:
    fragment = f"teks {tag}" * 3000
    assert text_of_html(fragment).count("teks") == 3000


@pytest.mark.parametrize("tag", OPEN)
def test_so_is_a_page_s(tag: str) -> None:
    first, rest = PARAGRAPHS[:3], PARAGRAPHS[3:]
    parts = [*(f"<p>{text}</p>" for text in first), tag * 2500]
    parts += (f"<p>{text}</p>" for text in rest)
    page = f"<html><title>Air naik</title><body><article><h1>Air naik</h1>{''.join(parts)}"
    text = page_article(page.encode(), "k", "https://warta.example/b/1").text
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in text] == []


def test_what_is_shallow_is_left_as_it_is() -> None:
    fragment = "<div><p>Satu<p>Dua<br><ul><li>Tiga<li>Empat</ul></div>" * 500
    assert flattened(fragment) == fragment
    assert flattened("<p>" * 9000) == "<p>" * 9000


def test_elements_that_are_closed_keep_their_place() -> None:
    deep = MAX_DEPTH + 50
    fragment = f"{'<div>' * deep}dalam{'</div>' * deep}<p>luar</p>"
    tree = html.fromstring(f"<main>{flattened(fragment)}</main>")
    assert [element.tag for element in tree] == ["div", "p"]
    assert tree.text_content() == "dalamluar"
