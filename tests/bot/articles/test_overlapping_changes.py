"""Changes go on while a source is read; whoever changed an article meanwhile has the last word."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.articles import ingest
from bot.articles.ingest import StagingReader, StagingWorker, stage
from bot.articles.library import Library
from bot.articles.updater import MAX_READS, ArticleUpdater
from bot.model.articles import Origin, ReloadReport
from bot.model.edits import ArticleChange, ArticleDeletion, ArticleEdit, ArticleOverride
from bot.model.edits import ArticleRestoration as Restoration
from bot.storage.dialects.dialect import DatabaseAddress
from index.query.parser import parse_question
from index.types import Article, Language
from index.workers import ThreadWorker
from tests.bot.articles.reading_gate import TIMEOUT_S, ReadingGate
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import make_article

RICE = make_article("padi.txt", "Petani memanen padi di sawah.", "Panen")
REAPED = make_article("padi.txt", "Petani selesai memanen padi di sawah itu.", "Panen")
FISH = make_article("ikan.txt", "Nelayan menjual ikan tongkol di pasar.", "Pasar")
FLOOD = make_article("feed:1/a", "Banjir melanda kota pada hari Senin.", "Banjir")
NAMED = ArticleOverride(title="Panen raya")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def updater(library: Library) -> ArticleUpdater:
    return library._updater


@pytest.fixture
async def gate(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ReadingGate]:
    monkeypatch.setattr(ingest, "BATCH", 1)  # each item is compared before the next is read
    gate = ReadingGate()
    yield gate
    gate.open()


async def read(updater: ArticleUpdater, *items: Article) -> ReloadReport:
    """Read the items as the folder, at once."""
    gate = ReadingGate()
    gate.open()
    return await updater.apply(gate.reader(items, Origin.FOLDER))


async def found(library: Library, engine: FaultyEngine, word: str) -> set[str]:
    result = await engine.search(parse_question(word, Language.INDONESIAN))
    articles = await library.articles({hit.passage.article_id for hit in result.hits})
    return {article.key for article in articles.values()}


@pytest.mark.parametrize("origin", [Origin.ADDED, Origin.FOLDER, Origin.FEED])
async def test_a_source_that_is_read_holds_no_other_change(
    library: Library,
    updater: ArticleUpdater,
    engine: FaultyEngine,
    gate: ReadingGate,
    origin: Origin,
) -> None:
    await read(updater, RICE, FISH)
    many = [make_article(f"arsip/{number}", f"Berita arsip {number}.") for number in range(5)]
    items = [RICE, FISH, *many] if origin is Origin.FOLDER else many
    reading = asyncio.create_task(updater.apply(gate.reader(items, origin)))
    await gate.reached()
    async with asyncio.timeout(TIMEOUT_S):
        rice, fish = await library.article(2), await library.article(1)
        await library.apply(ArticleDeletion(rice, Origin.FOLDER))
        await library.apply(ArticleEdit(fish, Origin.FOLDER, NAMED))
        assert (await library.ingest([FLOOD], Origin.FEED)).added == 1
    assert not reading.done()
    gate.open()
    report = await reading
    assert (report.added, report.failures) == (5, ())
    assert await found(library, engine, "arsip") == {article.key for article in many}
    assert await found(library, engine, "banjir") == {FLOOD.key}
    assert await found(library, engine, "padi") == set()
    assert (await library.article(1)).title == NAMED.title


FILES = {"as it was": RICE, "changed": REAPED, "renamed": replace(RICE, key="beras.txt")}
CHANGES = ["edited", "removed", "restored", "edited and removed"]


async def meanwhile(library: Library, change: str, stored: Article) -> None:
    """Change the article of ``RICE``, which is ``stored`` unless it is to be restored."""
    edit = ArticleEdit(stored, Origin.FOLDER, NAMED)
    changes: list[ArticleChange] = {
        "edited": [edit],
        "removed": [ArticleDeletion(stored, Origin.FOLDER)],
        "restored": [Restoration(stored, Origin.FOLDER)],
        "edited and removed": [edit, ArticleDeletion(edit.after, Origin.FOLDER)],
    }[change]  # type: ignore[assignment]
    for each in changes:
        await library.apply(each)


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
@pytest.mark.parametrize("change", CHANGES)
async def test_after_a_reload_both_what_staff_and_what_files_changed_meanwhile_is_there(
    library: Library, updater: ArticleUpdater, gate: ReadingGate, file: Article, change: str
) -> None:
    await read(updater, RICE, FISH)
    stored = await library.article(2)
    if change == "restored":
        await library.apply(ArticleDeletion(stored, Origin.FOLDER))
    reading = asyncio.create_task(updater.apply(gate.reader([FISH, file], Origin.FOLDER)))
    await gate.reached()
    await meanwhile(library, change, stored)
    gate.open()
    report = await reading
    assert (report.added, report.removed, report.failures) == (0, 0, ())
    for _ in range(2):
        articles = await library.articles([1, 2])
        if "removed" in change:
            assert [*articles] == [1]
        else:
            title = "Panen raya" if change == "edited" else "Panen"
            assert (articles[2].title, articles[2].text) == (title, file.text)
        await read(updater, FISH, file)  # the next one has nothing to change


class Editor:
    """Edits the article of ``RICE`` each time that the folder is read."""

    def __init__(self, library: Library) -> None:
        self.library, self.loop = library, asyncio.get_running_loop()
        self.reads = 0

    def reader(self) -> StagingReader:
        def worker(database: DatabaseAddress, path: Path) -> StagingWorker:
            return ThreadWorker(stage(self._items(), database, path, Origin.FOLDER))

        return worker

    def _items(self) -> Iterator[Article]:
        yield from (FISH, REAPED)
        self.reads += 1
        asyncio.run_coroutine_threadsafe(self._edit(), self.loop).result(TIMEOUT_S)

    async def _edit(self) -> None:
        named = ArticleOverride(title=f"Panen {self.reads}")
        await self.library.apply(ArticleEdit(await self.library.article(2), Origin.FOLDER, named))


async def test_a_source_whose_article_is_edited_without_end_is_read_a_few_times(
    library: Library, updater: ArticleUpdater, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH", 1)
    await read(updater, RICE, FISH)
    editor = Editor(library)
    report = await updater.apply(editor.reader())
    assert editor.reads == MAX_READS
    assert (report.changed, report.unchanged) == (0, 2)
    assert (await library.article(2)).title == f"Panen {MAX_READS}"


async def test_what_staff_remove_while_a_file_is_imported_is_not_brought_back(
    library: Library, updater: ArticleUpdater, gate: ReadingGate
) -> None:
    """Not even to take in what the file has of another article, which is edited meanwhile."""
    added = [replace(article, key=f"berkas/{article.key}") for article in (RICE, FISH)]
    await library.ingest(added, Origin.ADDED)
    changed = [replace(article, credits="Budi") for article in added]
    importing = asyncio.create_task(updater.apply(gate.reader(changed, Origin.ADDED)))
    await gate.reached()
    fish, rice = await library.article(1), await library.article(2)
    await library.apply(ArticleDeletion(fish, Origin.ADDED))
    await library.apply(ArticleEdit(rice, Origin.ADDED, NAMED))
    gate.open()
    await importing
    assert {article.id async for article in library.all()} == {2}


async def test_what_a_feed_brings_while_the_folder_with_the_same_text_is_read_is_a_duplicate(
    library: Library, updater: ArticleUpdater, gate: ReadingGate
) -> None:
    reading = asyncio.create_task(updater.apply(gate.reader([FISH, RICE], Origin.FOLDER)))
    await gate.reached()
    await library.ingest([replace(RICE, key="feed:1/padi")], Origin.FEED)
    gate.open()
    report = await reading
    assert (report.added, report.duplicates) == (1, 1)
    assert {article.key for article in await library.latest(limit=9)} == {"ikan.txt", "feed:1/padi"}


async def test_a_file_that_is_gone_is_removed_whatever_else_changed_meanwhile(
    library: Library, updater: ArticleUpdater, gate: ReadingGate
) -> None:
    await read(updater, RICE, FISH)
    reading = asyncio.create_task(updater.apply(gate.reader([FISH], Origin.FOLDER)))
    await gate.reached()
    await library.ingest([FLOOD], Origin.FEED)
    gate.open()
    assert (await reading).removed == 1
    assert {article.key for article in await library.latest(limit=9)} == {"ikan.txt", FLOOD.key}
