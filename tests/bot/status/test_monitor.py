"""The monitor on a real database that can't be written or read for a while."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.model.faults import FaultKind
from bot.runtime.contact import TelegramContact
from bot.services.status import make_fault_monitor
from bot.settings import Settings
from bot.status.detection import Observation
from bot.status.monitor import RETRY_INTERVAL, FaultMonitor, FaultStores
from bot.storage.database import Database
from tests.bot.samples import Clock
from tests.bot.status.owners import Owners

pytestmark = pytest.mark.sqlite("its triggers are SQLite's")

FULL = "CREATE TRIGGER full BEFORE INSERT ON faults BEGIN SELECT RAISE(ABORT, 'full'); END"


def monitor_on(database: Database, clock: Clock) -> FaultMonitor:
    """A monitor that finds little space."""

    async def observe() -> Observation:
        return Observation(at=clock(), free_bytes=1, min_free_bytes=2)

    return FaultMonitor(FaultStores.on(database), observe, clock)


async def execute(database: Database, statement: str) -> None:
    await database.execute(text(statement))


async def test_a_full_disk_is_told_once_although_that_cannot_be_noted(
    database: Database, clock: Clock
) -> None:
    owners, monitor = Owners(), monitor_on(database, clock)
    await execute(database, FULL)
    for _ in range(3):
        await monitor.look(owners.tell)
    assert len(owners.told) == 1
    await execute(database, "DROP TRIGGER full")
    await monitor.look(owners.tell)  # now it is noted
    await monitor_on(database, clock).look(owners.tell)
    assert len(owners.told) == 1


async def test_nobody_is_told_anew_of_what_cannot_be_read(database: Database, clock: Clock) -> None:
    owners = Owners()
    await monitor_on(database, clock).look(owners.tell)
    await execute(database, "ALTER TABLE faults RENAME TO elsewhere")
    restarted = monitor_on(database, clock)
    await restarted.look(owners.tell)
    await execute(database, "ALTER TABLE elsewhere RENAME TO faults")
    await restarted.look(owners.tell)
    assert len(owners.told) == 1


async def test_owners_who_cannot_be_reached_are_told_later(
    database: Database, clock: Clock
) -> None:
    owners, monitor = Owners(), monitor_on(database, clock)
    owners.are_reachable = False
    for _ in range(3):
        await monitor.look(owners.tell)
    assert owners.attempts == 1
    owners.are_reachable = True
    clock.advance(RETRY_INTERVAL + timedelta(seconds=1))
    await monitor.look(owners.tell)
    assert len(owners.told) == 1


async def test_owners_are_told_later_of_what_could_not_be_sent(
    database: Database, clock: Clock
) -> None:
    owners, monitor = Owners(), monitor_on(database, clock)
    owners.error = ConnectionError()
    await monitor.look(owners.tell)
    owners.error = None
    clock.advance(RETRY_INTERVAL + timedelta(seconds=1))
    for _ in range(3):
        await monitor.look(owners.tell)
    assert owners.begun == ["fault_disk"]


async def test_a_folder_of_backups_that_cannot_be_read_hides_no_other_fault(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    settings = Settings(data=tmp_path, backups=tmp_path / "loop", free_mb=1_000_000)
    owners = Owners()
    contact = TelegramContact(clock)
    await make_fault_monitor(database, settings, contact, clock, None).look(owners.tell)
    assert [[fault.kind for fault, _ in news.begun] for news in owners.told] == [[FaultKind.DISK]]
