"""The folder of backups: how they are named, which are there, and which are too many.

Everything here blocks for the time of a few system calls.
"""

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.runtime.tempdir import clear_unfinished
from bot.storage.database_file import FOLDER_MODE

SCHEDULED_PREFIX = "kutip-scheduled"
MIGRATION_PREFIX = "kutip-migration"
"""Names of the unfinished files of one maker at a time, which are cleared before the next."""

MIGRATION_BACKUPS = 3
"""Backups kept of the databases before the last migrations."""

_TIME = "%Y%m%d-%H%M%S"
_NAME = re.compile(
    r"kutip-([0-9]{8}-[0-9]{6})(?:-schema-([0-9]{4})-to-([0-9]{4}))?\.db\.gz", re.ASCII
)


@dataclass(frozen=True, slots=True)
class StoredBackup:
    """A backup in the folder; ``schemas`` are those around a migration, None of any other one."""

    path: Path
    made_at: datetime
    size: int
    schemas: tuple[str, str] | None = None


def new_backup(folder: Path, now: datetime, schemas: tuple[str, str] | None = None) -> Path:
    """Return the path of a backup made now, or in the first second after that has none yet.

    ``schemas`` are those around a migration.
    """
    around = "-schema-{}-to-{}".format(*schemas) if schemas else ""
    while (path := folder / f"kutip-{now.astimezone(UTC):{_TIME}}{around}.db.gz").exists():
        now += timedelta(seconds=1)
    return path


def make_backup_folder(folder: Path, prefix: str) -> None:
    """Make the folder for its owner alone, and clear what a process that died has left there."""
    folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    clear_unfinished(folder, prefix)


def free_bytes(folder: Path) -> int:
    """Return how much is free on the disk of a folder, or of where it would be made."""
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    return shutil.disk_usage(there).free


def stored_backups(folder: Path) -> list[StoredBackup]:
    """Return the backups in the folder, the oldest first; none if there is no folder."""
    try:
        found = [backup for path in folder.iterdir() if (backup := _read(path))]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(found, key=lambda each: (each.made_at, each.path.name))


def _read(path: Path) -> StoredBackup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
        size = path.stat().st_size
    except (ValueError, OSError):  # no such day, or deleted meanwhile
        return None
    schemas = (match[2], match[3]) if match[2] else None
    return StoredBackup(path, made_at, size, schemas)


def prune(folder: Path, made: Path, keep: int | None = None) -> None:
    """Delete the backups that are ``expired``; ``keep`` is None to count migrations' only."""
    for backup in expired(stored_backups(folder), keep, made):
        backup.path.unlink(missing_ok=True)


def expired(
    backups: Iterable[StoredBackup], keep: int | None, made: Path
) -> Sequence[StoredBackup]:
    """Return which backups are beyond the newest ``keep``, never the one that was ``made`` last.

    Those before migrations are counted apart. A clock that jumps deletes none for its age.
    """
    found = list(backups)
    ordinary = [each for each in found if each.schemas is None]
    migrations = [each for each in found if each.schemas is not None]
    beyond = [*_oldest(ordinary, keep), *_oldest(migrations, MIGRATION_BACKUPS)]
    return [each for each in beyond if each.path != made]


def _oldest(backups: Sequence[StoredBackup], keep: int | None) -> Sequence[StoredBackup]:
    """Return all but the last ``keep``."""
    return backups[: max(0, len(backups) - keep)] if keep is not None else ()
