"""Copies of the database while it is in use, what makes a file one, and how it takes its place.

Blocks; ``bot.maintenance.backup`` runs it in a thread. SQLite's backup API
(https://www.sqlite.org/backup.html) in one step sees one state of the database and holds up no
writer, since the journal is a write-ahead log.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.errors import BackupError
from bot.storage.database import KEYS, known_versions, make_folder

COMPANIONS = ("", "-wal", "-shm")
"""What SQLite appends to the names of a database's files."""

PATIENCE = 5.0  # seconds that another process may lock the database


def copy_database(source: Path, target: Path) -> None:
    """Write what ``source`` holds now to a new file, which is whole by itself."""
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


def put_in_place(copy: Path, database: Path) -> Path | None:
    """Make a checked copy the database; where the old one is kept, if there was one.

    What the old one's journal still holds goes with it under its new name.
    """
    there = database.exists()
    kept = _keep(database)  # a journal without its database, too: it would be taken for the copy's
    copy.replace(database)
    return kept if there else None


def _keep(database: Path) -> Path:
    with suppress(sqlite3.Error, BackupError), closing(_opened(database)) as old:  # if it is whole
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = _free_name(database.with_name(f"{database.name}.before-restore"))
    for companion in reversed(COMPANIONS):  # the database last: until then it is still there
        file = database.with_name(database.name + companion)
        if file.exists():
            file.replace(kept.with_name(kept.name + companion))
    return kept


def _free_name(wanted: Path) -> Path:
    """The name, or the first one with a number behind it that no file has."""
    name, number = wanted, 1
    while name.exists():
        number += 1
        name = wanted.with_name(f"{wanted.name}-{number}")
    return name


@contextmanager
def lock_folder(path: Path) -> Iterator[None]:
    """Have a folder to oneself, by a file in it; raises BackupError while another process has it.

    The lock is SQLite's on an empty database: the same on every system, and gone with its process,
    however that ends.
    """
    make_folder(path)
    with closing(_lock(path)):
        yield


def _lock(path: Path) -> sqlite3.Connection:
    """A connection that holds the lock until it is closed."""
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
    """The database there; unlike ``connect`` alone, this makes none."""
    if not path.is_file():
        raise BackupError("backup_unreadable", path=str(path))
    return sqlite3.connect(path, timeout=PATIENCE)


@contextmanager
def _backup_errors(path: Path) -> Iterator[None]:
    """Have SQLite's errors leave as BackupError."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        key = KEYS.get("_".join(name.split("_")[:2]), "")
        if key == "storage_damaged":
            broken = name.startswith("SQLITE_CORRUPT")
            raise BackupError(
                "backup_broken" if broken else "backup_foreign", path=str(path)
            ) from error
        raise BackupError("backup_disk", reason=name) from error
