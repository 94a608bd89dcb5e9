"""What is unchecked becomes safe, and the same words give the same digest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.article_builder import (
    MAX_TITLE,
    digest_of,
    one_line,
    row_article,
    title_from_name,
    web_address,
)
from index.sources.fields import Fields
from index.types import Article, Span
from tests.index.sources.samples import BODY, LEAD, TEXT, TITLE


def loaded(text: str, title: str = "") -> Article:
    return row_article(Fields(text=text, title=title), "k")


@pytest.mark.parametrize(
    "other",
    [
        f"{TITLE}\n\n{TEXT}\n\nPosted By : admin",
        "\r\n".join(BODY),
        TEXT.upper(),
        TEXT.replace("“", '"').replace("”", '"').replace("—", "-"),
        TEXT.replace(" ", "\u00a0").replace("peta", "pe\u00adta"),
        "\u200b" + TEXT.replace("ti", "tı\u0307".replace("ı\u0307", "i")),
    ],
    ids=["framed", "line ends", "capitals", "straight quotes", "invisible signs", "zero width"],
)
def test_the_same_words_have_the_same_digest(other: str) -> None:
    assert loaded(other, TITLE).digest == loaded(TEXT).digest


def test_other_words_have_another_digest() -> None:
    assert loaded(TEXT + " Tambahan.").digest != loaded(TEXT).digest


@given(st.text(max_size=80))
def test_a_digest_is_32_hex_digits_of_any_text(text: str) -> None:
    digest = digest_of(text, [Span(0, len(text))])
    assert len(digest) == 32 and int(digest, 16) >= 0


def test_a_title_is_one_printable_line() -> None:
    assert one_line("Harga\n beras\t\u202enaik\u202c\x07 \u200bhari ini", 100) == (
        "Harga beras naik hari ini"
    )


def test_a_title_too_long_is_cut_at_a_word_s_end() -> None:
    assert one_line("kata " * 100, 12) == "kata kata…"
    assert one_line("k" * 100, 12) == "k" * 11 + "…"


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_one_line_never_exceeds_its_limit(value: str, limit: int) -> None:
    line = one_line(value, limit)
    assert len(line) <= limit
    assert "\n" not in line and "\u202e" not in line


def test_a_row_s_title_is_bounded() -> None:
    assert len(loaded(LEAD, "judul " * 1000).title) <= MAX_TITLE


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("harga-beras_naik.txt", "Harga beras naik"),
        ("berita/2022/Kapal  riset.html", "Kapal riset"),
        ("ALLCAPS.txt", "ALLCAPS"),
        ("-.txt", ""),
    ],
)
def test_a_file_s_name_as_a_title(key: str, title: str) -> None:
    assert title_from_name(key) == title


@pytest.mark.parametrize(
    "url", ["https://a.example/x?y=1#z", "http://a.example", " https://a.example/é "]
)
def test_addresses_of_the_web_are_kept(url: str) -> None:
    assert web_address(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "ftp://a.example/x",
        "tg://resolve?domain=x",
        "//a.example/x",
        "a.example/x",
        "https://",
        "https:///x",
        "http://[::1",
        "https://a.example/ x",
        "https://a.example/\u202ex",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_anything_else_is_no_address(url: str) -> None:
    assert web_address(url) == ""
