"""The part of ``kutip check`` that looks at the database's file, its backups and the versions.

Nothing is changed: an older database is not migrated.
"""

import os
import platform
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path

from bot.cli.check_result import CheckResult, CheckStatus
from bot.errors import ArticleDamaged, BackupError, DatabaseLost, KutipError, StorageError
from bot.services.addresses import Now, database_address
from bot.settings import Settings
from bot.storage.articles import ArticleStore
from bot.storage.backup_file import disk_errors
from bot.storage.backup_folder import (
    MEGABYTE,
    StoredBackup,
    free_bytes,
    needed_bytes,
    stored_backups,
)
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.health import check_pages
from bot.storage.inspection import opened_untouched, schema_of
from bot.storage.reloads import ReloadStore
from bot.storage.schema_version import HEAD, is_newer, newer
from bot.texts import texts_for
from bot.texts.terminal import TerminalTexts
from index.inverted.segment_folder import has_index


class FileChecks:
    """Checks the database's file; ``schema`` is its version, "" if that is not known."""

    def __init__(self, settings: Settings, now: Now) -> None:
        self.schema = ""
        self._settings = settings
        self._now = now
        self._address = database_address(settings)
        self._path = self._address.file.absolute()
        self._texts = texts_for(settings.language)
        self._own = TerminalTexts(settings.language)

    async def results(self) -> AsyncIterator[CheckResult]:
        """Yield what the file is like, and how it is with its schema."""
        indexed = has_index(self._settings.data)
        if _is_absent(self._path):
            yield self._error(DatabaseLost(self._path)) if indexed else self._new()
            return
        try:
            wrong = await self._wrong(indexed=indexed)
        except StorageError as error:
            wrong = error
        if wrong is not None:
            yield self._error(wrong)
        elif not self.schema:
            yield self._new()
        elif self.schema == HEAD:
            usable = self._own.format("storage_usable", path=str(self._path))
            yield CheckResult(CheckStatus.OK, self._own.label_storage, usable)
        else:
            yield self._migrates()

    def backups(self) -> list[CheckResult]:
        """Return how it is with backups, and the versions of what runs; blocks.

        Of a server's database, which tool makes them.
        """
        if self._settings.database is not None:
            text = self._texts.format("backup_server")
            return [CheckResult(CheckStatus.NOTE, self._own.label_backups, text)]
        if not self.schema:
            return []
        versions = self._own.format(
            "versions", version=version("kutip"), schema=HEAD, python=platform.python_version()
        )
        return [self._backups(), CheckResult(CheckStatus.OK, self._own.label_versions, versions)]

    async def _wrong(self, *, indexed: bool) -> KutipError | None:
        """Return what is wrong; of a database that is to be migrated, only the pages are read."""
        async with opened_untouched(DatabaseAddress(self._path)) as database:
            self.schema = await schema_of(database)
            if self.schema and is_newer(self.schema):
                return newer(self._path, self.schema)
            if self.schema != HEAD:
                async with database.read() as connection:
                    await connection.run_sync(check_pages, self._path)
                return DatabaseLost(self._path) if indexed and not self.schema else None
        async with open_database(self._path) as database:
            async with database.write() as connection:
                await connection.run_sync(check_pages, self._path)
            stored = await ReloadStore(database).version()
            damaged = await ArticleStore(database, self._now).damaged()
        if indexed and not stored.reload:
            return DatabaseLost(self._path)
        return ArticleDamaged(damaged) if damaged else None

    def _migrates(self) -> CheckResult:
        """Say what the next start will do with an older database, and whether it can."""
        folder, needed = self._address.backup_folder.absolute(), needed_bytes(self._path)
        free = free_bytes(folder)
        text = self._own.format(
            "storage_migrates",
            schema=self.schema,
            newest=HEAD,
            folder=str(folder),
            needed=self._megabytes(needed),
            free=self._megabytes(free),
        )
        status = CheckStatus.NOTE if free >= needed else CheckStatus.ERROR
        return CheckResult(status, self._own.label_storage, text)

    def _backups(self) -> CheckResult:
        label, folder = self._own.label_backups, self._address.backup_folder.absolute()
        try:
            found = _stored(folder)
        except BackupError as error:
            text = self._texts.format(error.key, **error.arguments)
            return CheckResult(CheckStatus.ERROR, label, text)
        free = self._megabytes(free_bytes(folder))
        if not found:
            hours = self._settings.backup_hours
            key = "backups_none" if hours else "backups_off"
            text = self._own.format(key, hours=hours, path=str(folder), free=free)
            return CheckResult(CheckStatus.NOTE, label, text)
        ago = self._texts.ago(self._now() - found[-1].made_at)
        text = self._own.format(
            "backups_there", ago=ago, count=len(found), path=str(folder), free=free
        )
        return CheckResult(CheckStatus.OK, label, text)

    def _megabytes(self, count: int) -> str:
        return self._texts.number(-(-count // MEGABYTE))

    def _new(self) -> CheckResult:
        """Judge where the database will be made, without making it."""
        parent = next(each for each in self._path.parents if each.exists())
        if not os.access(parent, os.W_OK | os.X_OK):
            return self._error(StorageError("storage_unwritable", path=str(self._path)))
        text = self._own.format("storage_new", path=str(self._path))
        return CheckResult(CheckStatus.OK, self._own.label_storage, text)

    def _error(self, error: KutipError) -> CheckResult:
        text = self._texts.format(error.key, **error.arguments)
        if error.key == "storage_unwritable":
            text = f"{text} {self._own.storage_how}"
        return CheckResult(CheckStatus.ERROR, self._own.label_storage, text)


def _is_absent(path: Path) -> bool:
    """Return whether there is no database, or an empty file, and nothing in its folder's place."""
    try:
        return path.stat().st_size == 0
    except OSError:
        return not path.parent.is_file()


def _stored(folder: Path) -> list[StoredBackup]:
    """Return the backups of a folder that may not be there yet; raises BackupError."""
    with disk_errors(folder):
        if folder.exists() and not folder.is_dir():
            raise BackupError("backup_no_folder", path=str(folder))
        return stored_backups(folder)
