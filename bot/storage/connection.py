"""An asynchronous database connection.

It replaces ``sqlalchemy.ext.asyncio``, which imports the whole ORM: a tenth of the time from the
start of a process to its answer.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
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

    @classmethod
    async def open(cls, engine: Engine, options: Mapping[str, Any]) -> "AsyncConnection":
        """Take a connection from the engine's pool; ``options`` are its execution options."""
        connection = await greenlet_spawn(engine.connect)
        return cls(connection.execution_options(**options))

    @property
    def dialect_name(self) -> str:
        """SQLAlchemy's name of the dialect: ``sqlite`` or ``postgresql``."""
        return self._connection.dialect.name

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
        if not self._is_reusable:
            await greenlet_spawn(self._connection.invalidate)
        await greenlet_spawn(self._connection.close)


async def dispose(engine: Engine) -> None:
    """Close the engine's connections; one that is in use is closed as soon as it is returned."""
    event.listen(engine, "checkin", _close)
    await greenlet_spawn(engine.dispose)


def _close(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.close()


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Split ``items`` for statements that take a limited number of parameters."""
    return (items[start : start + size] for start in range(0, len(items), size))
