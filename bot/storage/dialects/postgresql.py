"""PostgreSQL by asyncpg: many writers at once, with advisory locks for what needs one at a time.

Imported only if a setting asks for it.
"""

import asyncio
import hashlib
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import URL, Engine, Executable, Row, create_engine, event, make_url, text
from sqlalchemy.dialects.sqlite.dml import OnConflictClause
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import await_only, greenlet_spawn

from bot.storage.connection import AsyncConnection, DatabaseConnections
from bot.storage.dialects.database_thread import WriteStatement
from bot.storage.dialects.dialect import DatabaseAddress, LockKey, SessionLock
from bot.storage.dialects.postgresql_errors import (
    DRIVER_ERRORS,
    UNAVAILABLE,
    storage_error,
    storage_errors,
)
from bot.storage.dialects.postgresql_sessions import session_lock
from bot.storage.dialects.postgresql_signals import SIGNALS_NAME, PostgreSQLSignals
from bot.storage.dialects.postgresql_staging import copy_staged

# The statements use SQLite's INSERT … ON CONFLICT, which does not import all of PostgreSQL's
# drivers (16 ms at each start). Its clauses compile for both, but for this attribute.
OnConflictClause.constraint_target = None  # type: ignore[attr-defined]

CONNECT_TIMEOUT_S = 5.0
COMMAND_TIMEOUT_S = 60.0
"""After this long a server that answers nothing counts as lost."""

POOL = {"pool_size": 15, "max_overflow": 0}
"""Connections of a process; one beyond them would be made and closed for each statement: 20 ms."""

MAX_IDLE_S = 5.0
"""A connection that was used since is there; whether it is takes three messages to the server."""

SERVER_SETTINGS = {
    "application_name": "kutip",
    "idle_in_transaction_session_timeout": "10s",  # a process that hangs must not stop all
    "lock_timeout": "5s",  # as SQLite's busy_timeout
    "timezone": "UTC",
}

ALL = 0x6B75746970  # "kutip": the advisory lock of which every writer has a share
_LOCK_ALL = text(f"SELECT pg_advisory_xact_lock({ALL})")
_PROCESSES = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = :name"
)
_LOCK_ONE = text(f"SELECT pg_advisory_xact_lock_shared({ALL}), pg_advisory_xact_lock(:key)")

_REBUILD_INDEXES = """
DO $$ DECLARE name regclass; BEGIN
  FOR name IN SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
  LOOP EXECUTE 'REINDEX TABLE ' || name; END LOOP;
END $$
"""

_KEEP_IDS = """
SELECT setval(sequence, greatest(max(id), pg_sequence_last_value(sequence)))
FROM {table}, (SELECT pg_get_serial_sequence('{table}', 'id')::regclass AS sequence) AS its
GROUP BY sequence
"""

NUL, ESCAPE = "\0", "\ufdd0"
"""PostgreSQL stores no NUL: it and the character that stands for it are written as two others."""


_USED_AT = "used_at"


class PostgreSQL:
    """A dialect; a connection that was lost is noticed, and made anew, before it is used again."""

    read_options: Mapping[str, Any] = MappingProxyType(
        {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    )
    # Statements behind a lock see what was committed before it was free.
    write_options: Mapping[str, Any] = MappingProxyType({"isolation_level": "READ COMMITTED"})
    single_options: Mapping[str, Any] = MappingProxyType({"isolation_level": "AUTOCOMMIT"})
    measure_size: str | None = "SELECT pg_database_size(current_database())"
    empty_log: str | None = None
    rebuild_indexes = _REBUILD_INDEXES

    def __init__(self, address: DatabaseAddress) -> None:
        self.address = address
        self.engine = make_engine(address)
        self.connections = DatabaseConnections(self.engine)
        self._writing = asyncio.Lock()

    async def prepare(self) -> None:
        """Make the folder for temporary files; the database must be there."""
        await asyncio.to_thread(self.address.file.parent.mkdir, parents=True, exist_ok=True)

    async def close(self) -> None:
        """Close all connections."""
        await self.connections.close()

    def errors(self) -> AbstractContextManager[None]:
        """Raise PostgreSQL's errors as StorageError."""
        return storage_errors()

    def turn(self, key: LockKey | None) -> AbstractAsyncContextManager[object]:
        """Wait for this process's writers without a key: each would wait with a connection."""
        return nullcontext() if key is not None else self._writing

    def turn_of_one(self) -> AbstractAsyncContextManager[object]:
        """Wait for nobody: a row's lock is enough for one statement."""
        return nullcontext()

    async def begin_write(self, connection: AsyncConnection, key: LockKey | None) -> None:
        """Lock out every writer, or with a key only those with the same one."""
        if key is None:
            await connection.execute(_LOCK_ALL)
        else:
            await connection.execute(_LOCK_ONE, {"key": lock_number(key)})

    def signals(self) -> PostgreSQLSignals:
        """Return the words of NOTIFY and LISTEN."""
        return PostgreSQLSignals(self.engine)

    async def processes(self) -> int:
        """Count the connections for signals: each process has one."""
        rows = await self.rows(_PROCESSES, {"name": SIGNALS_NAME})
        return int(rows[0][0])

    def lock(self, name: str, *, wait: bool) -> AbstractAsyncContextManager[SessionLock | None]:
        """Hold an advisory lock, on a connection of its own."""
        return session_lock(self.engine, session_lock_number(name), wait=wait)

    def check(self) -> None:
        """Do nothing: a server's files are its own concern."""

    async def attach(self, connection: AsyncConnection, staged: Path) -> None:
        """Copy the file's tables into temporary ones, which end with the transaction."""
        await connection.run_sync(copy_staged, staged)

    async def keep_ids(self, connection: AsyncConnection, table: str) -> None:
        """Move a table's sequence on to its greatest id; another transaction may read it at once.

        It stays there if this one is rolled back.
        """
        await connection.execute(text(_KEEP_IDS.format(table=table)))

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of one reading statement; once more if its connection was lost."""
        try:
            return await greenlet_spawn(self._rows, statement, parameters)
        except (SQLAlchemyError, *DRIVER_ERRORS, OSError) as error:
            if storage_error(error).key != UNAVAILABLE:
                raise
        return await greenlet_spawn(self._rows, statement, parameters)

    async def write_all(self, statements: Sequence[WriteStatement], key: LockKey | None) -> None:
        """Execute short statements in one transaction, the only one with its key."""
        async with self.turn(key), self.connections.one(self.write_options) as connection:
            await connection.begin()
            await self.begin_write(connection, key)
            for statement, parameters in statements:
                await connection.execute(statement, parameters)
            await connection.commit()

    def is_index_damage(self, reason: str) -> bool:
        """Return whether an index and its table may differ."""
        return reason.endswith("XX002")

    def _rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        with self.engine.connect().execution_options(**self.single_options) as connection:
            return connection.execute(statement, parameters).all()


def make_engine(address: DatabaseAddress, **options: Any) -> Engine:
    """Make an engine, whose methods are to be called in greenlets."""
    engine = create_engine(
        _url(address),
        connect_args={
            "timeout": CONNECT_TIMEOUT_S,
            "command_timeout": COMMAND_TIMEOUT_S,
            "server_settings": SERVER_SETTINGS,
        },
        hide_parameters=True,  # keep what people wrote out of the log
        **(options or POOL),
    )
    event.listen(engine, "connect", _set_codecs)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _check)
    return engine


def _url(address: DatabaseAddress) -> URL:
    """Return the address as SQLAlchemy reads it; libpq's options, such as TLS, go to the driver."""
    url = make_url(address.url.get_secret_value() if address.url else "")
    options = {"dsn": f"postgresql://?{urlencode(url.query)}"} if url.query else {}
    return url.set(drivername="postgresql+asyncpg", query=options)


def _set_codecs(connection: DBAPIConnection, _record: object) -> None:
    driver: Any = connection.driver_connection
    for name in ("text", "varchar"):
        await_only(
            driver.set_type_codec(
                name, schema="pg_catalog", format="binary", encoder=encoded, decoder=decoded
            )
        )


def _note_use(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = time.monotonic()


def _check(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Have the pool made anew if the server has closed a connection, or no longer answers."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    now = time.monotonic()
    if now - record.info.get(_USED_AT, now) > MAX_IDLE_S:
        try:
            connection.ping()
        except Exception as error:  # the driver's and the network's have no class in common
            raise InvalidatePoolError from error


def encoded(value: str) -> bytes:
    """Return a text as PostgreSQL stores it; ``decoded`` gives it back."""
    if NUL in value or ESCAPE in value:
        value = value.replace(ESCAPE, ESCAPE + "1").replace(NUL, ESCAPE + "0")
    return value.encode()


def decoded(stored: bytes) -> str:
    """Return the text that ``encoded`` has made storable."""
    value = bytes(stored).decode()
    if ESCAPE in value:
        value = value.replace(ESCAPE + "0", NUL).replace(ESCAPE + "1", ESCAPE)
    return value


def lock_number(key: int | str) -> int:
    """Return the number of a key's advisory lock; two keys with one only wait for each other."""
    digest = hashlib.blake2b(str(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def session_lock_number(name: str) -> int:
    """Return the number of the advisory lock that a session holds under a name."""
    return lock_number(f"lock {name}")
