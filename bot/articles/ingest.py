"""The first half of a reload: read articles, compare them with the stored ones, stage the result.

It runs in a thread, or in another process if there is much to read, and writes only the staging
file; ``bot.articles.updater`` has the second half.
"""

import asyncio
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.articles.diff import diff, edit_changes, is_suspicious, stored_before
from bot.model.articles import Inventory, LoadedArticle, Origin, StoredArticle
from bot.model.edits import ArticleChange
from bot.runtime.tempdir import temporary_folder
from bot.storage.article_rows import DAMAGED
from bot.storage.staging import StagedReload, new_staging_file
from index.errors import LoadError
from index.sources.loader import load, load_folder, size_of, size_of_folder
from index.types import Article
from index.workers import ProcessWorker, ThreadWorker, Worker, started

BATCH = 50
"""Articles that are read, and staged, at a time."""

THREAD_LIMIT = 2_000_000
"""Bytes: fewer take less time to read than a process takes to start."""

_PREFIX = "reload-"

StagingWorker = Worker[int, None, StagedReload]
"""Reports how many articles were read, and returns what it staged."""

StagingReader = Callable[[Path, Path], StagingWorker]
"""Returns the worker that stages, in the second file, changes of the database, the first.

It may block.
"""


def read_folder(folder: Path) -> StagingReader:
    """Read all articles below ``folder``."""

    def worker(database: Path, path: Path) -> StagingWorker:
        if size_of_folder(folder) < THREAD_LIMIT:
            return ThreadWorker(stage(load_folder(folder), database, path))
        return ProcessWorker(_stage_folder, folder, database, path)

    return worker


class UploadedFile(NamedTuple):
    """A file that a person added; keys and errors of its articles begin with ``name``.

    At most ``limit`` articles of it are read, if that is not None.
    """

    path: Path
    name: str
    limit: int | None = None


def read_files(files: Sequence[UploadedFile]) -> StagingReader:
    """Read the articles of files that a person added."""

    def worker(database: Path, path: Path) -> StagingWorker:
        if sum(size_of(file.path) for file in files) < THREAD_LIMIT:
            return ThreadWorker(stage(_load_files(files), database, path, Origin.ADDED))
        return ProcessWorker(_stage_files, files, database, path)

    return worker


def read_items(items: Sequence[Article | LoadError], origin: Origin) -> StagingReader:
    """Take articles that are loaded already."""

    def worker(database: Path, path: Path) -> StagingWorker:
        return ThreadWorker(stage(items, database, path, origin))

    return worker


def read_change(change: ArticleChange) -> StagingReader:
    """Take the article that staff changed, and nothing else."""

    def worker(database: Path, path: Path) -> StagingWorker:
        return ThreadWorker(_stage_change(change, database, path))

    return worker


@asynccontextmanager
async def staged(
    reader: StagingReader, database: Path, on_read: Callable[[int], None]
) -> AsyncIterator[StagedReload]:
    """Stage what ``reader`` reads; the file is deleted when the block ends.

    ``on_read`` is called with the number of articles read so far. Raises StorageError, and
    BuildFailed if the reading process died.
    """
    async with temporary_folder(database.parent, _PREFIX) as folder:
        worker = await asyncio.to_thread(reader, database, folder / "staged.db")
        async with started(worker) as steps:
            reload = await steps.finish(on_read)
        yield reload


def _stage_folder(folder: Path, database: Path, path: Path) -> Generator[int, None, StagedReload]:
    return (yield from stage(load_folder(folder), database, path))


def _stage_files(
    files: Sequence[UploadedFile], database: Path, path: Path
) -> Generator[int, None, StagedReload]:
    return (yield from stage(_load_files(files), database, path, Origin.ADDED))


def _load_files(files: Sequence[UploadedFile]) -> Iterator[Article | LoadError]:
    for file in files:
        items = load(file.path, file.name)
        yield from islice(items, file.limit)
        if next(items, None) is not None:
            yield LoadError(file.name, "load_too_many_rows", count=file.limit or 0)


def stage(
    items: Iterable[Article | LoadError],
    database: Path,
    path: Path,
    origin: Origin = Origin.FOLDER,
) -> Generator[int, None, StagedReload]:
    """Stage in ``path`` how ``items``, loaded lazily, change what is stored of an origin.

    Yields the number of items read so far. Raises StorageError.
    """
    loaded: list[LoadedArticle] = []
    damaged: set[int] = set()
    failures: list[LoadError] = []
    remaining = iter(items)
    with new_staging_file(database, path) as file:
        inventory, decisions = file.inventory(), file.edit_decisions()
        stored = _fingerprints(inventory.articles)
        while batch := list(islice(remaining, BATCH)):
            each = (decisions.apply(item, origin) for item in batch if isinstance(item, Article))
            articles = [article for article in each if article is not None]
            rows = [LoadedArticle.of(article) for article in articles]
            spoilt = file.damaged(rows)
            damaged.update(old.id for old in spoilt)
            names = {name for old in spoilt for name in (old.key, old.digest)}
            pairs = zip(articles, rows, strict=True)
            file.add([new for new, row in pairs if _is_needed(row, stored, names)], origin)
            loaded += rows
            failures += [item for item in batch if isinstance(item, LoadError)]
            yield len(loaded) + len(failures)
        failed = {failure.where for failure in failures}
        changes = diff(_without_fingerprints(inventory, damaged), loaded, failed, origin)
        file.decide(changes)
    reload = StagedReload.of(path, origin, changes, failures).with_damaged(damaged, changes)
    is_doubtful = origin is Origin.FOLDER and is_suspicious(changes)
    return replace(reload, doubtful=stored_before(changes) if is_doubtful else 0)


def _is_needed(row: LoadedArticle, stored: Mapping[str, str], damaged: Collection[str]) -> bool:
    """Return whether the text is needed: it is new, changed, or damaged where it is stored."""
    if row.key in damaged or row.digest in damaged:
        return True
    return stored.get(row.digest) != row.fingerprint


def _without_fingerprints(inventory: Inventory, damaged: Collection[int]) -> Inventory:
    """Return the inventory in which the damaged articles equal no loaded one."""
    if not damaged:
        return inventory
    marked = (
        old._replace(fingerprint=DAMAGED) if old.id in damaged else old
        for old in inventory.articles
    )
    return replace(inventory, articles=tuple(marked))


def _stage_change(
    change: ArticleChange, database: Path, path: Path
) -> Generator[int, None, StagedReload]:
    with new_staging_file(database, path) as file:
        changes = edit_changes(file.inventory(), change)
        if change.after is not None:
            file.add([change.after], change.origin)
        yield len(changes.articles)
        file.decide(changes)
    # A person's change, whatever the article's origin: the folder has not been read.
    return StagedReload.of(path, Origin.ADDED, changes, change=change)


def _fingerprints(stored: Iterable[StoredArticle]) -> dict[str, str]:
    """Fingerprints by digest: a loaded article that has both is stored already."""
    found: dict[str, str] = {}
    for old in stored:
        found.setdefault(old.digest, old.fingerprint)
    return found
