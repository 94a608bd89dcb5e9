"""The job that asks the feeds that are due, and takes in what is new::

    due -> fetch -> parse -> items that were not seen -> their articles -> a batch of many feeds'
        -> taken in -> items noted -> feed stored

A crash leaves out at most the noting: the same items come again, and are known by their content.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import KutipError, StorageError
from bot.feeds.batching import Batcher, TakeIn
from bot.feeds.item_reader import ItemReader, ItemResult
from bot.feeds.parser_pool import ParseFeed, ParserPool, open_parsers
from bot.feeds.scheduling import RETRIED, FeedCheck, failed, succeeded
from bot.fetching.documents import FEED, FetchedDocument, conditional_headers
from bot.fetching.errors import FetchError, Gone
from bot.fetching.fetcher import Fetcher
from bot.model.feeds import WatchedFeed
from bot.storage.feeds import FeedStore
from index.errors import LoadError
from index.sources.feed_items import Feed, FeedItem
from index.types import Article

AT_ONCE = 500
"""Feeds of one sweep."""
ITEMS_AT_ONCE = 20
"""Of one feed, between two times that what was read of it is kept."""
PATIENCE = 120.0
"""Seconds for one feed, so that a slow host holds up no others; the rest comes next time."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FetchedFeed:
    """A feed as it was fetched; None where it is the same as before."""

    fetched: FetchedDocument
    feed: Feed | None


class FeedPoller:
    """Asks the feeds that are due."""

    def __init__(
        self,
        store: FeedStore,
        fetcher: Fetcher,
        take_in: TakeIn,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._take_in = take_in
        self._now = now

    async def work(self) -> bool:
        """Ask all that are due, up to some hundred; whether there was any. Raises StorageError."""
        due = await self._store.due(self._now(), AT_ONCE)
        if not due:
            return False
        async with open_parsers() as parsers:
            sweep = _Poll(self._store, self._fetcher, parsers, Batcher(self._take_in), self._now)
            async with asyncio.TaskGroup() as tasks:
                for feed in due:
                    tasks.create_task(sweep.check(feed))
                    await asyncio.sleep(0)  # hundreds that begin in one turn hold everybody up
        return True


@dataclass(frozen=True, slots=True)
class _Poll:
    """What one sweep works with."""

    store: FeedStore
    fetcher: Fetcher
    parsers: ParserPool
    intake: Batcher
    now: Callable[[], datetime]

    async def check(self, feed: WatchedFeed) -> None:
        """Ask one feed, take in what is new, and store how it went; raises StorageError."""
        try:
            with self.intake.at_work():
                after = succeeded(feed, await self._checked(feed), self.now())
        except StorageError:
            raise
        except FetchError as error:
            pause, gone = error.retry_after, isinstance(error, Gone)
            after = failed(feed, error, self.now(), retry_after=pause, gone=gone)
        except LoadError as error:
            problem = KutipError(error.reason, **error.arguments)
            after = failed(feed, problem, self.now())
        except Exception as error:
            log.exception("feed %s could not be read", feed.url)
            known = error if isinstance(error, KutipError) else KutipError("feed_trouble")
            after = failed(feed, known, self.now())
        await self.store.save(after)

    async def _checked(self, feed: WatchedFeed) -> FeedCheck:
        document = await self._document(feed)
        fetched, read = document.fetched, document.feed
        if read is None:
            return FeedCheck(
                fetched.permanent_url,
                etag=fetched.etag or feed.etag,
                last_modified=fetched.last_modified or feed.last_modified,
            )
        fresh, unfinished = await self._take(feed, read)
        return FeedCheck(
            fetched.permanent_url,
            fresh=fresh,
            unfinished=unfinished,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            title=read.title,
            site=read.site,
        )

    async def _document(self, feed: WatchedFeed) -> FetchedFeed:
        """Raises FetchError, and LoadError where it is no feed."""
        given = conditional_headers(feed.etag, feed.last_modified)
        async with self.fetcher.fetch(feed.url, FEED, given) as fetched:
            if fetched.not_modified:
                return FetchedFeed(fetched, None)
            task = ParseFeed(fetched.url, fetched.body, fetched.charset)
            parsed = await self.parsers.parse(task)
        if not isinstance(parsed, Feed):
            raise LoadError(feed.url, "feed_none")
        return FetchedFeed(fetched, parsed)

    async def _take(self, feed: WatchedFeed, read: Feed) -> tuple[int, bool]:
        """How many of the items were taken, and whether some are to be tried again."""
        listed = {item.fingerprint: item.content_digest for item in read.items}
        unsettled = await self.store.unsettled(feed.id, listed, self.now() - RETRIED)
        fresh = [item for item in read.items if item.fingerprint in unsettled]
        if read.oversized and fresh:
            await self.intake.add([LoadError(feed.url, "feed_oversized", count=read.oversized)])
        deadline = _time() + PATIENCE
        results: list[ItemResult] = []
        while len(results) < len(fresh) and _time() < deadline:
            start = len(results)
            results += await self._batch(feed, read, fresh[start : start + ITEMS_AT_ONCE])
        taken = sum(isinstance(result.outcome, Article) for result in results)
        left = len(results) < len(fresh)
        return taken, left or any(result.again for result in results)

    async def _batch(
        self, feed: WatchedFeed, read: Feed, items: Sequence[FeedItem]
    ) -> Sequence[ItemResult]:
        """Take some items in; only then they count as seen."""
        reader = ItemReader(self.fetcher, self.parsers)
        results = await asyncio.gather(
            *(reader.read(item, read, f"feed:{feed.id}/{item.fingerprint}") for item in items)
        )
        await self.intake.add([result.outcome for result in results])
        digests = {item.fingerprint: item.content_digest for item in items}
        for taken in (True, False):
            seen = [r.fingerprint for r in results if isinstance(r.outcome, Article) == taken]
            noted = {fingerprint: digests[fingerprint] for fingerprint in seen}
            await self.store.note(feed.id, noted, self.now(), taken=taken)
        return results


def _time() -> float:
    return asyncio.get_running_loop().time()
