"""Lines and web addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.field_values import clean_line
from index.text.web_address import web_address


def test_a_title_is_one_printable_line() -> None:
    assert clean_line("Harga\n beras\t\u202enaik\u202c\x07 \u200bhari ini", 100) == (
        "Harga beras naik hari ini"
    )


def test_a_title_too_long_is_cut_at_a_word_s_end() -> None:
    assert clean_line("kata " * 100, 12) == "kata kata…"
    assert clean_line("k" * 100, 12) == "k" * 11 + "…"


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_one_line_never_exceeds_its_limit(value: str, limit: int) -> None:
    line = clean_line(value, limit)
    assert len(line) <= limit
    assert "\n" not in line and "\u202e" not in line


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?y=1#z",
        "http://a.example",
        " https://a.example/é ",
        "https://a_b.example:8443/",
        "http://kafé.example/",
        "http://xn--kaf-dma.example/",
        "http://[2606:2800::1]:80/",
    ],
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
        "http://a.example:99999/",
        "http://a.example:0/",
        "http://a.example:x/",
        "http://xn--/",
        "http://xn--zzzzzzzzzzz.example/",
        "http://a..example/",
        "http://a%20b.example/",
        "http://%zz/",
        "https://a.example/ x",
        "https://a.example/\u202ex",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_anything_else_is_no_address(url: str) -> None:
    assert web_address(url) == ""
