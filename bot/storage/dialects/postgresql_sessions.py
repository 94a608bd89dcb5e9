"""PostgreSQL connections that live for long: those of advisory locks, and of a listener.

Both ends notice within seconds that the other has died, hangs or can't be reached, so that a lock
is free soon, and whoever held it learns that before another holds it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy import Engine

from bot.errors import StorageError
from bot.storage.dialects.dialect import SessionLock
from bot.storage.dialects.postgresql_errors import DRIVER_ERRORS, storage_error

KEEPALIVE_INTERVAL_S = 1.0
KEEPALIVE_TIMEOUT_S = 1.5
CONNECT_TIMEOUT_S = 5.0
WAIT_S = 5
"""Of one statement that waits for a lock: so the server is heard of from time to time."""

SERVER_SETTINGS = {
    "timezone": "UTC",
    "lock_timeout": f"{WAIT_S}s",
    "idle_session_timeout": "10s",  # of a process that hangs
    # Of a machine that is gone: the server notices in 4 s, after the holder has, in 2.5 s.
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "4000",  # ms
}

_ERRORS = (*DRIVER_ERRORS, OSError)


class Session:
    """A connection that a statement keeps alive each second."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._lost = asyncio.Event()
        connection.add_termination_listener(lambda _: self._lost.set())

    async def lost(self) -> None:
        """Return when the connection has ended."""
        await self._lost.wait()

    async def fetch(self, statement: str, *values: object, timeout_s: float | None = None) -> Any:
        """Return the first column of the first row; raises StorageError."""
        try:
            return await self.connection.fetchval(statement, *values, timeout=timeout_s)
        except _ERRORS as error:
            raise storage_error(error) from error

    async def listen(self, channel: str, callback: Callable[[Any, int, str, str], None]) -> None:
        """Call ``callback`` with each notification; raises StorageError."""
        try:
            await self.connection.add_listener(channel, callback)
        except _ERRORS as error:
            raise storage_error(error) from error

    async def keep_alive(self) -> None:
        """Ask for an answer each second; end the connection if there is none."""
        while not self._lost.is_set():
            await asyncio.sleep(KEEPALIVE_INTERVAL_S)
            try:
                await self.connection.fetchval("SELECT 1", timeout=KEEPALIVE_TIMEOUT_S)
            except Exception:
                self.connection.terminate()
                self._lost.set()


async def _acquire(opened: Session, number: int) -> None:
    """Wait for an advisory lock; raises StorageError if the server does not answer any more."""
    while True:
        try:
            await opened.fetch("SELECT pg_advisory_lock($1)", number, timeout_s=WAIT_S + 3)
        except StorageError as error:
            if not isinstance(error.__cause__, asyncpg.LockNotAvailableError):
                raise
        else:
            return


@asynccontextmanager
async def session(engine: Engine, name: str) -> AsyncIterator[Session]:
    """Open a connection beside the engine's pool, for the block; raises StorageError."""
    _, options = engine.dialect.create_connect_args(engine.url)
    try:
        settings = {**SERVER_SETTINGS, "application_name": name}
        connection = await asyncpg.connect(
            **options, timeout=CONNECT_TIMEOUT_S, server_settings=settings
        )
    except _ERRORS as error:
        raise storage_error(error) from error
    opened = Session(connection)
    try:
        yield opened
    finally:
        connection.terminate()


@asynccontextmanager
async def session_lock(
    engine: Engine, number: int, *, wait: bool
) -> AsyncIterator[SessionLock | None]:
    """Hold an advisory lock during the block; yield None if it is held and not waited for."""
    async with session(engine, "kutip lock") as opened:
        if wait:
            await _acquire(opened, number)
        elif not await opened.fetch("SELECT pg_try_advisory_lock($1)", number):
            yield None
            return
        keeping = asyncio.create_task(opened.keep_alive())
        try:
            yield opened
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])
