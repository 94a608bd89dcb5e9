"""All the addresses of a page have one canonical form, and other pages another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.canonical_address import address_key, canonical_address
from tests.cpu import cpu_seconds_below

PAGE = "warta.example/berita/d-17/harga-beras"
SAME = (
    "https://warta.example/berita/d-17/harga-beras",
    "http://warta.example/berita/d-17/harga-beras",
    "https://www.warta.example/berita/d-17/harga-beras/",
    "https://m.warta.example/berita/d-17/harga-beras",
    "https://www.m.warta.example/berita/d-17/harga-beras",
    "https://amp.warta.example/berita/d-17/harga-beras",
    "https://warta.example/amp/berita/d-17/harga-beras",
    "https://warta.example/berita/d-17/harga-beras/amp",
    "https://warta.example/berita/d-17/harga-beras/amp/",
    "https://warta.example/berita/d-17/harga-beras?amp=1",
    "https://warta.example/berita/d-17/harga-beras?utm_source=wa&utm_medium=share&fbclid=IwAR0",
    "https://warta.example/berita/d-17/harga-beras?page=all",
    "https://warta.example/berita/d-17/harga-beras?single=1&tag_from=wp",
    "https://warta.example/berita/d-17/harga-beras#komentar",
    "HTTPS://WARTA.EXAMPLE/berita/d-17/harga-beras",
    "https://warta.example./berita/d-17/harga-beras",
    "https://warta.example:443/berita/d-17/harga-beras",
    "http://warta.example:80/berita//d-17/harga-beras",
    "https:/warta.example/berita/d-17/harga-beras",
    "https://warta.example/berita/d%2D17/harga%2dberas",
    "https://budi:rahasia@warta.example/berita/d-17/harga-beras",
    "https://warta.example/berita/d-17/harga-\u200bberas\u200e",
    "https://t.me/iv?url=https%3A%2F%2Fwarta.example%2Fberita%2Fd-17%2Fharga-beras&rhash=1f",
    "https://www.google.com/url?q=https://warta.example/berita/d-17/harga-beras&sa=D",
    "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwarta.example%2Fberita%2Fd-17%2Fharga-beras",
    "https://www.google.com/amp/s/warta.example/berita/d-17/harga-beras",
    "https://warta-example.cdn.ampproject.org/c/s/warta.example/berita/d-17/harga-beras",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fwarta.example%2Fberita%2Fd-17%2Fharga-beras%3F"
    "fbclid%3DIwAR&h=AT0",
    "https://web.archive.org/web/20240101000000/https://www.warta.example/berita/d-17/harga-beras",
)
OTHERS = (
    "https://warta.example/berita/d-18/harga-beras",
    "https://warta.example/berita/D-17/harga-beras",
    "https://sport.warta.example/berita/d-17/harga-beras",
    "https://warta.example/berita/d-17/harga-beras?id=2",
    "https://warta.example:8080/berita/d-17/harga-beras",
    "https://warta.example/berita/d-17",
)
TWO_PAGES = (
    ("https://a.example/?p=1", "https://a.example/?p=2"),
    ("https://a.example/index.php?id=1", "https://a.example/index.php?id=2"),
    ("https://a.example/index.php?page=314", "https://a.example/index.php?page=315"),
    ("https://a.example/#/berita/1", "https://a.example/#/berita/2"),
    ("https://m.com/a", "https://www.com/a"),
    ("https://a.example/a%2Fb", "https://a.example/ab"),
    ("http://[::1]/a", "http://[::2]/a"),
)
NONE = (
    "",
    "warta.example/berita",
    "javascript:alert(1)",
    "data:text/html,a",
    "ftp://warta.example/a",
    "tg://resolve?domain=a",
    "http://",
    "https://a b.example/",
    "https://warta.example/" + "a" * 3000,
    "http://[::1",
    "http://warta.example:99999/a",
    "https://\ud800.example/",
)


@pytest.mark.parametrize("address", SAME)
def test_a_page_has_one_canonical_address(address: str) -> None:
    assert canonical_address(address) == PAGE
    assert address_key(address) == address_key(SAME[0])


@pytest.mark.parametrize("address", OTHERS)
def test_other_pages_have_others(address: str) -> None:
    assert canonical_address(address) not in ("", PAGE)
    assert address_key(address) != address_key(SAME[0])


@pytest.mark.parametrize(("one", "other"), TWO_PAGES)
def test_what_tells_pages_apart_stays(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


def test_names_in_other_scripts_are_one() -> None:
    assert canonical_address("https://bücher.example/ä") == "xn--bcher-kva.example/%C3%A4"
    assert canonical_address("https://xn--bcher-kva.example/%c3%a4") == canonical_address(
        "https://BÜCHER.example/ä"
    )


@pytest.mark.parametrize("address", NONE)
def test_what_is_no_web_address_has_none(address: str) -> None:
    assert canonical_address(address) == ""
    assert address_key(address) is None


@given(st.text(max_size=80).map("https://warta.example/{}".format) | st.text(max_size=80))
def test_any_text_has_a_canonical_address_that_is_its_own(address: str) -> None:
    canonical = canonical_address(address)
    assert not canonical or canonical_address(f"https://{canonical}") == canonical


def test_hostile_addresses_take_no_longer() -> None:
    for address in (
        "https://a.example/?" + "a=1&" * 480,
        "https://" + "m." * 900 + "example/",
        "https://google.com/amp/s/" * 70 + "warta.example",
        "https://a.example" + "/amp" * 450,
        "https://a.example/" + "%25" * 600,
    ):
        with cpu_seconds_below(0.5):
            canonical_address(address)
