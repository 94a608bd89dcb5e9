"""What one article costs beside many that are stored: storage is asked by key and digest."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.articles.library import Library
from bot.model.articles import Origin
from bot.model.edits import ArticleDeletion, ArticleEdit, ArticleOverride, ArticleRestoration
from bot.storage.articles import ArticleStore
from bot.storage.database import open_database
from bot.storage.reloads import ReloadStore
from index.types import Article
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import make_article

FEW, MANY = 100, 2_100
STEPS = 20
"""Of SQLite's virtual machine, per count; reading one row takes about ten."""


@dataclass
class Steps:
    """How much SQLite did on all connections: its steps, in ``STEPS``."""

    count: int = 0

    def add(self) -> int:
        self.count += 1
        return 0


@pytest.fixture
def steps() -> Iterator[Steps]:
    """Counts from the opening of each connection on."""
    steps = Steps()

    def count(connection: DBAPIConnection, _record: object) -> None:
        driver = connection.driver_connection if hasattr(connection, "driver_connection") else None
        sqlite = driver._conn if driver is not None else connection
        sqlite.set_progress_handler(steps.add, STEPS)

    event.listen(Engine, "connect", count)
    yield steps
    event.remove(Engine, "connect", count)


def stored(number: int) -> Article:
    return make_article(f"feed:1/{number}", f"Panen ikan nomor {number} di pelabuhan.")


@pytest.fixture
async def library(tmp_path: Path, steps: Steps) -> AsyncIterator[Library]:
    async with open_database(tmp_path / "data" / "kutip.db") as database:
        now = datetime.now(UTC)
        store, reloads = ArticleStore(database, lambda: now), ReloadStore(database)
        library = Library(store, reloads, FaultyEngine(), tmp_path, lambda: now)
        await library.open()
        yield library


async def cost_of_changes(library: Library, steps: Steps, number: int) -> dict[str, int]:
    """Return the steps of each way in which one article changes."""
    costs = {}

    @asynccontextmanager
    async def counted(name: str) -> AsyncIterator[None]:
        before = steps.count
        yield
        await library.close()  # what is saved beside it would open a connection at any time
        costs[name] = steps.count - before

    new = stored(number)
    async with counted("an article of a feed"):
        assert (await library.ingest([new], Origin.FEED)).added == 1
    async with counted("the same again"):
        assert (await library.ingest([new], Origin.FEED)).unchanged == 1
    async with counted("a page that a person adds"):
        await library.ingest([make_article(f"page/{number}", f"Satu {number}.")], Origin.ADDED)
    (article,) = (await library.articles([number + 1])).values()
    edit = ArticleEdit(article, Origin.FEED, ArticleOverride(title="Lain"))
    async with counted("an edit"):
        await library.apply(edit)
    async with counted("a deletion"):
        await library.apply(ArticleDeletion(edit.after, Origin.FEED))
    async with counted("a restoration"):
        await library.apply(ArticleRestoration(edit.after, Origin.FEED))
    return costs


@pytest.mark.sqlite("steps of SQLite's virtual machine")
async def test_a_change_of_one_article_costs_no_more_beside_many(
    library: Library, steps: Steps
) -> None:
    await library.ingest([stored(number) for number in range(FEW)], Origin.FEED)
    few = await cost_of_changes(library, steps, FEW)
    taken = FEW + 2
    await library.ingest([stored(number) for number in range(taken, MANY)], Origin.FEED)
    many = await cost_of_changes(library, steps, MANY)
    assert all(few.values())
    assert {name: many[name] - few[name] for name in few if many[name] > 1.3 * few[name]} == {}
