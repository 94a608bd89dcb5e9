"""A page's feeds are found by what its head says."""

import pytest

from bot.feeds.discovery import feeds_of

URL = "https://warta.example/berita/"


def test_feeds_are_found_in_order_those_of_comments_last() -> None:
    page = b"""<html><head><title>x</title><base href="/b/">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link rel="Alternate" type="application/RSS+XML" title="Semua" href="rss.xml">
    <link rel="alternate" type="application/atom+xml" href="https://x.example/atom">
    <link rel="alternate" type="application/feed+json" href="/b/rss.xml">
    <link rel="alternate" hreflang="en" href="/en"><link rel="stylesheet" href="/s.css">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="alternate" type="application/rss+xml" href="http://[">
    </head></html>"""
    assert feeds_of(page, URL) == [
        "https://warta.example/b/rss.xml",
        "https://x.example/atom",
        "https://warta.example/comments/feed",
    ]


@pytest.mark.parametrize(
    "media_type",
    [
        "application/rss+xml",
        "application/rss+xml; charset=utf-8",
        "application/rss+xml;charset=UTF-8",
        "Application/Atom+XML",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        " text/xml; charset=iso-8859-1 ",
        "text/rss+xml",
        "application/rss",
        "application/x-rss+xml",
        "application/feed+json",
    ],
)
def test_a_link_to_a_feed_has_any_of_its_types(media_type: str) -> None:
    page = f'<link rel="alternate" type="{media_type}" href="/rss"><p>kata</p>'
    assert feeds_of(page.encode(), URL) == ["https://warta.example/rss"]


def test_a_link_to_a_feed_may_have_no_type() -> None:
    assert feeds_of(b'<link rel="feed" href="/rss"><p>kata</p>', URL) == [
        "https://warta.example/rss"
    ]


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/html",
        "application/json",
        "application/json+oembed",
        "text/xml+oembed",
        "image/png",
    ],
)
def test_a_link_of_another_type_leads_to_no_feed(media_type: str) -> None:
    page = f'<link rel="alternate" type="{media_type}" href="/rss"><p>kata</p>'
    assert feeds_of(page.encode(), URL) == []


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("feed://warta.example/rss", "https://warta.example/rss"),
        ("feed:http://warta.example/rss", "http://warta.example/rss"),
        ("//warta.example/rss", "https://warta.example/rss"),
        ("/rss?a=1&b=2", "https://warta.example/rss?a=1&b=2"),
        (" rss.xml ", "https://warta.example/berita/rss.xml"),
    ],
)
def test_a_link_to_a_feed_has_any_scheme_of_feeds(link: str, address: str) -> None:
    page = f'<link rel="alternate" type="application/rss+xml" href="{link}"><p>kata</p>'
    assert feeds_of(page.encode(), URL) == [address]


@pytest.mark.parametrize("page", [b"", b" ", b"<!-- x", b"\0" * 50, b"<html><p>kata</p></html>"])
def test_a_page_without_feeds_has_none(page: bytes) -> None:
    assert feeds_of(page, URL) == []
