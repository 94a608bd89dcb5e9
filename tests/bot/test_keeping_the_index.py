"""The library starts from the index that it kept, and from storage where that is of no use."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.articles.library import Library, ReloadProgress
from bot.storage.articles import ArticleStore
from bot.storage.database import Database, open_database
from bot.storage.reloads import ReloadStore
from index.inverted.segment_folder import SegmentFolder
from index.query.parser import parse_question
from index.types import Article, Language
from tests.bot.engines import FaultyEngine
from tests.bot.samples import Clock

STORY = "Gunung Merapi meletus pada Senin pagi dan menyemburkan abu setinggi 3.000 meter.\n"
OTHER = "Pasar ikan yang baru dibuka hari ini oleh wali kota, dengan dua ratus kios.\n"


class CountingStore(ArticleStore):
    """The store, which counts how many articles were read for an index."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock)
        self.read = 0

    async def all(self) -> AsyncIterator[Article]:
        async for article in super().all():
            self.read += 1
            yield article


class Place:
    """A folder of articles and a data folder; ``started`` gives what a new process would have."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.articles, self.data = path / "articles", path / "data"
        self.articles.mkdir()
        self.write(gunung=STORY, pasar=OTHER)
        self.clock = clock

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.articles / f"{name}.txt").write_text(text, "utf-8")

    @property
    def kept(self) -> Path:
        (folder,) = self.data.glob("index-*")
        return folder

    async def reload(self) -> None:
        async with open_database(self.data / "kutip.db") as database:
            started = Started(self, database)
            await started.library.open()
            await started.library.reload()
            await started.library.close()

    async def start(self, word: str) -> tuple[list[str], int]:
        """The keys of the articles with a word, and how many were read to build an index."""
        async with open_database(self.data / "kutip.db") as database:
            started = Started(self, database)
            await started.library.open()
            found = await started.found(word)
            await started.library.close()
            return found, started.store.read


class Started:
    def __init__(self, place: Place, database: Database) -> None:
        self.store = CountingStore(database, place.clock)
        self.engine = FaultyEngine(place.data)
        reloads = ReloadStore(database)
        self.library = Library(self.store, reloads, self.engine, place.articles, place.clock)

    async def found(self, word: str) -> list[str]:
        result = await self.engine.search(parse_question(word, Language.INDONESIAN))
        ids = {hit.passage.article_id for hit in result.hits}
        return sorted(article.key for article in (await self.library.articles(ids)).values())


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Place:
    return Place(tmp_path, clock)


async def test_a_start_reads_no_article_where_the_index_was_kept(place: Place) -> None:
    await place.reload()
    assert await place.start("abu") == (["gunung.txt"], 0)


async def test_a_reload_analyses_only_what_it_changes(place: Place) -> None:
    await place.reload()
    place.write(pasar=OTHER.replace("ikan", "buah"), rawa="Rawa itu dikeringkan.")
    async with open_database(place.data / "kutip.db") as database:
        started = Started(place, database)
        await started.library.open()
        told: list[ReloadProgress] = []
        report = await started.library.reload(told.append)
        assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
        assert {progress.total for progress in told if progress.phase == "indexing"} == {2}
        assert await started.found("buah rawa ikan") == ["pasar.txt", "rawa.txt"]
        assert await started.found("abu") == ["gunung.txt"]
        await started.library.close()
    assert await place.start("buah rawa") == (["pasar.txt", "rawa.txt"], 0)


async def test_a_second_reload_without_changes_keeps_the_index_for_the_next_start(
    place: Place,
) -> None:
    await place.reload()
    await place.reload()
    assert await place.start("abu") == (["gunung.txt"], 0)


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)


@pytest.mark.parametrize("kind", ["segment", "manifest", "no segment", "truncated", "older"])
async def test_a_damaged_index_is_made_anew_from_storage_and_said_so(
    place: Place, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    await place.reload()
    (segment,) = place.kept.glob("*.segment")
    match kind:
        case "segment":
            for file in place.kept.glob("*.segment"):
                data = file.read_bytes()
                file.write_bytes(data[:-64] + b"?" + data[-63:])
        case "manifest":
            damage(place.kept / "served.json")
        case "no segment":
            segment.unlink()
        case "truncated":
            segment.write_bytes(segment.read_bytes()[:-1])
        case "older":
            place.kept.rename(place.data / "index-a0-f0")
    with caplog.at_level(logging.WARNING):
        assert await place.start("abu") == (["gunung.txt"], 2)
    (record,) = caplog.records
    assert "rebuilding the index" in record.message
    assert await place.start("abu") == (["gunung.txt"], 0)


async def test_an_index_of_another_database_is_not_served(place: Place) -> None:
    """Both have seen one reload; only the moment tells them apart."""
    await place.reload()
    shutil.copytree(place.kept, place.data.parent / "kept")
    for file in place.data.glob("kutip.db*"):
        file.unlink()
    place.write(gunung=OTHER.replace("Pasar", "Taman"))
    place.clock.advance(timedelta(seconds=1))
    await place.reload()
    kept = place.kept
    shutil.rmtree(kept)
    shutil.copytree(place.data.parent / "kept", kept)
    assert await place.start("abu") == ([], 2)


async def test_after_another_process_has_reloaded_everything_is_indexed_anew(place: Place) -> None:
    async with open_database(place.data / "kutip.db") as database:
        ours = Started(place, database)
        await ours.library.open()
        await ours.library.reload()
        place.write(gunung=STORY.replace("abu", "lahar"), rawa="Rawa itu dikeringkan.")
        await place.reload()
        assert await ours.found("abu") == ["gunung.txt"]
        assert (await ours.library.reload()).unchanged == 3
        assert await ours.found("lahar rawa") == ["gunung.txt", "rawa.txt"]
        assert await ours.found("abu") == []
        await ours.library.close()
    assert await place.start("lahar") == (["gunung.txt"], 0)


async def test_a_crash_before_the_index_is_kept_costs_only_time(place: Place) -> None:
    await place.reload()
    before = shutil.copytree(place.kept, place.data.parent / "before")
    place.write(rawa="Rawa itu dikeringkan.")
    await place.reload()
    kept = place.kept
    shutil.rmtree(kept)
    shutil.copytree(before, kept)
    assert await place.start("rawa") == (["rawa.txt"], 3)


async def test_an_index_that_cannot_be_kept_is_served_all_the_same(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_database(place.data / "kutip.db") as database:
        started = Started(place, database)
        SegmentFolder(place.data).path.write_bytes(b"a file where the folder should be")
        await started.library.open()
        await started.library.reload()
        assert await started.found("abu") == ["gunung.txt"]
        await started.library.close()
    assert "could not be saved" in caplog.text


async def test_searches_see_either_state_and_nothing_between(place: Place) -> None:
    async with open_database(place.data / "kutip.db") as database:
        started = Started(place, database)
        await started.library.open()
        await started.library.reload()
        seen = set()
        for turn in range(6):
            place.write(gunung=STORY.replace("abu", "lahar" if turn % 2 == 0 else "abu"))
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
