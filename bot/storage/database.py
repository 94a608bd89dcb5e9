"""Open the database, migrate its schema, and run transactions on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, Executable, Row, text

from bot.errors import StorageDamaged, StorageError
from bot.storage.article_rows import ReportFault
from bot.storage.connection import AsyncConnection, to_the_end
from bot.storage.dialects.database_thread import WriteStatement
from bot.storage.dialects.dialect import DatabaseAddress, Dialect, LockKey, SessionLock
from bot.storage.dialects.sqlite import SQLite
from bot.storage.index_repair import IndexRepair
from bot.storage.schema_version import HEAD, schema_version
from bot.storage.signals import Signals

RETRY_DELAYS_S = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Pauses between attempts to open a database that is busy."""


class Database:
    """Transactions on one database; what SQLite and PostgreSQL do differently is its dialect's.

    The database's errors are raised as StorageError. So is a write that would be lost.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.address = dialect.address
        self.index_repair = IndexRepair(
            self.address.name, self.rebuild_indexes, dialect.is_index_damage
        )

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that sees one state of the database, and may not write.

        Raises StorageError for values that cannot be parsed, too: they are damaged.
        """
        with self._errors(), self._value_errors():
            async with self.dialect.connections.one(self.dialect.read_options) as connection:
                yield connection

    @asynccontextmanager
    async def write(
        self, staged: Path | None = None, *, key: LockKey | None = None
    ) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that may write, rolled back if the block raises.

        It is the only one; with a ``key``, such as a chat's id, the only one with this key. What
        the block counts or reads does not change before it writes. The tables of a reload's file at
        ``staged`` are there, too.
        """
        with self._errors():
            async with (
                self.dialect.turn(key),
                self.dialect.connections.one(self.dialect.write_options) as connection,
            ):
                await connection.begin()
                await self.dialect.begin_write(connection, key)
                self.dialect.check()
                if staged is not None:
                    await self.dialect.attach(connection, staged)
                yield connection
                await connection.commit()

    async def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Execute one writing statement, which is a transaction by itself.

        It takes half as long as ``write``, whose BEGIN and COMMIT each go to another thread.
        """
        with self._errors():
            async with (
                self.dialect.turn_of_one(),
                self.dialect.connections.one(self.dialect.single_options) as connection,
            ):
                self.dialect.check()
                return await connection.execute(statement)

    async def write_all(self, *statements: WriteStatement, key: LockKey | None = None) -> None:
        """Execute short statements in one transaction, as ``write`` would, in a third of the time.

        Each is the statement and its parameters. Raises StorageError.
        """
        with self._errors():
            await self.dialect.write_all(statements, key)

    async def processes(self) -> int:
        """Return how many processes tell each other words; raises StorageError."""
        with self._errors():
            return await self.dialect.processes()

    async def close(self) -> None:
        """Wait for what is being repaired, and close all connections."""
        try:
            await self.index_repair.close()
        finally:
            await self.dialect.close()

    def signals(self) -> Signals | None:
        """Return how processes tell each other words; None if there are no others."""
        return self.dialect.signals()

    def lock(self, name: str, *, wait: bool) -> AbstractAsyncContextManager[SessionLock | None]:
        """Take what one process at a time may hold; without ``wait``, None if another holds it.

        It is held until the block ends, the process dies or its connection is lost.
        """
        return self.dialect.lock(name, wait=wait)

    async def size(self) -> int | None:
        """Return the bytes of a database on a server; None for files, which are measured."""
        if self.dialect.measure_size is None:
            return None
        return int(await self.scalar(text(self.dialect.measure_size)))

    async def checkpoint(self) -> bool:
        """Empty the write-ahead log; False if somebody reads from it. True for a server's."""
        if self.dialect.empty_log is None:
            return True
        with self._errors():
            async with (
                self.dialect.turn_of_one(),
                self.dialect.connections.one(self.dialect.single_options) as connection,
            ):
                row = (await connection.execute(text(self.dialect.empty_log))).one()
                return not row[0]

    async def rebuild_indexes(self) -> None:
        """Rebuild all indexes from the tables; raises StorageDamaged if that is no help."""
        await self.execute(text(self.dialect.rebuild_indexes))

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of one short reading statement, which is a transaction by itself.

        It takes a third as long as ``read``; SQLite's statements wait for each other. Raises
        StorageError as that does.
        """
        with self._errors(), self._value_errors():
            return await self.dialect.rows(statement, parameters)

    async def scalar(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the first column of the first of ``rows``; None if there is no row."""
        return next((row[0] for row in await self.rows(statement, parameters)), None)

    async def time(self) -> datetime | None:
        """Return the time by the server's clock; None on SQLite, whose clock is the machine's."""
        if self.address.url is None:
            return None
        found: datetime = await self.scalar(text("SELECT clock_timestamp()"))
        return found

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise errors as StorageError; damage of an index is mended in the background."""
        try:
            with self.dialect.errors():
                yield
        except StorageDamaged as error:
            self.index_repair.begin(error)
            raise

    @contextmanager
    def _value_errors(self) -> Iterator[None]:
        """Raise errors of values, such as a date with a flipped bit, as StorageError."""
        try:
            yield
        except ValueError as error:
            raise StorageDamaged(self.address.name, "value") from error


@asynccontextmanager
async def open_database(
    address: DatabaseAddress | Path,
    report: ReportFault = lambda _: None,
    *,
    holds_lock: bool = False,
) -> AsyncIterator[Database]:
    """Open a database, and migrate it to the newest schema; a file is created if there is none.

    ``report`` is called when damaged indexes have been rebuilt, and must not raise. A process that
    ``holds_lock`` of the folder migrates it; any other one only if no bot runs there.
    Raises StorageError; the database of a later Kutip (``storage_newer``) is left as it is.
    """
    dialect = dialect_of(DatabaseAddress(address) if isinstance(address, Path) else address)
    database = Database(dialect)
    database.index_repair.report = report
    try:
        await dialect.prepare()
        await _migrate_with_retries(database, holds_lock=holds_lock)
        yield database
    finally:
        await to_the_end(database.close())


def dialect_of(address: DatabaseAddress) -> Dialect:
    """Return the dialect of a database; it is not opened before it is used."""
    if address.url is None:
        return SQLite(address)
    from bot.storage.dialects.postgresql import PostgreSQL  # only if a setting asks for it

    return PostgreSQL(address)


async def _migrate_with_retries(database: Database, *, holds_lock: bool) -> None:
    """Migrate, and try again if another process is creating the same database.

    SQLite's ``busy_timeout`` does not cover the change to a write-ahead log; on PostgreSQL, an
    earlier process may hold the lock of all writers for as long as its migrations take.
    """
    for pause in RETRY_DELAYS_S:
        try:
            return await _migrate(database, holds_lock=holds_lock)
        except StorageError as error:
            if error.key != "storage_busy":
                raise
            await asyncio.sleep(pause)
    return await _migrate(database, holds_lock=holds_lock)


async def _migrate(database: Database, *, holds_lock: bool) -> None:
    async with database.read() as connection:
        current = await connection.run_sync(schema_version)
    if current != HEAD:
        from bot.storage.migration import migrate  # an answer needs none

        await migrate(database, holds_lock=holds_lock)
