"""A folder is read and staged, in another process where it is large, with the same result."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.articles import ingest
from bot.articles.ingest import read_folder, staged
from bot.articles.library import Library
from bot.articles.progress import ReloadProgress
from bot.storage.articles import ArticleStore
from bot.storage.reloads import ReloadStore
from index.errors import LoadError
from index.query.parser import parse_question
from index.types import Language
from tests.bot.faulty_engine import FaultyEngine
from tests.bot.samples import Clock

COUNT = 440
FILLING = "Warga di lereng selatan mengungsi ke balai desa sejak pukul enam pagi. " * 14


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Larger than what is read in a thread, with a row that is no article."""
    monkeypatch.setattr(ingest, "THREAD_LIMIT", COUNT * len(FILLING))
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder, lambda number: f"Gempa nomor {number}. {FILLING}")
    return folder


def write(folder: Path, text: Callable[[int], str]) -> None:
    rows = [json.dumps({"id": str(number), "text": text(number)}) for number in range(COUNT)]
    (folder / "berita.jsonl").write_text("\n".join([*rows, "{"]), "utf-8")


@pytest.fixture
def library(
    article_store: ArticleStore, reload_store: ReloadStore, folder: Path, clock: Clock
) -> Library:
    return Library(article_store, reload_store, FaultyEngine(), folder, clock)


async def test_a_large_folder_is_loaded_and_changed_as_a_small_one_is(
    library: Library, article_store: ArticleStore, folder: Path
) -> None:
    reported: list[ReloadProgress] = []
    first = await library.reload(reported.append)
    assert (first.added, first.unchanged) == (COUNT, 0)
    assert [(error.where, error.reason) for error in first.failures] == [
        (f"berita.jsonl#{COUNT + 1}", "load_bad_json")
    ]
    assert [step.done for step in reported if step.total is None][-1] == COUNT + 1
    assert [step.done for step in reported if step.phase == "indexing"][-1] == COUNT
    write(folder, lambda number: f"Gempa nomor {max(number, 5)} lain. {FILLING}" * (number != 7))
    second = await library.reload()
    assert (second.added, second.duplicates) == (0, 5)
    assert second.changed + second.unchanged == await article_store.count()


async def test_what_another_process_has_staged_is_found(library: Library, clock: Clock) -> None:
    await library.reload()
    engine = library._engine
    (hit, *_) = (await engine.search(parse_question("gempa 77", Language.INDONESIAN))).hits
    assert "nomor 77." in (await library.article(hit.passage.article_id)).text


async def test_texts_that_storage_has_are_not_staged(
    library: Library, article_store: ArticleStore, folder: Path
) -> None:
    sizes = []
    for _ in range(2):
        async with staged(read_folder(folder), article_store.address, lambda _: None) as staging:
            reload = await staging.compare()
            sizes.append(reload.path.stat().st_size)
        await library.reload()
    assert sizes[1] < sizes[0] / 20


async def test_nothing_of_the_staging_is_left(
    library: Library, article_store: ArticleStore, folder: Path
) -> None:
    """Also not what a crash has left, once it is a day old."""
    data = article_store.address.file.parent
    crashed, running = data / "reload-crashed", data / "reload-running"
    crashed.mkdir()
    running.mkdir()
    os.utime(crashed, (0, 0))
    await library.reload()
    assert list(data.glob("reload-*")) == [running]


async def test_a_folder_that_grows_unreadable_is_an_error_of_its_own(
    article_store: ArticleStore, tmp_path: Path
) -> None:
    reported: list[int] = []
    async with staged(
        read_folder(tmp_path / "gone"), article_store.address, reported.append
    ) as staging:
        reload = await staging.compare()
        assert (reload.added, reported) == (0, [1])
        assert isinstance(reload.failures[0], LoadError)
