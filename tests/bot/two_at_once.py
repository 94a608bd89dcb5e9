"""Two people who write at the same moment: the worst order of their reads and writes, each time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import CursorResult, Executable

from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.dialects.dialect import LockKey

Result = TypeVar("Result")

LOCK_TIMEOUT_S = 0.2
"""How long one waits for another that is itself held up by a lock of ours, and cannot come."""


class Meeting:
    """Holds up each of some works at its first write until all others are at theirs, or over."""

    def __init__(self, parties: int) -> None:
        self._expected = parties
        self._arrived: set[int] = set()
        self._all_arrived = asyncio.Event()

    def arrive(self, party: int) -> None:
        """Note that a work is at its first write, or over."""
        self._arrived.add(party)
        if len(self._arrived) == self._expected:
            self._all_arrived.set()

    async def wait_for_others(self, party: int) -> None:
        """Wait for the others before the first write; return at once before any further one."""
        if party in self._arrived:
            return
        self.arrive(party)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_arrived.wait(), LOCK_TIMEOUT_S)


_PARTY: ContextVar[tuple[Meeting, int] | None] = ContextVar("_PARTY", default=None)


async def at_once(*works: Awaitable[Result]) -> list[Result | BaseException]:
    """Run the works together and return their results or errors.

    Whatever a work reads before its first write, it has read before any of the others has written.
    """
    meeting = Meeting(len(works))

    async def run(party: int, work: Awaitable[Result]) -> Result:
        _PARTY.set((meeting, party))
        try:
            return await work
        finally:
            meeting.arrive(party)

    with _writes_wait():
        return await asyncio.gather(
            *(run(party, work) for party, work in enumerate(works)), return_exceptions=True
        )


@contextmanager
def _writes_wait() -> Iterator[None]:
    write, execute = Database.write, Database.execute

    @asynccontextmanager
    async def waiting_write(
        self: Database, staged: Path | None = None, *, key: LockKey | None = None
    ) -> AsyncIterator[AsyncConnection]:
        await _wait_for_others()
        async with write(self, staged, key=key) as connection:
            yield connection

    async def waiting_execute(
        self: Database, statement: Executable
    ) -> CursorResult[*tuple[Any, ...]]:
        await _wait_for_others()
        return await execute(self, statement)

    with (
        patch.object(Database, "write", waiting_write),
        patch.object(Database, "execute", waiting_execute),
    ):
        yield


async def _wait_for_others() -> None:
    if (party := _PARTY.get()) is not None:
        meeting, number = party
        await meeting.wait_for_others(number)
