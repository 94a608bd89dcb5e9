"""The sizes that /status shows."""

from pathlib import Path

import pytest

from bot.maintenance.sizes import sizes_beside


def test_the_database_and_the_index_are_measured_apart(tmp_path: Path) -> None:
    for name, size in (
        ("kutip.db", 3000),
        ("kutip.db-wal", 200),
        ("kutip.db.before-restore", 70_000),
        ("index-a1-f2/segment", 500),
        ("index-a1-f2/deeper/postings", 40),
        ("catatan.txt", 9000),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(size))
    sizes = sizes_beside(tmp_path / "kutip.db")
    assert (sizes.database, sizes.index) == (3200, 540)
    assert sizes.free > 0


@pytest.mark.parametrize("folder", [".", "gone/away"])
def test_where_there_is_no_file_there_are_no_bytes(tmp_path: Path, folder: str) -> None:
    sizes = sizes_beside(tmp_path / folder / "kutip.db")
    assert (sizes.database, sizes.index) == (0, 0)
    assert sizes.free > 0
