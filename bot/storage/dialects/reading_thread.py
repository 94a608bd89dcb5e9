"""Read single statements in one thread, with a connection of its own.

A message to the thread and back is all that a statement takes; aiosqlite needs four, for the
cursor, the statement, the rows and the end of the transaction, which is twice the processor's time.
"""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine, Executable, Row


class ReadingThread:
    """Executes reading statements one after the other; ``engine`` is for this thread alone."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "storage-reading")

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of ``statement``, which is a transaction by itself."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._rows, statement, parameters)

    async def close(self) -> None:
        """Wait for what is being read, and close the connection."""
        await asyncio.to_thread(self._thread.shutdown)
        self._engine.dispose()

    def _rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        with self._engine.connect().execution_options(begin="") as connection:
            return connection.execute(statement, parameters).all()
