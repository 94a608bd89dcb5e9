"""A folder of two articles that are stored, and the notices of what is damaged since."""

from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.errors import Notice
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from tests.bot.samples import Clock

RICE = "Title: Panen\nDate: 2026-02-14\nSource: Warta\n\nPetani memanen 5.000 ton padi di sawah."
FISH = "Title: Pasar\n\nPedagang menjual ikan tongkol di pasar itu."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "padi.txt").write_text(RICE, "utf-8")
    (folder / "ikan.txt").write_text(FISH, "utf-8")
    return folder


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def article_store(database: Database, clock: Clock, notices: list[Notice]) -> ArticleStore:
    def collect(error: Exception) -> None:
        assert isinstance(error, Notice)
        notices.append(error)

    database.index_repair.report = collect
    return ArticleStore(database, clock, report=collect)


@pytest.fixture
async def library(library: Library) -> Library:
    await library.reload()
    return library
