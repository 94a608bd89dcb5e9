"""Lead: do what only one of the processes on a database may do.

It holds a lock for as long as its connection to the database lasts. If that is lost, its jobs are
cancelled at once, and any process may lead next.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from bot.errors import StorageError
from bot.runtime.supervisor import ReportError, running
from bot.storage.database import Database
from bot.storage.dialects.dialect import SessionLock

log = logging.getLogger(__name__)

LOCK = "leading"

RETRY_S = 0.5
"""Between attempts to lead: the database can't be reached, or the jobs fail at once."""

_FOLLOWING = "following: another process leads, or none can yet"

Jobs = Callable[[], AbstractAsyncContextManager[None]]
"""Runs what only the leader may do, until the block ends."""


class Leadership:
    """Seeks to lead, from the start or as soon as the leader is gone.

    On SQLite the only process leads. ``report`` is called with unexpected errors.
    """

    def __init__(self, database: Database, report: ReportError) -> None:
        self._database = database
        self._report = report
        self._first = AsyncExitStack()
        self._first_lock: SessionLock | None = None
        self.is_alone = database.address.url is None
        self.leads = self.is_alone

    @asynccontextmanager
    async def sought(self) -> AsyncIterator[None]:
        """Lead from the start if nobody does; let go of it when the block ends."""
        async with self._first:
            if not self.is_alone:
                attempt = self._database.lock(LOCK, wait=False)
                self._first_lock = await self._first.enter_async_context(attempt)
                self.leads = self._first_lock is not None
            yield

    async def processes(self) -> int:
        """Return how many processes of the bot run on the database; raises StorageError."""
        return await self._database.processes()

    @asynccontextmanager
    async def running(self, jobs: Jobs) -> AsyncIterator[None]:
        """Run the jobs whenever this process leads, until the block ends."""
        if self.is_alone:
            async with jobs():
                yield
            return
        async with running(self._keep_leading(jobs)):
            yield

    async def _keep_leading(self, jobs: Jobs) -> None:
        async with self._first:
            if self._first_lock is not None:
                await self._lead(self._first_lock, jobs)
        log.info(_FOLLOWING)
        while True:
            try:
                await self._wait_and_lead(jobs)
            except StorageError as error:
                log.warning("not leading: %r", error)
            except Exception as error:  # a bug must not keep it from ever leading again
                log.exception("not leading")
                self._report(error)
            await asyncio.sleep(RETRY_S)

    async def _wait_and_lead(self, jobs: Jobs) -> None:
        async with self._database.lock(LOCK, wait=True) as lock:
            if lock is not None:
                await self._lead(lock, jobs)
                log.info(_FOLLOWING)

    async def _lead(self, lock: SessionLock, jobs: Jobs) -> None:
        """Run the jobs until they fail or the lock is lost."""
        log.info("leading: feeds, folder, alerts and announcements are this process's")
        self.leads = True
        tasks = [asyncio.create_task(_run(jobs)), asyncio.create_task(lock.lost())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.leads = False
            for task in tasks:
                task.cancel()
            _, failed = await asyncio.gather(tasks[1], tasks[0], return_exceptions=True)
        if isinstance(failed, Exception):
            log.error("the leader's jobs failed", exc_info=failed)
            self._report(failed)


async def _run(jobs: Jobs) -> None:
    async with jobs():
        await asyncio.Event().wait()
