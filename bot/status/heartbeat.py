"""The file by which others see that the bot runs, and how; written every few seconds.

It is written by the event loop's own task: a process that hangs writes it no more.
"""

import asyncio
import logging
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from bot.storage.database_file import FILE_MODE

log = logging.getLogger(__name__)

FILE = "kutip.status.json"

INTERVAL_S = 5.0

STALE_AFTER = timedelta(minutes=1)
"""A process that has written nothing for so long hangs, if it is still there."""

MAX_BYTES = 65_536

ShortName = Annotated[str, Field(pattern=r"^[\w.+-]{1,40}$")]
Seconds = Annotated[float, Field(ge=-1e9, le=1e9)]
"""Within what a span of time may have; not a number is none."""


class RunState(StrEnum):
    """The state of a process of the bot, as it sees itself."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """A process of the bot as it was when it wrote this.

    ``passages`` is None before the index is loaded; ``telegram_silent_s`` while requests succeed.
    """

    pid: int
    state: RunState
    version: ShortName
    mode: ShortName
    is_leading: bool
    is_reloading: bool
    started_at: AwareDatetime
    written_at: AwareDatetime
    passages: int | None = None
    telegram_reached_at: AwareDatetime | None = None
    telegram_silent_s: Seconds | None = None
    clock_difference_s: Seconds | None = None


@dataclass(frozen=True, slots=True)
class SeenHeartbeat:
    """The last heartbeat of a process, and when its file was last touched."""

    heartbeat: Heartbeat
    seen_at: datetime

    def is_stale(self, now: datetime) -> bool:
        """Return whether the process has shown no sign of life for too long.

        One of the future is of a clock that was put back, after which nothing was written.
        """
        return abs(now - self.seen_at) > STALE_AFTER


_HEARTBEAT = TypeAdapter(Heartbeat)


class HeartbeatWriter:
    """Writes what ``describe`` returns to the data folder."""

    def __init__(self, data: Path, describe: Callable[[RunState], Awaitable[Heartbeat]]) -> None:
        self._path = data / FILE
        self._describe = describe
        self.state = RunState.STARTING
        self._changed = asyncio.Event()

    def become(self, state: RunState) -> None:
        """Enter another state, which is written at once."""
        self.state = state
        self._changed.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write while the block runs, and once more at its end."""
        writing = asyncio.create_task(self._keep_writing())
        try:
            yield
        finally:
            writing.cancel()
            await asyncio.wait([writing])
            self.state = RunState.STOPPING
            with suppress(Exception):
                await self.write()

    async def write(self) -> None:
        """Replace the file, or at least touch it if the disk is full."""
        written = _HEARTBEAT.dump_json(await self._describe(self.state))
        await asyncio.to_thread(_replace, self._path, written)

    async def _keep_writing(self) -> None:
        while True:
            try:
                await self.write()
            except Exception:
                log.exception("the state of this process can't be written")
            with suppress(TimeoutError):
                async with asyncio.timeout(INTERVAL_S):
                    await self._changed.wait()
            self._changed.clear()


def read_heartbeat(data: Path) -> SeenHeartbeat | None:
    """Return the last heartbeat that was written to a data folder; None if none is readable."""
    path = data / FILE
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe is not waited for
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                return None
            touched = found.st_mtime
            heartbeat = _HEARTBEAT.validate_json(file.read(MAX_BYTES))
        return SeenHeartbeat(heartbeat, datetime.fromtimestamp(touched, UTC))
    except (OSError, ValidationError, ValueError, OverflowError):
        return None


def forget_heartbeat(data: Path) -> None:
    """Delete the last heartbeat: a process begins that has not written one yet. Blocks."""
    with suppress(OSError):
        (data / FILE).unlink()


def _replace(path: Path, content: bytes) -> None:
    """Replace a file at once, by one that only its owner reads; nothing is made in its place.

    Blocks. A folder that is gone stays so.
    """
    unfinished = path.with_name(f"{path.name}.new")
    try:
        descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE)
        with os.fdopen(descriptor, "wb") as new:
            new.write(content)
        unfinished.replace(path)
    except OSError as error:
        log.debug("the state of this process is not written: %s", error.strerror)
        with suppress(OSError):
            os.utime(path)
