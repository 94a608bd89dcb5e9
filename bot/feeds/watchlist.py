"""What the newsroom does with its feeds: subscribe, list, pause, fetch now, remove, take along.

Asks no feed but the one that is subscribed to; ``bot.feeds.poller`` does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import KutipError
from bot.feeds.parser_pool import ParseFeed, open_parsers
from bot.feeds.scheduling import resumed
from bot.fetching.documents import FEED
from bot.fetching.fetcher import Fetcher
from bot.model.feeds import FeedState, WatchedFeed
from bot.storage.feeds import FeedStore
from index.errors import LoadError
from index.sources.feed_items import Feed
from index.sources.opml import OpmlFeed, read_opml, write_opml

ON_A_PAGE = 5
RATED = timedelta(days=7)
"""Articles a day are those of this time."""
TRIED = 3
"""Of the feeds that a page names, until one is a feed."""


class FeedError(KutipError):
    """What was asked of the feeds cannot be done.

    Keys: ``feed_none``, ``feed_not_found``, and what ``index`` says of a list of feeds.
    """


@dataclass(frozen=True, slots=True)
class WatchResult:
    """A feed that is watched; ``known`` where it was before. ``items`` are in it now."""

    feed: WatchedFeed
    known: bool
    items: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many feeds of a list are new, and how many were known."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class FeedWithRate:
    """A feed, and how many articles a day have come from it of late."""

    feed: WatchedFeed
    per_day: float


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feeds, counted from 0, of so many pages and feeds in all."""

    feeds: Sequence[FeedWithRate]
    number: int
    pages: int
    total: int


class FeedWatchlist:
    """The newsroom's feeds; ``due`` is rung where one is to be asked at once."""

    def __init__(
        self,
        store: FeedStore,
        fetcher: Fetcher,
        *,
        now: Callable[[], datetime],
        due: Callable[[], None],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._now = now
        self._due = due

    async def subscribe(self, url: str) -> WatchResult:
        """Watch the feed at ``url``, or the first that the page there names.

        Raises FetchError, FeedError where there is none, and StorageError.
        """
        if known := await self._store.at(url):
            return WatchResult(known, known=True)
        address, found = await self._found(url)
        title, site = found.title, found.site
        added = await self._store.add(address, self._now(), title=title, site=site)
        if added is None:
            return WatchResult(await self._at(address), known=True)
        self._due()
        return WatchResult(added, known=False, items=len(found.items))

    async def subscribe_all(self, opml: bytes) -> ImportResult:
        """Watch all feeds of a list; none of them is asked now. Raises FeedError."""
        try:
            listed = await asyncio.to_thread(read_opml, opml)
        except LoadError as error:
            raise FeedError(error.reason, **error.arguments) from error
        now = self._now()
        added = [await self._store.add(each.url, now, title=each.title) for each in listed]
        self._due()
        new = len([feed for feed in added if feed])
        return ImportResult(new, len(listed) - new)

    async def opml(self, title: str) -> bytes:
        """All feeds as a list, which other readers of feeds take."""
        feeds = await self._store.listed(limit=await self._store.count())
        listed = [OpmlFeed(feed.url, feed.title, feed.site) for feed in feeds]
        return await asyncio.to_thread(write_opml, listed, title)

    async def page(self, number: int) -> FeedPage:
        """A page of the feeds, the last where there are not so many."""
        total = await self._store.count()
        pages = max(1, -(-total // ON_A_PAGE))
        number = min(number, pages - 1)
        feeds = await self._store.listed(ON_A_PAGE, number * ON_A_PAGE)
        rates = await self._store.rates([feed.id for feed in feeds], self._now(), RATED)
        rated = [FeedWithRate(feed, rates.get(feed.id, 0) / RATED.days) for feed in feeds]
        return FeedPage(rated, number, pages, total)

    async def pause(self, feed_id: int) -> WatchedFeed:
        """Ask a feed no more, until it is resumed; raises FeedError."""
        return await self._set(feed_id, lambda feed: replace(feed, state=FeedState.PAUSED))

    async def fetch_now(self, feed_id: int) -> WatchedFeed:
        """Ask a feed at once, and watch it again where it was not; raises FeedError."""
        feed = await self._set(feed_id, lambda feed: resumed(feed, self._now()))
        self._due()
        return feed

    async def fetch_all(self) -> int:
        """Ask every watched feed at once; how many these are."""
        asked = await self._store.hasten(self._now())
        self._due()
        return asked

    async def remove(self, feed_id: int) -> WatchedFeed:
        """Take a feed away, its articles stay; raises FeedError."""
        feed = await self._one(feed_id)
        await self._store.remove(feed_id)
        return feed

    async def _set(self, feed_id: int, change: Callable[[WatchedFeed], WatchedFeed]) -> WatchedFeed:
        feed = change(await self._one(feed_id))
        await self._store.set_state(feed)
        return feed

    async def _one(self, feed_id: int) -> WatchedFeed:
        return _there(await self._store.get(feed_id))

    async def _at(self, url: str) -> WatchedFeed:
        return _there(await self._store.at(url))

    async def _found(self, url: str) -> tuple[str, Feed]:
        """The feed at ``url`` or that of the page there, and its lasting address."""
        async with open_parsers(processes=1) as parsers:

            async def read(address: str) -> tuple[str, Feed | list[str]]:
                async with self._fetcher.fetch(address, FEED) as document:
                    task = ParseFeed(document.url, document.body, document.charset)
                    return document.permanent_url, await parsers.parse(task)

            return await _first_feed(url, read)


Read = Callable[[str], Awaitable[tuple[str, Feed | list[str]]]]


async def _first_feed(url: str, read: Read) -> tuple[str, Feed]:
    """What ``read`` finds at ``url``, else at one of the addresses that are named there."""
    try:
        address, found = await read(url)
        if isinstance(found, Feed):
            return address, found
        for named in found[:TRIED]:
            address, feed = await read(named)
            if isinstance(feed, Feed):
                return address, feed
    except LoadError as error:
        raise FeedError(error.reason, **error.arguments) from error
    raise FeedError("feed_none")


def _there(feed: WatchedFeed | None) -> WatchedFeed:
    if feed is None:
        raise FeedError("feed_not_found")
    return feed
