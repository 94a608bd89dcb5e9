"""Asynchronous database connections.

They replace ``sqlalchemy.ext.asyncio``, which imports the whole ORM: a tenth of the time from the
start of a process to its answer.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import greenlet_spawn

Item = TypeVar("Item")
Returned = TypeVar("Returned")
Arguments = ParamSpec("Arguments")


class AsyncConnection:
    """One of the engine's connections, in a transaction from its first statement on.

    Methods of the same names as in ``sqlalchemy.ext.asyncio.AsyncConnection`` do the same.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_reusable = True
        self.is_left = False  # by whoever used it, and open

    @classmethod
    async def open(cls, engine: Engine, options: Mapping[str, Any]) -> "AsyncConnection":
        """Take a connection from the engine's pool; ``options`` are its execution options."""
        connection = await greenlet_spawn(engine.connect)
        return cls(connection.execution_options(**options))

    @property
    def dialect_name(self) -> str:
        """SQLAlchemy's name of the dialect: ``sqlite`` or ``postgresql``."""
        return self._connection.dialect.name

    @property
    def is_closed(self) -> bool:
        """Whether it is back in the pool, or closed for good."""
        return self._connection.closed

    async def begin(self) -> None:
        """Begin the transaction before its first statement."""
        await greenlet_spawn(self._connection.begin)

    def keep_from_pool(self) -> None:
        """Have the connection closed in the end, rather than returned to the pool.

        SQLAlchemy's ``detach`` leaves one whose statement is cancelled to the garbage collector,
        open and with its locks.
        """
        self._is_reusable = False

    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute ``statement`` and fetch all of its rows."""
        return await greenlet_spawn(self._connection.execute, statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """Return the first column of the first row; None if there is no row."""
        return await greenlet_spawn(self._connection.scalar, statement, parameters)

    async def stream(
        self, statement: Executable, batch_size: int
    ) -> AsyncIterator[Row[*tuple[Any, ...]]]:
        """Yield the rows of ``statement``, at most ``batch_size`` in memory at a time."""
        options = {"stream_results": True, "yield_per": batch_size}
        rows = await greenlet_spawn(self._connection.execute, statement, execution_options=options)
        while batch := await greenlet_spawn(rows.fetchmany, batch_size):
            for row in batch:
                yield row

    async def run_sync(
        self,
        work: Callable[Concatenate[Connection, Arguments], Returned],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Returned:
        """Call ``work`` with SQLAlchemy's connection, and return its result."""
        return await greenlet_spawn(partial(work, self._connection, *arguments, **named))

    async def commit(self) -> None:
        """Commit the transaction."""
        await greenlet_spawn(self._connection.commit)

    async def close(self) -> None:
        """Return the connection to the pool; roll back what was not committed."""
        if not (self._is_reusable or self.is_closed):
            await greenlet_spawn(self._connection.invalidate)
        await greenlet_spawn(self._connection.close)


class DatabaseConnections:
    """Opens connections of an engine, and closes them whatever happens meanwhile.

    One that there was no memory to close is left, and closed before the next one is opened: its
    transaction would lock the database for as long as anything refers to its error.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._opened: list[AsyncConnection] = []

    @asynccontextmanager
    async def one(self, options: Mapping[str, Any]) -> AsyncIterator[AsyncConnection]:
        """Open a connection until the block ends; ``options`` are its execution options."""
        await self.close_left()
        connection = await AsyncConnection.open(self._engine, options)
        self._opened.append(connection)  # at its end, there may be no memory for that
        try:
            yield connection
        finally:
            await self._close(connection)

    async def close_left(self) -> None:
        """Close the connections that could not be closed when they were no longer used."""
        for connection in [each for each in self._opened if each.is_left]:
            connection.is_left = False  # nobody else shall close it meanwhile
            await self._close(connection)

    async def close(self) -> None:
        """Close all; one that is in use is closed as soon as it is returned."""
        event.listen(self._engine, "checkin", _close_entry)
        try:
            await self.close_left()
        finally:
            await greenlet_spawn(self._engine.dispose)

    async def _close(self, connection: AsyncConnection) -> None:
        try:
            await to_the_end(connection.close())
        finally:
            connection.is_left = not connection.is_closed
            if connection.is_closed:
                self._opened.remove(connection)


async def to_the_end(closing: Coroutine[Any, Any, None]) -> None:
    """Wait for what closes something until that is done, also if cancelled meanwhile."""
    task = asyncio.create_task(closing)
    try:
        await asyncio.shield(task)
    finally:
        await asyncio.wait([task])


def _close_entry(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.close()


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Split ``items`` for statements that take a limited number of parameters."""
    return (items[start : start + size] for start in range(0, len(items), size))
