"""Copy, check and replace the database file.

Everything here blocks. SQLite's backup API (https://www.sqlite.org/backup.html), used in one step,
copies one state of the database, and blocks no writer because the journal is a write-ahead log.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.errors import BackupError
from bot.storage.database import ERROR_KEYS, known_versions
from bot.storage.database_file import SUFFIXES, make_folder

LOCK_TIMEOUT_S = 5.0
"""How long to wait while another process has the database locked."""


def copy_database(source: Path, target: Path) -> None:
    """Copy ``source`` as it is now to a new file, with nothing left in a journal."""
    with (
        _backup_errors(source),
        closing(_opened(source)) as origin,
        closing(sqlite3.connect(target)) as copy,
    ):
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def check_database(path: Path) -> None:
    """Raise BackupError unless the file is a whole database of this Kutip or an earlier one."""
    with _backup_errors(path), closing(_opened(path)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("backup_broken", path=str(path))
        known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        if copy.execute(known).fetchone() is None:
            raise BackupError("backup_foreign", path=str(path))
        version = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        if version is None or version[0] not in known_versions():
            raise BackupError("backup_newer", path=str(path))


def replace_database(database: Path, copy: Path) -> Path | None:
    """Replace the database by ``copy``; return where the old one is now, if there was one.

    Its journal is renamed with it.
    """
    existed = database.exists()
    # Rename a journal without a database too: SQLite would take it for the copy's.
    renamed = _rename(database)
    copy.replace(database)
    return renamed if existed else None


def _rename(database: Path) -> Path:
    with suppress(sqlite3.Error, BackupError), closing(_opened(database)) as old:  # if whole
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    renamed = _free_name(database.with_name(f"{database.name}.before-restore"))
    for suffix in reversed(SUFFIXES):  # the database last: until then it is still there
        file = database.with_name(database.name + suffix)
        if file.exists():
            file.replace(renamed.with_name(renamed.name + suffix))
    return renamed


def _free_name(wanted: Path) -> Path:
    """``wanted``, or with the first number behind it that makes the name a new one."""
    name, number = wanted, 1
    while name.exists():
        number += 1
        name = wanted.with_name(f"{wanted.name}-{number}")
    return name


@contextmanager
def lock_folder(path: Path) -> Iterator[None]:
    """Hold a lock on the file ``path``; raises BackupError if another process holds it.

    It is SQLite's lock on an empty database: the same on every system, and released however its
    process ends.
    """
    make_folder(path)
    with closing(_lock(path)):
        yield


def _lock(path: Path) -> sqlite3.Connection:
    """Return a connection that holds the lock until it is closed."""
    with _backup_errors(path):
        lock = sqlite3.connect(path, timeout=0.0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            raise BackupError("backup_in_use", path=str(path.parent)) from error
    return lock


def _opened(path: Path) -> sqlite3.Connection:
    """Open an existing database; ``connect`` alone would make a new one."""
    if not path.is_file():
        raise BackupError("backup_unreadable", path=str(path))
    return sqlite3.connect(path, timeout=LOCK_TIMEOUT_S)


@contextmanager
def _backup_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors as BackupError."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        key = ERROR_KEYS.get("_".join(name.split("_")[:2]), "")
        if key == "storage_damaged":
            broken = name.startswith("SQLITE_CORRUPT")
            raise BackupError(
                "backup_broken" if broken else "backup_foreign", path=str(path)
            ) from error
        raise BackupError("backup_disk", reason=name) from error
