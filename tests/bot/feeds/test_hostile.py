"""Hostile documents: nothing crashes, hangs or reaches the inner network."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from aiohttp import web

from bot.fetching.addresses import AllowedHosts
from bot.fetching.errors import FetchError
from bot.fetching.fetcher import open_fetcher
from tests.bot.feeds.documents import full, page, rss, teaser
from tests.bot.feeds.harness import FeedHarness, open_harness
from tests.bot.fetching.sites import Site, fetch, open_site

FEED = "application/rss+xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 20))
DOCUMENTS: Mapping[str, bytes] = {
    "a billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{rss(full(1))}&l19;'.encode(),
    "an outside entity": (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]>' + rss(full(1)) + "&x;"
    ).encode(),
    "a hundred thousand items": rss(
        *("<item><title>x</title></item>" for _ in range(100_000))
    ).encode(),
    "an item beyond measure": rss(f"<item><title>{'x' * 9_000_000}</title></item>").encode(),
    "one line": rss(f"<item><description>{'kata ' * 300_000}</description></item>").encode(),
    "emoji": rss(f"<item><description>{'😀' * 300_000}</description></item>").encode(),
    "overrides": rss(f"<item><title>{chr(0x202E) * 5000}x</title></item>").encode(),
    "zero bytes": rss(full(1)).encode().replace(b"e", b"\0"),
    "open tags": b"<rss><channel>" + b"<item><a>" * 20_000,
    "attributes": b"<rss><channel><item " + b"a='1' " * 50_000 + b"/></channel></rss>",
    "nesting": b"<rss>" + b"<a>" * 200_000,
    "nesting that is closed": b"<rss>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</rss>",
    "open comments": b"<rss><channel>" + b"<!-- " * 200_000,
    "open sections": b"<rss><channel><item>" + b"<![CDATA[" * 100_000,
    "declarations": b"<?xml " * 100_000 + b"<rss>",
    "json": b'{"version": "https://jsonfeed.org/version/1", "items": [' + b'{"id":[' * 100_000,
    "noise": bytes(range(256)) * 4000,
}


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def harness(data_folder: Path) -> AsyncIterator[FeedHarness]:
    async with open_harness(data_folder.parent) as harness:
        yield harness


async def test_hostile_feeds_harm_neither_the_bot_nor_other_feeds(
    harness: FeedHarness, site: Site
) -> None:
    for number, document in enumerate(DOCUMENTS.values()):
        site.serve(f"/{number}", document, type=FEED)
        await harness.feed_service.store.add(site.url(f"/{number}"), harness.clock())
    site.serve("/baik", rss(full(7)), type=FEED)
    await harness.feed_service.store.add(site.url("/baik"), harness.clock())
    await harness.poll()
    assert "Panen ikan 7" in {article.title for article in await harness.articles()}
    feeds = await harness.feed_service.store.page(100)
    assert all(feed.checked_at == harness.clock() for feed in feeds)
    assert {feed.problem for feed in feeds} <= {"", "feed_none"}  # none is given up


async def test_links_that_lead_inside_are_not_followed(harness: FeedHarness, site: Site) -> None:
    """The page of an item may be anywhere, so its address is checked as all are."""
    inside = [
        "http://169.254.169.254/x",
        "http://[::1]:80/",
        "http://0x7f.1/",
        "file:///etc/passwd",
    ]
    items = [f"<item><guid>{link}</guid><link>{link}</link></item>" for link in inside]
    site.serve("/rss", rss(*items, teaser(2)), type=FEED)
    site.serve("/halaman/2", page(2))
    await harness.feed_service.store.add(site.url("/rss"), harness.clock())
    (report,) = await harness.poll()
    assert report.added == 1
    reasons = {failure.reason for failure in report.failures}
    assert reasons == {"fetch_private", "fetch_address", "load_no_text"}


async def test_an_answer_that_never_ends_or_never_begins_is_given_up(site: Site) -> None:
    async def silence(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(3600)
        return web.Response()

    site.responses["/diam"] = silence
    site.serve("/bom", gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"})
    async with open_fetcher(
        AllowedHosts.parse(["127.0.0.1"]), pause_s=0.0, timeout_s=0.5
    ) as fetcher:
        for path, key in (("/diam", "fetch_slow"), ("/bom", "fetch_too_large")):
            with pytest.raises(FetchError) as caught:
                await fetch(fetcher, site.url(path))
            assert caught.value.key == key
