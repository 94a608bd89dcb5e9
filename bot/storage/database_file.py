"""The database's file and folder, made for their owner alone.

Everything here blocks for the time of a few system calls.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import StorageError

FOLDER_MODE, FILE_MODE = 0o700, 0o600
SUFFIXES = ("", "-wal", "-shm")
"""The endings of the files that SQLite keeps beside a database."""

_OTHERS = 0o077
_OWN_PATTERNS = ("kutip.*", ".kutip.*", "index-*", "reload-*", "document-*", "backups")
"""Names in a data folder; with any other one in it, the folder serves more than Kutip."""


def make_folder(path: Path) -> None:
    """Make the folder of the file ``path``, for its owner alone; raises StorageError."""
    with _unwritable(path.parent):
        path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)


def make_private(path: Path) -> None:
    """Make the database's file if there is none, and close it and its folder to others.

    The folder of an earlier version is closed too, unless it holds more than Kutip's files.
    Raises StorageError.
    """
    make_folder(path)
    with _unwritable(path):
        make_private_file(path)
    for suffix in SUFFIXES:
        _close_to_others(path.with_name(path.name + suffix), FILE_MODE)
        if suffix:
            _make_writable(path.with_name(path.name + suffix), path)
    if all(any(map(entry.match, _OWN_PATTERNS)) for entry in path.parent.iterdir()):
        _close_to_others(path.parent, FOLDER_MODE)


def make_private_file(path: Path) -> None:
    """Make an empty file for its owner alone if there is none, and close an existing one.

    An existing file is not opened: closing it would drop the locks that connections of this process
    have on it, and another process could delete the journal that they read.
    """
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
    _close_to_others(path, FILE_MODE)


def bytes_of_database(path: Path) -> int:
    """Return the bytes of a database with its journal."""
    files = (path.with_name(path.name + suffix) for suffix in SUFFIXES)
    return sum(file.stat().st_size for file in files if file.is_file())


def _close_to_others(path: Path, mode: int) -> None:
    """Take away what group and others may, if it is ours to do so."""
    with suppress(OSError):  # absent, or somebody else's
        found = path.stat().st_mode
        if found & _OTHERS and not found & stat.S_ISVTX:
            path.chmod(mode)


def _make_writable(journal: Path, database: Path) -> None:
    """Let the owner write a journal that is from a time when the database was read-only."""
    with suppress(OSError):
        if database.stat().st_mode & stat.S_IWUSR and not journal.stat().st_mode & stat.S_IWUSR:
            journal.chmod(FILE_MODE)


@contextmanager
def _unwritable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageError("storage_unwritable", path=str(path), reason=reason) from error
