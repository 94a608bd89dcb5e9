"""All rows of a database are copied to an empty one; with PostgreSQL, in tests/cluster."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import MoveError
from bot.maintenance.move import move_database
from bot.storage.database import open_database
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.transfer import CopiedTable, copy_all
from tests.cluster.filled import all_tables, contents, fill

ROWS = 30


async def copied(source: Path, target: Path) -> list[CopiedTable]:
    async with open_database(source) as origin, open_database(target) as copy:
        return await copy_all(origin, copy, lambda *_: None)


@pytest.fixture
async def source(tmp_path: Path) -> Path:
    path = tmp_path / "source" / "kutip.db"
    await fill(path, ROWS)
    return path


async def test_every_row_of_every_table_is_copied(source: Path, tmp_path: Path) -> None:
    before = await contents(source)
    tables = await copied(source, tmp_path / "copy.db")
    assert await contents(tmp_path / "copy.db") == before
    assert {table.name: table.rows for table in tables} == {
        table.name: len(before[table.name]) for table in all_tables()
    }
    with pytest.raises(MoveError) as caught:
        await copied(source, tmp_path / "copy.db")
    assert caught.value.key == "move_target_used"


@pytest.mark.sqlite("values of a file are damaged")
async def test_damaged_rows_are_counted(source: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("UPDATE articles SET title = CAST(x'61ff62' AS TEXT) WHERE id = 4")
        connection.execute("UPDATE articles SET body = '[NaN]' WHERE id = 7")
        connection.execute("UPDATE articles SET address = 'x' WHERE id = 10")
        connection.commit()
    [articles] = [
        table for table in await copied(source, tmp_path / "copy.db") if table.name == "articles"
    ]
    assert (articles.damaged, articles.left_out, articles.rows) == (1, 2, ROWS - 3)


async def test_a_file_is_not_moved_to_a_file(source: Path, tmp_path: Path) -> None:
    target = DatabaseAddress(tmp_path / "other" / "kutip.db")
    with pytest.raises(MoveError) as caught:
        await move_database(DatabaseAddress(source), target, lambda *_: None)
    assert caught.value.key == "move_files"
    assert not target.file.parent.exists()
