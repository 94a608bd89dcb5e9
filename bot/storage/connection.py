"""A connection whose statements are awaited.

SQLAlchemy's own, ``sqlalchemy.ext.asyncio``, imports the whole ORM, which takes a tenth of the
time from the start of a process to its answer; this is the little of it that is used here.
"""

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, text
from sqlalchemy.util import greenlet_spawn

Returned = TypeVar("Returned")
Arguments = ParamSpec("Arguments")


class AsyncConnection:
    """One of the engine's connections, in a transaction from its first statement on.

    Its methods are those of ``sqlalchemy.ext.asyncio.AsyncConnection`` that have the same names.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, engine: Engine, **options: str) -> "AsyncConnection":
        """A connection out of the engine's pool; ``options`` are SQLAlchemy's of its execution."""
        connection = await greenlet_spawn(engine.connect)
        return cls(connection.execution_options(**options))

    async def begin(self) -> None:
        """Begin the transaction, where no statement has yet."""
        await greenlet_spawn(self._connection.begin)

    async def attach(self, path: Path, name: str) -> None:
        """Have the tables of another file under ``name``; the connection is not used again."""
        statement = text("ATTACH DATABASE :path AS " + name)
        await greenlet_spawn(self._connection.execute, statement, {"path": str(path)})
        await greenlet_spawn(self._connection.detach)

    async def execute(
        self, statement: Executable, parameters: Any = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute ``statement``; all of its rows are there when this returns."""
        return await greenlet_spawn(self._connection.execute, statement, parameters)

    async def scalar(self, statement: Executable, parameters: Any = None) -> Any:
        """The first column of the first row; None where there is none."""
        return await greenlet_spawn(self._connection.scalar, statement, parameters)

    async def stream(
        self, statement: Executable, at_once: int
    ) -> AsyncIterator[Row[*tuple[Any, ...]]]:
        """The rows of ``statement``, of which ``at_once`` are held in memory."""
        options = {"stream_results": True, "yield_per": at_once}
        rows = await greenlet_spawn(self._connection.execute, statement, execution_options=options)
        while batch := await greenlet_spawn(rows.fetchmany, at_once):
            for row in batch:
                yield row

    async def run_sync(
        self,
        work: Callable[Concatenate[Connection, Arguments], Returned],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Returned:
        """What ``work`` returns for SQLAlchemy's connection; its statements are awaited."""
        return await greenlet_spawn(partial(work, self._connection, *arguments, **named))

    async def commit(self) -> None:
        """End the transaction; what it wrote stays."""
        await greenlet_spawn(self._connection.commit)

    async def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        await greenlet_spawn(self._connection.close)
