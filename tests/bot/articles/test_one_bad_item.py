"""An item that cannot be parsed within bounds costs nothing but itself, however it comes."""

import json
import logging
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.articles.source_files import SourceFile
from bot.evaluation.dataset import load_articles
from bot.model.articles import Origin, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from index.errors import LOAD_FAILED, LOAD_HUNG, LoadError
from tests.bot.samples import Clock, make_article

GOOD = 50
GREEDY = '{"text": "a", "b": [' + "[]," * 5_000_000 + "[]]}"
"""A row that takes far more memory than a parser may have."""


def rows() -> list[str]:
    return [json.dumps({"text": f"Nelayan menjual ikan nomor {n} di pasar."}) for n in range(GOOD)]


@pytest.fixture
def told() -> list[Exception]:
    return []


@pytest.fixture
def article_store(database: Database, clock: Clock, told: list[Exception]) -> ArticleStore:
    return ArticleStore(database, clock, report=told.append)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.fixture
async def library(library: Library) -> AsyncIterator[Library]:
    await library.open()
    yield library
    await library.close()


async def from_folder(library: Library, folder: Path) -> ReloadReport:
    (folder / "baik.jsonl").write_text("\n".join(rows()), "utf-8")
    (folder / "besar.jsonl").write_text(GREEDY, "utf-8")
    return await library.reload()


async def from_archive(library: Library, folder: Path) -> ReloadReport:
    file = folder.parent / "berita.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for number, row in enumerate(rows()):
            archive.writestr(f"{number}.jsonl", row)
            if number == GOOD // 2:
                archive.writestr("besar.jsonl", GREEDY)
    return await library.import_files([SourceFile(file, "berita.zip")])


async def from_import(library: Library, folder: Path) -> ReloadReport:
    file = folder.parent / "berita.jsonl"
    file.write_text("\n".join([*rows()[:25], GREEDY, *rows()[25:]]), "utf-8")
    return await library.import_files([SourceFile(file, "berita.jsonl")])


@pytest.mark.parametrize("way", [from_folder, from_archive, from_import])
async def test_fifty_of_fifty_are_taken_in_beside_one_that_cannot_be_parsed(
    library: Library, folder: Path, way: Callable[[Library, Path], Awaitable[ReloadReport]]
) -> None:
    report = await way(library, folder)
    assert report.added == GOOD
    assert [failure.reason for failure in report.failures] == [LOAD_HUNG]


def test_an_evaluation_is_loaded_within_bounds(folder: Path) -> None:
    """It used the memory that the row asks for."""
    file = folder / "berita.jsonl"
    file.write_text("\n".join([GREEDY, *rows()]), "utf-8")
    assert [article.id for article in load_articles([file])] == list(range(1, GOOD + 1))


async def test_faults_of_many_items_are_one_line_for_each_cause(
    library: Library, told: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    faults = [
        LoadError(f"{name}{n}", LOAD_FAILED, error=error, location="index.x:1")
        for n in range(40)
        for name, error in (("a", "KeyError"), ("b", "ValueError"))
    ]
    with caplog.at_level(logging.ERROR):
        report = await library.ingest([make_article("x", "Padi."), *faults], Origin.ADDED)
    assert (report.added, len(report.failures)) == (1, 80)
    assert [record.getMessage() for record in caplog.records] == [
        "an article and 39 others were left out: KeyError at index.x:1",
        "an article and 39 others were left out: ValueError at index.x:1",
    ]
    assert told == [faults[0], faults[1]]
