"""Open the database file, migrate its schema, and run transactions on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Executable,
    Row,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.util import greenlet_spawn

from bot.errors import StorageDamaged, StorageError, StorageGone
from bot.runtime.file_identity import identity_of
from bot.storage.article_rows import ReportFault
from bot.storage.connection import AsyncConnection
from bot.storage.database_file import make_private
from bot.storage.index_repair import IndexRepair
from bot.storage.reading_thread import ReadingThread
from bot.storage.sqlite_errors import storage_errors, value_errors

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0011"
"""The newest migration: if the file has it, Alembic is not imported."""

MIGRATIONS = Path(__file__).parent / "migrations"

# busy_timeout, in milliseconds, comes first: changing the journal's mode may have to wait too.
PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what people had deleted is overwritten
)

RETRY_DELAYS_S = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Pauses between attempts to open a database that is busy."""


class Database:
    """Transactions on one SQLite file: many readers at once beside a single writer.

    SQLite's errors are raised as StorageError. So is a write after the file was deleted, moved or
    unmounted: the open file would take it, and nobody would find it again.
    """

    def __init__(self, engine: Engine, reading: ReadingThread, path: Path) -> None:
        self.path = path
        self._identity = identity_of(path)
        self._engine = engine
        self._reading = reading
        self._writing = asyncio.Lock()
        self.index_repair = IndexRepair(path, self.rebuild_indexes)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that sees one state of the database, and may not write.

        Raises StorageError for values that cannot be parsed, too: they are damaged.
        """
        with self._errors(), value_errors(self.path):
            async with self._connection() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, staged: Path | None = None) -> AsyncIterator[AsyncConnection]:
        """Begin a transaction that may write, one at a time; rolled back if the block raises.

        A reload's file at ``staged`` is attached under that name. SQLite's write lock is taken at
        once: a transaction that begins by reading fails, without waiting, to write if another
        process has written in between.
        """
        with self._errors():
            async with self._writing, self._connection(begin="BEGIN IMMEDIATE") as connection:
                await connection.begin()
                self._check_file()
                if staged is not None:
                    await connection.attach(staged, "staged")
                yield connection
                await connection.commit()

    async def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Execute one writing statement, which is a transaction by itself.

        It takes half as long as ``write``, whose BEGIN and COMMIT each go to another thread.
        """
        with self._errors():
            async with self._writing, self._connection(begin="") as connection:
                self._check_file()
                return await connection.execute(statement)

    async def rebuild_indexes(self) -> None:
        """Rebuild all indexes from the tables; raises StorageDamaged if that is no help."""
        await self.execute(text("REINDEX"))

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of one short reading statement, which is a transaction by itself.

        It takes a third as long as ``read``; statements wait for each other. Raises StorageError
        as that does.
        """
        with self._errors(), value_errors(self.path):
            return await self._reading.rows(statement, parameters)

    async def scalar(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the first column of the first of ``rows``; None if there is no row."""
        return next((row[0] for row in await self.rows(statement, parameters)), None)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Raise SQLite's errors as StorageError; damage of an index is mended in the background."""
        try:
            with storage_errors(self.path):
                yield
        except StorageDamaged as error:
            self.index_repair.begin(error)
            raise

    def _check_file(self) -> None:
        if self._identity is None or identity_of(self.path) != self._identity:
            raise StorageGone(self.path)

    @asynccontextmanager
    async def _connection(self, **options: str) -> AsyncIterator[AsyncConnection]:
        connection = await AsyncConnection.open(self._engine, **options)
        try:
            yield connection
        finally:
            closing = asyncio.create_task(connection.close())
            try:
                await asyncio.shield(closing)
            finally:  # also if cancelled: the engine may be disposed of next
                await asyncio.wait([closing])


@asynccontextmanager
async def open_database(
    path: Path, report: ReportFault = lambda _: None
) -> AsyncIterator[Database]:
    """Open the database at ``path``, or create it, and migrate it to the newest schema.

    ``report`` is called when damaged indexes have been rebuilt, and must not raise.
    Raises StorageError; the file of a later Kutip (``storage_newer``) is left as it is.
    """
    await asyncio.to_thread(make_private, path)
    engine = _make_engine(path, "sqlite+aiosqlite")
    reading = ReadingThread(_make_engine(path, "sqlite+pysqlite", check_same_thread=False))
    try:
        database = Database(engine, reading, path)
        database.index_repair.report = report
        await _migrate_with_retries(database, path)
        try:
            yield database
        finally:
            await database.index_repair.close()
    finally:
        await reading.close()
        await greenlet_spawn(engine.dispose)


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
    event.listen(engine, "invalidate", _roll_back)
    return engine


def database_url(driver: str, path: Path) -> URL:
    """Return the address of an existing file: a connection does not make one where it is gone."""
    return URL.create(
        driver, database=path.absolute().as_uri(), query={"mode": "rw", "uri": "true"}
    )


def tolerate_damaged_texts(connection: DBAPIConnection, _record: object) -> None:
    """Read U+FFFD for bytes that are no UTF-8: one text must not fail the query of all."""
    driver = getattr(connection, "driver_connection", connection)  # aiosqlite's, or sqlite3's own
    driver.text_factory = lambda text: text.decode("utf-8", "replace")


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _roll_back(connection: DBAPIConnection, _record: object, _error: object) -> None:
    """Roll back before SQLAlchemy closes the connection of a cancelled statement.

    SQLite closes it only when the last cursor is gone. Until then, which may be until the garbage
    collector runs, an open transaction would lock the database.
    """
    connection.rollback()


def _begin(connection: Connection) -> None:
    if statement := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(statement)


async def _migrate_with_retries(database: Database, path: Path) -> None:
    """Migrate, and try again if another process is creating the same database.

    ``busy_timeout`` does not cover the change to a write-ahead log.
    """
    for pause in RETRY_DELAYS_S:
        try:
            return await _migrate(database, path)
        except StorageError as error:
            if error.key != "storage_busy":
                raise
            await asyncio.sleep(pause)
    return await _migrate(database, path)


async def _migrate(database: Database, path: Path) -> None:
    async with database.read() as connection:
        current = await connection.run_sync(_schema_version)
    if current != HEAD:
        async with database.write() as connection:
            await connection.run_sync(_upgrade, path)


def _schema_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def known_versions() -> frozenset[str]:
    """Return the versions of the schema that can be migrated."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config())
    return frozenset(step.revision for step in script.walk_revisions())


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _upgrade(connection: Connection, path: Path) -> None:
    """Run the missing migrations: none if another process has done so in the meantime."""
    from alembic import command

    current = _schema_version(connection)
    if current is not None and current not in known_versions():
        raise StorageError("storage_newer", path=str(path), reason=current)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
