"""A link is mended where it is meant for one, and is none otherwise; a row for each case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.links import feed_address, resolved_address
from index.text.web_address import web_address

BASE = "https://warta.example/berita/rss.xml"
HOME = "https://warta.example"

MENDED = {
    "/feed": f"{HOME}/feed",
    " rss2.xml\n": f"{HOME}/berita/rss2.xml",
    "2022/banjir": f"{HOME}/berita/2022/banjir",
    "../b": f"{HOME}/b",
    "?p=1": f"{HOME}/berita/rss.xml?p=1",
    "index.php?id=7": f"{HOME}/berita/index.php?id=7",
    "https://lain.example/": "https://lain.example/",
    "//lain.example/a": "https://lain.example/a",
    "HTTPS://lain.example/a": "https://lain.example/a",
    "https://lain.example/live#p1": "https://lain.example/live#p1",
    "https://lain.example/a?x=1&y=2&copy=3": "https://lain.example/a?x=1&y=2&copy=3",
    "https://lain.example/a?x=1&amp;y=2": "https://lain.example/a?x=1&y=2",
    "https://lain.example/harga beras.html": "https://lain.example/harga%20beras.html",
    "/berita/harga beras naik": f"{HOME}/berita/harga%20beras%20naik",
    "https://lain.example/\n   a": "https://lain.example/a",
    "<https://lain.example/a>": "https://lain.example/a",
    '"https://lain.example/a"': "https://lain.example/a",
    "\ufeffhttps://lain.example/a\u200b": "https://lain.example/a",
    "https://lain.example/é": "https://lain.example/é",
    "https:\\\\lain.example\\a": "https://lain.example/a",
    "http:/lain.example/a": "http://lain.example/a",
    "https:///lain.example/a": "https://lain.example/a",
    "https//lain.example/a": "https://lain.example/a",
    "http://https://lain.example/a": "https://lain.example/a",
    "lain.example/a": "https://lain.example/a",
    "www.lain.example": "https://www.lain.example",
    "lain.example:8080/a": "https://lain.example:8080/a",
}
NO_LINKS = [
    "http:///a",
    "https:///berita/1",
    "",
    "  ",
    "#",
    "#p1",
    "-",
    "N/A",
    "n.a.",
    "null",
    "undefined",
    "None",
    "tidak ada",
    "abc123",
    "Judul berita hari ini",
    "12345",
    "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
    "tag:warta.example,2022:1",
    "mailto:redaksi@warta.example",
    "javascript:void(0)",
    "data:text/html,a",
    "ftp://warta.example/a",
    "file:///etc/passwd",
    "http://",
    "http://[::1",
    "http://host:99999/",
    "http://xn--/",
    "http://a..b/",
]
FEEDS = {
    "feed://warta.example/rss": f"{HOME}/rss",
    "feed:https://warta.example/rss": f"{HOME}/rss",
    "feed:http://warta.example/rss": "http://warta.example/rss",
    "feed://https://warta.example/rss": f"{HOME}/rss",
    "FEED://warta.example/rss": f"{HOME}/rss",
    "warta.example/rss": f"{HOME}/rss",
    "https://warta.example/rss?a=1&b=2": f"{HOME}/rss?a=1&b=2",
    "feed:": "",
    "": "",
}


@pytest.mark.parametrize(("link", "address"), MENDED.items())
def test_a_link_is_resolved_as_it_was_meant(link: str, address: str) -> None:
    assert resolved_address(link, BASE) == address


@pytest.mark.parametrize("link", NO_LINKS)
def test_what_is_no_link_has_no_address(link: str) -> None:
    assert resolved_address(link, BASE) == ""


@pytest.mark.parametrize(("link", "address"), FEEDS.items())
def test_the_scheme_of_feeds_is_that_of_the_web(link: str, address: str) -> None:
    assert feed_address(link) == address


@given(st.text(max_size=60) | st.text("htps:/\\.#?&%[]@ a0-\u200b", max_size=30))
def test_whatever_is_written_the_result_is_an_address_or_none(link: str) -> None:
    address = resolved_address(link, BASE)
    assert address == web_address(address)
    assert resolved_address(address, BASE) == address
