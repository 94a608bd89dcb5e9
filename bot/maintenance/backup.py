"""Back up the database while it is in use, and restore backups after checking them.

A backup does not hold the folder of articles, the settings, or the index, which is built again.
"""

import asyncio
import gzip
import shutil
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.errors import BackupError
from bot.runtime.tempdir import folder_beside, replacing
from bot.storage.backup import check_database, copy_database, lock_folder, replace_database

LOCK = "kutip.lock"
GZIP_MAGIC = b"\x1f\x8b"
MEGABYTE = 1_000_000
MAX_BYTES = 50 * MEGABYTE
"""Bytes of a file that a bot may send: https://core.telegram.org/bots/api#senddocument."""


def back_up(database: Path, target: Path) -> None:
    """Write a copy of the database to a new file, packed if it ends in ``.gz``.

    The file appears whole or not at all. Raises BackupError.
    """
    if target.exists():
        raise BackupError("backup_there", path=str(target))
    with _disk_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as copy:
            if target.suffix == ".gz":
                plain = copy.with_suffix("")
                copy_database(database, plain)
                _pack(plain, copy)
            else:
                copy_database(database, copy)
            copy.chmod(0o600)  # it holds what readers chose


def restore(source: Path, database: Path) -> Path | None:
    """Replace the database by a backup; return where the old one is now, if there was one.

    Raises BackupError if the file is not a whole database of Kutip's or if a bot uses the folder;
    nothing has changed then.
    """
    with _disk_errors(), running_on(database.parent), folder_beside(database) as folder:
        copy = folder / "copy"
        _unpack(source, copy)
        check_database(copy)
        return replace_database(database, copy)


@contextmanager
def running_on(folder: Path) -> Iterator[None]:
    """Lock the folder of a database; raises BackupError if another process has it locked."""
    with lock_folder(folder / LOCK):
        yield


class BackupService:
    """Backs up a running bot's database, one backup at a time."""

    def __init__(self, database: Path, max_bytes: int = MAX_BYTES) -> None:
        self._database = database
        self._max_bytes = max_bytes
        self._running = asyncio.Lock()

    @asynccontextmanager
    async def packed(self) -> AsyncIterator[Path]:
        """Make a packed copy until the block ends.

        Raises BackupError, also if the copy exceeds ``max_bytes`` or another one is made.
        """
        if self._running.locked():
            raise BackupError("backup_running")
        async with self._running:
            with folder_beside(self._database) as folder:
                copy = folder / f"{self._database.name}.gz"
                await asyncio.to_thread(back_up, self._database, copy)
                size = copy.stat().st_size
                if size > self._max_bytes:
                    raise BackupError("backup_too_large", megabytes=round(size / MEGABYTE))
                yield copy


def _pack(plain: Path, packed: Path) -> None:
    with plain.open("rb") as source, gzip.open(packed, "wb", 6) as target:
        shutil.copyfileobj(source, target)


def _unpack(source: Path, copy: Path) -> None:
    try:
        with source.open("rb") as file:
            packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        with gzip.open(source) if packed else source.open("rb") as plain, copy.open("wb") as target:
            shutil.copyfileobj(plain, target)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError("backup_broken", path=str(source)) from error
    except FileNotFoundError as error:
        raise BackupError("backup_unreadable", path=str(source)) from error


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Raise the system's errors as BackupError."""
    try:
        yield
    except OSError as error:
        raise BackupError("backup_disk", reason=error.strerror or type(error).__name__) from error
