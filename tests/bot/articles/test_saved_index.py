"""The library starts from the saved index, and from storage if that is of no use."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Collection
from datetime import timedelta
from pathlib import Path

import pytest

from bot.articles.library import Library
from bot.articles.progress import ReloadProgress
from bot.articles.updater import MAX_AWAITED
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.reloads import ReloadStore
from index.inverted.segment_folder import SegmentFolder
from index.query.parser import parse_question
from index.types import Article, Language
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock

STORY = "Gunung Merapi meletus pada Senin pagi dan menyemburkan abu setinggi 3.000 meter.\n"
OTHER = "Pasar ikan yang baru dibuka hari ini oleh wali kota, dengan dua ratus kios.\n"


class CountingStore(ArticleStore):
    """A store that counts how many articles were read to build an index."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.read = 0

    async def all(self) -> AsyncIterator[Article]:
        async for article in super().all():
            self.read += 1
            yield article

    async def changed(self, ids: Collection[int]) -> dict[int, Article]:
        found = await super().changed(ids)
        self.read += len(found)
        return found


class Installation:
    """A folder of articles and a data folder."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.articles, self.data = path / "articles", path / "data"
        self.articles.mkdir()
        self.write(gunung=STORY, pasar=OTHER)
        self.clock = clock

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.articles / f"{name}.txt").write_text(text, "utf-8")

    @property
    def index_folder(self) -> Path:
        (folder,) = self.data.glob("index-*")
        return folder

    async def reload(self) -> None:
        async with open_database(self.data / "kutip.db") as database:
            started = Process(self, database)
            await started.library.open()
            await started.library.reload()
            await started.library.close()

    async def start(self, word: str) -> tuple[list[str], int]:
        """The keys of the articles with a word, and how many were read to build an index."""
        async with open_database(self.data / "kutip.db") as database:
            started = Process(self, database)
            await started.library.open()
            found = await started.found(word)
            await started.library.close()
            return found, started.store.read


class Process:
    def __init__(self, installation: Installation, database: Database) -> None:
        self.store = CountingStore(database, installation.clock)
        self.engine = FaultyEngine(installation.data)
        reloads = ReloadStore(database)
        self.library = Library(
            self.store, reloads, self.engine, installation.articles, installation.clock
        )

    async def found(self, word: str) -> list[str]:
        result = await self.engine.search(parse_question(word, Language.INDONESIAN))
        ids = {hit.passage.article_id for hit in result.hits}
        return sorted(article.key for article in (await self.library.articles(ids)).values())


@pytest.fixture
def installation(data_folder: Path, clock: Clock) -> Installation:
    return Installation(data_folder.parent, clock)


async def test_a_start_reads_no_article_where_the_index_was_kept(
    installation: Installation,
) -> None:
    await installation.reload()
    assert await installation.start("abu") == (["gunung.txt"], 0)


async def test_a_reload_analyses_only_what_it_changes(installation: Installation) -> None:
    await installation.reload()
    installation.write(pasar=OTHER.replace("ikan", "buah"), rawa="Rawa itu dikeringkan.")
    async with open_database(installation.data / "kutip.db") as database:
        started = Process(installation, database)
        await started.library.open()
        reported: list[ReloadProgress] = []
        report = await started.library.reload(reported.append)
        assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
        assert {progress.total for progress in reported if progress.phase == "indexing"} == {2}
        assert await started.found("buah rawa ikan") == ["pasar.txt", "rawa.txt"]
        assert await started.found("abu") == ["gunung.txt"]
        await started.library.close()
    assert await installation.start("buah rawa") == (["pasar.txt", "rawa.txt"], 0)


async def test_a_second_reload_without_changes_keeps_the_index_for_the_next_start(
    installation: Installation,
) -> None:
    await installation.reload()
    await installation.reload()
    assert await installation.start("abu") == (["gunung.txt"], 0)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


@pytest.mark.parametrize("kind", ["segment", "manifest", "no segment", "truncated", "older"])
async def test_a_damaged_index_is_made_anew_from_storage_and_said_so(
    installation: Installation, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    await installation.reload()
    (segment,) = installation.index_folder.glob("*.segment")
    match kind:
        case "segment":
            for file in installation.index_folder.glob("*.segment"):
                data = file.read_bytes()
                file.write_bytes(data[:-64] + b"?" + data[-63:])
        case "manifest":
            damage(installation.index_folder / "served.json")
        case "no segment":
            segment.unlink()
        case "truncated":
            segment.write_bytes(segment.read_bytes()[:-1])
        case "older":
            installation.index_folder.rename(installation.data / "index-a0-f0")
    with caplog.at_level(logging.WARNING):
        assert await installation.start("abu") == (["gunung.txt"], 2)
    (record,) = caplog.records
    assert "rebuilding the index" in record.message
    assert await installation.start("abu") == (["gunung.txt"], 0)


@pytest.mark.sqlite("its file is deleted")
async def test_an_index_of_another_database_is_not_served(installation: Installation) -> None:
    """Both have seen one reload; only the moment tells them apart."""
    await installation.reload()
    shutil.copytree(installation.index_folder, installation.data.parent / "kept")
    for file in installation.data.glob("kutip.db*"):
        file.unlink()
    installation.write(gunung=OTHER.replace("Pasar", "Taman"))
    installation.clock.advance(timedelta(seconds=1))
    await installation.reload()
    index_folder = installation.index_folder
    shutil.rmtree(index_folder)
    shutil.copytree(installation.data.parent / "kept", index_folder)
    assert await installation.start("abu") == ([], 2)


async def test_after_another_process_has_reloaded_everything_is_indexed_anew(
    installation: Installation,
) -> None:
    async with open_database(installation.data / "kutip.db") as database:
        ours = Process(installation, database)
        await ours.library.open()
        await ours.library.reload()
        installation.write(gunung=STORY.replace("abu", "lahar"), rawa="Rawa itu dikeringkan.")
        await installation.reload()
        assert await ours.found("abu") == ["gunung.txt"]
        assert (await ours.library.reload()).unchanged == 3
        assert await ours.found("lahar rawa") == ["gunung.txt", "rawa.txt"]
        assert await ours.found("abu") == []
        await ours.library.close()
    assert await installation.start("lahar") == (["gunung.txt"], 0)


async def test_a_crash_before_the_index_is_kept_costs_the_time_of_what_was_changed(
    installation: Installation,
) -> None:
    await installation.reload()
    before = shutil.copytree(installation.index_folder, installation.data.parent / "before")
    installation.write(rawa="Rawa itu dikeringkan.")
    await installation.reload()
    index_folder = installation.index_folder
    shutil.rmtree(index_folder)
    shutil.copytree(before, index_folder)
    assert await installation.start("rawa") == (["rawa.txt"], 1)


async def test_an_index_that_cannot_be_kept_is_served_all_the_same(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(installation.data / "kutip.db") as database:
        started = Process(installation, database)
        SegmentFolder(installation.data).path.write_bytes(b"a file where the folder should be")
        await started.library.open()
        await started.library.reload()
        assert await started.found("abu") == ["gunung.txt"]
        await started.library.close()
    assert "could not be saved" in caplog.text


async def test_searches_see_either_state_and_nothing_between(installation: Installation) -> None:
    async with open_database(installation.data / "kutip.db") as database:
        started = Process(installation, database)
        await started.library.open()
        await started.library.reload()
        seen = set()
        for turn in range(6):
            installation.write(gunung=STORY.replace("abu", "lahar" if turn % 2 == 0 else "abu"))
            reloading = asyncio.create_task(started.library.reload())
            while not reloading.done():
                result = await started.engine.search(
                    parse_question("abu lahar", Language.INDONESIAN)
                )
                seen.add(len(result.hits))
                await asyncio.sleep(0)
            await reloading
        await started.library.close()
    assert seen == {1}


@pytest.mark.sqlite("only processes on a file wait for the index that another saves")
@pytest.mark.parametrize("saved", [True, False])
async def test_what_another_process_changed_is_soon_served_and_announced(
    installation: Installation, saved: bool
) -> None:
    """Also by a process that died before it had saved its index."""
    async with open_database(installation.data / "kutip.db") as database:
        ours = Process(installation, database)
        arrivals: list[str] = []
        ours.store.on_arrivals = lambda: arrivals.append("arrived")
        await ours.library.open()
        await ours.library.reload()
        await ours.library.close()
        assert not await ours.library.follow()
        assert await ours.found("abu") == ["gunung.txt"]
        installation.write(gunung=STORY.replace("abu", "lahar"), rawa="Rawa itu dikeringkan.")
        await installation.reload()
        if not saved:
            shutil.rmtree(installation.index_folder)
        read, generation = ours.store.read, ours.library.generation
        looks = [await ours.library.follow() for _ in range(MAX_AWAITED + 1)]
        assert looks.index(True) == (0 if saved else MAX_AWAITED - 1)
        assert looks.count(True) == 1
        assert ours.store.read - read == (0 if saved else 2)
        assert ours.library.generation == generation + 1
        assert len(arrivals) == 2
        assert await ours.found("lahar rawa") == ["gunung.txt", "rawa.txt"]
        assert await ours.found("abu") == []
        assert (await ours.library.reload()).unchanged == 3
        await ours.library.close()
    assert await installation.start("lahar") == (["gunung.txt"], 0)


@pytest.mark.sqlite("only processes on a file wait for the index that another saves")
async def test_a_process_that_goes_on_changing_articles_is_awaited_without_building_an_index(
    installation: Installation,
) -> None:
    """It saves its index at the end; until then each look finds another version."""
    async with open_database(installation.data / "kutip.db") as database:
        ours = Process(installation, database)
        await ours.library.open()
        await ours.library.reload()
        await ours.library.close()
        for turn in range(MAX_AWAITED + 2):
            installation.write(rawa=f"Rawa itu dikeringkan {turn}.")
            await installation.reload()
            shutil.rmtree(installation.index_folder)
            read = ours.store.read
            assert not await ours.library.follow()
            assert ours.store.read == read
        await ours.library.close()


async def test_a_change_of_our_own_is_not_followed(installation: Installation) -> None:
    async with open_database(installation.data / "kutip.db") as database:
        ours = Process(installation, database)
        await ours.library.open()
        for turn in range(2):
            installation.write(rawa=f"Rawa itu dikeringkan {turn}.")
            await ours.library.reload()
            assert not await ours.library.follow()
        await ours.library.close()
