"""Read the database, and the file in which a reload is staged, where no event loop runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sqlalchemy import URL, Connection, CursorResult, Executable, NullPool, create_engine, event

from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.sqlite import LAST_ARTICLE_ID, database_url, tolerate_damaged_texts
from bot.storage.dialects.sqlite_errors import storage_errors

STAGED = "staged"
"""The name under which the file is attached."""


class BlockingReader(Protocol):
    """The part of SQLAlchemy's ``Connection`` that reads; statements are transactions each."""

    def execute(self, statement: Executable) -> CursorResult[*tuple[Any, ...]]:
        """Execute a reading statement."""

    def scalar(self, statement: Executable) -> Any:
        """Return the first column of the first row; None if there is no row."""


class StagingConnections(NamedTuple):
    """Connections to what is stored and to what is staged: SQLite's is one for both.

    ``last_id`` selects the last id that was given to an article, also to one that is gone.
    """

    stored: BlockingReader
    staged: Connection
    last_id: Executable


@contextmanager
def staging_connections(address: DatabaseAddress, path: Path) -> Iterator[StagingConnections]:
    """Connect to a database and to the file at ``path``; raises StorageError."""
    if address.url is None:
        with _attached(database_url("sqlite", address.file), address.file, path) as connection:
            yield StagingConnections(connection, connection, LAST_ARTICLE_ID)
        return
    from bot.storage.dialects import postgresql_reading  # only if a setting asks for it

    with (
        postgresql_reading.connected(address) as stored,
        _attached(URL.create("sqlite"), path, path) as staged,
    ):
        yield StagingConnections(stored, staged, postgresql_reading.LAST_ARTICLE_ID)


@contextmanager
def attached(path: Path) -> Iterator[Connection]:
    """Connect to the file at ``path`` alone; raises StorageError."""
    with _attached(URL.create("sqlite"), path, path) as connection:
        yield connection


@contextmanager
def _attached(main: URL, file: Path, path: Path) -> Iterator[Connection]:
    """Connect to ``main``, whose errors are those of ``file``, with ``path`` attached."""
    engine = create_engine(
        main,
        connect_args={"check_same_thread": False},  # used by one thread at a time
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", tolerate_damaged_texts)
    with storage_errors(file), engine.connect() as connection:
        connection.exec_driver_sql(f"ATTACH DATABASE ? AS {STAGED}", (str(path),))
        yield connection
