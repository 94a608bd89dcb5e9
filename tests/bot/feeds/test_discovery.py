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


@pytest.mark.parametrize("page", [b"", b" ", b"<!-- x", b"\0" * 50, b"<html><p>kata</p></html>"])
def test_a_page_without_feeds_has_none(page: bytes) -> None:
    assert feeds_of(page, URL) == []
