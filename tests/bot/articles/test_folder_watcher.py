"""The articles keep up with their folder by themselves."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.articles import folder_watcher
from bot.articles.folder_watcher import FolderWatcher, due_at
from bot.articles.library import Library
from bot.errors import FolderMissing
from bot.model.articles import ReloadReport
from bot.runtime.error_reports import ErrorReport, ErrorReporter
from bot.runtime.file_identity import FileIdentity
from bot.runtime.supervisor import running
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
def reporter(clock: Clock) -> ErrorReporter:
    return ErrorReporter(clock)


@pytest.fixture
async def watched(
    library: Library, folder: Path, reporter: ErrorReporter, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[FolderWatcher]:
    """A watch that has begun: it looks at the folder once before, and again at each change."""
    loop, looks, find = asyncio.get_running_loop(), asyncio.Queue[Path](), folder_watcher._folder_at

    def look(path: Path) -> FileIdentity | None:
        loop.call_soon_threadsafe(looks.put_nowait, path)
        return find(path)

    monkeypatch.setattr(folder_watcher, "LOOK_S", 0.1)
    monkeypatch.setattr(folder_watcher, "DEBOUNCE_MS", 50)
    monkeypatch.setattr(folder_watcher, "_folder_at", look)
    keeping = FolderWatcher(library, folder, every=None, watching=True, reporter=reporter)
    (watch,) = keeping.jobs()
    task = asyncio.create_task(watch())
    async with asyncio.timeout(30):
        await looks.get()
        await looks.get()
    yield keeping
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture
def missed(library: Library, monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[FolderMissing]:
    """How often the watch has missed its folder."""
    queue: asyncio.Queue[FolderMissing] = asyncio.Queue()
    report = FolderWatcher._report_missing

    async def report_missing(watcher: FolderWatcher, error: FolderMissing) -> None:
        await report(watcher, error)
        queue.put_nowait(error)

    monkeypatch.setattr(FolderWatcher, "_report_missing", report_missing)
    return queue


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 - a folder notifies nobody
            await asyncio.sleep(0.05)


def make(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "padi.txt").write_text(text, "utf-8")


async def until_text(library: Library, word: str) -> None:
    while not any(word in article.text for article in await library.latest(limit=9)):  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def test_a_file_that_is_written_is_soon_found(
    watched: FolderWatcher, library: Library, folder: Path
) -> None:
    (folder / "padi.txt").write_text(RICE, "utf-8")
    async with asyncio.timeout(30):
        await until_text(library, "padi")
    assert (await library.article(1)).title == "Panen"


@asynccontextmanager
async def told(reporter: ErrorReporter) -> AsyncIterator[asyncio.Queue[ErrorReport]]:
    """What owners are told meanwhile."""
    reports: asyncio.Queue[ErrorReport] = asyncio.Queue()
    async with reporter.reporting(reports.put), asyncio.timeout(30):
        yield reports


async def key_of_next(reports: asyncio.Queue[ErrorReport]) -> str | None:
    notice = (await reports.get()).notice
    return notice.key if notice else None


async def test_a_folder_that_is_deleted_and_made_again_is_watched_on(
    watched: FolderWatcher,
    library: Library,
    folder: Path,
    reporter: ErrorReporter,
    missed: asyncio.Queue[FolderMissing],
) -> None:
    """That it is gone is told by the monitor of faults, which has found it to be read before."""
    (folder / "padi.txt").write_text(RICE, "utf-8")
    await library.reload()
    async with told(reporter) as reports:
        shutil.rmtree(folder)
        await missed.get()
        make(folder, RICE.replace("padi", "jagung"))
        await until_text(library, "jagung")
        (folder / "padi.txt").write_text(RICE.replace("padi", "jagung muda"), "utf-8")
        await until_text(library, "jagung muda")
        assert reports.empty()


async def test_a_folder_that_goes_before_it_was_ever_read_is_told(
    watched: FolderWatcher, folder: Path, reporter: ErrorReporter
) -> None:
    async with told(reporter) as reports:
        shutil.rmtree(folder)
        assert await key_of_next(reports) == "folder_missing"


async def test_a_folder_that_never_was_is_told_by_the_clock(
    library: Library, folder: Path, reporter: ErrorReporter
) -> None:
    shutil.rmtree(folder)
    keeping = FolderWatcher(library, folder, every=HOUR, watching=False, reporter=reporter)
    (by_the_clock,) = keeping.jobs()
    async with told(reporter) as reports, running(by_the_clock()):
        assert await key_of_next(reports) == "folder_missing"


@pytest.fixture
def same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new folder has the number of the one before, as it often happens by itself."""
    known = FileIdentity(1, 1)
    monkeypatch.setattr(folder_watcher, "_folder_at", lambda path: known if path.is_dir() else None)


async def test_a_folder_that_is_at_once_made_again_is_watched_on(
    same_numbers: None, watched: FolderWatcher, library: Library, folder: Path
) -> None:
    (folder / "padi.txt").write_text(RICE, "utf-8")
    await library.reload()
    async with asyncio.timeout(30):
        for word in ("jagung", "kedelai"):
            shutil.rmtree(folder)
            make(folder, RICE.replace("padi", word))
            await until_text(library, word)
        (folder / "padi.txt").write_text(RICE.replace("padi", "ketela"), "utf-8")
        await until_text(library, "ketela")


async def test_a_folder_that_goes_while_it_is_read_is_soon_read_again(
    watched: FolderWatcher, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reload, gone = library.reload, asyncio.Event()

    async def reload_without_folder(*, wait: bool = False) -> ReloadReport:
        monkeypatch.setattr(library, "reload", reload)
        gone.set()
        raise FolderMissing(folder)

    monkeypatch.setattr(library, "reload", reload_without_folder)
    async with asyncio.timeout(30):
        (folder / "padi.txt").write_text(RICE, "utf-8")
        await gone.wait()
        (folder / "padi.txt").write_text(RICE.replace("padi", "jagung"), "utf-8")
        await until_text(library, "jagung")


async def test_a_folder_that_another_one_replaces_is_watched_on(
    watched: FolderWatcher, library: Library, folder: Path
) -> None:
    (folder / "padi.txt").write_text(RICE, "utf-8")
    await library.reload()
    shutil.move(folder, folder.with_name("before"))
    make(folder, RICE.replace("padi", "jagung"))
    async with asyncio.timeout(30):
        await until_text(library, "jagung")


async def test_owners_are_told_when_the_folder_lost_its_articles(
    watched: FolderWatcher, library: Library, folder: Path, reporter: ErrorReporter
) -> None:
    (folder / "padi.txt").write_text(RICE, "utf-8")
    await library.reload()
    async with told(reporter) as reports:
        (folder / "beras.txt").write_text(f"{RICE} Beras.", "utf-8")
        await until_text(library, "Beras")
        (folder / "padi.txt").unlink()
        (folder / "beras.txt").unlink()
        assert await key_of_next(reports) == "folder_shrunk"
    assert (await library.status()).articles == 2


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


async def test_what_came_between_the_first_reading_and_the_watch_is_read(
    library: Library, folder: Path, reporter: ErrorReporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot reads the folder first, and watches it only when it answers."""
    monkeypatch.setattr(folder_watcher, "LOOK_S", 0.1)
    await library.reload()
    (folder / "panen.txt").write_text(RICE, "utf-8")
    (watch,) = FolderWatcher(library, folder, every=None, watching=True, reporter=reporter).jobs()
    task = asyncio.create_task(watch())
    async with asyncio.timeout(20):
        while (await library.status()).articles != 1:  # noqa: ASYNC110 - storage notifies nobody
            await asyncio.sleep(0.05)
    task.cancel()
