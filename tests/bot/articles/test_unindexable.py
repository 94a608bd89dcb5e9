"""An article that cannot be analysed is one reasoned error; the rest of its batch is taken in."""

import json
import logging
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.articles.source_files import SourceFile
from bot.model.articles import Origin, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from index.errors import LoadError
from index.inverted import segment
from index.query.parser import parse_question
from index.text.passages import passages_of
from index.types import Article, Language, Passage
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock, make_article

GOOD = 50
BROKEN = "Kalimat ini tidak terurai oleh program."


@dataclass
class Fault:
    """A fault of the program that one text brings to light."""

    text: str = BROKEN

    def passages_of(self, article: Article) -> list[Passage]:
        if self.text and self.text in article.text:
            raise ZeroDivisionError
        return passages_of(article)


@pytest.fixture(autouse=True)
def fault(monkeypatch: pytest.MonkeyPatch) -> Fault:
    fault = Fault()
    monkeypatch.setattr(segment, "passages_of", fault.passages_of)
    return fault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.fixture
def told() -> list[Exception]:
    return []


@pytest.fixture
def article_store(database: Database, clock: Clock, told: list[Exception]) -> ArticleStore:
    return ArticleStore(database, clock, report=told.append)


@pytest.fixture
async def library(library: Library) -> AsyncIterator[Library]:
    await library.open()
    yield library
    await library.close()


def texts(broken: int = 25) -> list[str]:
    good = [f"Nelayan menjual ikan nomor {number} di pasar." for number in range(GOOD)]
    return [*good[:broken], BROKEN, *good[broken:]]


async def from_folder(library: Library, folder: Path) -> ReloadReport:
    for number, text in enumerate(texts()):
        (folder / f"{number}.txt").write_text(text, "utf-8")
    return await library.reload()


async def from_table(library: Library, folder: Path) -> ReloadReport:
    path = folder / "berita.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) for text in texts()), "utf-8")
    return await library.import_files([SourceFile(path, "impor/berita.jsonl")])


async def from_archive(library: Library, folder: Path) -> ReloadReport:
    path = folder / "arsip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, text in enumerate(texts()):
            archive.writestr(f"{number}.txt", text)
    return await library.import_files([SourceFile(path, "impor/arsip.zip")])


async def from_feed(library: Library, _folder: Path) -> ReloadReport:
    items = [make_article(f"feed:1/{number}", text) for number, text in enumerate(texts())]
    return await library.ingest(items, Origin.FEED)


@pytest.mark.parametrize("way", [from_folder, from_table, from_archive, from_feed])
async def test_fifty_of_fifty_are_taken_in_and_one_reason_is_told(
    library: Library,
    folder: Path,
    told: list[Exception],
    caplog: pytest.LogCaptureFixture,
    way: object,
) -> None:
    with caplog.at_level(logging.ERROR):
        report = await way(library, folder)  # type: ignore[operator]
    (failure,) = report.failures
    assert (report.added, failure.reason) == (GOOD, "load_failed")
    assert failure.arguments["error"] == "ZeroDivisionError"
    assert told == [failure]
    assert "an article and 0 others were left out: ZeroDivisionError" in caplog.text
    status = await library.status()
    assert (status.articles, status.passages) == (GOOD, GOOD)


async def test_a_change_that_cannot_be_analysed_leaves_the_article_as_it_was(
    library: Library, engine: FaultyEngine, folder: Path
) -> None:
    for name, text in (("a", "Nelayan menjual ikan."), ("b", "Petani menjual padi.")):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    await library.reload()
    (folder / "a.txt").write_text(BROKEN, "utf-8")
    (folder / "b.txt").write_text("Petani menjual beras.", "utf-8")
    report = await library.reload()
    assert (report.changed, report.removed, report.unchanged) == (1, 0, 1)
    assert [failure.where for failure in report.failures] == ["a.txt"]
    assert (await library.article(1)).text == "Nelayan menjual ikan."
    hits = (await engine.search(parse_question("ikan beras", Language.INDONESIAN))).hits
    assert {hit.passage.article_id for hit in hits} == {1, 2}


async def test_a_stored_article_that_cannot_be_analysed_keeps_no_index_from_being_built(
    library: Library, engine: FaultyEngine, told: list[Exception], fault: Fault
) -> None:
    """Neither at the start nor before a change, when the index is of another version."""
    fault.text = ""
    await library.ingest([make_article("a", BROKEN), make_article("b", "Padi.")], Origin.FEED)
    fault.text = BROKEN
    library._updater._index.served = None
    await (await engine.prepare([])).commit("0")
    report = await library.ingest([make_article("c", "Ikan tongkol.")], Origin.FEED)
    assert (report.added, (await engine.figures()).articles) == (1, 2)
    assert [error.where for error in told if isinstance(error, LoadError)] == ["a"]
    await (await engine.prepare([])).commit("1")
    await library.open()
    assert (await engine.figures()).articles == 2
