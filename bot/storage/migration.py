"""Migrate an older database to the newest schema, after a backup of it.

A migration is one transaction: one that fails, or whose process is killed, leaves the database as
it was.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from bot.errors import BackupError, StorageDamaged, StorageError
from bot.runtime.tempdir import clear_unfinished
from bot.storage.backup import is_locked, lock_file
from bot.storage.backup_file import back_up, disk_errors
from bot.storage.backup_folder import (
    MIGRATION_PREFIX,
    make_backup_folder,
    new_backup,
    prune,
    require_room,
)
from bot.storage.schema_version import HEAD, is_newer, newer, schema_version, upgrade

if TYPE_CHECKING:
    from pathlib import Path

    from bot.storage.database import Database
    from bot.storage.dialects.dialect import DatabaseAddress

log = logging.getLogger(__name__)


async def migrate(database: Database, *, holds_lock: bool) -> None:
    """Migrate a database that has not the newest schema; make the tables of an empty one.

    Raises StorageError: ``storage_newer`` for a later Kutip's, ``migration_running`` if a bot runs
    on it, unless this process ``holds_lock`` of its folder, ``migration_space`` and
    ``migration_backup`` if no backup could be made, and ``migration_failed``.
    """
    async with database.write() as connection:
        # Another process may have migrated it meanwhile.
        current = await connection.run_sync(schema_version)
        if current == HEAD:
            return
        if current is None:
            await connection.run_sync(upgrade)
            return
        address = database.address
        if is_newer(current):
            raise newer(address.name, current)
        if not holds_lock and await _is_in_use(database):
            raise StorageError("migration_running", path=str(address.name), reason=current)
        backup = await asyncio.to_thread(back_up_before, address, current)
        try:
            await connection.run_sync(upgrade)
        except Exception as error:
            raise _failed(database, current, backup, error) from error
    kept = f"; the database of before is in {backup}" if backup else ""
    log.warning("migrated the database from schema %s to %s%s", current, HEAD, kept)


async def _is_in_use(database: Database) -> bool:
    """Return whether a bot of an earlier version runs, which would find tables it does not know."""
    if database.address.url is not None:
        return await database.processes() > 0
    return await asyncio.to_thread(is_locked, lock_file(database.address.file))


def back_up_before(address: DatabaseAddress, current: str) -> Path | None:
    """Write a backup before a migration from ``current``; None on a server, which has its own.

    Raises StorageError if there is no room for it, or if it cannot be made.
    """
    if address.url is not None:
        return None
    folder, file = address.backup_folder, address.file
    try:
        with disk_errors(folder):
            make_backup_folder(folder)
            clear_unfinished(folder, MIGRATION_PREFIX)
            require_room(folder, file)
            target = new_backup(folder, datetime.now(UTC), current, HEAD)
            back_up(file, target, MIGRATION_PREFIX)
            prune(folder, target)
    except BackupError as error:
        raise _without_backup(error, address) from error
    return target


def _without_backup(error: BackupError, address: DatabaseAddress) -> StorageError:
    """Return what to raise where there is no backup, and therefore no migration."""
    if error.key == "storage_damaged":
        return StorageDamaged(address.file, error.key)
    if error.key == "backup_no_space":
        return StorageError("migration_space", **error.arguments, reason=error.key)
    return StorageError("migration_backup", path=str(address.backup_folder), reason=error.key)


def _failed(
    database: Database, current: str, backup: Path | None, error: Exception
) -> StorageError:
    """Return what to raise after a migration that failed: nothing of it is left."""
    known = _storage_error(database, error)
    if known is not None and known.key != "storage_failed":
        return known
    return StorageError(
        "migration_failed" if backup else "migration_failed_on_server",
        path=str(database.address.name),
        backup=str(backup or ""),
        schema=current,
        newest=HEAD,
        reason=str(known.arguments["reason"]) if known else type(error).__name__,
    )


def _storage_error(database: Database, error: Exception) -> StorageError | None:
    """Return an error of the database; None for one of the migration's own code."""
    try:
        with database.dialect.errors():
            _raise(error)
    except StorageError as known:
        return known
    except Exception:  # of any kind: it is looked at, and raised in words by the caller
        return None


def _raise(error: Exception) -> NoReturn:
    raise error
