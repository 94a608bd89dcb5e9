"""The folder of backups: how they are named, which are there, and which are too many.

Everything here blocks for the time of a few system calls.
"""

import re
import shutil
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import BackupError
from bot.storage.database_file import FOLDER_MODE, bytes_of_database

MANUAL_PREFIX = "kutip-manual"
SCHEDULED_PREFIX = "kutip-scheduled"
MIGRATION_PREFIX = "kutip-migration"
"""Names of what is unfinished; the last two have one maker at a time, who clears what is left."""

MIGRATION_BACKUPS = 3
"""Backups kept of the databases before the last migrations."""

SAME_TIME = timedelta(minutes=1)
"""Within this time after now, a backup's name is of one that was made now, too."""

NEEDED_FACTOR = 2
"""Free bytes for each of the database: of a backup there is a copy first, then a packed one."""

MEGABYTE = 1_000_000

_TIME = "%Y%m%d-%H%M%S"
_NAME = re.compile(
    r"kutip-([0-9]{8}-[0-9]{6})-schema-([0-9]{4})(?:-to-([0-9]{4}))?\.db\.gz", re.ASCII
)


@dataclass(frozen=True, slots=True)
class StoredBackup:
    """A backup in the folder, of the ``schema`` that the database had.

    ``migrated_to`` is the schema that a migration brought it to next; None of any other backup.
    """

    path: Path
    made_at: datetime
    size: int
    schema: str
    migrated_to: str | None = None


def new_backup(folder: Path, now: datetime, schema: str, migrated_to: str | None = None) -> Path:
    """Return the path of a backup made now, or of the next second that no other one is of."""
    second = now.astimezone(UTC).replace(microsecond=0)
    made = [each.made_at for each in stored_backups(folder)]
    if at_once := [each for each in made if second <= each < second + SAME_TIME]:
        second = max(at_once) + timedelta(seconds=1)
    schemas = f"{schema}-to-{migrated_to}" if migrated_to else schema
    return folder / f"kutip-{second:{_TIME}}-schema-{schemas}.db.gz"


def make_backup_folder(folder: Path) -> None:
    """Make the folder if there is none, for its owner alone."""
    folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)


def free_bytes(folder: Path) -> int:
    """Return how much is free on the disk of a folder, or of where it would be made."""
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    return shutil.disk_usage(there).free


def needed_bytes(database: Path) -> int:
    """Return how much has to be free for a backup to be made."""
    return NEEDED_FACTOR * bytes_of_database(database)


def require_room(folder: Path, database: Path) -> None:
    """Raise BackupError if the disk of the folder has no room for a backup."""
    needed, free = needed_bytes(database), free_bytes(folder)
    if free < needed:
        megabytes = {"needed": -(-needed // MEGABYTE), "free": free // MEGABYTE}
        raise BackupError("backup_no_space", path=str(folder), **megabytes)


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
        found = path.stat()
    except (ValueError, OSError):  # no such day, or deleted meanwhile
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return StoredBackup(path, made_at, found.st_size, match[2], match[3])


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
    ordinary = [each for each in found if each.migrated_to is None]
    migrations = [each for each in found if each.migrated_to is not None]
    beyond = [*_oldest(ordinary, keep), *_oldest(migrations, MIGRATION_BACKUPS)]
    return [each for each in beyond if each.path != made]


def _oldest(backups: Sequence[StoredBackup], keep: int | None) -> Sequence[StoredBackup]:
    """Return all but the last ``keep``."""
    return backups[: max(0, len(backups) - keep)] if keep is not None else ()
