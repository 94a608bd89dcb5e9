"""The first half of a reload: the folder read, compared with what is stored, and staged.

It happens in a thread, or in another process where there is much to read. Writes nothing but the
staging file, and serves nothing.
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterable
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path

from bot.diff import diff
from bot.storage.articles import LoadedArticle, StoredArticle
from bot.storage.staging import StagedReload, new_staging
from index.errors import LoadError
from index.sources import load_folder, size_of_folder
from index.types import Article
from index.work import InProcess, InThread, Worker, running

READ_AT_ONCE = 50
"""Articles that a step reads."""

_READ_HERE = 2_000_000
"""Bytes that are read in less time than another process takes to start."""
_PREFIX = "reload-"
_ABANDONED = 24 * 3600
"""Seconds after which a folder was left by a process that crashed."""


@asynccontextmanager
async def staged(
    folder: Path, database: Path, told: Callable[[int], None]
) -> AsyncIterator[StagedReload]:
    """What makes of ``database`` the articles below ``folder``, for as long as the block runs.

    ``told`` is called with how many items have been read. Raises StorageError, and BuildFailed
    where the process that read has failed.
    """
    place = await asyncio.to_thread(_make_place, database.parent)
    try:
        worker = await asyncio.to_thread(_worker, folder, database, place / "staged.db")
        async with running(worker) as reading:
            reload = await reading.finish(told)
        yield reload
    finally:
        await asyncio.shield(asyncio.to_thread(shutil.rmtree, place, ignore_errors=True))


def _make_place(data: Path) -> Path:
    """A folder for the file, in place of any that a crash has left."""
    for left in data.glob(f"{_PREFIX}*"):
        if left.stat().st_mtime < time.time() - _ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=data))


def _worker(folder: Path, database: Path, path: Path) -> Worker[int, None, StagedReload]:
    if size_of_folder(folder) < _READ_HERE:
        return InThread(stage_folder(folder, database, path))
    return InProcess(stage_folder, folder, database, path)


def stage_folder(folder: Path, database: Path, path: Path) -> Generator[int, None, StagedReload]:
    """Stage in ``path`` what makes of ``database`` the articles below ``folder``.

    Yields how many items have been read. Raises StorageError.
    """
    return (yield from stage(load_folder(folder), database, path))


def stage(
    items: Iterable[Article | LoadError], database: Path, path: Path
) -> Generator[int, None, StagedReload]:
    """The same of items that are loaded as they are asked for."""
    loaded: list[LoadedArticle] = []
    failures: list[LoadError] = []
    waiting = iter(items)
    with new_staging(database, path) as staging:
        inventory = staging.inventory()
        known = _fingerprints(inventory.articles)
        while read := list(islice(waiting, READ_AT_ONCE)):
            articles = [item for item in read if isinstance(item, Article)]
            rows = [LoadedArticle.of(article) for article in articles]
            pairs = zip(articles, rows, strict=True)
            staging.add([new for new, row in pairs if known.get(row.digest) != row.fingerprint])
            loaded += rows
            failures += [item for item in read if isinstance(item, LoadError)]
            yield len(loaded) + len(failures)
        changes = diff(inventory, loaded, {failure.where for failure in failures})
        staging.decide(changes)
    return StagedReload.of(path, changes, failures)


def _fingerprints(stored: Iterable[StoredArticle]) -> dict[str, str]:
    """By digest, of the article that a loaded one with this digest will be taken for.

    Where the fingerprint is the same too, its text is never written.
    """
    found: dict[str, str] = {}
    for old in stored:
        found.setdefault(old.digest, old.fingerprint)
    return found
