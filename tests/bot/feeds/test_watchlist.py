"""The list of watched feeds, without a chat."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.feeds.scheduling import FeedCheck, succeeded
from bot.feeds.watchlist import FEEDS_PER_PAGE, FeedError, ImportResult, WatchResult
from bot.model.feeds import FeedCounts, FeedState
from index.sources.opml import OpmlFeed, write_opml
from tests.bot.feeds.documents import full, rss
from tests.bot.feeds.harness import FeedHarness, open_harness
from tests.bot.fetching.sites import Site, open_site
from tests.bot.two_at_once import at_once


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        site.serve("/rss", rss(full(1)), type="application/rss+xml")
        yield site


@pytest.fixture
async def harness(data_folder: Path) -> AsyncIterator[FeedHarness]:
    async with open_harness(data_folder.parent) as harness:
        yield harness


async def test_a_list_of_feeds_is_watched_and_comes_out_again(harness: FeedHarness) -> None:
    feeds = harness.feed_service.watchlist
    listed = [OpmlFeed(f"https://a.example/{number}", f"Umpan {number}") for number in range(12)]
    assert await feeds.subscribe_all(write_opml(listed, "x")) == ImportResult([*range(1, 13)], 0)
    assert await feeds.subscribe_all(write_opml(listed[:3], "x")) == ImportResult([], 3)
    assert await feeds.opml("x") == write_opml(listed, "x")
    last = await feeds.page(99)
    assert (last.number, last.pages, last.total) == (2, 3, 12)
    assert [rated.feed.title for rated in last.feeds] == ["Umpan 10", "Umpan 11"]
    assert len((await feeds.page(0)).feeds) == FEEDS_PER_PAGE


async def test_feeds_are_counted_by_their_state(harness: FeedHarness) -> None:
    store = harness.feed_service.store
    assert await store.counts() == FeedCounts(0, 0, 0, 0)
    states = [(FeedState.ON, 0), (FeedState.ON, 3), (FeedState.PAUSED, 2), (FeedState.GONE, 1)]
    for number, (state, failures) in enumerate(states):
        feed = await store.add(f"https://a.example/{number}", harness.clock())
        assert feed is not None
        await store.save(replace(feed, failures=failures, state=state), feed)
        if state is FeedState.PAUSED:
            await harness.feed_service.watchlist.pause(feed.id)
    assert await store.counts() == FeedCounts(watched=2, failing=1, paused=1, gone=1)


async def test_what_is_no_opml_is_an_error(harness: FeedHarness) -> None:
    with pytest.raises(FeedError) as caught:
        await harness.feed_service.watchlist.subscribe_all(b"<rss/>")
    assert caught.value.key == "load_bad_opml"


async def test_a_moved_feed_is_watched_at_its_permanent_address(
    harness: FeedHarness, site: Site
) -> None:
    site.serve("/lama", status=301, headers={"Location": "/rss"})
    subscribed = await harness.feed_service.watchlist.subscribe(site.url("/lama"))
    assert subscribed.feed.url == site.url("/rss")
    again = await harness.feed_service.watchlist.subscribe(site.url("/lama"))
    assert again.known


async def test_what_is_not_there_cannot_be_changed(harness: FeedHarness) -> None:
    feeds = harness.feed_service.watchlist
    for change in (feeds.pause, feeds.fetch_now, feeds.remove):
        with pytest.raises(FeedError) as caught:
            await change(404)
        assert caught.value.key == "feed_not_found"


async def test_a_feed_that_was_removed_while_it_was_polled_stays_removed(
    harness: FeedHarness, site: Site
) -> None:
    feed = (await harness.feed_service.watchlist.subscribe(site.url("/rss"))).feed
    await harness.feed_service.watchlist.remove(feed.id)
    await harness.feed_service.store.save(feed, feed)
    assert await harness.feed_service.store.count() == 0


async def test_a_pause_while_a_feed_is_polled_holds(harness: FeedHarness, site: Site) -> None:
    feed = (await harness.feed_service.watchlist.subscribe(site.url("/rss"))).feed
    paused = await harness.feed_service.watchlist.pause(feed.id)
    await harness.feed_service.store.save(feed, feed)
    assert (await harness.feed_service.store.get(feed.id)) == paused


async def test_two_who_change_a_feed_at_once_are_both_told_what_came_of_it(
    harness: FeedHarness, site: Site
) -> None:
    feeds = harness.feed_service.watchlist
    watched = await at_once(*(feeds.subscribe(site.url("/rss")) for _ in range(2)))
    results = [each for each in watched if isinstance(each, WatchResult)]
    assert sorted(result.known for result in results) == [False, True]
    feed_id = results[0].feed.id
    changes = await at_once(feeds.pause(feed_id), feeds.fetch_now(feed_id))
    stored = await harness.feed_service.store.get(feed_id)
    assert stored in changes
    removed = await at_once(*(feeds.remove(feed_id) for _ in range(2)))
    assert sorted(type(each).__name__ for each in removed) == ["FeedError", "WatchedFeed"]


async def test_a_feed_that_is_to_be_fetched_while_it_is_polled_is_polled_again(
    harness: FeedHarness, site: Site
) -> None:
    store = harness.feed_service.store
    feed = (await harness.feed_service.watchlist.subscribe(site.url("/rss"))).feed
    harness.clock.advance(timedelta(seconds=1))
    asked = await harness.feed_service.watchlist.fetch_now(feed.id)
    after = succeeded(feed, FeedCheck(feed.url, etag="new"), harness.clock())
    await store.save(after, feed)
    stored = await store.get(feed.id)
    assert stored is not None
    assert (stored.next_at, stored.etag) == (asked.next_at, "new")
