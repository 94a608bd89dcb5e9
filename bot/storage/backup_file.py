"""Write a copy of the database to a file that appears whole or not at all, for its owner alone."""

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import BackupError
from bot.runtime.tempdir import FULL_DISK, replacing
from bot.storage.backup import check_copy, copy_database, stored_schema
from bot.storage.database_file import FILE_MODE

OTHER_PACKED = frozenset({".zip", ".xz", ".bz2", ".tar", ".tgz", ".7z", ".zst", ".rar"})
"""Endings that say of a file what no backup is."""


def back_up(database: Path, target: Path, unfinished: str = "") -> Path:
    """Write a copy of the database to a new file, packed if it ends in ``.gz``, and return it.

    ``unfinished`` names its hidden folder until it is whole. Raises BackupError.
    """
    with disk_errors(target):
        for ending in target.suffixes:
            if ending.lower() in OTHER_PACKED:
                raise BackupError("backup_ending", path=str(target), ending=ending)
        if target.exists():
            raise BackupError("backup_there", path=str(target))
        if not target.parent.is_dir():
            raise BackupError("backup_no_folder", path=str(target.parent))
        with replacing(target, unfinished) as copy:
            is_packed = target.suffix.lower() == ".gz"
            plain = copy.with_suffix("") if is_packed else copy
            _copy_whole(database, plain)
            if is_packed:
                _pack(plain, copy)
            copy.chmod(FILE_MODE)  # it holds what readers chose
            _write_through(copy)
    return target


def schema_of(database: Path) -> str:
    """Return the version of the schema of a database to be backed up; raises BackupError."""
    with _damage_of(database):
        return stored_schema(database, str(database))


def _copy_whole(database: Path, copy: Path) -> None:
    """Copy a database that is not damaged: a backup that nobody can restore is none."""
    with _damage_of(database):
        copy_database(database, copy)
        check_copy(copy, str(database))
        stored_schema(copy, str(database))


@contextmanager
def _damage_of(database: Path) -> Iterator[None]:
    """Say of a damaged file that it is the database, not a backup."""
    try:
        yield
    except BackupError as error:
        if error.key not in {"backup_broken", "backup_foreign"}:
            raise
        raise BackupError("storage_damaged", path=str(database)) from error


def _pack(plain: Path, packed: Path) -> None:
    with plain.open("rb") as source, gzip.open(packed, "wb", 6) as target:
        shutil.copyfileobj(source, target)


def _write_through(path: Path) -> None:
    """Have the disk write the file before it gets its name: after a power cut, none is empty."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Raise the system's errors as BackupError."""
    try:
        yield
    except PermissionError as error:
        raise BackupError("backup_forbidden", path=str(path.parent)) from error
    except OSError as error:
        key = "backup_disk_full" if error.errno in FULL_DISK else "backup_disk"
        raise BackupError(key, path=str(path)) from error
