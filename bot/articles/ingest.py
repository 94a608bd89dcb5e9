"""The first half of a change: articles read, compared with what is stored, and staged.

It happens in a thread, or in another process where there is much to read. Writes nothing but the
staging file, and serves nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bot.articles.diff import diff
from bot.model.articles import Changes, LoadedArticle, Origin, StoredArticle
from bot.runtime.tempdir import temporary_folder
from bot.storage.staging import StagedReload, new_staging
from index.errors import LoadError
from index.sources import load, load_folder, size_of, size_of_folder
from index.types import Article
from index.workers import ProcessWorker, ThreadWorker, Worker, started

READ_AT_ONCE = 50
"""Articles that a step reads."""

_READ_HERE = 2_000_000
"""Bytes that are read in less time than another process takes to start."""
_PREFIX = "reload-"

Staging = Worker[int, None, StagedReload]
Reading = Callable[[Path, Path], Staging]
"""Whoever stages in the second file what is to be changed in the database, the first; may block."""


def read_folder(folder: Path) -> Reading:
    """All articles below ``folder``."""

    def worker(database: Path, path: Path) -> Staging:
        if size_of_folder(folder) < _READ_HERE:
            return ThreadWorker(stage(load_folder(folder), database, path))
        return ProcessWorker(_stage_folder, folder, database, path)

    return worker


class UploadedFile(NamedTuple):
    """A file that a person gave; ``name`` is what its articles' keys and errors say.

    No more than ``most`` items are taken of it, if that is not None.
    """

    path: Path
    name: str
    most: int | None = None


def read_files(files: Sequence[UploadedFile]) -> Reading:
    """The articles of files that a person gave."""

    def worker(database: Path, path: Path) -> Staging:
        if sum(size_of(file.path) for file in files) < _READ_HERE:
            return ThreadWorker(stage(_load_files(files), database, path, Origin.ADDED))
        return ProcessWorker(_stage_files, files, database, path)

    return worker


def read_items(items: Sequence[Article | LoadError], origin: Origin) -> Reading:
    """Articles that are loaded already."""

    def worker(database: Path, path: Path) -> Staging:
        return ThreadWorker(stage(items, database, path, origin))

    return worker


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """A person's change of single articles: one that is written as it is, or numbers that go."""

    written: Article | None = None
    origin: Origin = Origin.ADDED
    removed: tuple[int, ...] = ()


def read_edition(edition: ArticleChange) -> Reading:
    """Nothing is read: the change is as the person has it."""

    def worker(database: Path, path: Path) -> Staging:
        return ThreadWorker(_stage_edition(edition, database, path))

    return worker


@asynccontextmanager
async def staged(
    reading: Reading, database: Path, told: Callable[[int], None]
) -> AsyncIterator[StagedReload]:
    """What ``reading`` makes of ``database``, for as long as the block runs.

    ``told`` is called with how many items have been read. Raises StorageError, and BuildFailed
    where the process that read has failed.
    """
    async with temporary_folder(database.parent, _PREFIX) as folder:
        worker = await asyncio.to_thread(reading, database, folder / "staged.db")
        async with started(worker) as steps:
            reload = await steps.finish(told)
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
        yield from islice(items, file.most)
        if next(items, None) is not None:
            yield LoadError(file.name, "load_too_many_rows", count=file.most or 0)


def stage(
    items: Iterable[Article | LoadError],
    database: Path,
    path: Path,
    origin: Origin = Origin.FOLDER,
) -> Generator[int, None, StagedReload]:
    """Stage in ``path`` what makes of ``database`` what is read; items load as they are asked for.

    Yields how many have been read. Raises StorageError.
    """
    loaded: list[LoadedArticle] = []
    failures: list[LoadError] = []
    waiting = iter(items)
    with new_staging(database, path) as staging:
        inventory, editing = staging.inventory(), staging.editing()
        known = _fingerprints(inventory.articles)
        while read := list(islice(waiting, READ_AT_ONCE)):
            each = (editing.of(item, origin) for item in read if isinstance(item, Article))
            articles = [article for article in each if article is not None]
            rows = [LoadedArticle.of(article) for article in articles]
            pairs = zip(articles, rows, strict=True)
            new = [new for new, row in pairs if known.get(row.digest) != row.fingerprint]
            staging.add(new, origin)
            loaded += rows
            failures += [item for item in read if isinstance(item, LoadError)]
            yield len(loaded) + len(failures)
        changes = diff(inventory, loaded, {failure.where for failure in failures}, origin)
        staging.decide(changes)
    return StagedReload.of(path, origin, changes, failures)


def _stage_edition(
    edition: ArticleChange, database: Path, path: Path
) -> Generator[int, None, StagedReload]:
    article, added, changed = edition.written, 0, 0
    with new_staging(database, path) as staging:
        inventory = staging.inventory()
        there = {old.id for old in inventory.articles}
        written: tuple[StoredArticle, ...] = ()
        if article is not None:
            staging.add([article], edition.origin)
            written = (StoredArticle(article.id, *LoadedArticle.of(article), edition.origin),)
            added, changed = int(article.id not in there), int(article.id in there)
        removed = tuple(there.intersection(edition.removed))
        yield added + changed
        changes = Changes(
            based_on=inventory.last_reload,
            articles=written,
            added=written if added else (),
            changed=written if changed else (),
            renamed=(),
            kept=(),
            removed=removed,
            unchanged=0,
            duplicates=0,
            total=len(there) + added - len(removed),
        )
        staging.decide(changes)
    return StagedReload.of(path, edition.origin, changes)


def _fingerprints(stored: Iterable[StoredArticle]) -> dict[str, str]:
    """By digest, of the article that a loaded one with this digest will be taken for.

    Where the fingerprint is the same too, its text is never written.
    """
    found: dict[str, str] = {}
    for old in stored:
        found.setdefault(old.digest, old.fingerprint)
    return found
