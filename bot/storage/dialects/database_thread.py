"""Short statements of one database in one thread, with a connection of its own.

A message to the thread and back is all that they take; aiosqlite needs four for a statement, for
the cursor, the statement, the rows and the end of the transaction, which is twice the processor's
time, and three times that of a transaction of two statements.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine, Executable, Row

WriteStatement = tuple[Executable, Mapping[str, Any]]
"""A statement and its parameters."""

Value = TypeVar("Value")


class DatabaseThread:
    """Executes statements one after the other; ``engine`` is for this thread alone."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, name)

    async def start(self) -> None:
        """Start the thread, while there is memory for it: see ``index.workers.start_threads``."""
        await self._run(lambda: None)

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of a reading statement, which is a transaction by itself."""
        return await self._run(lambda: self._rows(statement, parameters))

    async def write(self, statements: Sequence[WriteStatement]) -> None:
        """Execute writing statements in one transaction."""
        await self._run(lambda: self._write(statements))

    async def close(self) -> None:
        """Wait for what is being done, and close the connection."""
        await asyncio.to_thread(self._thread.shutdown)
        self._engine.dispose()

    async def _run(self, work: Callable[[], Value]) -> Value:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        with self._engine.connect().execution_options(begin="") as connection:
            return connection.execute(statement, parameters).all()

    def _write(self, statements: Sequence[WriteStatement]) -> None:
        with self._engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
            for statement, parameters in statements:
                connection.execute(statement, parameters)
            connection.commit()
