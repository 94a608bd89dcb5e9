"""The leader's job that backs up the database again and again, and deletes the oldest backups."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.errors import BackupError, BackupMissed, Notice, StorageDamaged
from bot.maintenance.backup import BackupService
from bot.runtime.contact import TelegramContact
from bot.runtime.supervisor import ReportError
from bot.storage.backup_folder import StoredBackup

log = logging.getLogger(__name__)

FIRST_LOOK_S = 600.0
"""After the start: the folder is read then, and readers ask what they could not ask before."""
LOOK_INTERVAL_S = 600.0
BUSY_INTERVAL_S = 60.0
"""While articles are reloaded, which takes processors and the disk already."""
RETRY_INTERVAL_S = 3600.0
"""After a failure: each attempt may copy the whole database."""


def is_due(backups: Iterable[StoredBackup], now: datetime, every: timedelta) -> bool:
    """Return whether there is no backup of the time ``every`` until now.

    One from the future, by a clock that was put back, counts for nothing.
    """
    return not any(now - every < each.made_at <= now for each in backups)


class ScheduledBackups:
    """Backs up every so often; ``report`` gets a failure once until a backup was made again.

    ``contact`` says the time, so that a clock that is set neither makes nor prunes any; before
    Telegram's first answer a backup is made by our clock, and none is pruned. None is made while
    ``is_busy``.
    """

    def __init__(
        self,
        backups: BackupService,
        *,
        every: timedelta,
        contact: TelegramContact,
        report: ReportError,
        is_busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self._backups = backups
        self._every = every
        self._contact = contact
        self._is_busy = is_busy
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
        if self._is_busy():
            return BUSY_INTERVAL_S
        now = self._contact.telegram_time() or self._contact.now()
        prunes = self._contact.confirmed_time() is not None
        try:
            if is_due(await self._backups.stored(), now, self._every):
                made = await self._backups.store(now, prunes=prunes)
                log.info("backed up the database to %s", made.name)
                self._is_failing = False
        except BackupError as error:
            log.warning("the scheduled backup failed: %s", error.key)
            if not self._is_failing:
                self._report(_notice(error, self._backups))
            self._is_failing = True
            return RETRY_INTERVAL_S
        return LOOK_INTERVAL_S


def _notice(error: BackupError, backups: BackupService) -> Notice:
    if error.key == "storage_damaged":
        return StorageDamaged(backups.database, "backup")
    is_full = error.key in {"backup_no_space", "backup_disk_full"}
    return BackupMissed(backups.folder, is_full=is_full)
