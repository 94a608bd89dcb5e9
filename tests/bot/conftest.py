"""A real database in a temporary folder, and the stores on it."""

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.services.addresses import DATABASE
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.readers import ReaderStore
from bot.storage.reloads import ReloadStore
from bot.storage.replies import ReplyStore
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database_path(data_folder: Path) -> Path:
    return data_folder / DATABASE


@pytest.fixture
async def database(database_path: Path) -> AsyncIterator[Database]:
    async with open_database(database_path) as database:
        yield database


@pytest.fixture
def article_store(database: Database, clock: Clock) -> ArticleStore:
    return ArticleStore(database, clock)


@pytest.fixture
def reload_store(database: Database) -> ReloadStore:
    return ReloadStore(database)


@pytest.fixture
def reader_store(database: Database) -> ReaderStore:
    return ReaderStore(database)


@pytest.fixture
def reply_store(database: Database) -> ReplyStore:
    return ReplyStore(database)


@pytest.fixture
def engine() -> FaultyEngine:
    return FaultyEngine()


@pytest.fixture
def library(
    article_store: ArticleStore,
    reload_store: ReloadStore,
    engine: FaultyEngine,
    folder: Path,
    clock: Clock,
) -> Library:
    """The articles of the ``folder`` that a test module has."""
    return Library(article_store, reload_store, engine, folder, clock)


@pytest.fixture
def nobody_collects() -> Iterator[None]:
    """To look through all that thousands of tests have left takes half a second: not ours."""
    gc.disable()
    yield
    gc.enable()
