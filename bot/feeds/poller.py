"""The job that polls the feeds that are due::

    due -> fetch -> parse -> unseen items -> their articles -> a batch of several feeds' articles
        -> ingested -> items recorded as seen -> feed stored

Each feed is polled by a task of its own: one that takes long or fails delays no other, and a feed
that becomes due meanwhile is begun at once. A crash loses at most the record: the same items come
again, and their articles are recognized by their content.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.errors import KutipError, StorageError
from bot.feeds.batching import Batcher, Ingest
from bot.feeds.item_reader import ItemKind, ItemReader, ItemResult
from bot.feeds.parser_pool import PARSER_PROCESSES, ParseFeed, ParserPool
from bot.feeds.scheduling import ITEM_RETRY_PERIOD, FeedCheck, failed, succeeded
from bot.fetching.documents import FEED, FetchedDocument, conditional_headers
from bot.fetching.errors import FetchError, Gone
from bot.fetching.fetcher import Fetcher
from bot.model.feeds import WatchedFeed
from bot.runtime.causes import Causes, FeedPoll
from bot.runtime.log_context import in_update
from bot.runtime.supervisor import RESTART_DELAY_S, ReportError
from bot.storage.feeds import FeedStore
from index.errors import LoadError
from index.sources.feed_items import Feed, FeedItem
from index.types import Article
from index.workers import PARSE_TIMEOUT_S

MAX_FEEDS = 500
"""Feeds that are polled at a time."""
ITEMS_CONCURRENCY = 20
"""Items of a feed that are read together; then their articles are ingested."""
RETAKE_INTERVAL = timedelta(hours=1)
"""Between two attempts to take a damaged article anew."""
NEVER = datetime.min.replace(tzinfo=UTC)
FEED_TIMEOUT_S = 120.0
"""For the items of a feed; the rest is read next time."""

_AGES = {
    ItemKind.ARTICLE: timedelta(0),
    ItemKind.FAILED: timedelta(0),
    ItemKind.HUNG: ITEM_RETRY_PERIOD,  # not to be tried again
}
"""How long ago an item of each kind counts as first seen."""

log = logging.getLogger(__name__)


class FeedPoller:
    """Polls the feeds that are due; unexpected errors go to ``report``.

    ``on_done`` is called with each feed after its poll; ``causes`` has the updates for which feeds
    are polled, and those by which articles came.
    """

    def __init__(  # noqa: PLR0913 - all but what it works on are named
        self,
        store: FeedStore,
        fetcher: Fetcher,
        ingest: Ingest,
        *,
        now: Callable[[], datetime],
        report: ReportError = lambda _error: None,
        on_done: Callable[[WatchedFeed], None] = lambda _feed: None,
        causes: Causes | None = None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._parsers = ParserPool(PARSER_PROCESSES, PARSE_TIMEOUT_S)
        self._batcher = Batcher(ingest)
        self._now = now
        self._report = report
        self._on_done = on_done
        self._causes = causes or Causes()
        self._polls: dict[int, asyncio.Task[None]] = {}
        self._damaged: set[int] = set()
        self._retaken: dict[int, datetime] = {}

    def retake(self, article_ids: Collection[int]) -> None:
        """Take damaged articles anew if they are of feeds, each at most once an hour."""
        now = self._now()
        for number in article_ids:
            if now - self._retaken.get(number, NEVER) >= RETAKE_INTERVAL:
                self._retaken[number] = now
                self._damaged.add(number)

    async def begin_due(self) -> bool:
        """Begin to poll the feeds that are due; return whether there are any.

        At most ``MAX_FEEDS`` are polled at a time. Raises StorageError.
        """
        if self._damaged:
            ids = frozenset(self._damaged)
            left = await self._store.retake(ids, self._now(), self._polls)
            self._damaged = self._damaged - ids | left
        room = MAX_FEEDS - len(self._polls)
        due = await self._store.due(self._now(), room, self._polls) if room else []
        for feed in due:
            with in_update(self._causes.take(FeedPoll(feed.id))):
                self._polls[feed.id] = asyncio.create_task(self._poll(feed))
            await asyncio.sleep(0)  # hundreds started in one turn would hold up the loop
        return bool(due)

    async def next_due(self) -> datetime | None:
        """Return when a feed is to be begun next; None if only after another is done."""
        if len(self._polls) >= MAX_FEEDS:
            return None
        return await self._store.next_due(self._polls)

    async def poll(self) -> bool:
        """Poll the feeds that are due, and wait for them; return False if none is."""
        async with self.running():
            begun = await self.begin_due()
            while self._polls:
                await asyncio.wait(self._polls.values())
            return begun

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """End all polls when the block ends."""
        try:
            yield
        finally:
            polls = [*self._polls.values()]
            for poll in polls:
                poll.cancel()
            await asyncio.gather(*polls, return_exceptions=True)
            self._polls.clear()
            await asyncio.shield(self._parsers.close())

    async def _poll(self, feed: WatchedFeed) -> None:
        """Poll one feed and store its new state, whatever goes wrong."""
        polled = feed
        try:
            polled = await self._polled(feed)
            await self._store.save(polled, feed)
        except Exception as error:
            log.exception("feed %d could not be stored, again in %.0f s", feed.id, RESTART_DELAY_S)
            self._report(error)
            await asyncio.sleep(RESTART_DELAY_S)  # it is still due
        finally:
            del self._polls[feed.id]
            if not self._polls:
                await self._parsers.close()  # whose processes take memory
            self._on_done(polled)

    async def _polled(self, feed: WatchedFeed) -> WatchedFeed:
        """Return the feed after a poll; raises StorageError."""
        try:
            with self._batcher.producer():
                return succeeded(feed, await self._check(feed), self._now())
        except StorageError:
            raise
        except FetchError as error:
            seconds, gone = error.retry_after, isinstance(error, Gone)
            return failed(feed, error, self._now(), retry_after=seconds, gone=gone)
        except LoadError as error:
            problem = KutipError(error.reason, **error.arguments)
            return failed(feed, problem, self._now())
        except Exception as error:
            log.exception("feed %d could not be read", feed.id)
            self._report(error)
            known = error if isinstance(error, KutipError) else KutipError("feed_trouble")
            return failed(feed, known, self._now())

    async def _check(self, feed: WatchedFeed) -> FeedCheck:
        """Fetch the feed and ingest its new items; raises FetchError and LoadError."""
        document, parsed = await self._fetch(feed)
        if parsed is None:
            return FeedCheck(
                document.permanent_url,
                etag=document.etag or feed.etag,
                last_modified=document.last_modified or feed.last_modified,
            )
        fresh, unfinished = await self._ingest_new(feed, parsed)
        return FeedCheck(
            document.permanent_url,
            fresh=fresh,
            unfinished=unfinished,
            etag=document.etag,
            last_modified=document.last_modified,
            title=parsed.title,
            site=parsed.site,
        )

    async def _fetch(self, feed: WatchedFeed) -> tuple[FetchedDocument, Feed | None]:
        """Return the document and what it parses to, None if it is not modified.

        Raises FetchError, and LoadError if it is no feed.
        """
        conditional = conditional_headers(feed.etag, feed.last_modified)
        async with self._fetcher.fetch(feed.url, FEED, conditional) as document:
            if document.not_modified:
                return document, None
            task = ParseFeed(document.url, document.body, document.charset)
            parsed = await self._parsers.parse(task)
        if not isinstance(parsed, Feed):
            raise LoadError(feed.url, "feed_none")
        return document, parsed

    async def _ingest_new(self, feed: WatchedFeed, parsed: Feed) -> tuple[int, bool]:
        """Return the number of new articles, and whether items are left to be read or retried."""
        listed = {item.fingerprint: item.content_digest for item in parsed.items}
        new = await self._store.new_items(feed.id, listed, self._now() - ITEM_RETRY_PERIOD)
        fresh = [item for item in parsed.items if item.fingerprint in new]
        lost = await self._store.lost_items(feed.id, listed)
        fresh += [FeedItem.of_page(fingerprint, url) for fingerprint, url in lost.items()]
        if parsed.oversized and fresh:
            error = LoadError(feed.url, "feed_oversized", count=parsed.oversized)
            await self._batcher.add([error])
        reader = ItemReader(self._fetcher, self._parsers)
        deadline = _time() + FEED_TIMEOUT_S
        results: list[ItemResult] = []
        for start in range(0, len(fresh), ITEMS_CONCURRENCY):
            if _time() >= deadline:
                break
            items = fresh[start : start + ITEMS_CONCURRENCY]
            results += await self._ingest_items(feed, parsed, reader, items)
        articles = sum(isinstance(result.outcome, Article) for result in results)
        left = len(results) < len(fresh)
        return articles, left or any(result.retry for result in results)

    async def _ingest_items(
        self, feed: WatchedFeed, parsed: Feed, reader: ItemReader, items: Sequence[FeedItem]
    ) -> Sequence[ItemResult]:
        """Read and ingest some items, and record them as seen only then.

        Returns the results of those that were read.
        """
        read = await asyncio.gather(
            *(reader.read(item, parsed, feed.key_of(item.fingerprint)) for item in items)
        )
        results = [result for result in read if result is not None]
        articles = [each.outcome for each in results if isinstance(each.outcome, Article)]
        self._causes.note(*(article.key for article in articles))
        await self._batcher.add([result.outcome for result in results])
        digests = {item.fingerprint: item.content_digest for item in items}
        for kind, age in _AGES.items():
            seen = [result.fingerprint for result in results if result.kind is kind]
            noted = {fingerprint: digests[fingerprint] for fingerprint in seen}
            taken = kind is ItemKind.ARTICLE
            await self._store.record_items(feed.id, noted, self._now() - age, taken=taken)
        return results


def _time() -> float:
    return asyncio.get_running_loop().time()
