"""Reload the folder soon after a file in it changes, and at regular times."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.articles.library import Library
from bot.errors import KutipError, Notice
from bot.runtime.error_reports import ErrorReporter

log = logging.getLogger(__name__)

DEBOUNCE_MS, MAX_DEBOUNCE_MS = 800, 10_000
"""Reload after so long without a change, and at the latest: files are often copied in numbers."""

RETRY_S = 60.0
"""Pause before another try if the folder is missing or could not be read."""

MAX_SLEEP = timedelta(hours=1)
"""The system's clock may be set meanwhile."""


def due_at(last: datetime | None, every: timedelta | None, now: datetime) -> datetime | None:
    """Return when to reload next: ``now`` if overdue, None for never."""
    if every is None:
        return None
    return now if last is None else max(now, last + every)


class FolderWatcher:
    """Reloads the folder after changes if ``watching``, and ``every`` so often if not None."""

    def __init__(
        self,
        library: Library,
        folder: Path,
        *,
        every: timedelta | None,
        watching: bool,
        reporter: ErrorReporter,
    ) -> None:
        self._library = library
        self._folder = folder
        self._every = every
        self._watching = watching
        self._now = reporter.now
        self._report = reporter.report

    def jobs(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        """Return what has to run as long as the bot does."""
        jobs: list[Callable[[], Coroutine[Any, Any, None]]] = []
        if self._watching:
            jobs.append(self.watch)
        if self._every is not None:
            jobs.append(self.reload_regularly)
        return jobs

    async def watch(self) -> None:
        """Reload after changes, until the folder is deleted."""
        from watchfiles import awatch  # not needed to answer a question

        while not await asyncio.to_thread(self._folder.is_dir):  # noqa: ASYNC110 - no event
            await asyncio.sleep(RETRY_S)
        changes = awatch(self._folder, step=DEBOUNCE_MS, debounce=MAX_DEBOUNCE_MS)
        async for _ in changes:
            await self._reload()

    async def reload_regularly(self) -> None:
        """Reload whenever the last reload, whatever its cause, is ``every`` ago."""
        while True:
            last = (await self._library.status()).last_reload
            due = due_at(last.finished_at if last else None, self._every, self._now())
            if due is None or due <= self._now():
                await self._reload()
            else:
                await asyncio.sleep(min(due - self._now(), MAX_SLEEP).total_seconds())

    async def _reload(self) -> None:
        """Reload after any that is running: that one may have read the folder before it changed."""
        try:
            await self._library.reload(wait=True)
        except KutipError as error:  # the library has logged why
            log.warning("the folder was not read: %s", error.key)
            if isinstance(error, Notice):
                self._report(error)
            await asyncio.sleep(RETRY_S)
