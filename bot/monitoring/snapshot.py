"""The figures that storage and the search engine are asked for, at most every few seconds.

Whoever asks waits a bounded time for them, and never starts a second reading beside one that hangs.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.articles.library import IndexState, Library
from bot.errors import StorageError
from bot.maintenance.sizes import StorageSizes
from bot.model.articles import ReloadReport
from bot.model.feeds import FeedCounts
from bot.model.messages import OutboxBacklog
from bot.storage.feeds import FeedStore
from bot.storage.outbox import OutboxStore
from index.errors import EngineUnavailable

log = logging.getLogger(__name__)

MAX_AGE_S = 5.0
"""Of figures that are shown again: several programs may ask at a time."""

READ_TIMEOUT_S = 2.0
"""For a reading; a scrape by Prometheus may take 10 s unless it is set otherwise."""


@dataclass(frozen=True, slots=True)
class StorageFigures:
    """The figures of the database; ``feed_lag`` is how long ago the next feed was due."""

    outbox: OutboxBacklog
    feeds: FeedCounts
    feed_lag: timedelta
    last_reload: ReloadReport | None
    sizes: StorageSizes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All figures, read at once; None for those that could not be read."""

    storage: StorageFigures | None = None
    index: IndexState | None = None


NOTHING = Snapshot()


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """The stores that a snapshot is read from."""

    outbox: OutboxStore
    feeds: FeedStore
    library: Library
    sizes: Callable[[], Awaitable[StorageSizes]]
    now: Callable[[], datetime]

    async def read(self) -> Snapshot:
        """Read all figures; those that fail are None."""
        return Snapshot(await self._storage(), await self._index())

    async def _storage(self) -> StorageFigures | None:
        try:
            due, now = await self.feeds.next_due(), self.now()
            return StorageFigures(
                outbox=await self.outbox.backlog(),
                feeds=await self.feeds.counts(),
                feed_lag=timedelta(0) if due is None else max(timedelta(0), now - due),
                last_reload=await self.library.last_reload(),
                sizes=await self.sizes(),
            )
        except (StorageError, OSError) as error:
            log.warning("storage can't be read: %r", error)
            return None

    async def _index(self) -> IndexState | None:
        try:
            return await self.library.index_state()
        except EngineUnavailable as error:
            log.warning("the index can't be read: %r", error)
            return None


class SnapshotCache:
    """The newest snapshot, read again when somebody asks and it is old."""

    def __init__(
        self,
        read: Callable[[], Awaitable[Snapshot]],
        *,
        max_age_s: float = MAX_AGE_S,
        timeout_s: float = READ_TIMEOUT_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._max_age_s = max_age_s
        self._timeout_s = timeout_s
        self._monotonic = monotonic
        self._reading: asyncio.Task[None] | None = None
        self._read_at = float("-inf")
        self.newest = NOTHING

    async def fresh(self) -> Snapshot:
        """Return a snapshot of the last seconds; an empty one if it can't be read in time."""
        if self._reading is None:
            if self._monotonic() - self._read_at <= self._max_age_s:
                return self.newest
            self._reading = asyncio.create_task(self._refresh())
        done, _ = await asyncio.wait([self._reading], timeout=self._timeout_s)
        if not done:
            self.newest = NOTHING
        return self.newest

    async def close(self) -> None:
        """End a reading that still runs."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading], timeout=self._timeout_s)

    async def _refresh(self) -> None:
        try:
            self.newest = await self._read()
        except Exception:
            log.exception("the figures for monitoring can't be read")
            self.newest = NOTHING
        finally:
            self._read_at, self._reading = self._monotonic(), None
