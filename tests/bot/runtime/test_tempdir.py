"""Temporary folders where other processes make and delete theirs in the same place."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import StorageGone
from bot.runtime.tempdir import clear_folders_beside, temporary_folder

GONE = "reload-removed-since"


@pytest.fixture
def listed_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that was there when the names were listed, and is not any more."""
    listed = Path.glob

    def glob(folder: Path, pattern: str) -> Iterator[Path]:
        yield folder / GONE
        yield from listed(folder, pattern)

    monkeypatch.setattr(Path, "glob", glob)


async def test_a_folder_that_another_process_removes_meanwhile_hinders_nothing(
    listed_late: None, tmp_path: Path
) -> None:
    async with temporary_folder(tmp_path, "reload-") as folder:
        assert folder.is_dir()
    assert not folder.exists()


async def test_a_link_to_nothing_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "reload-x").symlink_to(tmp_path / "nothing")
    async with temporary_folder(tmp_path, "reload-") as folder:
        assert folder.is_dir()


def test_what_another_process_removes_meanwhile_needs_no_clearing(
    listed_late: None, tmp_path: Path
) -> None:
    left = tmp_path / ".kutip.db-left"
    left.mkdir()
    clear_folders_beside(tmp_path / "kutip.db")
    assert not left.exists()


async def test_what_a_crash_left_is_deleted_after_a_day(tmp_path: Path) -> None:
    old, new = tmp_path / "reload-old", tmp_path / "reload-new"
    for each in (old, new):
        each.mkdir()
    os.utime(old, (1, 1))
    async with temporary_folder(tmp_path, "reload-"):
        assert (old.exists(), new.exists()) == (False, True)


async def test_a_data_folder_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(StorageGone):
        async with temporary_folder(tmp_path / "gone", "reload-"):
            pass
