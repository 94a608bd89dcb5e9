"""Look for faults of the installation every minute, note them, and tell owners of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.errors import StorageError
from bot.model.faults import FaultKind, InstallationFault, NotedFault
from bot.model.feeds import FeedState
from bot.status.detection import Backlog, Observation, detect, unknown_kinds
from bot.status.telling import FaultNews, lasting, news_of, note, with_told
from bot.storage.backlog import BacklogStore
from bot.storage.database import Database
from bot.storage.faults import FaultStore
from bot.storage.feeds import FeedStore
from bot.storage.reloads import ReloadStore

log = logging.getLogger(__name__)

LOOK_INTERVAL_S = 60.0
"""Between two looks."""

RETRY_INTERVAL = timedelta(minutes=10)
"""Before owners are told again what could not be told any of them."""

MAX_FEEDS = 200
"""Failing feeds that are looked at."""

Tell = Callable[[FaultNews], Awaitable[bool]]
"""Tells owners; returns whether anybody could be told."""

Observe = Callable[[], Awaitable[Observation]]
"""Observes all but what is in the database."""


@dataclass(frozen=True, slots=True)
class FaultStores:
    """The stores in which faults show, and the one that they are noted in."""

    feeds: FeedStore
    backlog: BacklogStore
    reloads: ReloadStore
    noted: FaultStore

    @classmethod
    def on(cls, database: Database) -> Self:
        """Return the stores of a database."""
        return cls(
            FeedStore(database), BacklogStore(database), ReloadStore(database), FaultStore(database)
        )


class FaultMonitor:
    """Finds the faults of this installation, and sees that owners are told."""

    def __init__(self, stores: FaultStores, observe: Observe, now: Callable[[], datetime]) -> None:
        self._stores = stores
        self._observe = observe
        self._now = now
        self._noted: dict[str, NotedFault] | None = None
        self._is_stored = True
        self._quiet_until: datetime | None = None

    async def run(self, tell: Tell) -> None:
        """Look, and tell, for as long as this process leads."""
        if self._is_stored:  # else it knows more than the database; else another process may
            self._noted = None
        while True:
            await self.look(tell)
            await asyncio.sleep(LOOK_INTERVAL_S)

    async def look(self, tell: Tell) -> None:
        """Look once, and tell owners what is new."""
        if self._noted is None:
            self._noted = await self._read()
        if self._noted is None:  # what owners know of is not known; of the database they are told
            return
        before, now = self._noted, self._now()
        seen = await self.observe()
        found = detect(seen)
        dropped = await self._dropped(before, found, seen)
        after = note(before, found, now, unknown_kinds(seen), dropped)
        news = news_of(after, found, now)
        if news and self._may_tell(now):
            if await _is_told(tell, news):
                after = with_told(after, news, now)
            else:
                self._quiet_until = now + RETRY_INTERVAL
        await self._write(before, after)

    async def current(self) -> list[tuple[InstallationFault, datetime]]:
        """Return the faults that there are now and last, each with since when."""
        seen = await self.observe()
        noted = await self._read() or {}
        return lasting(noted, detect(seen), self._now())

    async def observe(self) -> Observation:
        """Observe the installation."""
        seen = await self._observe()
        try:
            return await with_stored(seen, self._stores)
        except StorageError as error:
            log.warning("feeds and outbox are not looked at: %r", error)
            return replace(seen, missing_folder=None, is_folder_unknown=True)

    async def _dropped(
        self,
        before: Collection[str],
        found: Collection[InstallationFault],
        seen: Observation,
    ) -> list[str]:
        """Return the causes of what is not well but not there any more, by its kind."""
        dropped = await self._dropped_feeds(before, found) if seen.failing_feeds is not None else []
        if seen.backup_period is None:
            dropped.append(str(FaultKind.BACKUP))
        return dropped

    async def _dropped_feeds(
        self, before: Collection[str], found: Collection[InstallationFault]
    ) -> list[str]:
        """Return the causes of feeds that do not fail, but were removed or paused."""
        there = {each.cause for each in found}
        prefix = f"{FaultKind.FEED}:"
        gone = [each for each in before if each.startswith(prefix) and each not in there]
        numbers = [int(each.removeprefix(prefix)) for each in gone]
        feeds = await self._stores.feeds.with_ids(numbers) if numbers else []
        well = {f"{prefix}{feed.id}" for feed in feeds if feed.state is FeedState.ON}
        well -= {f"{prefix}{feed.id}" for feed in feeds if feed.failures}
        return [each for each in gone if each not in well]

    def _may_tell(self, now: datetime) -> bool:
        """Return whether it is not too soon after an attempt that reached nobody."""
        until = self._quiet_until
        return until is None or not now < until <= now + RETRY_INTERVAL

    async def _read(self) -> dict[str, NotedFault] | None:
        """Return what is noted; None if it can't be read now."""
        try:
            return await self._stores.noted.all()
        except StorageError as error:
            log.warning("what is noted of faults can't be read: %r", error)
            return None

    async def _write(self, before: dict[str, NotedFault], after: dict[str, NotedFault]) -> None:
        """Store what is noted if it has changed; if it can't be, this process knows it."""
        self._noted = after
        if after == before and self._is_stored:
            return
        self._is_stored = False
        try:
            await self._stores.noted.replace(after)
            self._is_stored = True
        except StorageError as error:
            log.warning("what is noted of faults can't be stored: %r", error)


async def _is_told(tell: Tell, news: FaultNews) -> bool:
    """Tell owners; an error is logged, and means that nobody was told."""
    try:
        return await tell(news)
    except Exception:
        log.exception("owners were not told of faults")
        return False


async def with_stored(seen: Observation, stores: FaultStores) -> Observation:
    """Return an observation with what the database tells; raises StorageError.

    A folder of articles that was never read is none that is missing.
    """
    oldest = await stores.backlog.oldest(seen.at)
    waiting = await stores.backlog.waiting(seen.at) if oldest else 0
    was_read = seen.missing_folder is not None and await stores.reloads.last() is not None
    return replace(
        seen,
        failing_feeds=await stores.feeds.with_failures(MAX_FEEDS),
        backlog=Backlog(waiting, oldest),
        missing_folder=seen.missing_folder if was_read else None,
    )
