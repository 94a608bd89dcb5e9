"""Whatever goes wrong with an item or a feed is told of it, and stops nothing else."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from aiohttp import web

from bot.errors import StorageError
from bot.feeds.item_reader import MAX_HUNG, ItemKind, ItemReader
from bot.feeds.parser_pool import PARSER_PROCESSES, Parse, ParseItem, ParserPool
from bot.fetching.fetcher import Fetcher
from bot.model.feeds import WatchedFeed
from bot.storage.feeds import FeedStore
from index.errors import LOAD_HUNG, LoadError
from index.sources.feed_items import Feed, FeedItem
from index.text.passages import passages_of
from index.types import Article, Passage
from tests.bot.feeds.documents import full, rss
from tests.bot.feeds.harness import FeedHarness, open_harness
from tests.bot.fetching.sites import Site, open_site

FEED = "application/rss+xml"
BLANKS = "kata" + "&#160;" * 2500 + "kata"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def harness(data_folder: Path) -> AsyncIterator[FeedHarness]:
    async with open_harness(data_folder.parent) as harness:
        yield harness


async def watched(harness: FeedHarness, site: Site, path: str) -> WatchedFeed:
    feed = await harness.feed_service.store.add(site.url(path), harness.clock())
    assert feed is not None
    return feed


def linked(number: int, link: str) -> str:
    return f"<item><guid>{number}</guid><title>Buruk {number}</title><link>{link}</link></item>"


BAD_ITEMS = {
    "a port beyond all": linked(99, "http://host.example:99999/"),
    "a name that cannot be encoded": linked(99, "http://xn--/"),
    "a name of bare points": linked(99, "http://..../"),
    "a name too long": linked(99, f"http://{'a' * 70}.example/"),
    "an address in brackets": linked(99, "http://[::1/"),
    "no text and no link": "<item><guid>99</guid><title>Buruk</title></item>",
}


@pytest.mark.parametrize("item", BAD_ITEMS.values(), ids=BAD_ITEMS)
async def test_one_bad_item_among_fifty_good_ones_is_one_reason(
    harness: FeedHarness, site: Site, item: str
) -> None:
    good = [full(number) for number in range(50)]
    site.serve("/rss", rss(*good[:25], item, *good[25:]), type=FEED)
    await watched(harness, site, "/rss")
    reports = await harness.poll()
    assert sum(report.added for report in reports) == 50
    assert len([failure for report in reports for failure in report.failures]) == 1


async def test_a_text_of_wide_gaps_is_an_article_as_others_are(
    harness: FeedHarness, site: Site
) -> None:
    wide = full(1).replace("Nelayan", BLANKS + " Nelayan")
    site.serve("/rss", rss(full(0), wide), type=FEED)
    await watched(harness, site, "/rss")
    assert sum(report.added for report in await harness.poll()) == 2


class FailingStore(FeedStore):
    """The store, which cannot be written for one feed."""

    failing = 0

    async def save(self, feed: WatchedFeed, polled: WatchedFeed) -> None:
        if feed.id == self.failing:
            raise StorageError("storage_full", path="kutip.db", reason="SQLITE_FULL")
        await super().save(feed, polled)

    async def record_items(self, feed_id: int, *arguments: object, **named: object) -> None:
        if feed_id == self.failing:
            raise StorageError("storage_full", path="kutip.db", reason="SQLITE_FULL")
        await super().record_items(feed_id, *arguments, **named)  # type: ignore[arg-type]


def fails_to_analyse(article: Article) -> list[Passage]:
    """Stand in for a fault of the program that one text brings to light."""
    if "desa 999" in article.text:
        raise ZeroDivisionError
    return passages_of(article)


async def test_storage_that_fails_for_one_feed_of_twenty_and_bad_items_of_others_stop_no_other(
    harness: FeedHarness, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All 40 good articles are taken in, and each bad one is one reason."""
    monkeypatch.setattr("index.inverted.segment.passages_of", fails_to_analyse)
    monkeypatch.setattr("bot.feeds.poller.RESTART_DELAY_S", 0.0)
    for number in range(20):
        bad = {3: BAD_ITEMS["a port beyond all"], 5: full(999)}.get(number, "")
        items = (full(3 * number), bad, full(3 * number + 1))
        site.serve(f"/{number}", rss(*items), type=FEED)
        await watched(harness, site, f"/{number}")
    store, reported = harness.feed_service.store, list[BaseException]()
    monkeypatch.setattr(store, "__class__", FailingStore)
    monkeypatch.setattr(store, "failing", 7, raising=False)
    poller = harness.feed_service.poller
    monkeypatch.setattr(poller, "_report", reported.append)
    reports = await harness.poll()
    assert sum(report.added for report in reports) == 40
    failures = [failure for report in reports for failure in report.failures]
    reasons = sorted(failure.reason for failure in failures)
    assert reasons == ["load_failed", "load_no_text"]
    assert {type(error) for error in reported} == {StorageError}
    states = await store.page(100)
    assert [feed.id for feed in states if feed.checked_at is None] == [7]
    assert len([feed for feed in states if feed.checked_at and not feed.failures]) == 19


async def test_a_slow_host_delays_its_own_feed_only(harness: FeedHarness, site: Site) -> None:
    """Others end meanwhile, and one that becomes due meanwhile is begun."""
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def slow(_request: web.Request) -> web.Response:
        asked.set()
        await may_answer.wait()
        return web.Response(text=rss(full(1)), content_type=FEED)

    site.responses["/lambat"] = slow
    site.serve("/cepat", rss(full(2)), type=FEED)
    site.serve("/nanti", rss(full(3)), type=FEED)
    await watched(harness, site, "/lambat")
    other = replace(site, host="localhost")  # another host, as far as politeness goes
    feeds = harness.feed_service
    feeds.poller._batcher._timeout_s = 0.05
    async with feeds.running(), asyncio.timeout(20):
        await asked.wait()
        for path, number in (("/cepat", 2), ("/nanti", 3)):
            await feeds.watchlist.subscribe(other.url(path))
            await harness.until_stored(f"Panen ikan {number}")
        assert len(await harness.articles()) == 2
        may_answer.set()
        await harness.until_stored("Panen ikan 1")


class HangingParsers(ParserPool):
    """Parsers that hang on some items, without taking the time."""

    def __init__(self, hanging: set[str]) -> None:
        super().__init__(1, 1.0)
        self.hanging = hanging
        self.tried: list[str] = []
        self.running = self.most = 0

    async def parse(self, task: Parse[Article]) -> Article:  # type: ignore[override]
        assert isinstance(task, ParseItem)
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0)
        self.running -= 1
        self.tried.append(task.item.fingerprint)
        if task.item.fingerprint in self.hanging:
            raise LoadError(task.where, LOAD_HUNG)
        if task.item.fingerprint == "broken":
            raise ZeroDivisionError
        return task.run()


def item(fingerprint: str) -> FeedItem:
    text = "Nelayan di desa itu pulang dengan perahu penuh ikan pada malam hari. " * 4
    return FeedItem(fingerprint, f"Judul {fingerprint}", "", "", text, is_full=True)


async def read(parsers: HangingParsers, names: list[str]) -> list[ItemKind | None]:
    reader = ItemReader(cast(Fetcher, None), parsers)
    feed = Feed("Warta", "", "id", ())
    results = await asyncio.gather(*(reader.read(item(name), feed, name) for name in names))
    return [None if result is None else result.kind for result in results]


async def test_after_some_items_have_hung_the_rest_of_the_feed_is_left_for_the_next_poll() -> None:
    names = [str(number) for number in range(20)]
    parsers = HangingParsers(set(names[5:]))
    kinds = await read(parsers, names)
    assert kinds.count(ItemKind.ARTICLE) == 5
    hung = kinds.count(ItemKind.HUNG)
    assert hung == MAX_HUNG
    assert parsers.most < PARSER_PROCESSES  # all feeds share them
    assert len(parsers.tried) == 5 + hung


async def test_a_fault_of_the_program_is_the_reason_of_its_item() -> None:
    reader = ItemReader(cast(Fetcher, None), HangingParsers(set()))
    result = await reader.read(item("broken"), Feed("Warta", "", "id", ()), "k")
    assert result is not None and isinstance(result.outcome, LoadError)
    assert (result.outcome.where, result.outcome.reason) == ("k", "load_failed")
    assert result.outcome.arguments["error"] == "ZeroDivisionError"


async def test_an_item_that_hung_is_not_tried_again(
    harness: FeedHarness, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/rss", rss(full(1), full(2)), type=FEED)
    feed = await watched(harness, site, "/rss")
    real = ParserPool.parse
    tried: list[str] = []

    async def parse(self: ParserPool, task: Parse[Article]) -> Article:
        if isinstance(task, ParseItem):
            tried.append(task.item.title)
            if task.item.title == "Panen ikan 1":
                raise LoadError(task.where, LOAD_HUNG)
        return await real(self, task)

    monkeypatch.setattr(ParserPool, "parse", parse)
    (report,) = await harness.poll()
    assert (report.added, [each.reason for each in report.failures]) == (1, [LOAD_HUNG])
    harness.clock.advance(timedelta(minutes=1))
    await harness.feed_service.watchlist.fetch_now(feed.id)
    assert await harness.poll() == []
    assert sorted(tried) == ["Panen ikan 1", "Panen ikan 2"]
