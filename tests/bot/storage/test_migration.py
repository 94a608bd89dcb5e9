"""Before a migration there is a backup; one that fails or dies leaves the database as it was."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import namedtuple
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import StorageError
from bot.maintenance.backup import restore, running_on
from bot.model.interface_language import InterfaceLanguage
from bot.storage.backup_folder import MIGRATION_BACKUPS, stored_backups
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.schema_version import HEAD
from bot.texts import texts_for
from tests.bot.storage.upgrades import ROWS, make_earlier

ROOT = Path(__file__).parents[3]
EARLIER = "0016"
TEXTS = texts_for(InterfaceLanguage.ENGLISH)
Usage = namedtuple("Usage", ["total", "used", "free"])

pytestmark = pytest.mark.sqlite("the backup is of a file; a server's is its operator's")


@pytest.fixture
async def earlier(tmp_path: Path) -> Path:
    """A database of an earlier schema with rows in every table."""
    path = tmp_path / "data" / "kutip.db"
    await make_earlier(DatabaseAddress(path), EARLIER)
    return path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


async def refused(path: Path) -> StorageError:
    with pytest.raises(StorageError) as caught:
        async with open_database(path):
            pass
    error = caught.value
    assert "{" not in TEXTS.format(error.key, **error.arguments)
    return error


async def migrated(path: Path) -> None:
    async with open_database(path) as database:
        assert await database.scalar(text("SELECT count(*) FROM readers")) == ROWS
        assert await database.scalar(text("SELECT count(*) FROM feedback")) == 0


async def test_the_database_of_before_is_backed_up_under_both_versions(
    earlier: Path, tmp_path: Path
) -> None:
    before = dump(earlier)
    await migrated(earlier)
    folder = earlier.parent / "backups"
    (backup,) = stored_backups(folder)
    assert (backup.schema, backup.migrated_to) == (EARLIER, HEAD)
    assert [path.name for path in folder.iterdir()] == [backup.path.name]
    assert backup.path.name.endswith(f"-schema-{EARLIER}-to-{HEAD}.db.gz")
    assert (folder.stat().st_mode & 0o777, backup.path.stat().st_mode & 0o777) == (0o700, 0o600)
    restore(backup.path, tmp_path / "elsewhere" / "kutip.db")
    assert dump(tmp_path / "elsewhere" / "kutip.db") == before


async def test_nothing_is_backed_up_where_nothing_is_migrated(tmp_path: Path) -> None:
    for _ in range(2):
        async with open_database(tmp_path / "kutip.db"):
            pass
    assert not (tmp_path / "backups").exists()


async def test_the_folder_of_backups_can_be_another(earlier: Path, tmp_path: Path) -> None:
    there = tmp_path / "other disk" / "kutip"
    async with open_database(DatabaseAddress(earlier, backups=there)):
        pass
    assert [backup.schema for backup in stored_backups(there)] == [EARLIER]
    assert not (earlier.parent / "backups").exists()


async def test_of_the_backups_before_migrations_the_last_ones_are_kept(earlier: Path) -> None:
    older = dump(earlier)
    for _ in range(MIGRATION_BACKUPS + 1):
        await migrated(earlier)
        for suffix in ("", "-wal", "-shm"):
            earlier.with_name(earlier.name + suffix).unlink(missing_ok=True)
        with closing(sqlite3.connect(earlier)) as again:
            again.executescript("\n".join(older))
    assert len(stored_backups(earlier.parent / "backups")) == MIGRATION_BACKUPS


async def test_without_room_for_a_backup_nothing_is_migrated(
    earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(earlier)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 1_000))
    error = await refused(earlier)
    assert error.key == "migration_space"
    assert error.arguments["free"] == 0
    assert dump(earlier) == before
    monkeypatch.undo()
    await migrated(earlier)


async def test_where_no_backup_can_be_written_nothing_is_migrated(earlier: Path) -> None:
    before = dump(earlier)
    (earlier.parent / "backups").write_text("a file in its place")
    error = await refused(earlier)
    assert error.key == "migration_backup"
    assert error.arguments["path"] == str(earlier.parent / "backups")
    assert dump(earlier) == before


async def test_a_migration_that_fails_leaves_the_database_as_it_was(earlier: Path) -> None:
    with closing(sqlite3.connect(earlier)) as database:
        database.execute("CREATE TABLE feedback (in_the_way TEXT)")
    before = dump(earlier)
    error = await refused(earlier)
    assert error.key == "migration_failed"
    assert error.arguments["schema"] == EARLIER
    assert [str(backup.path) for backup in stored_backups(earlier.parent / "backups")] == [
        error.arguments["backup"]
    ]
    assert dump(earlier) == before


async def test_a_command_does_not_migrate_beneath_a_bot_that_runs(earlier: Path) -> None:
    before = dump(earlier)
    with running_on(earlier):
        assert (await refused(earlier)).key == "migration_running"
        assert dump(earlier) == before
        async with open_database(earlier, holds_lock=True):
            pass
    assert dump(earlier) != before


DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from bot.storage import backup_file
from bot.storage.database import open_database

path, moment = Path(sys.argv[1]), sys.argv[2]

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "backup":
    backup_file._pack = die
else:
    event.listen(Engine, "commit", lambda connection: die())

async def main():
    async with open_database(path):
        pass

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("moment", "kept"),
    [("backup", 0), ("commit", 1)],
)
async def test_a_process_that_is_killed_in_the_middle_leaves_the_database_as_it_was(
    earlier: Path, moment: str, kept: int
) -> None:
    """While the backup is packed, and when all is done but the commit."""
    before = dump(earlier)
    run: Sequence[str] = [sys.executable, "-c", DIES, str(earlier), moment]
    died = subprocess.run(  # noqa: ASYNC221, S603 - our own interpreter and our own script
        run, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert died.returncode == -signal.SIGKILL
    backups = earlier.parent / "backups"
    assert len(stored_backups(backups)) == kept
    assert dump(earlier) == before
    await migrated(earlier)
    assert not [path for path in backups.iterdir() if path.name.startswith(".")]
