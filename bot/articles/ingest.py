"""The first half of a reload: read articles, stage them, and compare them with the stored ones.

It runs in a thread, or in another process if there is much to read, and writes only the staging
file; ``bot.articles.updater`` has the second half. Other changes may be applied while articles are
read: what is compared is what is stored after that.
"""

import asyncio
from collections.abc import (
    AsyncIterator,
    Callable,
    Collection,
    Generator,
    Iterable,
    Iterator,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from bot.articles.bounded_loading import BoundedLoader
from bot.articles.comparison import Comparison
from bot.articles.diff import edit_changes, removal_changes
from bot.articles.source_files import SourceFile, files_of
from bot.errors import StorageDamaged
from bot.model.articles import Origin
from bot.model.edits import ArticleChange
from bot.runtime.tempdir import temporary_folder
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.staging import StagedReload, new_staging_file
from index.errors import BuildFailed, LoadError
from index.sources.loader import size_of, size_of_folder
from index.types import Article
from index.workers import ProcessWorker, Steps, ThreadWorker, Worker, started

BATCH = 50
"""Articles that are read, and staged, at a time."""
BATCH_CHARACTERS = 2_000_000
"""Of their texts, which are at most 5 million each."""

THREAD_LIMIT = 2_000_000
"""Bytes: fewer take less time to read than a process takes to start."""

_PREFIX = "reload-"

StagingWorker = Worker[int | StagedReload | None, Sequence[LoadError], None]
"""Yields how many items were read, None when all are, then a reload each time that it is asked.

What is sent are errors of staged articles, which the next reload leaves out.
"""

StagingSteps = Generator[int | StagedReload | None, Sequence[LoadError] | None, None]

StagingReader = Callable[[DatabaseAddress, Path], StagingWorker]
"""Returns the worker that stages, in the second file, changes of the database, the first.

It may block.
"""


def read_folder(folder: Path) -> StagingReader:
    """Read all articles below ``folder``."""

    def worker(database: DatabaseAddress, path: Path) -> StagingWorker:
        if size_of_folder(folder) < THREAD_LIMIT:
            loader = BoundedLoader()
            items = loader.load(files_of(folder))
            return ThreadWorker(stage(items, database, path), loader.close)
        return ProcessWorker(_stage_folder, folder, database, path, parent=True)

    return worker


def read_files(files: Sequence[SourceFile]) -> StagingReader:
    """Read the articles of files that a person added."""

    def worker(database: DatabaseAddress, path: Path) -> StagingWorker:
        if sum(size_of(file.path) for file in files) < THREAD_LIMIT:
            loader = BoundedLoader()
            items = loader.load(files)
            return ThreadWorker(stage(items, database, path, Origin.ADDED), loader.close)
        return ProcessWorker(_stage_files, files, database, path, parent=True)

    return worker


def read_items(items: Sequence[Article | LoadError], origin: Origin) -> StagingReader:
    """Take articles that are loaded already."""

    def worker(database: DatabaseAddress, path: Path) -> StagingWorker:
        return ThreadWorker(stage(items, database, path, origin))

    return worker


def read_change(change: ArticleChange) -> StagingReader:
    """Take the article that staff changed, and nothing else."""

    def worker(database: DatabaseAddress, path: Path) -> StagingWorker:
        return ThreadWorker(_stage_change(change, database, path))

    return worker


def read_removal(prefix: str, keys: Collection[str] | None = None) -> StagingReader:
    """Remove the stored articles whose keys start with ``prefix``, or only those of ``keys``."""

    def worker(database: DatabaseAddress, path: Path) -> StagingWorker:
        return ThreadWorker(_stage_removal(prefix, keys, database, path))

    return worker


class Staging:
    """A source that was read, to be compared with what is stored."""

    def __init__(self, steps: Steps[int | StagedReload | None, Sequence[LoadError], None]) -> None:
        self._steps = steps

    async def compare(self, refused: Sequence[LoadError] = ()) -> StagedReload:
        """Return the reload of what is stored now, without the articles of ``refused``.

        Raises StorageError, and BuildFailed if the reading process died.
        """
        reload = await self._steps.next(refused)
        if not isinstance(reload, StagedReload):
            raise BuildFailed("no reload was staged")
        return reload


@asynccontextmanager
async def staged(
    reader: StagingReader, database: DatabaseAddress, on_read: Callable[[int], None]
) -> AsyncIterator[Staging]:
    """Stage what ``reader`` reads; the file is deleted when the block ends.

    ``on_read`` is called with the number of items read so far. Raises StorageError, and
    BuildFailed if the reading process died.
    """
    with _damage_found_elsewhere(database):
        async with temporary_folder(database.file.parent, _PREFIX) as folder:
            worker = await asyncio.to_thread(reader, database, folder / "staged.db")
            async with started(worker) as steps:
                while isinstance(count := await steps.next(), int):
                    on_read(count)
                yield Staging(steps)


@contextmanager
def _damage_found_elsewhere(database: DatabaseAddress) -> Iterator[None]:
    """Raise the damage of the database that a process met as what it is."""
    try:
        yield
    except BuildFailed as error:
        if StorageDamaged.__name__ in error.reason:
            raise StorageDamaged(database.name, error.reason) from error
        raise


def _stage_folder(folder: Path, database: DatabaseAddress, path: Path) -> StagingSteps:
    return stage(BoundedLoader().load(files_of(folder)), database, path)


def _stage_files(
    files: Sequence[SourceFile], database: DatabaseAddress, path: Path
) -> StagingSteps:
    return stage(BoundedLoader().load(files), database, path, Origin.ADDED)


def stage(
    items: Iterable[Article | LoadError],
    database: DatabaseAddress,
    path: Path,
    origin: Origin = Origin.FOLDER,
) -> StagingSteps:
    """Stage in ``path`` how ``items``, loaded lazily, change what is stored of an origin.

    The steps are those of a ``StagingWorker``. Raises StorageError.
    """
    with new_staging_file(database, path) as file:
        comparison = Comparison(file, origin)
        for batch in _batches(items):
            comparison.add(batch)
            yield comparison.count
        refused = yield None
        while True:
            comparison.leave_out(refused or ())
            refused = yield comparison.reload(path)


def _batches(items: Iterable[Article | LoadError]) -> Iterator[list[Article | LoadError]]:
    batch, characters = list[Article | LoadError](), 0
    for item in items:
        batch.append(item)
        characters += len(item.text) if isinstance(item, Article) else 0
        if len(batch) == BATCH or characters > BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _stage_removal(
    prefix: str, keys: Collection[str] | None, database: DatabaseAddress, path: Path
) -> StagingSteps:
    with new_staging_file(database, path) as file:
        yield None
        while True:
            changes = removal_changes(file.inventory_below(prefix), keys)
            file.decide(changes)
            yield StagedReload.of(path, Origin.POST, changes)


def _stage_change(change: ArticleChange, database: DatabaseAddress, path: Path) -> StagingSteps:
    with new_staging_file(database, path) as file:
        if change.after is not None:
            file.add([change.after], change.origin)
        yield None
        while True:
            changes = edit_changes(file.inventory_of(change.article.id), change)
            file.decide(changes)
            # A person's change, whatever the article's origin: the folder has not been read.
            refused = yield StagedReload.of(path, Origin.ADDED, changes, change=change)
            if refused:
                raise refused[0]
