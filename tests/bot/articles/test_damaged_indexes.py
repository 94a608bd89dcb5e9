"""A damaged index of the database is rebuilt by the change that meets it; else it is told."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.articles import ingest
from bot.articles.library import Library
from bot.errors import ReloadFailed
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from tests.bot.samples import Clock

PAGE = 4096
RICE = "Title: Panen\n\nPetani memanen 5.000 ton padi di sawah."
FISH = "Title: Pasar\n\nPedagang menjual ikan tongkol di pasar itu."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "padi.txt").write_text(RICE, "utf-8")
    (folder / "ikan.txt").write_text(FISH, "utf-8")
    return folder


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def article_store(database: Database, clock: Clock, told: list[str]) -> ArticleStore:
    return ArticleStore(database, clock, report=lambda error: told.append(type(error).__name__))


@pytest.fixture
async def library(library: Library) -> Library:
    await library.reload()
    return library


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


@pytest.mark.parametrize("limit", [2_000_000, 0], ids=["in a thread", "in a process"])
async def test_a_reload_rebuilds_a_damaged_index_and_goes_on(  # noqa: PLR0917 - fixtures
    library: Library,
    database_path: Path,
    folder: Path,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
) -> None:
    monkeypatch.setattr(ingest, "THREAD_LIMIT", limit)
    damage(database_path, "ix_articles_key")
    assert states(database_path) != "ok"
    (folder / "padi.txt").write_text(RICE.replace("5.000", "6.000"), "utf-8")
    report = await library.reload()
    assert (report.changed, report.added, report.unchanged) == (1, 0, 1)
    assert told == ["IndexesRebuilt"]
    assert "6.000" in (await library.article(2)).text
    assert states(database_path) == "ok"
    assert (await library.reload()).unchanged == 2


async def test_what_rebuilding_does_not_mend_is_told_and_not_tried_each_time(
    library: Library, database: Database, database_path: Path, folder: Path, told: list[str]
) -> None:
    damage(database_path, "ix_articles_key", junk=True)
    (folder / "padi.txt").write_text(RICE.replace("5.000", "6.000"), "utf-8")
    rebuilt: list[None] = []
    rebuild = database.rebuild_indexes

    async def counted() -> None:
        rebuilt.append(None)
        await rebuild()

    database.rebuild_indexes = counted  # type: ignore[method-assign]
    for _ in range(3):
        with pytest.raises(ReloadFailed):
            await library.reload()
    assert (set(told), len(rebuilt)) == ({"StorageDamaged"}, 1)
    assert (await library.article(2)).text.startswith("Petani memanen 5.000")
