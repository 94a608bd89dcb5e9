"""The leader's job that backs up the database again and again, and deletes the oldest backups."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.errors import BackupError, StorageDamaged
from bot.maintenance.backup import BackupService
from bot.model.faults import KeyedText
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
    """Backs up every so often.

    ``failure`` is why the last attempt failed, ``has_recent`` whether the last look that was not
    put off found or made a backup that is as new as it has to be; the monitor of faults tells
    owners. A damaged database goes to ``report``, once until a backup was made again.

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
        self._is_damage_reported = False
        self.failure: KeyedText | None = None
        self.has_recent = False

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
        except BackupError as error:
            log.warning("the scheduled backup failed: %s", error.key)
            self._failed(error)
            return RETRY_INTERVAL_S
        self.failure, self.has_recent, self._is_damage_reported = None, True, False
        return LOOK_INTERVAL_S

    def _failed(self, error: BackupError) -> None:
        self.failure, self.has_recent = None, False
        if error.key != "storage_damaged":
            is_full = error.key in {"backup_no_space", "backup_disk_full"}
            key = "fault_backup_full" if is_full else "fault_backup_failing"
            self.failure = KeyedText(key, {"path": str(self._backups.folder)})
        elif not self._is_damage_reported:
            self._report(StorageDamaged(self._backups.database, "backup"))
            self._is_damage_reported = True
