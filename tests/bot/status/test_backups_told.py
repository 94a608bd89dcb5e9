"""What owners are told of backups: by the real job, monitor, database and folder."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.maintenance.backup import BackupService
from bot.maintenance.scheduled_backups import ScheduledBackups
from bot.runtime.contact import TelegramContact
from bot.services.status import make_fault_monitor
from bot.settings import Settings
from bot.status.detection import BACKUP_GRACE
from bot.status.monitor import RETRY_INTERVAL, FaultMonitor
from bot.storage.database import Database
from tests.bot.samples import Clock
from tests.bot.status.owners import Owners

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.sqlite("a server's database has tools of its own")


class Installation:
    """A bot with scheduled backups, and its owners; it can be started anew."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self.folder = database.address.backup_folder
        self.owners, self.reported = Owners(), list[BaseException]()
        self.is_busy, self.hours = False, 24
        self.start()

    def start(self) -> None:
        contact = TelegramContact(self._clock, lambda: self._clock().timestamp())
        settings = Settings(
            data=self._database.address.file.parent, free_mb=0, backup_hours=self.hours
        )
        contact.heard(200)
        self.job = ScheduledBackups(
            BackupService(self._database.address),
            every=DAY,
            contact=contact,
            report=self.reported.append,
            is_busy=lambda: self.is_busy,
        )
        self.monitor: FaultMonitor = make_fault_monitor(
            self._database, settings, contact, self._clock, self.job if self.hours else None
        )

    async def look(self) -> None:
        await self.job.look()
        await self.monitor.look(self.owners.tell)

    async def hours_pass(self, hours: int) -> None:
        for _ in range(hours):
            self._clock.advance(HOUR)
            await self.look()

    def break_folder(self) -> None:
        """Put a file in its place."""
        if self.folder.exists():
            self.folder.rename(self.folder.with_name("moved"))
        self.folder.write_text("in the way")

    def mend_folder(self) -> None:
        self.folder.unlink()


@pytest.fixture
def installation(database: Database, clock: Clock) -> Installation:
    return Installation(database, clock)


async def test_a_failing_backup_is_told_although_the_first_message_could_not_be_sent(
    installation: Installation, clock: Clock
) -> None:
    owners = installation.owners
    installation.break_folder()
    owners.error = ConnectionError()
    await installation.look()
    owners.error = None
    clock.advance(RETRY_INTERVAL)
    await installation.hours_pass(48)
    assert owners.begun == ["fault_backup_failing"]
    installation.mend_folder()
    await installation.hours_pass(3)
    assert (owners.begun, owners.ended) == (["fault_backup_failing"], ["backup"])
    assert installation.reported == []


async def test_backups_that_never_come_to_it_are_told_when_they_are_overdue(
    installation: Installation,
) -> None:
    installation.is_busy = True
    await installation.hours_pass(24 + BACKUP_GRACE // HOUR)
    assert installation.owners.begun == []
    await installation.hours_pass(30)
    assert installation.owners.begun == ["fault_backup"]
    installation.is_busy = False
    await installation.look()
    assert installation.owners.ended == ["backup"]


async def test_a_start_is_no_backup(installation: Installation) -> None:
    """What the new process has not found out yet is neither well nor told again."""
    installation.break_folder()
    await installation.hours_pass(2)
    installation.is_busy = True
    for _ in range(2):
        installation.start()
        await installation.hours_pass(2)
    assert (installation.owners.begun, installation.owners.ended) == (["fault_backup_failing"], [])
    installation.is_busy = False
    await installation.look()
    installation.mend_folder()
    await installation.look()
    assert installation.owners.begun == ["fault_backup_failing"]
    assert installation.owners.ended == ["backup"]


async def test_a_folder_that_cannot_be_read_is_no_backup(
    installation: Installation, tmp_path: Path
) -> None:
    await installation.look()
    installation.is_busy = True
    await installation.hours_pass(31)
    assert installation.owners.begun == ["fault_backup"]
    kept = installation.folder.rename(installation.folder.with_name("kept"))
    installation.folder.symlink_to(installation.folder)  # a loop
    await installation.hours_pass(3)
    assert installation.owners.ended == []
    installation.folder.unlink()
    kept.rename(installation.folder)
    await installation.hours_pass(3)
    assert (installation.owners.begun, installation.owners.ended) == (["fault_backup"], [])


async def test_backups_that_are_turned_off_are_not_made_again(installation: Installation) -> None:
    installation.break_folder()
    await installation.look()
    installation.hours = 0
    installation.start()
    await installation.monitor.look(installation.owners.tell)
    installation.mend_folder()
    installation.hours = 24
    installation.start()
    await installation.look()
    assert installation.owners.ended == []
