"""Backups are whole although the bot writes meanwhile, and nothing else is ever restored."""

import asyncio
import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import BackupError
from bot.maintenance.backup import (
    GZIP_MAGIC,
    BackupService,
    prune_replaced,
    restore,
    running_on,
)
from bot.model.interface_language import InterfaceLanguage
from bot.storage.backup import KEPT_COPIES, LOCK, replaced_copies
from bot.storage.backup_file import back_up
from bot.storage.database import Database, open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.readers import ReaderStore

ROOT = Path(__file__).parents[3]


def dump(path: Path) -> list[str]:
    """Everything that a database holds, as SQL."""
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def readers(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as database:
        return [row[0] for row in database.execute("SELECT reader_id FROM readers ORDER BY 1")]


@pytest.mark.parametrize("name", ["copy.db", "copy.db.gz", "copy.GZ", "copy.2026-11-30.gz"])
async def test_a_backup_restored_elsewhere_is_equal(
    database: Database, database_path: Path, tmp_path: Path, name: str
) -> None:
    await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    back_up(database_path, tmp_path / name)
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
    is_packed = (tmp_path / name).read_bytes().startswith(GZIP_MAGIC)
    assert is_packed == name.lower().endswith(".gz")
    there = tmp_path / "elsewhere" / "kutip.db"
    assert restore(tmp_path / name, there) is None
    assert dump(there) == dump(database_path)
    async with open_database(there) as restored:
        assert await ReaderStore(restored).language(7) is InterfaceLanguage.ENGLISH


async def test_a_backup_while_writing_is_one_state_and_holds_up_no_writer(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    """Readers are written in order, so that a whole state has no gaps."""
    store, done = ReaderStore(database), asyncio.Event()

    async def write() -> int:
        number = 0
        while not done.is_set() or number < 50:
            number += 1
            await store.choose_language(number, InterfaceLanguage.ENGLISH)
        return number

    writing = asyncio.create_task(write())
    copies = [tmp_path / f"{number}.db.gz" for number in range(5)]
    for copy in copies:
        await asyncio.to_thread(back_up, database_path, copy)
    done.set()
    written = await writing
    seen = []
    for number, copy in enumerate(copies):
        there = tmp_path / str(number) / "kutip.db"
        restore(copy, there)
        found = readers(there)
        assert found == list(range(1, len(found) + 1))
        seen.append(len(found))
    assert seen == sorted(seen)
    assert seen[-1] <= written


async def test_the_old_database_is_kept_with_what_its_journal_holds(
    database_path: Path, tmp_path: Path
) -> None:
    async with open_database(database_path) as database:
        back_up(database_path, tmp_path / "empty.db")
        await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    renamed = restore(tmp_path / "empty.db", database_path)
    assert renamed == database_path.with_name("kutip.db.before-restore")
    assert readers(renamed) == [7]
    assert readers(database_path) == []
    again = restore(renamed, database_path)
    assert again == database_path.with_name("kutip.db.before-restore-2")
    assert readers(database_path) == readers(renamed) == [7]
    left = {path.name for path in database_path.parent.iterdir()}
    assert left == {"kutip.db", renamed.name, again.name, LOCK}


async def test_a_restore_that_dies_leaves_a_whole_database(
    database_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At its last step, the most dangerous one; what it has left is cleared by the next."""
    async with open_database(database_path) as database:
        await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
        back_up(database_path, tmp_path / "copy.db")
    replace = Path.replace

    def die(self: Path, target: Path) -> Path:
        if self.name == "copy":
            left = database_path.parent / ".kutip.db-left"
            left.mkdir()
            (left / "copy").write_bytes(self.read_bytes())
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path / "copy.db", database_path)
    monkeypatch.undo()
    assert readers(database_path) == [7]
    with running_on(database_path):
        assert not list(database_path.parent.glob(".kutip.db*"))


async def test_of_the_replaced_databases_the_last_ones_are_kept_for_some_time(
    database_path: Path, tmp_path: Path
) -> None:
    back_up(database_path, tmp_path / "copy.db")
    for _ in range(KEPT_COPIES + 2):
        last = restore(tmp_path / "copy.db", database_path)
    assert last is not None
    kept = [f"kutip.db.before-restore-{number}" for number in (3, 4, 5)]
    assert [path.name for path in replaced_copies(database_path)] == kept
    assert last.name == kept[-1]
    last.with_name(f"{last.name}-wal").touch()
    prune_replaced(database_path, datetime.now(UTC) - timedelta(days=30))
    assert len(replaced_copies(database_path)) == KEPT_COPIES
    prune_replaced(database_path, datetime.now(UTC) + timedelta(seconds=1))
    assert {path.name for path in database_path.parent.iterdir()} == {"kutip.db", LOCK}


async def test_a_journal_left_behind_does_not_get_into_the_restored_database(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    back_up(database_path, tmp_path / "copy.db")
    await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    there = tmp_path / "elsewhere" / "kutip.db"
    there.parent.mkdir()
    journal = database_path.with_name("kutip.db-wal").read_bytes()
    there.with_name("kutip.db-wal").write_bytes(journal)
    assert restore(tmp_path / "copy.db", there) is None
    assert readers(there) == []
    assert there.with_name("kutip.db.before-restore-wal").read_bytes() == journal


def cut_off(copy: Path) -> None:
    copy.write_bytes(gzip.compress(copy.read_bytes())[:-40])


def overwrite_in_the_middle(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    copy.write_bytes(content)


def swap_indexes(copy: Path) -> None:
    """Readable all through, but what stands in the indexes is not what stands in the tables."""
    with closing(sqlite3.connect(copy)) as spoilt:
        spoilt.execute("PRAGMA writable_schema = ON")
        spoilt.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master"
            " WHERE name = 'ix_articles_key') WHERE name = 'ix_articles_digest'"
        )
        spoilt.commit()


def make_foreign(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def make_newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (cut_off, "backup_broken"),
        (overwrite_in_the_middle, "backup_broken"),
        (swap_indexes, "backup_broken"),
        (make_foreign, "backup_foreign"),
        (make_newer, "backup_newer"),
        (lambda copy: copy.write_text("Bukan basis data. " * 100), "backup_foreign"),
        (lambda copy: copy.write_bytes(b""), "backup_foreign"),
        (lambda copy: copy.unlink(), "backup_unreadable"),
    ],
)
async def test_what_is_no_whole_database_of_ours_is_refused_and_changes_nothing(
    database: Database,
    database_path: Path,
    tmp_path: Path,
    spoil: Callable[[Path], object],
    key: str,
) -> None:
    await ReaderStore(database).choose_language(7, InterfaceLanguage.ENGLISH)
    copy = tmp_path / "copy.db"
    back_up(database_path, copy)
    spoil(copy)
    before = dump(database_path)
    with pytest.raises(BackupError) as caught:
        restore(copy, database_path)
    assert caught.value.key == key
    assert caught.value.arguments == {"path": str(copy)}
    assert dump(database_path) == before
    assert not list(database_path.parent.glob("*restore*"))
    assert not list(database_path.parent.glob(".kutip*"))


async def test_a_backup_that_would_fill_the_disk_is_not_unpacked(
    database: Database, database_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some few kilobytes hold gigabytes of zeros."""
    monkeypatch.setattr("bot.maintenance.backup.KEPT_FREE", 1 << 62)
    packed = tmp_path / "zeros.gz"
    with gzip.open(packed, "wb") as zeros:
        zeros.write(bytes(1_000_000))
    before = dump(database_path)
    with pytest.raises(BackupError) as caught:
        restore(packed, database_path)
    assert caught.value.key == "backup_disk_full"
    assert dump(database_path) == before
    assert not list(database_path.parent.glob(".kutip*"))


@pytest.mark.parametrize(
    "spoil",
    [overwrite_in_the_middle, lambda path: path.write_text("Bukan basis data. " * 100)],
)
async def test_a_damaged_database_makes_no_backup_that_nobody_could_restore(
    database_path: Path, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    async with open_database(database_path):
        pass
    spoil(database_path)
    for name in ("copy.gz", "copy.db"):
        with pytest.raises(BackupError) as caught:
            back_up(database_path, tmp_path / name)
        assert caught.value.key == "storage_damaged"
        assert caught.value.arguments["path"] == str(database_path)
        assert not (tmp_path / name).exists()


async def test_an_earlier_schema_is_taken_and_brought_up_to_date(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    back_up(database_path, copy)
    with closing(sqlite3.connect(copy)) as older:
        older.execute("UPDATE alembic_version SET version_num = '0001'")
        older.commit()
    restore(copy, tmp_path / "elsewhere" / "kutip.db")


async def test_an_existing_file_is_not_written_over(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "there.gz").write_text("precious")
    with pytest.raises(BackupError) as caught:
        back_up(database_path, tmp_path / "there.gz")
    assert caught.value.key == "backup_there"
    assert (tmp_path / "there.gz").read_text() == "precious"


async def test_nothing_is_restored_under_a_running_bot_but_its_death_frees_the_folder(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    back_up(database_path, tmp_path / "copy.db")
    code = (
        "import sys; from pathlib import Path; from bot.maintenance.backup import running_on\n"
        "with running_on(Path(sys.argv[1])): print('running', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(  # noqa: S603, ASYNC220 - our own interpreter and our own script
        [sys.executable, "-c", code, str(database_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == b"running\n"
        with pytest.raises(BackupError) as caught:
            restore(tmp_path / "copy.db", database_path)
        assert caught.value.key == "backup_in_use"
        with pytest.raises(BackupError), running_on(database_path):
            pass
        bot.kill()
        bot.wait()
    restore(tmp_path / "copy.db", database_path)


async def test_locks_and_restored_databases_are_for_their_owner_alone(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    """Whatever the umask says; nobody else may hold the lock and keep the bot from starting."""
    before = os.umask(0)
    try:
        back_up(database_path, tmp_path / "copy.db.gz")
        there = tmp_path / "made" / "data" / "kutip.db"
        restore(tmp_path / "copy.db.gz", there)
        restore(tmp_path / "copy.db.gz", there)
    finally:
        os.umask(before)
    modes = {
        path.name: path.stat().st_mode & 0o777 for path in (there.parent, *there.parent.iterdir())
    }
    assert modes == {
        "data": 0o700,
        "kutip.db": 0o600,
        "kutip.db.before-restore": 0o600,
        LOCK: 0o600,
    }


async def test_a_running_bots_backups_are_one_at_a_time_and_of_a_size_that_can_be_sent(
    database: Database, database_path: Path
) -> None:
    backups = BackupService(DatabaseAddress(database_path))
    async with backups.packed() as copy:
        assert gzip.decompress(copy.read_bytes()).startswith(b"SQLite format 3")
        with pytest.raises(BackupError) as caught:
            async with backups.packed():
                pass
        assert caught.value.key == "backup_running"
    assert not copy.exists()
    with pytest.raises(BackupError) as caught:
        async with BackupService(DatabaseAddress(database_path), max_bytes=10).packed():
            pass
    assert caught.value.key == "backup_too_large"


async def test_a_disk_that_fails_is_named(
    database: Database, database_path: Path, tmp_path: Path
) -> None:
    with pytest.raises(BackupError) as caught:
        back_up(database_path, tmp_path / f"{'x' * 300}.gz")
    assert caught.value.key == "backup_disk"
    with pytest.raises(BackupError) as caught:
        back_up(database_path, database_path / "below" / "a-file.gz")
    assert caught.value.key == "backup_no_folder"


def test_a_missing_database_or_a_lock_that_cannot_be_are_named(tmp_path: Path) -> None:
    with pytest.raises(BackupError) as caught:
        back_up(tmp_path / "kutip.db", tmp_path / "copy.gz")
    assert caught.value.key == "backup_unreadable"
    assert list(tmp_path.iterdir()) == []
    (tmp_path / LOCK).mkdir()
    with pytest.raises(BackupError) as caught, running_on(tmp_path / "kutip.db"):
        pass
    assert caught.value.key == "backup_disk"


async def test_a_server_has_tools_of_its_own(database_path: Path) -> None:
    address = DatabaseAddress(database_path, SecretStr("postgresql://kutip:secret@db/kutip"))
    with pytest.raises(BackupError) as caught:
        async with BackupService(address).packed():
            pass
    assert caught.value.key == "backup_server"
    assert caught.value.arguments == {}
