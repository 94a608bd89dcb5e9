"""SQLite: one file, many readers at once beside a single writer."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Executable,
    Row,
    column,
    create_engine,
    event,
    select,
    table,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError

from bot.errors import StorageGone
from bot.runtime.file_identity import FileIdentity, identity_of
from bot.storage.connection import AsyncConnection, DatabaseConnections
from bot.storage.database_file import make_private
from bot.storage.dialects.database_thread import DatabaseThread, WriteStatement
from bot.storage.dialects.dialect import DatabaseAddress, LockKey, SessionLock
from bot.storage.dialects.sqlite_errors import error_name, storage_errors

# busy_timeout, in milliseconds, comes first: changing the journal's mode may have to wait too.
PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what people had deleted is overwritten
)

_SEQUENCES = table("sqlite_sequence", column("name"), column("seq"))
LAST_ARTICLE_ID = select(_SEQUENCES.c.seq).where(_SEQUENCES.c.name == "articles")
"""The last id that was given to an article, also to one that is gone; no row before the first."""


class SQLite:
    """A dialect; ``check`` fails after the file was deleted, moved or unmounted.

    The open file would take what is written then, and nobody would find it again.
    """

    read_options: Mapping[str, Any] = MappingProxyType({})
    # SQLite's write lock is taken at once: a transaction that begins by reading fails, without
    # waiting, to write if another process has written in between.
    write_options: Mapping[str, Any] = MappingProxyType({"begin": "BEGIN IMMEDIATE"})
    single_options: Mapping[str, Any] = MappingProxyType({"begin": ""})
    measure_size: str | None = None
    empty_log: str | None = "PRAGMA wal_checkpoint(TRUNCATE)"
    rebuild_indexes = "REINDEX"

    def __init__(self, address: DatabaseAddress) -> None:
        self.address = address
        self.engine = _make_engine(address.file, "sqlite+aiosqlite")
        self.connections = DatabaseConnections(self.engine)
        self._reader, self._writer = (
            _thread(address.file, name) for name in ("reading", "writing")
        )
        self._writing = asyncio.Lock()
        self._is_locked = False  # by another process, for longer than busy_timeout
        self._identity: FileIdentity | None = None

    async def prepare(self) -> None:
        """Make the file if there is none, and close it to others; raises StorageError."""
        await asyncio.to_thread(make_private, self.address.file)
        self._identity = identity_of(self.address.file)
        await self._reader.start()
        await self._writer.start()

    async def close(self) -> None:
        """Close all connections."""
        await self._reader.close()
        await self._writer.close()
        await self.connections.close()

    def errors(self) -> AbstractContextManager[None]:
        """Raise SQLite's errors as StorageError."""
        return storage_errors(self.address.file)

    def turn(self, _key: LockKey | None) -> AbstractAsyncContextManager[None]:
        """Wait until nobody else in this process writes: SQLite itself would poll."""
        return self._turn()

    def turn_of_one(self) -> AbstractAsyncContextManager[None]:
        """Wait until nobody else in this process writes."""
        return self._turn()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for the turn, and for other processes once: not again until they let go.

        Otherwise each of many writers would wait for ``busy_timeout``, one after the other, and
        whoever they work for with them.
        """
        async with self._writing:
            await self.connections.close_left()
            if self._is_locked:
                await self._probe()
            try:
                yield
            except OperationalError as error:
                self._is_locked = error_name(error.orig).startswith("SQLITE_BUSY")
                raise

    async def _probe(self) -> None:
        """Raise the error of a locked database at once, if another process still has it locked."""
        async with self.connections.one(self.single_options) as connection:
            await connection.execute(text("PRAGMA busy_timeout=0"))
            try:
                await connection.execute(text("BEGIN IMMEDIATE"))
                await connection.execute(text("ROLLBACK"))
            finally:
                await connection.execute(text(PRAGMAS[0]))
        self._is_locked = False

    async def begin_write(self, _connection: AsyncConnection, _key: LockKey | None) -> None:
        """Lock nothing more: BEGIN IMMEDIATE lets in one writer, whatever it writes."""

    def signals(self) -> None:
        """Return None: one process runs the bot on a file."""

    async def processes(self) -> int:
        """Return 1: one process runs the bot on a file."""
        return 1

    @asynccontextmanager
    async def lock(self, _name: str, *, wait: bool) -> AsyncIterator[SessionLock]:  # noqa: ARG002
        """Hold what no other process asks for: one at a time runs on a file."""
        yield _Lock()

    def check(self) -> None:
        """Raise StorageGone if the file is no longer the one that was opened."""
        if self._identity is None or identity_of(self.address.file) != self._identity:
            raise StorageGone(self.address.file)

    async def attach(self, connection: AsyncConnection, staged: Path) -> None:
        """Attach the file; the connection does not return to the pool then."""
        connection.keep_from_pool()
        await connection.execute(text("ATTACH DATABASE :path AS staged"), {"path": str(staged)})

    async def keep_ids(self, _connection: AsyncConnection, _table: str) -> None:
        """Do nothing: AUTOINCREMENT counts on from ids that were given explicitly."""

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of one reading statement, from a thread; statements wait in turn."""
        return await self._reader.rows(statement, parameters)

    async def write_all(self, statements: Sequence[WriteStatement], _key: LockKey | None) -> None:
        """Execute short statements in one transaction, from a thread, at this process's turn."""
        async with self._turn():
            self.check()
            await self._writer.write(statements)

    def is_index_damage(self, reason: str) -> bool:
        """Return whether an index and its table may differ."""
        return "SQLITE_CORRUPT" in reason


class _Lock:
    """A lock that is never lost."""

    async def lost(self) -> None:
        """Never return."""
        await asyncio.Event().wait()


def database_url(driver: str, path: Path) -> URL:
    """Return the address of an existing file: a connection does not make one where it is gone."""
    return URL.create(
        driver, database=path.absolute().as_uri(), query={"mode": "rw", "uri": "true"}
    )


def tolerate_damaged_texts(connection: DBAPIConnection, _record: object) -> None:
    """Read U+FFFD for bytes that are no UTF-8: one text must not fail the query of all."""
    driver = getattr(connection, "driver_connection", connection)  # aiosqlite's, or sqlite3's own
    driver.text_factory = lambda text: text.decode("utf-8", "replace")


def _thread(path: Path, name: str) -> DatabaseThread:
    engine = _make_engine(path, "sqlite+pysqlite", check_same_thread=False)
    return DatabaseThread(engine, f"storage-{name}")


def _make_engine(path: Path, driver: str, **arguments: bool) -> Engine:
    """Make an engine that begins its transactions itself.

    The driver begins one only before an INSERT, UPDATE or DELETE, so that reads are not repeatable
    and CREATE TABLE is not rolled back. See "Transactions with SQLite and the sqlite3 driver" in
    SQLAlchemy's manual.
    """
    engine = create_engine(
        database_url(driver, path),
        connect_args={"isolation_level": None, **arguments},
        hide_parameters=True,  # keep what people wrote out of the log
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "connect", tolerate_damaged_texts)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "invalidate", _close)
    return engine


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _close(connection: DBAPIConnection, _record: object, _error: object) -> None:
    """Roll back and close the connection of a cancelled statement, before SQLAlchemy closes it.

    SQLite closes it only when the last cursor is gone. Until then, which may be until the garbage
    collector runs, an open transaction would lock the database. SQLAlchemy closes it in a task of
    its own, which waits for ever if it is cancelled with the one that waits for it: of two orders
    to stop, aiosqlite's thread answers the first.
    """
    try:
        connection.rollback()
    finally:
        connection.close()


def _begin(connection: Connection) -> None:
    if statement := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(statement)
