"""Sections as every format states them."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.sources.feed import parse_feed
from index.sources.section_names import section_name, stated_section
from index.text.sections import MAX_NAME
from tests.index.sources.samples import LAST, TEXT, TITLE, article_in

URL = "https://warta.example/feed"


@pytest.mark.parametrize("column", "section category Kategori RUBRIK kanal".split())
def test_a_column_of_a_table(tmp_path: Path, column: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"title,text,{column}\nJudul,{LAST},Sepak Bola\n", "utf-8")
    assert article_in(file, "rows.csv").section == "Sepak Bola"


@pytest.mark.parametrize(
    ("values", "section"),
    [
        ({"category": "Ekonomi"}, "Ekonomi"),
        ({"category": "Infografis"}, "Infografis"),
        ({"category": ["Bola", "Liga 1"]}, "Bola"),
        ({"category": ["Nasional", "Politik"]}, "Politik"),
        ({"category": "News", "section": "Hukum"}, "Hukum"),
        ({"section": "Hukum", "category": ""}, "Hukum"),
        ({"category": "News"}, ""),
        ({"category": 3}, ""),
        ({"category": "0"}, ""),
        ({"category": None}, ""),
        ({"category": {"name": "Bola"}}, ""),
        ({"category": "prabowo, paris, rafale"}, ""),
        ({"category": "china, prabowo, ekonomi"}, "ekonomi"),
        ({"category": "mobil, kecelakaan, tol, polisi"}, ""),
        ({"category": "Otomotif, Mobil"}, "Otomotif"),
        ({"category": ["Liga Inggris", "Berita"]}, "Liga Inggris"),
        ({"category": "Bola > Liga Inggris"}, "Bola > Liga Inggris"),
        ({"tags": ["prabowo", "ekonomi"]}, "ekonomi"),
        ({"tags": ["prabowo", "mobil"]}, ""),
        ({"tags": ["prabowo"]}, ""),
        ({"category": "Infografis", "tags": ["ekonomi"]}, "ekonomi"),
        ({}, ""),
    ],
)
def test_values_of_a_line_of_json(tmp_path: Path, values: dict[str, object], section: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"title": TITLE, "text": TEXT} | values), "utf-8")
    assert article_in(file, "rows.jsonl").section == section


@pytest.mark.parametrize("key", "Section Rubrik Kategori Kanal category".split())
def test_a_header_line_of_a_text(tmp_path: Path, key: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Title: {TITLE}\n{key}: Gaya Hidup\nDate: 2026-01-02\n\n{TEXT}", "utf-8")
    article = article_in(file, "a.txt")
    assert (article.section, article.text) == ("Gaya Hidup", TEXT)


def test_a_headline_that_begins_with_such_a_word_is_none(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Kanal: warga menunggu air sejak kemarau\n\n{TEXT}", "utf-8")
    article = article_in(file, "a.txt")
    assert article.section == ""
    assert article.text.startswith("Kanal:")


@pytest.mark.parametrize(
    "lines",
    [
        "category: Bola",
        "category: 'Bola'",
        "categories: [Bola, Liga 1]",
        "categories:\n  - Bola\n  - Liga 1",
    ],
)
def test_front_matter(tmp_path: Path, lines: str) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"---\ntitle: {TITLE}\n{lines}\ndate: 2026-01-02\n---\n\n{TEXT}", "utf-8")
    article = article_in(file, "a.md")
    assert (article.section, str(article.date)) == ("Bola", "2026-01-02")


RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>W</title><item><title>T</title>
<link>https://warta.example/1</link>{}<description>d</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><entry><title>T</title><id>1</id>
<link href="https://warta.example/1"/>{}<summary>d</summary></entry></feed>"""
JSON_FEED = """{{"version": "https://jsonfeed.org/version/1.1", "title": "W", "items":
[{{"id": "1", "title": "T", "content_text": "d", "tags": {}}}]}}"""


@pytest.mark.parametrize(
    ("feed", "values", "section"),
    [
        (RSS, "<category>Ekonomi</category>", "Ekonomi"),
        (RSS, "<category><![CDATA[Hukum &amp; Kriminal]]></category>", "Hukum & Kriminal"),
        (RSS, "<category>Headline</category><category>Bola</category>", "Bola"),
        (RSS, "<category>Nasional</category><category>Politik</category>", "Politik"),
        (RSS, "<category>Infografis</category>", "Infografis"),
        (RSS, "<category>Prabowo</category><category>Paris</category>", ""),
        (RSS, "<category>Uncategorized</category>", ""),
        (RSS, "<media:category>Kesehatan</media:category>", "Kesehatan"),
        (RSS, "<dc:subject>Tekno</dc:subject>", "Tekno"),
        (RSS, "", ""),
        (ATOM, '<category term="pol" label="Politik"/>', "Politik"),
        (ATOM, '<category term="wisata"/>', "wisata"),
        (JSON_FEED, '["prabowo", "Ekonomi"]', "Ekonomi"),
        (JSON_FEED, '["prabowo"]', ""),
        (JSON_FEED, '"Ekonomi"', "Ekonomi"),
        (JSON_FEED, '[{"a": 1}, 3, null]', ""),
        (JSON_FEED, "null", ""),
    ],
)
def test_categories_of_a_feed(feed: str, values: str, section: str) -> None:
    parsed = parse_feed(feed.format(values).encode(), URL)
    assert parsed is not None
    assert [item.section for item in parsed.items] == [section]


@given(st.lists(st.text(max_size=200), max_size=5), st.lists(st.text(max_size=50), max_size=5))
@example(["<b>Bola</b>" * 40], [])
@example(["Ekonomi, " + "kata kunci, " * 40], [])
@example(["A\r\x1b"], [])
@example(["A \x1b B"], [])
@example(["\u202eakaB\x1b[31m\x00"], [])
@example(["Ekonomi\n\n<script>alert(1)</script>"], [])
def test_any_name_is_one_short_printable_line(names: list[str], tags: list[str]) -> None:
    found = stated_section(names, tags)
    assert len(found) <= MAX_NAME
    assert found == " ".join(found.split())
    assert not set(found) & set("\x00\x1b\u202e\n\r\t")
    assert section_name(found) == found


@pytest.mark.parametrize(
    ("above", "section"),
    [
        ("Nasional", "Nasional"),
        ("Home > Ekonomi > Makro", "Ekonomi"),
        ("Beranda / Olahraga", "Olahraga"),
        ("Uncategorized", ""),
        ("Jakarta | Senin, 3 Mei 2026", ""),
        ("Tim Redaksi", ""),
    ],
)
def test_a_label_above_a_text(tmp_path: Path, above: str, section: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{TITLE}\n{above}\n\n{TITLE}\n\n{TEXT}", "utf-8")
    assert article_in(file, "a.txt").section == section


def test_a_header_line_counts_before_a_label(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"Section: Hukum\n\n{TITLE}\nNasional\n\n{TEXT}", "utf-8")
    assert article_in(file, "a.txt").section == "Hukum"


def test_a_section_s_name_in_the_text_is_no_label(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{TITLE}\n\n{TEXT}\n\nNasional", "utf-8")
    assert article_in(file, "a.txt").section == ""
