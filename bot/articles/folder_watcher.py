"""Reload the folder soon after a file in it changes, and at regular times."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from bot.articles.library import Library
from bot.errors import FolderMissing, KutipError, ReloadRunning, StorageError
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.file_identity import FileIdentity, identity_of

log = logging.getLogger(__name__)

DEBOUNCE_MS, MAX_DEBOUNCE_MS = 800, 10_000
"""Reload after so long without a change, and at the latest: files are often copied in numbers."""

RETRY_S = 60.0
"""Pause before another try if the folder is missing or could not be read."""

LOOK_S = 5.0
"""Between looks whether the watched folder is still the one at its path."""

CLOCK_SLACK_S = 2.0
"""By which the times of files may be behind the clock: FAT stores every other second."""

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
        """Reload after changes, also of a folder that is deleted and made again, or replaced.

        The bot has read the first one when it started; what came after that is read, too.
        """
        await self._watch(await self._appeared(), read=False)
        while True:
            await self._watch(await self._appeared(lost=True), read=True)

    async def _appeared(self, *, lost: bool = False) -> FileIdentity:
        """Wait for the folder; if it is ``lost``, report that unless it was read before."""
        while (found := await asyncio.to_thread(_folder_at, self._folder)) is None:
            await asyncio.sleep(LOOK_S)
            if lost and not await asyncio.to_thread(self._folder.is_dir):
                await self._report_missing(FolderMissing(self._folder))
                lost = False
        return found

    async def _watch(self, watched: FileIdentity, *, read: bool) -> None:
        """Reload after changes until there is another folder, or none, at the path.

        ``read`` says whether to reload it as soon as its changes are seen, too.
        """
        from watchfiles import Change, awatch  # not needed to answer a question

        changes = awatch(
            self._folder.absolute(),
            step=DEBOUNCE_MS,
            debounce=MAX_DEBOUNCE_MS,
            rust_timeout=round(LOOK_S * 1000),
            yield_on_timeout=True,
        )
        with suppress(FileNotFoundError):  # deleted before the watch began
            is_begun = False
            async for changed in changes:
                read = read or (not (is_begun or changed) and await self._is_behind())
                is_begun = True
                # A folder that is made anew may have the number of the one that was deleted.
                gone = (Change.deleted, str(self._folder.absolute())) in changed
                if gone or await asyncio.to_thread(_folder_at, self._folder) != watched:
                    return
                if changed or read:
                    read = False
                    await self._reload(looked_for=True)

    async def _is_behind(self) -> bool:
        """Return whether something in the folder has changed since its last reading began."""
        since = self._library.folder_read_at
        return since is not None and await asyncio.to_thread(_has_newer, self._folder, since)

    async def reload_regularly(self) -> None:
        """Reload whenever the last reload, whatever its cause, is ``every`` ago."""
        while True:
            last = (await self._library.status()).last_reload
            due = due_at(last.finished_at if last else None, self._every, self._now())
            if due is None or due <= self._now():
                await self._reload()
            else:
                await asyncio.sleep(min(due - self._now(), MAX_SLEEP).total_seconds())

    async def _reload(self, *, looked_for: bool = False) -> None:
        """Reload after any that is running: that one may have read the folder before it changed.

        A folder that is missing, and is ``looked_for`` by whoever calls, needs no pause.
        """
        try:
            await self._library.reload(wait=True)
        except KutipError as error:  # the library has logged why
            log.warning("the folder was not read: %s", error.key)
            if isinstance(error, FolderMissing):
                await self._report_missing(error)
            elif not isinstance(error, ReloadRunning):
                self._report(error)
            if looked_for and isinstance(error, FolderMissing):
                return
            await asyncio.sleep(RETRY_S)

    async def _report_missing(self, error: FolderMissing) -> None:
        """Report a folder that was never read; of one that was, the monitor of faults tells."""
        with suppress(StorageError):
            if await self._library.last_reload() is None:
                self._report(error)


def _has_newer(folder: Path, since: float) -> bool:
    """Return whether a file or a folder in it has changed since then, or shortly before."""
    with suppress(OSError):
        entries = chain([folder], folder.rglob("*"))
        return any(each.lstat().st_ctime > since - CLOCK_SLACK_S for each in entries)
    return True  # something goes just now


def _folder_at(path: Path) -> FileIdentity | None:
    return identity_of(path) if path.is_dir() else None
