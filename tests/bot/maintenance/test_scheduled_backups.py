"""Scheduled backups: when, how many are kept, and what owners are told where none can be made."""

import gzip
import os
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BackupError, StorageDamaged
from bot.maintenance.backup import BackupService, restore
from bot.maintenance.copying import run_copying
from bot.maintenance.scheduled_backups import (
    BUSY_INTERVAL_S,
    FIRST_LOOK_S,
    LOOK_INTERVAL_S,
    RETRY_INTERVAL_S,
    ScheduledBackups,
    is_due,
)
from bot.model.faults import KeyedText
from bot.model.interface_language import InterfaceLanguage
from bot.runtime.contact import TelegramContact
from bot.runtime.supervisor import running
from bot.storage.backup_folder import StoredBackup, expired, new_backup, stored_backups
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.readers import ReaderStore
from bot.storage.schema_version import HEAD
from tests.bot.samples import Clock
from tests.pauses import Pauses

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
RFC_DATE = "%a, %d %b %Y %H:%M:%S GMT"
Usage = namedtuple("Usage", ["total", "used", "free"])

pytestmark = pytest.mark.sqlite("a server's database has tools of its own")


class Job:
    """The job on a database, with what it has reported."""

    def __init__(self, address: DatabaseAddress, clock: Clock, keep: int = 3) -> None:
        self.told: list[BaseException] = []
        self.service = BackupService(address, keep=keep)
        self.seconds, self.is_reloading = 0.0, False
        self.contact = TelegramContact(clock, lambda: self.seconds)
        self.contact.heard(200)
        self.job = ScheduledBackups(
            self.service,
            every=DAY,
            contact=self.contact,
            report=self.told.append,
            is_busy=lambda: self.is_reloading,
        )
        self.look = self.job.look

    @property
    def failure(self) -> KeyedText | None:
        """What owners are told of, by the monitor."""
        return self.job.failure

    def names(self) -> list[str]:
        return sorted(path.name for path in self.service.folder.iterdir())


@pytest.fixture
def job(database: Database, clock: Clock) -> Job:
    return Job(database.address, clock)


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(9, 9, 0))


async def test_a_backup_is_made_when_the_last_one_is_a_day_old(
    job: Job, database: Database, clock: Clock, tmp_path: Path
) -> None:
    await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    assert await job.look() == LOOK_INTERVAL_S
    clock.advance(DAY - timedelta(seconds=1))
    await job.look()
    assert job.names() == [f"kutip-20260301-083000-schema-{HEAD}.db.gz"]
    clock.advance(timedelta(seconds=1))
    await job.look()
    assert job.names() == [
        f"kutip-20260301-083000-schema-{HEAD}.db.gz",
        f"kutip-20260302-083000-schema-{HEAD}.db.gz",
    ]
    assert {path.stat().st_mode & 0o777 for path in job.service.folder.iterdir()} == {0o600}
    assert job.service.folder.stat().st_mode & 0o777 == 0o700
    restore(job.service.folder / job.names()[0], tmp_path / "elsewhere" / "kutip.db")
    async with open_database(tmp_path / "elsewhere" / "kutip.db") as restored:
        assert await ReaderStore(restored).language(7) is InterfaceLanguage.ENGLISH
    assert job.told == []


async def test_the_oldest_are_deleted_and_what_is_not_ours_stays(job: Job, clock: Clock) -> None:
    folder = job.service.folder
    folder.mkdir()
    (folder / "kutip-notes.txt").write_text("mine")
    (folder / "kutip-20200101-000000.db.gz.old").write_text("mine, too")
    (folder / "kutip-20200101-000000-schema-0001-to-0002.db.gz").write_text("before a migration")
    (folder / "kutip-20200101-000000-schema-0001.db.gz").mkdir()  # a folder of this name
    for _ in range(5):
        await job.look()
        clock.advance(DAY)
    assert job.names() == [
        "kutip-20200101-000000-schema-0001-to-0002.db.gz",
        "kutip-20200101-000000-schema-0001.db.gz",
        "kutip-20200101-000000.db.gz.old",
        *(f"kutip-2026030{day}-083000-schema-{HEAD}.db.gz" for day in (3, 4, 5)),
        "kutip-notes.txt",
    ]


async def test_what_a_killed_process_left_unfinished_is_cleared(job: Job) -> None:
    left = job.service.folder / ".kutip-scheduled-x1"
    left.mkdir(parents=True)
    (left / "kutip.db").write_bytes(b"half a database")
    await job.look()
    assert job.names() == [f"kutip-20260301-083000-schema-{HEAD}.db.gz"]


async def test_a_full_disk_is_a_failure_until_there_is_a_backup_again(
    job: Job, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await job.look()
    before = job.names()
    for _ in range(2):
        for _ in range(3):
            clock.advance(DAY)
            with monkeypatch.context() as full:
                fill_disk(full)
                assert await job.look() == RETRY_INTERVAL_S
            assert job.failure == ("fault_backup_full", {"path": str(job.service.folder)})
            assert not job.job.has_recent
        assert job.names() == before
        await job.look()
        assert len(job.names()) == len(before) + 1
        assert (job.failure, job.job.has_recent) == (None, True)
        before = job.names()
    assert job.told == []


async def test_a_disk_that_fills_while_it_is_written_leaves_what_was_there(
    job: Job, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the system that takes no byte, in the place of the packed copy."""
    await job.look()
    clock.advance(DAY)
    opened = gzip.open
    with monkeypatch.context() as full:
        full.setattr(gzip, "open", lambda _path, *rest: opened("/dev/full", *rest))
        assert await job.look() == RETRY_INTERVAL_S
    assert job.names() == [f"kutip-20260301-083000-schema-{HEAD}.db.gz"]
    assert job.failure == ("fault_backup_full", {"path": str(job.service.folder)})


async def test_a_folder_that_cannot_be_is_told(job: Job) -> None:
    job.service.folder.write_text("a file in its place")
    await job.look()
    assert job.failure == ("fault_backup_failing", {"path": str(job.service.folder)})


async def test_a_damaged_database_replaces_no_good_backup(data_folder: Path, clock: Clock) -> None:
    path = data_folder / "kutip.db"
    job = Job(DatabaseAddress(path), clock, keep=1)
    await job.look()
    clock.advance(DAY)
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)
    for _ in range(2):
        assert await job.look() == RETRY_INTERVAL_S
    assert job.names() == [f"kutip-20260301-083000-schema-{HEAD}.db.gz"]
    (notice,) = job.told  # which is not told as a fault of backups, too
    assert isinstance(notice, StorageDamaged)
    assert (job.failure, job.job.has_recent) == (None, False)
    packed = gzip.decompress((job.service.folder / job.names()[0]).read_bytes())
    path.with_name("whole.db").write_bytes(packed)
    with closing(sqlite3.connect(path.with_name("whole.db"))) as whole:
        assert whole.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_the_first_look_comes_when_readers_are_answered(job: Job, pauses: Pauses) -> None:
    async with running(job.job.run()):
        assert await pauses.begun() == FIRST_LOOK_S >= 300
        assert not job.service.folder.exists()
        pauses.end()
        assert await pauses.begun() == LOOK_INTERVAL_S
        assert job.names() == [f"kutip-20260301-083000-schema-{HEAD}.db.gz"]


async def test_none_is_made_beside_a_reload(job: Job) -> None:
    job.is_reloading = True
    assert await job.look() == BUSY_INTERVAL_S
    assert not job.service.folder.exists()
    job.is_reloading = False
    assert await job.look() == LOOK_INTERVAL_S
    assert len(job.names()) == 1


@pytest.mark.parametrize("jump", [5 * DAY, 400 * DAY, -5 * DAY], ids=str)
async def test_a_clock_that_is_set_neither_makes_nor_prunes_any(
    job: Job, clock: Clock, jump: timedelta
) -> None:
    for day in range(3):
        job.seconds = day * DAY.total_seconds()
        job.contact.heard(200, (NOW + day * DAY).strftime(RFC_DATE))
        await job.look()
    before = job.names()
    clock.advance(jump)
    await job.look()
    assert job.names() == before
    job.seconds += DAY.total_seconds()
    await job.look()
    assert job.names() == [*before[1:], f"kutip-20260304-083000-schema-{HEAD}.db.gz"]


async def test_before_telegram_has_answered_none_is_pruned(
    database: Database, clock: Clock
) -> None:
    job = Job(database.address, clock, keep=1)
    await job.look()
    clock.advance(400 * DAY)
    job.contact.reached_at = None
    await job.look()
    assert len(job.names()) == 2


async def test_it_is_made_in_a_process_of_low_priority(database: Database) -> None:
    """What it says of a fault is the same as in a thread."""
    service = BackupService(database.address, keep=1, apart=True)
    made = await service.store(NOW)
    assert gzip.decompress(made.read_bytes()).startswith(b"SQLite format 3")
    made.unlink()
    service.folder.rmdir()
    service.folder.write_text("a file in its place")
    with pytest.raises(BackupError) as caught:
        await service.store(NOW)
    assert caught.value.key == "backup_disk"
    niceness = await run_copying(priority, path=made, apart=True)
    assert int(niceness.name) > os.nice(0)


def priority() -> Path:
    return Path(f"{os.nice(0)}")


def stored(*days: int) -> list[StoredBackup]:
    return [StoredBackup(Path(f"{day}"), NOW + day * DAY, 1, HEAD) for day in days]


def test_a_clock_that_jumps_makes_no_storm_and_no_gap() -> None:
    """Backups of a future that a clock was put back from count for nothing; one made now does."""
    assert is_due(stored(5, 9), NOW, DAY)
    assert not is_due(stored(0, 5, 9), NOW, DAY)
    assert is_due(stored(-1), NOW, DAY)
    assert not is_due(stored(-1), NOW - timedelta(seconds=1), DAY)
    assert is_due([], NOW, DAY)


@given(days=st.sets(st.integers(-400, 400), max_size=12), keep=st.integers(1, 9), made=st.data())
def test_a_clock_that_jumps_deletes_neither_the_new_one_nor_more_than_too_many(
    days: set[int], keep: int, made: st.DataObject
) -> None:
    backups = stored(*sorted(days))
    new = made.draw(st.sampled_from(backups)).path if backups else Path("0")
    gone = expired(backups, keep, new)
    assert new not in [each.path for each in gone]
    assert len(backups) - len(gone) >= min(keep, len(backups))
    assert len(backups) - len(gone) <= keep + 1


def test_two_of_one_second_have_two_names(tmp_path: Path) -> None:
    for _ in range(3):
        new_backup(tmp_path, NOW, HEAD).touch()
    new_backup(tmp_path, NOW, "0001", HEAD).touch()
    assert len(stored_backups(tmp_path)) == 4
    assert stored_backups(tmp_path / "none") == []
