"""The interface of the dialects, and the address of a database."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from pydantic import SecretStr
from sqlalchemy import Engine, Executable, Row

from bot.storage.connection import AsyncConnection, DatabaseConnections
from bot.storage.dialects.database_thread import WriteStatement
from bot.storage.signals import Signals

POSTGRESQL_NAME = "PostgreSQL"
BACKUPS = "backups"


class LockName(StrEnum):
    """The keys of transactions that are not about one chat, whose id is its key."""

    ARTICLES = "articles"
    AUDIT = "audit"
    COUNTERS = "counters"
    DRAFTS = "drafts"
    FEEDS = "feeds"
    STAFF = "staff"
    STORIES = "stories"


LockKey = int | LockName
"""Names the rows that a transaction counts or reads before it writes."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """SQLite's ``file``, or the ``url`` of a database on a PostgreSQL server.

    Temporary files are made beside ``file``, with PostgreSQL too. ``backups`` is the folder of
    backups; None for the one beside the file.
    """

    file: Path
    url: SecretStr | None = None
    backups: Path | None = None

    @property
    def backup_folder(self) -> Path:
        """The folder of backups."""
        return self.backups or self.file.with_name(BACKUPS)

    @property
    def name(self) -> Path | str:
        """The database's name in errors: no host, no user, no password."""
        return self.file if self.url is None else POSTGRESQL_NAME


class SessionLock(Protocol):
    """A lock that one process at a time holds, for as long as its connection lasts."""

    async def lost(self) -> None:
        """Return when the lock is lost."""


class Dialect(Protocol):
    """The operations of a database that have no statement in common."""

    address: DatabaseAddress
    engine: Engine
    connections: DatabaseConnections
    read_options: Mapping[str, Any]
    """Execution options of a transaction that sees one state and may not write."""
    write_options: Mapping[str, Any]
    single_options: Mapping[str, Any]
    """Execution options of a statement that is a transaction by itself."""
    measure_size: str | None
    """The statement that returns the database's bytes; None if they are those of its files."""
    empty_log: str | None
    """The statement that empties the write-ahead log; None if there is none of ours."""
    rebuild_indexes: str
    """The statement that rebuilds all indexes from the tables."""

    async def prepare(self) -> None:
        """Make what the first connection needs."""

    async def close(self) -> None:
        """Close all connections."""

    def errors(self) -> AbstractContextManager[None]:
        """Raise the database's errors as StorageError."""

    def turn(self, key: LockKey | None) -> AbstractAsyncContextManager[object]:
        """Wait, in this process, until a transaction with this key may begin to write."""

    def turn_of_one(self) -> AbstractAsyncContextManager[object]:
        """Wait, in this process, until one statement may write."""

    async def begin_write(self, connection: AsyncConnection, key: LockKey | None) -> None:
        """Lock what may have one writer at a time, in a transaction that has just begun."""

    def signals(self) -> Signals | None:
        """Return how processes tell each other words; None if there are no others."""

    async def processes(self) -> int:
        """Return how many processes are connected to tell each other words."""

    def lock(self, name: str, *, wait: bool) -> AbstractAsyncContextManager[SessionLock | None]:
        """Hold a lock during the block; yield None if another process holds it and not ``wait``."""

    def check(self) -> None:
        """Raise StorageGone if what is written now would be lost."""

    async def attach(self, connection: AsyncConnection, staged: Path) -> None:
        """Make the tables of a reload's file visible to the transaction's statements."""

    async def keep_ids(self, connection: AsyncConnection, table: str) -> None:
        """Never again give the ids that a table's rows were inserted with."""

    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of one short reading statement, which is a transaction by itself."""

    async def write_all(self, statements: Sequence[WriteStatement], key: LockKey | None) -> None:
        """Execute short statements in one transaction, the only one with its key."""

    def is_index_damage(self, reason: str) -> bool:
        """Return whether damage may be an index's, which can be rebuilt."""
