"""Reloading a real folder into a real database and a real index, and what may go wrong."""

import asyncio
import errno
import logging
import shutil
from collections.abc import Collection, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.articles.progress import ReloadPhase, ReloadProgress
from bot.errors import (
    ArticleNotFound,
    FolderMissing,
    ReloadFailed,
    ReloadRunning,
    StorageError,
    StorageGone,
)
from bot.model.articles import Origin
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.reloads import ReloadStore
from index.query.parser import parse_question
from index.types import Article, Language
from tests.bot.faulty_engine import EngineError, FaultyEngine
from tests.bot.samples import Clock, make_article

VOLCANO = """Gunung Merapi meletus

YOGYAKARTA - Gunung Merapi meletus pada Senin pagi dan menyemburkan abu setinggi 3.000 meter.

Warga di lereng selatan mengungsi ke balai desa sejak pukul enam pagi, kata petugas.
"""
MARKET = """Pasar baru dibuka

SEMARANG - Pasar ikan yang baru dibuka hari ini oleh wali kota, dengan dua ratus kios.

Para pedagang mulai berjualan sejak subuh dan pembeli berdatangan dari luar kota.
"""
BRIDGE = """Jembatan diperbaiki

PADANG - Jembatan di atas sungai diperbaiki selama tiga bulan dan ditutup untuk truk.

Kendaraan kecil masih boleh lewat secara bergantian pada siang hari, ujar dinas terkait.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder, {"gunung.txt": VOLCANO, "pasar.txt": MARKET})
    return folder


class WatchedStore(ArticleStore):
    """The store, which says what was read from it and can be made to answer late."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.read: list[int] = []
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def many(self, ids: Collection[int]) -> dict[int, Article]:
        found = await super().many(ids)
        if ids:
            self.read += ids
            self.asked.set()
            await self.may_answer.wait()
        return found


@pytest.fixture
def watched(database: Database, clock: Clock) -> WatchedStore:
    return WatchedStore(database, clock)


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")


async def found(library: Library, engine: FaultyEngine, word: str) -> list[str]:
    """The keys of the articles in which the index finds a word."""
    result = await engine.search(parse_question(word, Language.INDONESIAN))
    ids = {hit.passage.article_id for hit in result.hits}
    return sorted(article.key for article in (await library.articles(ids)).values())


async def everything(store: ArticleStore) -> dict[int, str]:
    return {article.id: article.text async for article in store.all()}


async def test_a_folder_is_loaded_stored_and_searchable(
    library: Library, engine: FaultyEngine
) -> None:
    report = await library.reload()
    assert (report.added, report.changed, report.removed, report.unchanged) == (2, 0, 0, 0)
    assert report.failures == ()
    assert await found(library, engine, "abu") == ["gunung.txt"]
    assert (await library.article(1)).title == "Gunung Merapi meletus"


async def test_a_second_reload_changes_nothing(
    library: Library, article_store: ArticleStore
) -> None:
    await library.reload()
    before = await everything(article_store)
    report = await library.reload()
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 2)
    assert await everything(article_store) == before


async def test_every_change_of_the_folder_is_reported_and_searchable(
    library: Library, engine: FaultyEngine, folder: Path
) -> None:
    """One edited, one renamed, one added, one copied, one removed."""
    write(folder, {"jembatan.txt": BRIDGE})
    await library.reload()
    ids = {article.key: article.id for article in await library.latest(limit=10)}
    write(folder, {"gunung.txt": VOLCANO.replace("abu", "lahar")})
    write(folder, {"baru.txt": BRIDGE.replace("sungai", "rel").replace("truk", "kereta")})
    (folder / "pasar.txt").rename(folder / "kios.txt")
    shutil.copy(folder / "kios.txt", folder / "salinan.txt")
    (folder / "jembatan.txt").unlink()

    report = await library.reload()

    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert (report.unchanged, report.duplicates) == (1, 1)
    assert (await library.article(ids["gunung.txt"])).text.count("lahar") == 1
    assert (await library.article(ids["pasar.txt"])).key == "kios.txt"
    assert await found(library, engine, "abu") == []
    assert await found(library, engine, "lahar") == ["gunung.txt"]
    assert await found(library, engine, "kereta") == ["baru.txt"]
    with pytest.raises(ArticleNotFound):
        await library.article(ids["jembatan.txt"])


async def test_an_unreadable_file_is_reported_and_its_article_stays(
    library: Library, engine: FaultyEngine, folder: Path
) -> None:
    await library.reload()
    write(folder, {"gunung.txt": "", "kosong.txt": ""})
    report = await library.reload()
    assert sorted(failure.where for failure in report.failures) == ["gunung.txt", "kosong.txt"]
    assert (report.removed, report.unchanged) == (0, 2)
    assert await found(library, engine, "abu") == ["gunung.txt"]


async def test_a_missing_folder_changes_nothing(
    library: Library, engine: FaultyEngine, folder: Path
) -> None:
    await library.reload()
    shutil.rmtree(folder)
    with pytest.raises(FolderMissing) as caught:
        await library.reload()
    assert caught.value.arguments == {"path": str(folder)}
    assert await found(library, engine, "abu") == ["gunung.txt"]
    assert not library.reloading


async def test_an_engine_that_fails_changes_nothing(
    library: Library,
    engine: FaultyEngine,
    folder: Path,
    article_store: ArticleStore,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = await library.reload()
    before = await everything(article_store)
    write(folder, {"gunung.txt": BRIDGE})
    engine.prepare_fails = True
    with caplog.at_level(logging.CRITICAL + 1), pytest.raises(ReloadFailed) as caught:
        await library.reload()
    assert isinstance(caught.value.__cause__, EngineError)
    assert await everything(article_store) == before
    assert await found(library, engine, "abu") == ["gunung.txt"]
    assert (await library.status()).last_reload == first
    assert not library.reloading


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (PermissionError(errno.EACCES, "refused"), "storage_unwritable"),
        (OSError(errno.EROFS, "read-only"), "storage_unwritable"),
        (FileNotFoundError(errno.ENOENT, "gone"), "storage_gone"),
        (OSError(errno.ENOSPC, "full"), "storage_full"),
        (OSError(errno.EDQUOT, "full"), "storage_full"),
    ],
)
async def test_a_data_folder_that_cannot_be_written_is_said_in_words(
    library: Library, monkeypatch: pytest.MonkeyPatch, error: OSError, key: str
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("bot.runtime.tempdir.mkdtemp", refuse)
    with pytest.raises(ReloadFailed) as caught:
        await library.reload()
    assert isinstance(caught.value.__cause__, StorageError)
    assert caught.value.__cause__.key == key


async def test_a_data_folder_that_is_gone_is_told_to_owners_by_whatever_changes_articles(
    library: Library, article_store: ArticleStore, database_path: Path
) -> None:
    told: list[object] = []
    article_store.report = told.append
    database_path.parent.rename(database_path.parent.with_name("away"))
    with pytest.raises(ReloadFailed):
        await library.reload()
    with pytest.raises(ReloadFailed):
        await library.ingest([make_article()], Origin.ADDED)
    assert [type(error) for error in told] == [StorageGone, StorageGone]


async def test_a_failed_reload_is_in_the_log_with_its_cause(
    library: Library, engine: FaultyEngine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.prepare_fails = True
    with pytest.raises(ReloadFailed):
        await library.reload()
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info
    assert record.exc_info[0] is EngineError


async def test_the_log_says_what_changed_the_articles(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.articles.library")
    await library.reload()
    for origin in (Origin.FEED, Origin.POST, Origin.ADDED):
        await library.ingest([], origin)
    assert [record.getMessage().partition(" in ")[0] for record in caplog.records] == [
        "folder read",
        "feed read",
        "posts of channels read",
        "articles added or edited",
    ]


async def test_answers_go_on_while_a_reload_runs_and_a_second_one_is_refused(
    library: Library, engine: FaultyEngine, folder: Path
) -> None:
    await library.reload()
    write(folder, {"gunung.txt": VOLCANO.replace("abu", "lahar")})
    engine.may_prepare.clear()
    engine.asked.clear()
    running = asyncio.create_task(library.reload())
    await engine.asked.wait()
    assert library.reloading
    with pytest.raises(ReloadRunning):
        await library.reload()
    assert await found(library, engine, "abu") == ["gunung.txt"]
    assert "abu" in (await library.article(1)).text
    engine.may_prepare.set()
    assert (await running).changed == 1
    assert not library.reloading
    assert await found(library, engine, "lahar") == ["gunung.txt"]
    assert "abu" not in (await library.article(1)).text


async def test_a_cancelled_reload_changes_nothing_and_the_next_one_works(
    library: Library, engine: FaultyEngine
) -> None:
    engine.may_prepare.clear()
    running = asyncio.create_task(library.reload())
    await engine.asked.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert (await library.status()).articles == 0
    engine.may_prepare.set()
    assert (await library.reload()).added == 2


async def test_what_a_crash_left_stored_but_not_served_is_served_after_the_next_start(
    library: Library, engine: FaultyEngine, database_path: Path, folder: Path, clock: Clock
) -> None:
    """The process dies between the transaction and the new index."""
    await library.open()
    engine.commit_fails = True
    with pytest.raises(ReloadFailed):
        await library.reload()
    assert await found(library, engine, "abu") == []
    fresh = FaultyEngine()
    async with open_database(database_path) as database:
        reopened = Library(
            ArticleStore(database, clock), ReloadStore(database), fresh, folder, clock
        )
        await reopened.open()
        assert await found(reopened, fresh, "abu") == ["gunung.txt"]
        assert (await reopened.reload()).unchanged == 2


@pytest.mark.sqlite("on PostgreSQL the second one waits for the first")
async def test_two_processes_that_reload_at_once_do_not_mix(
    library: Library, engine: FaultyEngine, database_path: Path, folder: Path, clock: Clock
) -> None:
    """The one that comes second at saving is told that another reload was running."""
    engine.may_prepare.clear()
    running = asyncio.create_task(library.reload())
    await engine.asked.wait()
    async with open_database(database_path) as database:
        other = Library(
            ArticleStore(database, clock), ReloadStore(database), FaultyEngine(), folder, clock
        )
        assert (await other.reload()).added == 2
    engine.may_prepare.set()
    with pytest.raises(ReloadRunning):
        await running
    assert (await library.reload()).unchanged == 2


async def test_progress_is_told_in_order(library: Library, folder: Path) -> None:
    numbered = {f"{number}.txt": VOLCANO.replace("3.000", f"{number}") for number in range(60)}
    write(folder, numbered)
    reported: list[ReloadProgress] = []
    await library.reload(reported.append)
    assert reported == [
        ReloadProgress(ReloadPhase.READING, 50, None),
        ReloadProgress(ReloadPhase.READING, 62, None),
        ReloadProgress(ReloadPhase.INDEXING, 0, 62),
        ReloadProgress(ReloadPhase.INDEXING, 62, 62),
        ReloadProgress(ReloadPhase.SAVING, 0, 62),
    ]


async def test_the_status_counts_and_remembers_the_last_reload(
    library: Library, engine: FaultyEngine, clock: Clock
) -> None:
    empty = await library.status()
    assert (empty.articles, empty.passages, empty.last_reload) == (0, 0, None)
    engine.may_prepare.clear()
    running = asyncio.create_task(library.reload())
    await engine.asked.wait()
    clock.advance(timedelta(seconds=90))
    engine.may_prepare.set()
    report = await running
    assert (report.seconds, report.finished_at) == (90.0, clock())
    status = await library.status()
    assert (status.articles, status.passages) == (2, (await engine.figures()).passages)
    assert status.last_reload == report


async def test_articles_that_are_gone_are_left_out(library: Library) -> None:
    await library.reload()
    assert sorted(await library.articles([1, 2, 99, -1])) == [1, 2]
    assert sorted(await library.articles([1, 2, 99])) == [1, 2]
    with pytest.raises(ArticleNotFound) as caught:
        await library.article(99)
    assert caught.value.arguments == {"id": 99}


async def test_only_recent_articles_are_kept_in_memory(
    watched: WatchedStore, reload_store: ReloadStore, folder: Path, clock: Clock
) -> None:
    library = Library(watched, reload_store, FaultyEngine(), folder, clock)
    numbered = {f"{number}.txt": VOLCANO.replace("3.000", f"{number}") for number in range(300)}
    write(folder, numbered)
    await library.reload()
    assert len(await library.articles(range(1, 303))) == 302
    watched.read.clear()
    await library.articles([302, 1])
    assert watched.read == [1]
    await library.reload()
    watched.read.clear()
    await library.articles([302, 1])
    assert watched.read == [302, 1]


async def test_a_reload_counts_generations(library: Library, engine: FaultyEngine) -> None:
    """So that whoever searched before and reads after can tell."""
    before = library.generation
    await library.reload()
    assert library.generation == before + 1
    engine.prepare_fails = True
    with pytest.raises(ReloadFailed):
        await library.reload()
    assert library.generation == before + 1


async def test_what_was_read_before_a_reload_is_not_remembered_after_it(
    watched: WatchedStore, reload_store: ReloadStore, folder: Path, clock: Clock
) -> None:
    """A slow read meets a reload: its result is given out once and then forgotten."""
    library = Library(watched, reload_store, FaultyEngine(), folder, clock)
    await library.reload()
    watched.may_answer.clear()
    reading = asyncio.create_task(library.articles([1]))
    await watched.asked.wait()
    write(folder, {"gunung.txt": VOLCANO.replace("abu", "lahar")})
    await library.reload()
    watched.may_answer.set()
    assert "abu" in (await reading)[1].text
    assert "lahar" in (await library.articles([1]))[1].text
