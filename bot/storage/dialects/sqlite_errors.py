"""Raise SQLite's errors as StorageError."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StorageDamaged, StorageError
from bot.outages import FILES_EXHAUSTED, exhausted_key

OPENED = ("the folder", "the database", "its log", "its shared memory")
"""Files that a connection opens at a time."""

ERROR_KEYS = {
    "SQLITE_CANTOPEN": "storage_unwritable",
    "SQLITE_READONLY": "storage_unwritable",
    "SQLITE_PERM": "storage_unwritable",
    "SQLITE_NOTADB": "storage_damaged",
    "SQLITE_CORRUPT": "storage_damaged",
    "SQLITE_FULL": "storage_full",
    "SQLITE_BUSY": "storage_busy",
    "SQLITE_IOERR": "storage_unreadable",
}


def error_name(error: BaseException | None) -> str:
    """Return SQLite's name of an error, such as SQLITE_BUSY_SNAPSHOT, else that of its type."""
    return str(getattr(error, "sqlite_errorname", type(error).__name__))


def _can_open() -> bool:
    """Return whether this process may open the files of a database: SQLite does not say."""
    with ExitStack() as opened:
        try:
            for _ in OPENED:
                opened.enter_context(Path(os.devnull).open("rb"))
        except OSError as error:
            return exhausted_key(error) is None
    return True


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors with the file at ``path`` as StorageError."""
    try:
        yield
    except SQLAlchemyError as error:
        name = error_name(getattr(error, "orig", error))
        family = "_".join(name.split("_")[:2])  # SQLITE_READONLY_DIRECTORY, SQLITE_BUSY_SNAPSHOT
        key = ERROR_KEYS.get(family, "storage_failed")
        if family == "SQLITE_CANTOPEN" and not _can_open():
            key = FILES_EXHAUSTED
        if key == "storage_damaged":
            raise StorageDamaged(path, name) from error
        raise StorageError(key, path=str(path), reason=name) from error
    except UnicodeDecodeError as error:  # of SQLite's message about damaged names
        raise StorageDamaged(path, "name") from error
