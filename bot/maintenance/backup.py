"""Back up the database while it is in use, and restore backups after checking them.

A backup does not hold the folder of articles, the settings, or the index, which is built again.
"""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import BackupError
from bot.maintenance.copying import run_copying
from bot.runtime.tempdir import (
    clear_folders_beside,
    clear_unfinished,
    delete_folder,
    folder_beside,
    make_folder_beside,
)
from bot.storage.backup import (
    LOCK,
    check_database,
    delete_copy,
    is_locked,
    lock_file,
    lock_folder,
    replace_database,
    replaced_copies,
)
from bot.storage.backup_file import back_up, disk_errors, schema_of
from bot.storage.backup_folder import (
    MANUAL_PREFIX,
    MEGABYTE,
    SCHEDULED_PREFIX,
    StoredBackup,
    free_bytes,
    make_backup_folder,
    new_backup,
    prune,
    require_room,
    stored_backups,
)
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.schema_version import is_newer

GZIP_MAGIC = b"\x1f\x8b"
MAX_BYTES = 50 * MEGABYTE
"""Bytes of a file that a bot may send: https://core.telegram.org/bots/api#senddocument."""

UNPACKED_AT_ONCE = 4 * MEGABYTE
KEPT_FREE = 64 * MEGABYTE
"""Bytes of the disk that a backup is not unpacked into: some hold a thousand times their size."""


def file_of(address: DatabaseAddress) -> Path:
    """Return the database's file; raises BackupError for a server's, which has tools of its own."""
    if address.url is not None:
        raise BackupError("backup_server")
    return address.file


def restore(source: Path, database: Path) -> Path | None:
    """Replace the database by a backup; return where the old one is now, if there was one.

    Raises BackupError if the file is not a whole database of Kutip's or if a bot uses the folder;
    nothing has changed then.
    """
    with (
        disk_errors(database),
        _unmade_on_error(database.parent),
        running_on(database),
        folder_beside(database) as folder,
    ):
        copy = folder / "copy"
        _unpack(source, copy)
        check_database(copy, str(source))
        return replace_database(database, copy)


@contextmanager
def running_on(database: Path, key: str = "backup_in_use") -> Iterator[None]:
    """Lock the folder of a database, and clear what a process that died has left of its copies.

    Raises BackupError, with the text ``key``, if another process has it locked.
    """
    with lock_folder(lock_file(database), key):
        clear_folders_beside(database)
        yield


def is_running(database: Path) -> bool:
    """Return whether a bot uses the database."""
    return is_locked(lock_file(database))


def prune_replaced(database: Path, before: datetime) -> None:
    """Delete databases that restores have replaced before then: they hold what people deleted."""
    for copy in replaced_copies(database):
        if datetime.fromtimestamp(copy.stat().st_mtime, UTC) < before:
            delete_copy(copy)


def store_backup(
    address: DatabaseAddress, now: datetime, keep: int | None, unfinished: str = MANUAL_PREFIX
) -> Path:
    """Write a backup to the folder of backups, of which the newest ``keep`` are kept, or all.

    ``unfinished`` names its hidden folder until it is whole. Raises BackupError; nothing was
    deleted then.
    """
    database, folder = file_of(address), address.backup_folder
    schema = schema_of(database)
    with disk_errors(folder):
        make_backup_folder(folder)
        require_room(folder, database)
        target = new_backup(folder, now, schema)
        back_up(database, target, unfinished)
        prune(folder, target, keep)
    return target


def newest_backup(folder: Path) -> StoredBackup:
    """Return the newest backup that this Kutip can read; raises BackupError if there is none.

    After a return to an earlier version, this is the one that was made before the migration.
    """
    with disk_errors(folder):
        usable = [each for each in stored_backups(folder) if not is_newer(each.schema)]
    if not usable:
        raise BackupError("backup_none", path=str(folder))
    return usable[-1]


class BackupService:
    """Backs up a running bot's database, one backup at a time; the newest ``keep`` are kept.

    Copies are made ``apart`` in a process of low priority, else in a thread.
    """

    def __init__(
        self,
        address: DatabaseAddress,
        max_bytes: int = MAX_BYTES,
        *,
        keep: int = 7,
        apart: bool = False,
    ) -> None:
        self._address = address
        self.database = address.file
        self.folder = address.backup_folder
        self._max_bytes = max_bytes
        self._keep = keep
        self._apart = apart
        self._running = asyncio.Lock()

    async def stored(self) -> list[StoredBackup]:
        """Return the backups in the folder, the oldest first; raises BackupError."""
        with disk_errors(self.folder):
            return await asyncio.to_thread(stored_backups, self.folder)

    async def store(self, now: datetime, *, prunes: bool = True) -> Path:
        """Write a backup to the folder, after one that is being made; raises BackupError.

        Those beyond the newest ones are deleted if it ``prunes``.
        """
        keep = self._keep if prunes else None
        async with self._running:
            return await self._copy(_store, self._address, now, keep)

    async def prune(self, before: datetime) -> None:
        """Delete databases that restores have replaced before then."""
        await asyncio.to_thread(prune_replaced, self.database, before)

    @asynccontextmanager
    async def packed(self) -> AsyncIterator[Path]:
        """Make a packed copy until the block ends.

        Raises BackupError, also if the copy exceeds ``max_bytes``, if another one is made, and if
        the database is a server's.
        """
        file_of(self._address)
        if self._running.locked():
            raise BackupError("backup_running")
        async with self._running:
            with disk_errors(self.database):
                folder = await asyncio.to_thread(make_folder_beside, self.database)
            try:
                copy = folder / f"{self.database.name}.gz"
                await self._copy(back_up, self.database, copy)
                size = copy.stat().st_size
                if size > self._max_bytes:
                    raise BackupError("backup_too_large", megabytes=round(size / MEGABYTE))
                yield copy
            finally:
                await delete_folder(folder)

    async def _copy(self, call: Callable[..., Path], *arguments: object) -> Path:
        return await run_copying(call, *arguments, path=self.folder, apart=self._apart)


def _store(address: DatabaseAddress, now: datetime, keep: int | None) -> Path:
    folder = address.backup_folder
    with disk_errors(folder):
        clear_unfinished(folder, SCHEDULED_PREFIX)
    return store_backup(address, now, keep, SCHEDULED_PREFIX)


@contextmanager
def _unmade_on_error(folder: Path) -> Iterator[None]:
    """Delete the folders that the block has made again if it raises."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        yield
    except BackupError:
        with suppress(OSError):
            for each in missing:
                (each / LOCK).unlink(missing_ok=True)
                each.rmdir()
        raise


def _unpack(source: Path, copy: Path) -> None:
    try:
        with source.open("rb") as file:
            packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        with gzip.open(source) if packed else source.open("rb") as plain, copy.open("wb") as target:
            while part := plain.read(UNPACKED_AT_ONCE):
                if free_bytes(copy.parent) < KEPT_FREE:
                    raise BackupError("backup_disk_full", path=str(copy.parent.parent))
                target.write(part)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError("backup_broken", path=str(source)) from error
    except FileNotFoundError as error:
        raise BackupError("backup_unreadable", path=str(source)) from error
    except PermissionError as error:
        raise BackupError("backup_forbidden", path=str(source)) from error
