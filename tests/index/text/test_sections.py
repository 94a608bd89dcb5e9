"""The usual sections: which names and addresses stand for one, and which stand for none."""

from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sections import (
    article_section,
    is_section_name,
    section_of,
    section_of_address,
    section_of_tag,
    sections,
)
from index.types import Language

NAMED = [
    ("Bola", "sports"),
    ("SEPAK BOLA", "sports"),
    ("Sepakbola", "sports"),
    ("Sports", "sports"),
    ("football", "sports"),
    ("detikSport", "sports"),
    ("Bola > Liga Inggris", "sports"),
    ("Ekonomi", "economy"),
    ("Ekonomi & Bisnis", "economy"),
    ("Ekonomi dan Bisnis", "economy"),
    ("Ekonomi / Bisnis", "economy"),
    ("Ekonomi Syariah", "economy"),
    ("Money", "economy"),
    ("Market", "economy"),
    ("Business News", "economy"),
    ("Berita Politik", "politics"),
    ("Politics and Government", "politics"),
    ("Hukum & Kriminal", "law"),
    ("Hukum & Kriminalitas", "law"),
    ("Internasional", "world"),
    ("Luar Negeri", "world"),
    ("World news", "world"),
    ("Global", "world"),
    ("News - Nasional", "national"),
    ("Megapolitan", "regional"),
    ("Nusantara", "regional"),
    ("Kesehatan", "health"),
    ("Health & Fitness", "health"),
    ("Tekno", "technology"),
    ("detikInet", "technology"),
    ("Sains & Teknologi", "technology"),
    ("Sains", "science"),
    ("Lingkungan Hidup", "environment"),
    ("Seleb", "entertainment"),
    ("Musik", "entertainment"),
    ("Otomotif", "automotive"),
    ("Edukasi", "education"),
    ("Jalan-jalan", "travel"),
    ("Kuliner", "food"),
    ("Gaya Hidup", "lifestyle"),
    ("Life & Style", "lifestyle"),
    ("Khazanah", "religion"),
    ("Dunia Islam", "religion"),
    ("Dunia Usaha", "economy"),
    ("Tajuk Rencana", "opinion"),
    ("Op-Ed", "opinion"),
]
OF_NONE = [
    "",
    " ",
    "News",
    "Berita Utama",
    "Infografis",
    "Prabowo Subianto",
    "Peristiwa",
    "0",
    "🔥",
    "bolang",
    "ekonomis",
    "Ekonomi Indonesia tumbuh 5 persen",
]
ADDRESSES = [
    ("https://sport.detik.com/sepakbola/d-8478422/megawati", "sports"),
    ("https://bola.okezone.com/read/2022/01/20/49/judul", "sports"),
    ("https://www.bola.net/indonesia/judul.html", "sports"),
    ("https://www.bola.com/a/b", "sports"),
    ("https://www.cnnindonesia.com/ekonomi/20220120-78-9/judul", "economy"),
    ("https://market.bisnis.com/read/1/2/judul", "economy"),
    ("https://www.bbc.com/news/business-60063418", "economy"),
    ("https://www.nytimes.com/2022/01/20/business/title.html", "economy"),
    ("https://warta.example/politik/judul", "politics"),
    ("https://warta.example/en/world/title", "world"),
    ("https://m.warta.example/kesehatan/2022/1/judul", "health"),
    ("https://hot.detik.com/celeb/d-1/judul", "entertainment"),
    ("https://regional.kompas.com/read/2019/09/10/1/judul", "regional"),
    ("https://WARTA.example/Ekonomi/judul", "economy"),
]
ADDRESSES_OF_NONE = [
    "",
    "not an address",
    "https://[",
    "https://warta.example/",
    "https://warta.example/politik",
    "https://warta.example/ekonomi-tumbuh-5-persen",
    "https://warta.example/tokoh/politik/judul",
    "https://warta.example/2022/01/politik",
    "https://www.bisnis.com/a/judul",
    "https://politik.co.id/a/judul",
    "https://health.com/a/judul",
    "https://news.detik.com/berita/d-1/judul",
    "https://warta.example/?kanal=politik",
    "https://user:politik@warta.example/a/b",
]


@pytest.mark.parametrize(("name", "code"), NAMED)
def test_a_usual_name_stands_for_its_section(name: str, code: str) -> None:
    assert section_of(name) == code


@pytest.mark.parametrize("name", OF_NONE)
def test_any_other_name_stands_for_none(name: str) -> None:
    assert section_of(name) is None


@pytest.mark.parametrize(("url", "code"), ADDRESSES)
def test_a_host_or_the_first_part_of_a_path_names_a_section(url: str, code: str) -> None:
    assert section_of_address(url) == code


@pytest.mark.parametrize("url", ADDRESSES_OF_NONE)
def test_other_addresses_name_none(url: str) -> None:
    assert section_of_address(url) is None


def test_what_is_stated_counts_before_the_address() -> None:
    url = "https://sport.detik.com/a/b"
    assert article_section("Kesehatan", url) == "health"
    assert article_section("Infografis", url) == article_section("", url) == "sports"


def test_a_tag_means_a_section_only_if_it_is_hardly_anything_else() -> None:
    assert section_of_tag("Ekonomi") == "economy"
    assert [section_of_tag(tag) for tag in ("mobil", "Bali", "film", "China")] == [None] * 4


def test_every_section_has_both_names_and_no_name_is_of_two() -> None:
    for code, section in sections().items():
        assert len(code) <= 16
        assert {section_of(section.names[language]) for language in Language} == {code}
    text = resources.files("index.text").joinpath("sections.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    names = Counter(name for row in rows for name in ", ".join(row[3:5]).split(", "))
    labels = Counter(label for row in rows for label in row[5].split(", "))
    assert [each for each, times in (names + labels).items() if names[each] > 1] == []
    assert [each for each, times in labels.items() if times > 1] == []


@given(st.text(max_size=400))
def test_any_text_is_a_name_of_some_section_or_none(text: str) -> None:
    assert section_of(text) in {None, *sections()}
    assert section_of_tag(text) in {None, *sections()}
    assert section_of_address(f"https://warta.example/{text}") in {None, *sections()}
    assert isinstance(is_section_name(text), bool)
