"""Read PostgreSQL where no event loop runs, as in the process that builds an index."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, NullPool, text
from sqlalchemy.util import greenlet_spawn

from bot.storage.connection import Returned
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.postgresql import make_engine
from bot.storage.dialects.postgresql_errors import storage_errors

LAST_ARTICLE_ID = text("SELECT pg_sequence_last_value(pg_get_serial_sequence('articles', 'id'))")


class BlockingConnection:
    """A connection on an event loop in a thread of its own: the caller's thread may have one."""

    def __init__(self, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
        self._connection = connection
        self._loop = loop

    def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Execute a reading statement, which is a transaction by itself, and fetch all rows."""
        return _run(self._loop, self._connection.execute, statement)

    def scalar(self, statement: Executable) -> Any:
        """Return the first column of the first row; None if there is no row."""
        return _run(self._loop, self._connection.scalar, statement)


@contextmanager
def connected(address: DatabaseAddress) -> Iterator[BlockingConnection]:
    """Connect to the database at an address; raises StorageError."""
    engine = make_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with _running_loop() as loop:
        connection = _run(loop, engine.connect)
        try:
            yield BlockingConnection(connection, loop)
        finally:
            _run(loop, connection.close)


@contextmanager
def _running_loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="storage-reading", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _run(
    loop: asyncio.AbstractEventLoop, work: Callable[..., Returned], *arguments: Any
) -> Returned:
    """Call what awaits the driver; raises StorageError."""
    with storage_errors():
        done = asyncio.run_coroutine_threadsafe(greenlet_spawn(work, *arguments), loop)
        return done.result()
