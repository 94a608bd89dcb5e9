"""A backup that is packed to be sent, on a disk that takes nothing."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.errors import BackupError
from bot.maintenance.backup import BackupService
from bot.runtime import tempdir
from bot.storage.database import Database
from bot.storage.dialects.dialect import DatabaseAddress

pytestmark = pytest.mark.sqlite("a server's database has tools of its own")


async def key_of_failure(backups: BackupService) -> str:
    with pytest.raises(BackupError) as caught:
        async with backups.packed():
            pass
    return caught.value.key


async def test_a_folder_that_takes_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in ("gone", "file"):
        backups = BackupService(DatabaseAddress(tmp_path / folder / "kutip.db"))
        assert await key_of_failure(backups) == "backup_disk"


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (PermissionError(13, "Permission denied"), "backup_forbidden"),
        (OSError(28, "No space left on device"), "backup_disk_full"),
    ],
)
async def test_a_disk_that_is_full_or_closed_is_told_and_another_backup_may_begin(
    error: OSError, key: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = BackupService(database.address)

    def refuse(*_: Any, **__: Any) -> str:
        raise error

    with monkeypatch.context() as refusing:
        refusing.setattr(tempdir, "mkdtemp", refuse)
        assert await key_of_failure(backups) == key
    async with backups.packed() as copy:
        assert copy.is_file()
    assert not copy.parent.exists()


async def test_its_folder_is_made_and_deleted_beside_the_event_loop(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that hangs, as a network's may, holds up nobody."""
    threads = []
    for owner, name in ((tempdir, "mkdtemp"), (shutil, "rmtree")):
        call = getattr(owner, name)

        def noted(*arguments: Any, call: Any = call, **named: Any) -> Any:
            threads.append(threading.current_thread())
            return call(*arguments, **named)

        monkeypatch.setattr(owner, name, noted)
    async with BackupService(database.address).packed():
        pass
    assert len(threads) >= 2
    assert threading.main_thread() not in threads
