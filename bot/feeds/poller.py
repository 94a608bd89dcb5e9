"""The job that polls the feeds that are due::

    due -> fetch -> parse -> unseen items -> their articles -> a batch of several feeds' articles
        -> ingested -> items recorded as seen -> feed stored

A crash loses at most the record: the same items come again, and their articles are recognized by
their content.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import KutipError, StorageError
from bot.feeds.batching import Batcher, Ingest
from bot.feeds.item_reader import ItemReader, ItemResult
from bot.feeds.parser_pool import ParseFeed, ParserPool, open_parsers
from bot.feeds.scheduling import ITEM_RETRY_PERIOD, FeedCheck, failed, succeeded
from bot.fetching.documents import FEED, FetchedDocument, conditional_headers
from bot.fetching.errors import FetchError, Gone
from bot.fetching.fetcher import Fetcher
from bot.model.feeds import WatchedFeed
from bot.storage.feeds import FeedStore
from index.errors import LoadError
from index.sources.feed_items import Feed, FeedItem
from index.types import Article

MAX_FEEDS = 500
"""Feeds of one poll."""
ITEMS_CONCURRENCY = 20
"""Items of a feed that are read together; then their articles are ingested."""
FEED_TIMEOUT_S = 120.0
"""For the items of a feed, so that a slow host delays no other; the rest is read next time."""

log = logging.getLogger(__name__)


class FeedPoller:
    """Polls the feeds that are due."""

    def __init__(
        self,
        store: FeedStore,
        fetcher: Fetcher,
        ingest: Ingest,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._ingest = ingest
        self._now = now

    async def poll(self) -> bool:
        """Poll up to ``MAX_FEEDS`` that are due; return False if none is. Raises StorageError."""
        due = await self._store.due(self._now(), MAX_FEEDS)
        if not due:
            return False
        async with open_parsers() as parsers:
            run = _PollRun(self._store, self._fetcher, parsers, Batcher(self._ingest), self._now)
            async with asyncio.TaskGroup() as tasks:
                for feed in due:
                    tasks.create_task(run.poll(feed))
                    await asyncio.sleep(0)  # hundreds started in one turn would hold up the loop
        return True


@dataclass(frozen=True, slots=True)
class _PollRun:
    """One poll of several feeds, and what they share."""

    store: FeedStore
    fetcher: Fetcher
    parsers: ParserPool
    batcher: Batcher
    now: Callable[[], datetime]

    async def poll(self, feed: WatchedFeed) -> None:
        """Poll one feed and store its new state; raises StorageError."""
        try:
            with self.batcher.producer():
                after = succeeded(feed, await self._check(feed), self.now())
        except StorageError:
            raise
        except FetchError as error:
            seconds, gone = error.retry_after, isinstance(error, Gone)
            after = failed(feed, error, self.now(), retry_after=seconds, gone=gone)
        except LoadError as error:
            problem = KutipError(error.reason, **error.arguments)
            after = failed(feed, problem, self.now())
        except Exception as error:
            log.exception("feed %s could not be read", feed.url)
            known = error if isinstance(error, KutipError) else KutipError("feed_trouble")
            after = failed(feed, known, self.now())
        await self.store.save(after, feed)

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
        async with self.fetcher.fetch(feed.url, FEED, conditional) as document:
            if document.not_modified:
                return document, None
            task = ParseFeed(document.url, document.body, document.charset)
            parsed = await self.parsers.parse(task)
        if not isinstance(parsed, Feed):
            raise LoadError(feed.url, "feed_none")
        return document, parsed

    async def _ingest_new(self, feed: WatchedFeed, parsed: Feed) -> tuple[int, bool]:
        """Return the number of new articles, and whether items are left to be read or retried."""
        listed = {item.fingerprint: item.content_digest for item in parsed.items}
        new = await self.store.new_items(feed.id, listed, self.now() - ITEM_RETRY_PERIOD)
        fresh = [item for item in parsed.items if item.fingerprint in new]
        if parsed.oversized and fresh:
            error = LoadError(feed.url, "feed_oversized", count=parsed.oversized)
            await self.batcher.add([error])
        deadline = _time() + FEED_TIMEOUT_S
        results: list[ItemResult] = []
        while len(results) < len(fresh) and _time() < deadline:
            start = len(results)
            items = fresh[start : start + ITEMS_CONCURRENCY]
            results += await self._ingest_items(feed, parsed, items)
        articles = sum(isinstance(result.outcome, Article) for result in results)
        left = len(results) < len(fresh)
        return articles, left or any(result.retry for result in results)

    async def _ingest_items(
        self, feed: WatchedFeed, parsed: Feed, items: Sequence[FeedItem]
    ) -> Sequence[ItemResult]:
        """Read and ingest some items, and record them as seen only then."""
        reader = ItemReader(self.fetcher, self.parsers)
        results = await asyncio.gather(
            *(reader.read(item, parsed, f"feed:{feed.id}/{item.fingerprint}") for item in items)
        )
        await self.batcher.add([result.outcome for result in results])
        digests = {item.fingerprint: item.content_digest for item in items}
        for taken in (True, False):
            seen = [r.fingerprint for r in results if isinstance(r.outcome, Article) == taken]
            noted = {fingerprint: digests[fingerprint] for fingerprint in seen}
            await self.store.record_items(feed.id, noted, self.now(), taken=taken)
        return results


def _time() -> float:
    return asyncio.get_running_loop().time()
