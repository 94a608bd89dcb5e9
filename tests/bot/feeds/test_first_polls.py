"""Who lists feeds is told what their first polls brought."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.feeds.first_polls import TIMEOUT, FirstPolls
from index.sources.opml import OpmlFeed, write_opml
from tests.bot.feeds.documents import full, rss
from tests.bot.feeds.harness import FeedHarness, open_harness
from tests.bot.fetching.sites import Site, open_site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def harness(data_folder: Path) -> AsyncIterator[FeedHarness]:
    async with open_harness(data_folder.parent) as harness:
        yield harness


async def listed(harness: FeedHarness, site: Site, *paths: str) -> list[int]:
    feeds = [OpmlFeed(site.url(path)) for path in paths]
    watchlist = harness.feed_service.watchlist
    return [*(await watchlist.subscribe_all(write_opml(feeds, "x"))).added]


async def test_the_first_polls_of_feeds_are_reported(harness: FeedHarness, site: Site) -> None:
    site.serve("/satu", rss(full(1), full(2)), type="application/rss+xml")
    site.serve("/dua", rss(full(3)), type="application/rss+xml")
    site.serve("/halaman", b"<html><p>Bukan umpan.</p></html>", type="text/html")
    ids = await listed(harness, site, "/satu", "/dua", "/halaman", "/hilang")
    async with harness.feed_service.running():
        reports = [polls async for polls in harness.feed_service.polls.first_polls(ids)]
    last = reports[-1]
    assert (last.fetched, last.articles, last.waiting) == (2, 3, 0)
    problems = {feed.url: feed.problem for feed in last.failed}
    assert problems == {site.url("/halaman"): "feed_none", site.url("/hilang"): "fetch_status"}
    assert [polls.waiting for polls in reports] == sorted(
        (polls.waiting for polls in reports), reverse=True
    )


async def test_polls_from_before_count_and_those_that_do_not_come_are_left(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/satu", rss(full(1)), type="application/rss+xml")
    ids = await listed(harness, site, "/satu")
    await harness.poll()
    ids += await listed(harness, site, "/dua")
    reports = harness.feed_service.polls.first_polls(ids)
    assert await anext(reports) == FirstPolls(1, [], 1)
    harness.clock.advance(TIMEOUT)
    harness.feed_service.due.notify()
    assert [polls async for polls in reports] == [FirstPolls(1, [], 1, 1)]


async def test_who_stops_listening_is_forgotten(harness: FeedHarness, site: Site) -> None:
    reports = harness.feed_service.polls.first_polls(await listed(harness, site, "/dua"))
    await anext(reports)
    await reports.aclose()  # type: ignore[attr-defined]
    assert harness.feed_service.polls._observed == []
