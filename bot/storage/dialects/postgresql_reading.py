"""Read PostgreSQL where no event loop runs, as in the process that builds an index."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, NullPool, text
from sqlalchemy.util import greenlet_spawn

from bot.storage.connection import Returned
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.postgresql import make_engine
from bot.storage.dialects.postgresql_errors import storage_errors

LAST_ARTICLE_ID = text("SELECT pg_sequence_last_value(pg_get_serial_sequence('articles', 'id'))")


class BlockingConnection:
    """A connection on an event loop of its own, which runs while something is executed."""

    def __init__(self, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
        self._connection = connection
        self._loop = loop

    def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Execute a reading statement, which is a transaction by itself, and fetch all rows."""
        return run(self._loop, self._connection.execute, statement)

    def scalar(self, statement: Executable) -> Any:
        """Return the first column of the first row; None if there is no row."""
        return run(self._loop, self._connection.scalar, statement)


def run(
    loop: asyncio.AbstractEventLoop, work: Callable[..., Returned], *arguments: Any
) -> Returned:
    """Call what awaits the driver; raises StorageError."""
    with storage_errors():
        return loop.run_until_complete(greenlet_spawn(work, *arguments))


@contextmanager
def connected(address: DatabaseAddress) -> Iterator[BlockingConnection]:
    """Connect to the database at an address; raises StorageError."""
    loop = asyncio.new_event_loop()
    engine = make_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    try:
        connection = run(loop, engine.connect)
        try:
            yield BlockingConnection(connection, loop)
        finally:
            run(loop, connection.close)
    finally:
        loop.close()
