"""Opens the database file, brings its schema up to date, and hands out transactions.

Knows no table: what is read and written stands in one module per noun.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Executable,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import greenlet_spawn

from bot.errors import StorageError
from bot.storage.connection import AsyncConnection

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"
"""The newest migration, named here so that opening an up-to-date file needs no Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"

# The timeout (milliseconds) comes first: to change the journal's mode may mean to wait as well.
PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
)

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)  # seconds between attempts to open a database that is busy

KEYS = {
    "SQLITE_CANTOPEN": "storage_unwritable",
    "SQLITE_READONLY": "storage_unwritable",
    "SQLITE_PERM": "storage_unwritable",
    "SQLITE_NOTADB": "storage_damaged",
    "SQLITE_CORRUPT": "storage_damaged",
    "SQLITE_FULL": "storage_full",
    "SQLITE_BUSY": "storage_busy",
}


class Database:
    """Transactions on one SQLite file: many readers at once beside a single writer.

    SQLite's own errors leave as StorageError, whatever the transaction was doing.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self.path = path
        self._engine = engine
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database throughout, and may not write."""
        with storage_errors(self.path):
            async with self._connection() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, staged: Path | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write, the only one at a time; undone when the block raises.

        A reload's file at ``staged`` is attached under that name.

        It takes SQLite's write lock at once: a transaction that begins as a reader and then writes
        fails without any waiting when another process has written in between.
        """
        with storage_errors(self.path):
            async with self._writing, self._connection(begin="BEGIN IMMEDIATE") as connection:
                await connection.begin()
                if staged is not None:
                    await connection.attach(staged, "staged")
                yield connection
                await connection.commit()

    async def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """One statement that writes, as a transaction of its own, which SQLite begins and ends.

        It takes half as long as ``write``: each of BEGIN, COMMIT and what belongs to them is a way
        to another thread and back.
        """
        with storage_errors(self.path):
            async with self._writing, self._connection(begin="") as connection:
                return await connection.execute(statement)

    @asynccontextmanager
    async def _connection(self, **options: str) -> AsyncIterator[AsyncConnection]:
        connection = await AsyncConnection.open(self._engine, **options)
        try:
            yield connection
        finally:
            closing = asyncio.create_task(connection.close())
            try:
                await asyncio.shield(closing)
            finally:  # whoever is cancelled waits too: the engine may be disposed of right after
                await asyncio.wait([closing])


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """The database at ``path``, made where it is missing, with the newest schema.

    Raises StorageError; the file of a later Kutip (``storage_newer``) is left as it is.
    """
    await asyncio.to_thread(make_folder, path)
    engine = _make_engine(path)
    try:
        database = Database(engine, path)
        await _bring_up_to_date_in_turn(database, path)
        yield database
    finally:
        await greenlet_spawn(engine.dispose)


def make_folder(path: Path) -> None:
    """Make the folder that a database is to lie in; raises StorageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError("storage_unwritable", path=str(path.parent), reason=reason) from error


def _make_engine(path: Path) -> Engine:
    """An engine that begins its transactions itself.

    Left to itself, the driver begins one only before the first INSERT, UPDATE or DELETE, and so
    neither repeats reads nor undoes CREATE TABLE. See "Transactions with SQLite and the sqlite3
    driver" in SQLAlchemy's manual.
    """
    engine = create_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        connect_args={"isolation_level": None},
        hide_parameters=True,  # what a person wrote does not belong in a log
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    if statement := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(statement)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Have SQLite's errors with the file at ``path`` leave as StorageError."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", error)
        name = getattr(cause, "sqlite_errorname", type(cause).__name__)
        family = "_".join(name.split("_")[:2])  # SQLITE_READONLY_DIRECTORY, SQLITE_BUSY_SNAPSHOT
        key = KEYS.get(family, "storage_failed")
        raise StorageError(key, path=str(path), reason=name) from error


async def _bring_up_to_date_in_turn(database: Database, path: Path) -> None:
    """Wait for another process that makes the same new database.

    SQLite's own patience does not cover the change to a write-ahead log.
    """
    for pause in PAUSES:
        try:
            return await _bring_up_to_date(database, path)
        except StorageError as error:
            if error.key != "storage_busy":
                raise
            await asyncio.sleep(pause)
    return await _bring_up_to_date(database, path)


async def _bring_up_to_date(database: Database, path: Path) -> None:
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
    """The schemas that can be brought up to date."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config())
    return frozenset(step.revision for step in script.walk_revisions())


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _upgrade(connection: Connection, path: Path) -> None:
    """Run what is missing; another process may have done so while this one waited to write."""
    from alembic import command

    current = _schema_version(connection)
    if current is not None and current not in known_versions():
        raise StorageError("storage_newer", path=str(path), reason=current)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
