"""A damaged article of a feed is taken anew from the feed, or from its page."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bot.feeds.documents import full, page, rss, teaser
from tests.bot.feeds.harness import FeedHarness, open_harness
from tests.bot.fetching.sites import Site, open_site

pytestmark = pytest.mark.sqlite("pages and values of a file are damaged")

FEED = "application/rss+xml"
ETAG = {"ETag": '"1"'}


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        site.serve("/rss", rss(full(1), teaser(2)), type=FEED, headers=ETAG)
        site.serve("/halaman/2", page(2))
        yield site


@pytest.fixture
async def harness(data_folder: Path, site: Site) -> AsyncIterator[FeedHarness]:
    """A feed of which two articles were taken; nothing of it is due."""
    async with open_harness(data_folder.parent) as harness:
        harness.library._store.on_damaged = harness.feed_service.retake
        await harness.feed_service.store.add(site.url("/rss"), harness.clock())
        assert [report.added for report in await harness.poll()] == [2]
        assert await harness.poll() == []
        yield harness


def damage(harness: FeedHarness, title: str) -> int:
    """Change a figure in an article behind the program's back, and return its id."""
    with closing(sqlite3.connect(harness.services.settings.data / "kutip.db")) as connection:
        change = "UPDATE articles SET text = replace(text, 'ke-', 'ke-9') WHERE title = ?"
        connection.execute(change, (title,))
        connection.commit()
        found = connection.execute("SELECT id FROM articles WHERE title = ?", (title,))
        return int(found.fetchone()[0])


async def test_what_the_feed_lists_unchanged_is_taken_anew_at_once(harness: FeedHarness) -> None:
    """Although its items are known, and the feed is as it was."""
    numbers = [damage(harness, "Panen ikan 1"), damage(harness, "Berita 2")]
    assert await harness.library.articles(numbers) == {}
    (report,) = await harness.poll()
    assert (report.changed, report.added) == (2, 0)
    articles = (await harness.library.articles(numbers)).values()
    assert len([article for article in articles if "ke-9" not in article.text]) == 2
    harness.clock.advance(timedelta(days=1))
    assert await harness.poll() == []


async def test_what_the_feed_lists_no_longer_is_read_from_its_page(
    harness: FeedHarness, site: Site
) -> None:
    """Once an hour, if the page is gone, too."""
    site.serve("/rss", rss(full(1)), type=FEED)
    number = damage(harness, "Berita 2")
    assert await harness.library.articles([number]) == {}
    (report,) = await harness.poll()
    assert (report.changed, report.added) == (1, 0)
    assert "ke-2" in (await harness.library.article(number)).text
    damage(harness, "Berita 2")
    site.serve("/halaman/2", status=404)
    harness.library._cache.clear()
    for minutes in (59, 1):
        harness.clock.advance(timedelta(minutes=minutes))
        for _ in range(2):
            assert await harness.library.articles([number]) == {}
        await harness.poll()
        assert site.paths().count("/halaman/2") == (2 if minutes == 59 else 3)


async def test_a_feed_that_is_polled_takes_what_is_damaged_anew_the_next_time(
    harness: FeedHarness,
) -> None:
    number = damage(harness, "Panen ikan 1")
    store = harness.feed_service.store
    assert await store.retake([number], harness.clock(), but=[1]) == {number}
    assert await store.lost_items(1, ()) == {}
    assert await store.retake([number], harness.clock(), but=[]) == set()
    assert len(await store.lost_items(1, ())) == 1
    (feed,) = await store.page(1)
    assert (feed.etag, feed.next_at) == ("", harness.clock())
