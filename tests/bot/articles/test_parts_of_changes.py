"""Many changes are made in parts, each in a turn of its own; other changes come in between."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.articles import comparison
from bot.articles.diff import moved, split
from bot.articles.library import Library
from bot.articles.progress import OnProgress, ReloadProgress
from bot.articles.updater import ArticleUpdater
from bot.errors import ReloadFailed
from bot.model.articles import Changes, Inventory, Origin, ReloadReport
from bot.model.edits import ArticleDeletion, ArticleEdit, ArticleOverride
from bot.storage.articles import ArticleStore
from bot.storage.database import Database
from bot.storage.reloads import ReloadStore
from index.engine import Articles, OnBuilt, PreparedIndex
from index.query.parser import parse_question
from index.types import Article, Language
from tests.bot.articles.reading_gate import TIMEOUT_S, ReadingGate
from tests.bot.faulty_engine import EngineError, FaultyEngine
from tests.bot.folder_histories import FOLDERS, Folder, after, compare
from tests.bot.samples import Clock, make_article

FISH = make_article("ikan.txt", "Nelayan menjual ikan tongkol di pasar.", "Pasar")
MANY = [make_article(f"arsip/{number}", f"Berita arsip {number}.", "Arsip") for number in range(7)]


class TurnEngine(FaultyEngine):
    """An engine that counts the articles of each turn, and can hold or fail a turn."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[int] = []
        self.failing_turn = 0
        self.stored: list[int] = []
        self.library: Library
        self.gates: dict[int, tuple[asyncio.Event, asyncio.Event]] = {}

    async def apply(
        self, added: Articles, removed: Collection[int], on_built: OnBuilt | None = None
    ) -> PreparedIndex:
        stored = {article.key async for article in self.library.all()}
        assert await found(self.library, "arsip ikan") == stored
        self.stored.append(len(stored))
        self.turns.append(added.count)  # type: ignore[union-attr]  # an ArticleSource
        if len(self.turns) == self.failing_turn:
            raise EngineError
        if len(self.turns) in self.gates:
            reached, opened = self.gates[len(self.turns)]
            reached.set()
            await opened.wait()
        return await super().apply(added, removed, on_built)

    @asynccontextmanager
    async def during(self, turn: int) -> AsyncIterator[None]:
        """Hold a turn while the block runs."""
        reached, opened = self.gates[turn] = (asyncio.Event(), asyncio.Event())
        await reached.wait()
        yield
        opened.set()


class WatchedLock(asyncio.Lock):
    """A lock that says when somebody has to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.awaited = asyncio.Event()

    async def acquire(self) -> Literal[True]:
        if self.locked():
            self.awaited.set()
        return await super().acquire()

    async def queued(self, work: Awaitable[ReloadReport]) -> asyncio.Future[ReloadReport]:
        """Begin ``work``, and return when it waits for the lock."""
        self.awaited.clear()
        task = asyncio.ensure_future(work)
        await self.awaited.wait()
        return task


@pytest.fixture(autouse=True)
def _two_in_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "MAX_PART_ARTICLES", 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def engine() -> TurnEngine:
    return TurnEngine()


@pytest.fixture
async def library(
    article_store: ArticleStore,
    reload_store: ReloadStore,
    engine: TurnEngine,
    folder: Path,
    clock: Clock,
) -> Library:
    engine.library = Library(article_store, reload_store, engine, folder, clock)
    await engine.library.open()
    return engine.library


@pytest.fixture
def updater(library: Library) -> ArticleUpdater:
    return library._updater


@pytest.fixture
def lock(updater: ArticleUpdater) -> WatchedLock:
    updater._applying = lock = WatchedLock()
    return lock


async def found(library: Library, words: str) -> set[str]:
    question = parse_question(words, Language.INDONESIAN)
    result = await library._engine.search(question, limit=99)
    ids = {hit.passage.article_id for hit in result.hits}
    return {article.key for article in (await library.articles(ids)).values()}


async def test_a_removal_waits_for_one_part_of_a_large_import_only(
    library: Library, engine: TurnEngine, lock: WatchedLock
) -> None:
    await library.ingest([FISH], Origin.ADDED)
    deletion = ArticleDeletion(await library.article(1), Origin.ADDED)
    importing = asyncio.create_task(library.ingest(MANY, Origin.ADDED))
    async with asyncio.timeout(TIMEOUT_S):
        async with engine.during(turn=2):
            removing = await lock.queued(library.apply(deletion))
        assert (await removing).removed == 1
        assert not importing.done()
        report = await importing
    assert (report.added, report.unchanged, report.removed) == (7, 0, 0)
    assert engine.turns == [1, 2, 0, 2, 2, 1]
    assert await found(library, "arsip ikan") == {article.key for article in MANY}


async def test_between_parts_answers_find_exactly_what_is_stored(
    library: Library, engine: TurnEngine, updater: ArticleUpdater, reload_store: ReloadStore
) -> None:
    """The engine of this module compares both at each turn."""
    await read(updater, FISH, *MANY)
    assert engine.stored == [0, 2, 4, 6]
    changed = [replace(article, title="Judul baru") for article in MANY[:5]]
    report = await read(updater, *changed, make_article("arsip/9", "Berita arsip baru."))
    assert engine.stored == [0, 2, 4, 6, 8, 5, 5]
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 5, 3, 0)
    assert await reload_store.last() == report
    assert engine.turns == [2, 2, 2, 2, 2, 2, 2]


async def read(
    updater: ArticleUpdater, *items: Article, on_progress: OnProgress | None = None
) -> ReloadReport:
    gate = ReadingGate()
    gate.open()
    return await updater.apply(gate.reader(items, Origin.FOLDER), on_progress)


async def test_progress_counts_the_articles_of_all_parts(updater: ArticleUpdater) -> None:
    reported: list[ReloadProgress] = []
    await read(updater, *MANY, on_progress=reported.append)
    indexing = [(each.done, each.total) for each in reported if each.phase == "indexing"]
    assert indexing == sorted(indexing)
    assert {total for _, total in indexing} == {7}
    assert indexing[-1] == (7, 7)
    assert [each.total for each in reported if each.phase == "saving"] == [7]


async def test_what_staff_do_between_parts_stays(
    library: Library, engine: TurnEngine, updater: ArticleUpdater, lock: WatchedLock
) -> None:
    """Of an article that a later part would have changed, and of one that is in already."""
    await read(updater, *MANY)
    last = ArticleEdit(await library.article(7), Origin.FOLDER, ArticleOverride(title="Lama"))
    signed = [replace(article, credits="Budi") for article in MANY]
    reading = asyncio.create_task(read(updater, *signed))
    async with asyncio.timeout(TIMEOUT_S):
        async with engine.during(turn=5):
            editing = await lock.queued(library.apply(last))
        async with engine.during(turn=7):
            await editing
            deletion = ArticleDeletion(await library.article(1), Origin.FOLDER)
            deleting = await lock.queued(library.apply(deletion))
        await deleting
        report = await reading
    assert (report.added, report.changed, report.removed) == (0, 7, 0)
    titles = {article.id: article.title async for article in library.all()}
    assert titles == {**dict.fromkeys(range(2, 7), "Arsip"), 7: "Lama"}
    assert {article.credits async for article in library.all()} == {"Budi"}
    assert engine.turns == [2, 2, 2, 1, 2, 1, 2, 0, 2, 1]


async def test_a_part_that_fails_is_told_and_the_next_reload_goes_on(
    library: Library, engine: TurnEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.failing_turn = 3
    with pytest.raises(ReloadFailed) as caught:
        await library.ingest(MANY, Origin.ADDED)
    assert (caught.value.key, caught.value.arguments) == ("reload_incomplete", {"count": 4})
    assert isinstance(caught.value.__cause__, EngineError)
    assert "could not be changed" in caplog.text
    assert len(await found(library, "arsip")) == 4
    report = await library.ingest(MANY, Origin.ADDED)
    assert (report.added, report.unchanged) == (3, 4)


async def test_the_first_parts_of_the_first_reload_are_no_news_and_all_of_another_are(
    updater: ArticleUpdater, database: Database
) -> None:
    arrived: list[int] = []
    for items in (MANY, [*MANY, *(replace_key(article) for article in MANY)]):
        await read(updater, *items)
        async with database.read() as connection:
            arrived.append(await connection.scalar(text("SELECT count(*) FROM arrivals")))
    assert arrived == [0, 7]


def replace_key(article: Article) -> Article:
    return make_article(f"{article.key}-baru", f"{article.text} Baru.", "Arsip")


@given(FOLDERS, FOLDERS)
def test_parts_end_as_the_whole_does_and_no_two_articles_ever_have_a_key(
    earlier: Folder, later: Folder
) -> None:
    """Also where articles exchange their keys."""
    before = after(Inventory(), compare(Inventory(), earlier.load(), earlier.failed))
    changes = compare(before, later.load(), later.failed)
    rest: Changes | None = changes
    ended, ids, sizes = before, moved(before, changes), defaultdict[str, int](int)
    while rest is not None:
        part, rest = split(rest, ids, sizes, (1, 0))
        ended, ids = after(ended, part), set()
        keys = [article.key for article in ended.articles]
        assert len(keys) == len(set(keys))
    whole = after(before, changes)
    assert replace(ended, last_reload=0) == replace(whole, last_reload=0)


@given(FOLDERS, st.integers(1, 4), st.integers(1, 30))
def test_a_part_is_within_its_limits(folder: Folder, count: int, characters: int) -> None:
    sizes = {article.key: len(article.text) for article in folder.load()}
    rest: Changes | None = compare(Inventory(), folder.load(), folder.failed)
    while rest is not None:
        part, rest = split(rest, set(), sizes, (count, characters))
        total = sum(sizes[new.key] for new in part.added)
        assert len(part.added) <= count
        assert total <= characters or len(part.added) == 1
