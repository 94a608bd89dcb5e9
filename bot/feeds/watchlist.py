"""The list of watched feeds: subscribe, list, pause, fetch now, remove, import and export OPML.

Fetches a feed only to subscribe to it; ``bot.feeds.poller`` polls.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import KutipError
from bot.feeds.parser_pool import ParseFeed, ParserPool, open_parsers
from bot.feeds.scheduling import resumed
from bot.fetching.documents import FEED, typed_address
from bot.fetching.fetcher import Fetcher
from bot.model.feeds import FeedState, WatchedFeed
from bot.runtime.causes import Causes, FeedPoll
from bot.storage.feeds import FeedStore
from index.errors import LoadError
from index.sources.feed_items import Feed
from index.sources.opml import OpmlFeed, read_opml, write_opml

FEEDS_PER_PAGE = 5
RATE_PERIOD = timedelta(days=7)
"""The period over which a feed's articles per day are averaged."""
_END = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
MAX_LINKS_TRIED = 3
"""Of a page's links to feeds, until one leads to a feed."""


class FeedError(KutipError):
    """A change of the watchlist that is not possible.

    Keys: ``feed_none``, ``feed_not_found``, and the LoadErrors of an OPML file.
    """


@dataclass(frozen=True, slots=True)
class WatchResult:
    """A watched feed, ``known`` if it was so before; ``items`` counts those in it now."""

    feed: WatchedFeed
    known: bool
    items: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The ids of an OPML file's new feeds, and how many were watched before."""

    added: Sequence[int]
    known: int


@dataclass(frozen=True, slots=True)
class FeedWithRate:
    """A feed, and its articles per day over ``RATE_PERIOD``."""

    feed: WatchedFeed
    per_day: float


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the list; ``number`` counts from 0, ``total`` are the feeds on all ``pages``."""

    feeds: Sequence[FeedWithRate]
    number: int
    pages: int
    total: int


class FeedWatchlist:
    """The watched feeds; ``notify_due`` is called when one is to be polled at once."""

    def __init__(
        self,
        store: FeedStore,
        fetcher: Fetcher,
        *,
        now: Callable[[], datetime],
        notify_due: Callable[[], None],
        causes: Causes,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._now = now
        self._notify_due = notify_due
        self._causes = causes

    async def subscribe(self, url: str) -> WatchResult:
        """Watch the feed at ``url``, or the first that the page there links to.

        Raises FetchError, StorageError, and FeedError if there is no feed.
        """
        url = typed_address(url)
        if known := await self._store.by_url(url):
            return WatchResult(known, known=True)
        address, found = await self._find(url)
        title, site = found.title, found.site
        added = await self._store.add(address, self._now(), title=title, site=site)
        if added is None:
            return WatchResult(await self._at(address), known=True)
        self._want([added.id])
        return WatchResult(added, known=False, items=len(found.items))

    async def subscribe_all(self, opml: bytes) -> ImportResult:
        """Watch all feeds of an OPML file without fetching them; raises FeedError."""
        try:
            listed = await asyncio.to_thread(read_opml, opml)
        except LoadError as error:
            raise FeedError(error.reason, **error.arguments) from error
        now = self._now()
        added = [await self._store.add(each.url, now, title=each.title) for each in listed]
        new = [feed.id for feed in added if feed]
        self._want(new)
        return ImportResult(new, len(listed) - len(new))

    async def opml(self, title: str) -> bytes:
        """Return all feeds as OPML, for other feed readers."""
        feeds = await self._store.page(limit=await self._store.count())
        listed = [OpmlFeed(feed.url, feed.title, feed.site) for feed in feeds]
        return await asyncio.to_thread(write_opml, listed, title)

    async def page(self, number: int) -> FeedPage:
        """Return a page of the list, the last if there are fewer."""
        total = await self._store.count()
        pages = max(1, -(-total // FEEDS_PER_PAGE))
        number = min(number, pages - 1)
        feeds = await self._store.page(FEEDS_PER_PAGE, number * FEEDS_PER_PAGE)
        rates = await self._store.article_counts(
            [feed.id for feed in feeds], self._now() - RATE_PERIOD
        )
        rated = [FeedWithRate(feed, rates.get(feed.id, 0) / RATE_PERIOD.days) for feed in feeds]
        return FeedPage(rated, number, pages, total)

    async def get(self, feed_id: int) -> WatchedFeed:
        """Return a feed; raises FeedError."""
        return _found(await self._store.get(feed_id))

    async def pause(self, feed_id: int) -> WatchedFeed:
        """Stop polling a feed; raises FeedError."""
        return await self._set(feed_id, lambda feed: replace(feed, state=FeedState.PAUSED))

    async def fetch_now(self, feed_id: int) -> WatchedFeed:
        """Poll a feed at once, and resume it if it was paused or gone; raises FeedError."""
        feed = await self._set(feed_id, lambda feed: resumed(feed, self._now()))
        self._want([feed.id])
        return feed

    async def fetch_all(self) -> int:
        """Poll every feed that is not paused or gone at once; return how many."""
        asked = await self._store.make_all_due(self._now())
        self._want(asked)
        return len(asked)

    def _want(self, feed_ids: Sequence[int]) -> None:
        """Have feeds polled that are due, for the update that is handled now."""
        self._causes.note(*map(FeedPoll, feed_ids))
        self._notify_due()

    async def remove(self, feed_id: int) -> WatchedFeed:
        """Remove a feed but not its articles; raises FeedError."""
        return _found(await self._store.remove(feed_id))

    async def _set(self, feed_id: int, change: Callable[[WatchedFeed], WatchedFeed]) -> WatchedFeed:
        return _found(await self._store.set_state(feed_id, change))

    async def _at(self, url: str) -> WatchedFeed:
        return _found(await self._store.by_url(url))

    async def _find(self, url: str) -> tuple[str, Feed]:
        """Return the permanent address and the feed at ``url``, or of the page's first feed."""
        async with open_parsers(processes=1) as parsers:
            address, found = await self._fetch(url, parsers)
            if isinstance(found, Feed):
                return address, found
            for link in found[:MAX_LINKS_TRIED]:
                address, feed = await self._fetch(link, parsers)
                if isinstance(feed, Feed):
                    return address, feed
        raise FeedError("feed_none")

    async def _fetch(self, url: str, parsers: ParserPool) -> tuple[str, Feed | list[str]]:
        """Return the permanent address, and the feed there or the feeds that the page links to."""
        async with self._fetcher.fetch(url, FEED) as document:
            task = ParseFeed(document.url, document.body, document.charset)
            try:
                found = await parsers.parse(task)
            except LoadError as error:
                raise FeedError(error.reason, **error.arguments) from error
            if isinstance(found, Feed) and is_cut_off(document.body):
                raise FeedError("feed_cut_off")
            return document.permanent_url, found


def is_cut_off(body: bytes) -> bool:
    """Return whether the end of an XML feed is missing; JSON that is cut off is no feed at all."""
    plain = body.replace(b"\0", b"")  # of UTF-16
    return plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<" and not _END.search(plain)


def _found(feed: WatchedFeed | None) -> WatchedFeed:
    if feed is None:
        raise FeedError("feed_not_found")
    return feed
