"""The leader's job that backs up the database again and again, and deletes the oldest backups."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.errors import BackupError, BackupMissed, Notice, StorageDamaged
from bot.maintenance.backup import BackupService
from bot.runtime.error_reports import ErrorReporter
from bot.runtime.supervisor import ReportError
from bot.settings import Settings
from bot.storage.backup_folder import StoredBackup

log = logging.getLogger(__name__)

FIRST_LOOK_S = 60.0
"""After the start, when readers are answered and the index is loaded."""
LOOK_INTERVAL_S = 600.0
RETRY_INTERVAL_S = 3600.0
"""After a failure: each attempt may copy the whole database."""


def is_due(backups: Iterable[StoredBackup], now: datetime, every: timedelta) -> bool:
    """Return whether there is no backup of the time ``every`` until now.

    One from the future, by a clock that was put back, counts for nothing.
    """
    return not any(now - every < each.made_at <= now for each in backups)


class ScheduledBackups:
    """Backs up every so often; ``report`` gets a failure once until a backup was made again."""

    def __init__(
        self,
        backups: BackupService,
        *,
        every: timedelta,
        now: Callable[[], datetime],
        report: ReportError,
    ) -> None:
        self._backups = backups
        self._every = every
        self._now = now
        self._report = report
        self._is_failing = False

    async def run(self) -> None:
        """Run as long as the bot leads."""
        wait_s = FIRST_LOOK_S
        while True:
            await asyncio.sleep(wait_s)
            wait_s = await self.look()

    async def look(self) -> float:
        """Back up if it is time; return the seconds to the next look."""
        try:
            if is_due(await self._backups.stored(), self._now(), self._every):
                made = await self._backups.store()
                log.info("backed up the database to %s", made.name)
                self._is_failing = False
        except BackupError as error:
            log.warning("the scheduled backup failed: %s", error.key)
            if not self._is_failing:
                self._report(_notice(error, self._backups))
            self._is_failing = True
            return RETRY_INTERVAL_S
        return LOOK_INTERVAL_S


def make_scheduled_backups(
    backups: BackupService, settings: Settings, reporter: ErrorReporter
) -> ScheduledBackups | None:
    """Make the job on a file; None for a server's database, or if the settings want none."""
    if settings.database is not None or not settings.backup_hours:
        return None
    every = timedelta(hours=settings.backup_hours)
    return ScheduledBackups(backups, every=every, now=reporter.now, report=reporter.report)


def _notice(error: BackupError, backups: BackupService) -> Notice:
    if error.key == "storage_damaged":
        return StorageDamaged(backups.database, "backup")
    is_full = error.key in {"backup_no_space", "backup_disk_full"}
    return BackupMissed(backups.folder, is_full=is_full)
