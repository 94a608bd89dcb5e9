"""The articles keep up with their folder by themselves."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.articles.folder_watcher import FolderWatcher, due_at
from bot.articles.library import Library
from bot.runtime.error_reports import ErrorReporter
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
RICE = "Title: Panen\n\nPetani memanen padi di sawah."


@pytest.mark.parametrize(
    ("last", "every", "due"),
    [
        (NOW - 2 * HOUR, None, None),
        (None, HOUR, NOW),
        (NOW - 2 * HOUR, HOUR, NOW),
        (NOW, HOUR, NOW + HOUR),
    ],
)
def test_the_folder_is_due_when_its_last_reload_is_long_ago(
    last: datetime | None, every: timedelta | None, due: datetime | None
) -> None:
    assert due_at(last, every, NOW) == due


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.fixture
async def watched(library: Library, folder: Path, clock: Clock) -> AsyncIterator[FolderWatcher]:
    keeping = FolderWatcher(
        library, folder, every=None, watching=True, reporter=ErrorReporter(clock)
    )
    (watch,) = keeping.jobs()
    task = asyncio.create_task(watch())
    yield keeping
    task.cancel()
    await asyncio.wait([task])


async def until(true: Callable[[], bool]) -> None:
    """A file that is written before the watch has begun is not told of: write it again."""
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - a folder rings no bell
            await asyncio.sleep(0.05)


async def test_a_file_that_is_written_is_soon_found(
    watched: FolderWatcher, library: Library, folder: Path
) -> None:
    async with asyncio.timeout(30):
        number = 0
        while (await library.status()).articles == 0:
            number += 1
            (folder / "padi.txt").write_text(f"{RICE} Bagian {number}.", "utf-8")
            await asyncio.sleep(2)
    assert (await library.article(1)).title == "Panen"


async def test_a_change_during_a_reload_is_read_after_it(
    watched: FolderWatcher, library: Library, folder: Path, engine: FaultyEngine
) -> None:
    (folder / "padi.txt").write_text(RICE, "utf-8")
    engine.may_prepare.clear()
    reload = asyncio.create_task(library.reload())
    await engine.asked.wait()
    (folder / "beras.txt").write_text(RICE.replace("padi", "beras"), "utf-8")
    engine.may_prepare.set()
    assert (await reload).added == 1
    await library.reload(wait=True)
    assert (await library.status()).articles == 2


async def test_the_clock_brings_reloads_though_nothing_tells_of_changes(
    library: Library, folder: Path, clock: Clock
) -> None:
    await library.reload()
    keeping = FolderWatcher(
        library, folder, every=HOUR, watching=False, reporter=ErrorReporter(clock)
    )
    (by_the_clock,) = keeping.jobs()
    (folder / "padi.txt").write_text(RICE, "utf-8")
    clock.advance(2 * HOUR)
    task = asyncio.create_task(by_the_clock())
    generation = library.generation
    await until(lambda: library.generation > generation)
    assert (await library.status()).articles == 1
    task.cancel()
    await asyncio.wait([task])
