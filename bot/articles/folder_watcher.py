"""Keeps the articles in step with their folder: soon after a file changes, and by the clock.

Reads no article itself; the library does.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.articles.library import Library
from bot.errors import KutipError

log = logging.getLogger(__name__)

QUIET, LONGEST = 800, 10_000
"""Milliseconds without a change after which changes are read, and at the latest: whoever copies
files copies several."""

MISSING = 60.0
"""Seconds between two looks at whether the folder is there."""

FAR = timedelta(hours=1)
"""The longest sleep: the clock on the wall may be set meanwhile."""


def due_at(last: datetime | None, every: timedelta | None, now: datetime) -> datetime | None:
    """When the folder is to be read next; None for never, ``now`` where that is overdue."""
    if every is None:
        return None
    return now if last is None else max(now, last + every)


class FolderWatcher:
    """Reloads the folder without being asked; ``every`` is None for not by the clock."""

    def __init__(
        self,
        library: Library,
        folder: Path,
        *,
        every: timedelta | None,
        watching: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._folder = folder
        self._every = every
        self._watching = watching
        self._now = now

    def jobs(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        """What is to go on for as long as the bot runs."""
        jobs: list[Callable[[], Coroutine[Any, Any, None]]] = []
        if self._watching:
            jobs.append(self.watch)
        if self._every is not None:
            jobs.append(self.by_the_clock)
        return jobs

    async def watch(self) -> None:
        """Reload after changes, for as long as the folder is there."""
        from watchfiles import awatch  # what asks one question watches nothing

        while not await asyncio.to_thread(self._folder.is_dir):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(MISSING)
        changes = awatch(self._folder, step=QUIET, debounce=LONGEST)
        async for _ in changes:
            await self._reload()

    async def by_the_clock(self) -> None:
        """Reload whenever the last reload is long enough ago, whoever asked for that one."""
        while True:
            last = (await self._library.status()).last_reload
            due = due_at(last.finished_at if last else None, self._every, self._now())
            if due is None or due <= self._now():
                await self._reload()
            else:
                await asyncio.sleep(min(due - self._now(), FAR).total_seconds())

    async def _reload(self) -> None:
        """When no other reload runs: it may have read the folder before it changed."""
        try:
            await self._library.reload(patient=True)
        except KutipError as error:  # the library has logged why
            log.warning("the folder was not read: %s", error.key)
            await asyncio.sleep(MISSING)
