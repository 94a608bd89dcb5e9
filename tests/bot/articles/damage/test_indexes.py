"""A damaged index of the database is rebuilt, whatever meets it; else it is told."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Date, Index, String, Table, true
from sqlalchemy.types import TypeEngine

from bot.articles import ingest
from bot.articles.library import Library
from bot.errors import Notice, ReloadFailed, StorageDamaged
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.tables.schema import Moment, metadata
from tests.bot.articles.damage.conftest import RICE

pytestmark = pytest.mark.sqlite("pages and values of a file are damaged")

PAGE = 4096


def damage(path: Path, index: str, *, junk: bool = False) -> None:
    """Damage an index behind the program's back: an entry of it, or its whole page."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (index,)
        ).fetchone()
    data = bytearray(path.read_bytes())
    page = slice((root - 1) * PAGE, root * PAGE)
    data[page] = b"\xfe" * PAGE if junk else data[page].replace(b"padi.txt", b"pafi.txt")
    path.write_bytes(data)


def states(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])


TEXT_INDEXES = [
    pytest.param(table, index, id=index.name)
    for table in metadata.sorted_tables
    for index in sorted(table.indexes, key=lambda each: str(each.name))
    if any(isinstance(column.type, String) for column in index.columns)
    and index.dialect_options["sqlite"]["where"] is None
]
"""All indexes of the schema that hold a text which a test can change."""


def any_row(table: Table) -> dict[str, Any]:
    """A row with a value of its type in each column."""
    return {column.name: any_value(column.type) for column in table.columns}


def any_value(kind: TypeEngine[Any]) -> object:
    match kind:
        case Moment():
            return datetime(2026, 1, 1, tzinfo=UTC)
        case Date():
            return date(2026, 1, 1)
        case String():
            return "padi.txt"
        case JSON():
            return {}
        case _:
            return 1


@pytest.mark.parametrize(("table", "index"), TEXT_INDEXES)
async def test_whatever_meets_a_damaged_index_has_all_rebuilt_and_told(  # noqa: PLR0917 - fixtures
    article_store: ArticleStore,
    database: Database,
    database_path: Path,
    notices: list[Notice],
    table: Table,
    index: Index,
) -> None:
    await database.execute(table.insert().values(any_row(table)))
    damage(database_path, str(index.name))
    assert states(database_path) != "ok"

    emptied = table.delete().where(true())  # without a condition, SQLite reads no index
    with pytest.raises(StorageDamaged):
        await database.execute(emptied)
    await database.index_repair.close()
    assert states(database_path) == "ok"
    assert [notice.key for notice in notices] == ["indexes_rebuilt"]
    await database.execute(emptied)


@pytest.mark.parametrize("limit", [2_000_000, 0], ids=["in a thread", "in a process"])
async def test_a_reload_rebuilds_a_damaged_index_and_goes_on(  # noqa: PLR0917 - fixtures
    library: Library,
    database_path: Path,
    folder: Path,
    notices: list[Notice],
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
) -> None:
    monkeypatch.setattr(ingest, "THREAD_LIMIT", limit)
    damage(database_path, "ix_articles_key")
    assert states(database_path) != "ok"
    (folder / "padi.txt").write_text(RICE.replace("5.000", "6.000"), "utf-8")
    report = await library.reload()
    assert (report.changed, report.added, report.unchanged) == (1, 0, 1)
    assert [notice.key for notice in notices] == ["indexes_rebuilt"]
    assert "6.000" in (await library.article(2)).text
    assert states(database_path) == "ok"
    assert (await library.reload()).unchanged == 2


async def test_what_rebuilding_does_not_mend_is_told_and_not_tried_each_time(
    library: Library, database: Database, database_path: Path, folder: Path, notices: list[Notice]
) -> None:
    damage(database_path, "ix_articles_key", junk=True)
    (folder / "padi.txt").write_text(RICE.replace("5.000", "6.000"), "utf-8")
    rebuilt: list[None] = []
    rebuild = database.rebuild_indexes

    async def counted() -> None:
        rebuilt.append(None)
        await rebuild()

    database.index_repair._rebuild = counted
    for _ in range(3):
        with pytest.raises(ReloadFailed):
            await library.reload()
    assert ({notice.key for notice in notices}, len(rebuilt)) == ({"storage_damaged"}, 1)
    assert (await library.article(2)).text.startswith("Petani memanen 5.000")
