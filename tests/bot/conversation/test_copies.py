"""A text is found to be an article, or a part of one, by its words."""

from dataclasses import replace

import pytest

from bot.conversation.copies import asks, compare, is_about, is_passage, queries_of
from index.types import Article, Language
from tests.bot.samples import make_article
from tests.cpu import cpu_seconds_below

TEXT = (
    "Banjir merendam 12 desa di Kabupaten Demak setelah tanggul Sungai Tuntang jebol pada Selasa "
    "malam. Sebanyak 4.300 warga mengungsi ke sekolah dan balai desa yang lebih tinggi. Perbaikan "
    "tanggul diperkirakan memakan waktu sepuluh hari, kata Kepala Balai Besar Wilayah Sungai. "
    "Bupati meminta warga tidak kembali sebelum air surut, dan dapur umum dibuka di tiga kecamatan."
)
FLOOD = replace(make_article("a", TEXT, "Banjir Merendam 12 Desa di Demak"), id=1)
COPY = replace(make_article("b", f"{TEXT[:200]} Lainnya berbeda sama sekali di sini."), id=2)
OTHER = replace(
    make_article("c", "Gempa mengguncang Cianjur pada Rabu pagi dan merusak rumah warga."), id=3
)
WORDS = TEXT.split()


def ids(found: tuple[Article, ...]) -> list[int]:
    return [article.id for article in found]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        TEXT[100:350],
        " ".join(word for number, word in enumerate(WORDS) if number % 10),
        f"Diteruskan dari grup sebelah: {TEXT} Sebarkan!",
    ],
)
def test_an_article_is_found_by_a_copy_or_a_part(text: str) -> None:
    found = compare(text, [OTHER, COPY, FLOOD])
    assert found.article == FLOOD
    assert ids(found.related) == [COPY.id]


def test_what_shares_some_sentences_is_near_and_the_rest_is_not() -> None:
    text = f"{TEXT[:95]} {' '.join(f'kata{number}' for number in range(40))}"
    found = compare(text, [OTHER, FLOOD])
    assert found.article is None
    assert ids(found.related) == [FLOOD.id]
    assert compare(OTHER.text, [FLOOD]) == compare("", [FLOOD]) == compare("", [])


@pytest.mark.parametrize(
    ("text", "forwarded", "expected"),
    [
        ("kenapa harga beras naik?", False, False),
        ("kenapa harga beras naik?", True, False),
        ("kata " * 60, False, False),
        ("kata " * 90, False, True),
        (TEXT[:180], False, False),
        (TEXT[:180], True, True),
        ("apa saja gejala ebola yang perlu diketahui " * 4, True, False),
        (f"{TEXT[:180]}. Benarkah begitu?", True, False),
        ("", True, False),
    ],
)
def test_a_passage_is_long_or_somebody_else_s(text: str, forwarded: bool, expected: bool) -> None:
    assert is_passage(text, forwarded=forwarded) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a. b?", True), ("a? b.", False), ("b?”", True), ("", False), ("b?\n", True)],
)
def test_a_text_that_ends_in_a_question_asks(text: str, expected: bool) -> None:
    assert asks(text) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Banjir Merendam 12 Desa di Demak", True),
        ("banjir demak", True),
        ("Banjir merendam 12 desa - Suara", True),
        ("rupiah melemah", False),
        ("apa", False),
        ("", False),
    ],
)
def test_words_beside_an_address_may_be_its_headline(words: str, expected: bool) -> None:
    assert is_about(words, FLOOD) is expected


def test_the_queries_are_the_beginning_and_the_rarest_words() -> None:
    rare = {"demak": 5.0, "tuntang": 9.0}
    head, rarest = queries_of(TEXT, Language.INDONESIAN, lambda stem: rare.get(stem, 0.0))
    assert rarest.terms == ("tuntang", "demak")
    assert "banjir" in head.terms


def test_hostile_texts_cost_little() -> None:
    many = [replace(FLOOD, text="a " * 500_000, id=number) for number in range(10)]
    with cpu_seconds_below(2.0):
        for text in ("a " * 500_000, "." * 500_000, "?" * 500_000, "\u202e" * 500_000):
            compare(text, many)
            is_passage(text, forwarded=True)
            is_about(text, many[0])
            queries_of(text, Language.INDONESIAN, lambda _: 1.0)
