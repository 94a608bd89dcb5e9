"""Unchecked fields become a valid article; equal words give equal digests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.article_builder import (
    digest_of,
    row_article,
    title_from_name,
)
from index.sources.field_values import MAX_TITLE
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
