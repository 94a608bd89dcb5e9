"""Backups of the database: made while the bot runs, packed, checked before they are restored.

The articles' folder and the settings are files of their own and no part of it; the index is made
anew from the database.
"""

import asyncio
import gzip
import shutil
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import BackupError
from bot.storage.backup import check_database, copy_database, lock_folder, put_in_place

LOCK = "kutip.lock"
PACKED = b"\x1f\x8b"
MEGABYTE = 1_000_000
MOST_SENT = 50 * MEGABYTE
"""Bytes of a file that a bot may send: https://core.telegram.org/bots/api#senddocument."""


def back_up(database: Path, target: Path) -> None:
    """A copy of the database in a new file, packed if that is named ``.gz``; raises BackupError.

    The file appears whole or not at all.
    """
    if target.exists():
        raise BackupError("backup_there", path=str(target))
    with _disk_errors(), _beside(target) as folder:
        copy = folder / "copy"
        copy_database(database, copy)
        if target.suffix == ".gz":
            packed = folder / "packed"
            with copy.open("rb") as plain, gzip.open(packed, "wb", 6) as out:
                shutil.copyfileobj(plain, out)
            copy = packed
        copy.chmod(0o600)  # it holds what readers chose
        copy.replace(target)


def restore(source: Path, database: Path) -> Path | None:
    """Put a backup in the database's place; where the old one is kept, if there was one.

    Raises BackupError, and has changed nothing then: for a file that is no whole database of
    Kutip's, and while a bot runs on the folder.
    """
    with _disk_errors(), running_on(database.parent), _beside(database) as folder:
        copy = folder / "copy"
        _unpack(source, copy)
        check_database(copy)
        return put_in_place(copy, database)


@contextmanager
def running_on(folder: Path) -> Iterator[None]:
    """Have the folder's database to oneself; raises BackupError while another has it."""
    with lock_folder(folder / LOCK):
        yield


class BackupService:
    """Backups from a running bot, one at a time, of at most ``most`` bytes."""

    def __init__(self, database: Path, most: int = MOST_SENT) -> None:
        self._database = database
        self._most = most
        self._making = asyncio.Lock()

    @asynccontextmanager
    async def packed(self) -> AsyncIterator[Path]:
        """A packed copy, there until the block ends; raises BackupError."""
        if self._making.locked():
            raise BackupError("backup_running")
        async with self._making:
            with _beside(self._database) as folder:
                copy = folder / f"{self._database.name}.gz"
                await asyncio.to_thread(back_up, self._database, copy)
                size = copy.stat().st_size
                if size > self._most:
                    raise BackupError("backup_too_large", megabytes=round(size / MEGABYTE))
                yield copy


def _unpack(source: Path, copy: Path) -> None:
    try:
        with source.open("rb") as file:
            packed = file.read(len(PACKED)) == PACKED
        with gzip.open(source) if packed else source.open("rb") as plain, copy.open("wb") as out:
            shutil.copyfileobj(plain, out)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError("backup_broken", path=str(source)) from error
    except FileNotFoundError as error:
        raise BackupError("backup_unreadable", path=str(source)) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A folder on the same disk for what is not whole yet; it goes in the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
        yield Path(folder)


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Have the system's errors leave as BackupError."""
    try:
        yield
    except OSError as error:
        raise BackupError("backup_disk", reason=error.strerror or type(error).__name__) from error
