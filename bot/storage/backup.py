"""Copy, check and replace the database file.

Everything here blocks. SQLite's backup API (https://www.sqlite.org/backup.html), used in one step,
copies one state of the database, and blocks no writer because the journal is a write-ahead log.
"""

import glob
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.errors import BackupError
from bot.storage.database_file import FILE_MODE, SUFFIXES, make_folder, make_private_file
from bot.storage.dialects.sqlite_errors import ERROR_KEYS
from bot.storage.schema_version import known_versions

LOCK = "kutip.lock"
KEPT_COPIES = 3
"""Databases kept that restores have replaced: each is as large as the one in use."""

_ERROR_KEYS = {
    "storage_damaged": "backup_foreign",
    "storage_full": "backup_disk_full",
}

_COPY_SUFFIX = ".before-restore"
_COPY_NUMBER = re.compile(r"(?:-([0-9]{1,9}))?(?:-wal|-shm)?", re.ASCII)

PROBE_TIMEOUT_S = 0.3
"""Longer than ``is_locked`` in another process stands in the way of a lock."""

LOCK_TIMEOUT_S = 5.0
"""How long to wait while another process has the database locked."""


def copy_database(source: Path, target: Path) -> None:
    """Copy ``source`` as it is now to a new file, with nothing left in a journal."""
    with (
        _backup_errors(str(source)),
        closing(_opened(source)) as origin,
        closing(sqlite3.connect(target)) as copy,
    ):
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def check_copy(path: Path, name: str) -> None:
    """Raise BackupError if the file's pages are damaged; does not compare tables and indexes."""
    with _backup_errors(name), closing(_opened(path)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise BackupError("backup_broken", path=name)


def stored_schema(path: Path, name: str) -> str:
    """Return the version of a database's schema.

    Raises BackupError if the file is no database of this Kutip or an earlier one.
    """
    with _backup_errors(name), closing(_opened(path)) as copy:
        return _known_schema(copy, name)


def check_database(path: Path, name: str) -> None:
    """Raise BackupError unless the file is a whole database of this Kutip or an earlier one.

    ``name`` is how the file is called in the error.
    """
    with _backup_errors(name), closing(_opened(path)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError("backup_broken", path=name)
        _known_schema(copy, name)


def _known_schema(database: sqlite3.Connection, name: str) -> str:
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if database.execute(known).fetchone() is None:
        raise BackupError("backup_foreign", path=name)
    row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or row[0] not in known_versions():
        raise BackupError("backup_newer", path=name)
    return str(row[0])


def replace_database(database: Path, copy: Path) -> Path | None:
    """Replace the database by ``copy``; return where the old one is now, if there was one.

    There is a whole database at every moment, where the disk has hard links. The old one's journal
    is renamed with it, and of those replaced before, the last ``KEPT_COPIES`` are kept.
    """
    existed = database.exists()
    # Rename a journal without a database too: SQLite would take it for the copy's.
    renamed = _put_aside(database)
    copy.chmod(FILE_MODE)
    copy.replace(database)
    for old in replaced_copies(database)[:-KEPT_COPIES]:
        delete_copy(old)
    return renamed if existed else None


def replaced_copies(database: Path) -> list[Path]:
    """Return the databases that restores have replaced, the last one last."""
    numbered = {_copy_number(path, database): path for path in _copy_files(database)}
    return [numbered[number] for number in sorted(numbered) if number]


def delete_copy(copy: Path) -> None:
    """Delete a replaced database with its journal."""
    for suffix in SUFFIXES:
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _copy_files(database: Path) -> Iterator[Path]:
    return database.parent.glob(f"{glob.escape(database.name)}{_COPY_SUFFIX}*")


def _copy_number(path: Path, database: Path) -> int:
    """Return which replaced database a file belongs to; 0 for none."""
    found = _COPY_NUMBER.fullmatch(path.name.removeprefix(database.name + _COPY_SUFFIX))
    return int(found[1] or 1) if found else 0


def _put_aside(database: Path) -> Path:
    with suppress(sqlite3.Error, BackupError), closing(_opened(database)) as old:  # if whole
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    number = max((_copy_number(path, database) for path in _copy_files(database)), default=0) + 1
    ending = _COPY_SUFFIX + (f"-{number}" if number > 1 else "")
    renamed = database.with_name(database.name + ending)
    if database.exists():
        os.utime(database)  # from now on it is kept for some time
    for suffix in reversed(SUFFIXES):  # the database last: until then it is still there
        file = database.with_name(database.name + suffix)
        if file.exists():
            _link_or_rename(file, renamed.with_name(renamed.name + suffix))
    return renamed


def _link_or_rename(file: Path, renamed: Path) -> None:
    """Give the file a second name; a journal, or where the disk has no links, another one."""
    if not file.name.endswith(SUFFIXES[1:]):
        with suppress(OSError):
            renamed.hardlink_to(file)
            return
    file.replace(renamed)


def lock_file(database: Path) -> Path:
    """Return the file that a bot has locked while it uses the database."""
    return database.with_name(LOCK)


@contextmanager
def lock_folder(path: Path, key: str = "backup_in_use") -> Iterator[None]:
    """Hold a lock on the file ``path``; raises BackupError if another process holds it.

    It is SQLite's lock on an empty database: the same on every system, and released however its
    process ends.
    """
    make_folder(path)
    with closing(_lock(path, key)):
        yield


def is_locked(path: Path) -> bool:
    """Return whether another process holds the lock of ``lock_folder`` on the file ``path``."""
    if not path.is_file():
        return False
    with closing(sqlite3.connect(path, timeout=0.0)) as lock:
        try:
            lock.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorname == "SQLITE_BUSY"
    return False


def _lock(path: Path, key: str) -> sqlite3.Connection:
    """Return a connection that holds the lock until it is closed.

    Its file is for its owner alone: nobody else may keep the bot from starting.
    """
    with suppress(OSError):  # said of the connection
        make_private_file(path)
    with _backup_errors(str(path)):
        lock = sqlite3.connect(path, timeout=PROBE_TIMEOUT_S, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            raise BackupError(key, path=str(path.parent)) from error
    return lock


def _opened(path: Path) -> sqlite3.Connection:
    """Open an existing database; ``connect`` alone would make a new one."""
    if not path.is_file():
        raise BackupError("backup_unreadable", path=str(path))
    return sqlite3.connect(path, timeout=LOCK_TIMEOUT_S)


@contextmanager
def _backup_errors(name: str) -> Iterator[None]:
    """Raise SQLite's errors with the file called ``name`` as BackupError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", type(error).__name__)
        family = "_".join(code.split("_")[:2])
        key = _ERROR_KEYS.get(ERROR_KEYS.get(family, ""), "backup_disk")
        if key == "backup_foreign" and family == "SQLITE_CORRUPT":
            key = "backup_broken"
        raise BackupError(key, path=name) from error
