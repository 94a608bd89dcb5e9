"""Opens the database file, brings its schema up to date, and hands out transactions.

Knows no table: what is read and written stands in one module per noun.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, contextmanager
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError

HEAD = "0001"
"""The newest migration; kept here so that opening an up-to-date database needs no Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"

# busy_timeout (milliseconds) comes first: changing the journal's mode may have to wait as well.
PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
)


class Database:
    """Transactions on one SQLite file: many readers at once beside a single writer.

    SQLite's own errors leave as StorageError, whatever the transaction was doing.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database throughout."""
        with _storage_errors():
            async with self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """The one transaction that may write; undone when the block raises.

        It takes SQLite's write lock at once. A transaction that begins as a reader and then writes
        fails without waiting for the busy timeout when another process wrote in between.
        """
        with _storage_errors():
            async with self._writing, self._engine.connect() as connection:
                await connection.execution_options(begin="BEGIN IMMEDIATE")
                async with connection.begin():
                    yield connection


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """The database at ``path``, made where it is missing, with the newest schema.

    Raises StorageError: ``storage_unwritable``, ``storage_damaged``, or ``storage_newer`` for a
    file that a later Kutip wrote, which is left as it is.
    """
    await asyncio.to_thread(_make_folder, path)
    engine = _engine(path)
    try:
        database = Database(engine)
        await _open(database, path)
        yield database
    finally:
        await engine.dispose()
