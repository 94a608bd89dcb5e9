"""The collection of articles: brought in, stored, indexed, read.

What changes it is carried out by ``bot.articles.updater``, one thing at a time; this is who may be
asked for it, and who reads. Does not search and does not judge what an article is.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.articles.updater import ArticleUpdater, OnProgress, ReloadPhase, ReloadProgress
from bot.errors import ArticleNotFound, FolderMissing, ReloadFailed, ReloadRunning
from bot.model.articles import Origin, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.reloads import ReloadStore
from index.engine import SearchEngine
from index.errors import LoadError
from index.types import Article

if TYPE_CHECKING:
    from bot.articles.ingest import ArticleChange, UploadedFile
    from bot.storage.articles import Statement

__all__ = ["Library", "LibraryStatus", "Origin", "ReloadPhase", "ReloadProgress", "ReloadReport"]

log = logging.getLogger(__name__)

REMEMBERED = 256
"""Articles kept in memory: those that recent answers quoted."""


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """How much there is to ask about, and how it came there."""

    articles: int
    passages: int
    last_reload: ReloadReport | None


class Library:
    """The articles that can be asked about."""

    def __init__(
        self,
        store: ArticleStore,
        reloads: ReloadStore,
        engine: SearchEngine,
        folder: Path,
        now: Callable[[], datetime],
    ) -> None:
        self.updater = ArticleUpdater(store, reloads, engine, now)
        self._store = store
        self._reloads = reloads
        self._engine = engine
        self._folder = folder
        self._turn = asyncio.Lock()
        self._recent: OrderedDict[int, Article] = OrderedDict()
        self._recent_of = 0

    @property
    def reloading(self) -> bool:
        """Whether a reload is running."""
        return self._turn.locked()

    @property
    def generation(self) -> int:
        """Grows with each change: hits found before belong to the articles as they were."""
        return self.updater.generation

    async def open(self) -> None:
        """Make what is stored searchable."""
        await self.updater.open()

    async def close(self) -> None:
        """Wait until the index is kept."""
        await self.updater.close()

    async def reload(
        self, on_progress: OnProgress | None = None, *, patient: bool = False
    ) -> ReloadReport:
        """Read the folder anew; answers go on meanwhile from what was there before.

        While a reload runs, another one is refused, or waits for its end where it is ``patient``.
        ``on_progress`` is called on the event loop and must not raise. Raises ReloadRunning,
        FolderMissing or ReloadFailed, and then nothing has changed.
        """
        if self._turn.locked() and not patient:
            raise ReloadRunning
        async with self._turn:
            return await _reported(self._reload(on_progress))

    async def take_in(
        self,
        items: Sequence[Article | LoadError],
        origin: Origin,
        also: Iterable[Statement] = (),
    ) -> ReloadReport:
        """Articles that came otherwise than in the folder, beside all that are there.

        Those of a feed that are there already, by their content, are left as they are. ``also``
        are statements of the same transaction. Raises ReloadRunning where another process changes
        the articles too, or ReloadFailed.
        """
        from bot.articles.ingest import read_items

        return await _reported(self.updater.apply(read_items(items, origin), also=also))

    async def import_files(
        self,
        files: Sequence[UploadedFile],
        on_progress: OnProgress | None = None,
        also: Iterable[Statement] = (),
    ) -> ReloadReport:
        """The articles of files, beside all that are there; ``also`` and errors as ``take_in``."""
        from bot.articles.ingest import read_files

        return await _reported(self.updater.apply(read_files(files), on_progress, also=also))

    async def revise(self, edition: ArticleChange, also: Iterable[Statement] = ()) -> ReloadReport:
        """A person's change of single articles, of which nobody is told; errors as ``take_in``."""
        from bot.articles.ingest import read_edition

        change = self.updater.apply(read_edition(edition), news=False, also=also)
        return await _reported(change)

    def all(self) -> AsyncIterator[Article]:
        """Every article, in the order of their numbers, as they are at one moment."""
        return self._store.all()

    async def latest(self, *, limit: int, offset: int = 0) -> Sequence[Article]:
        """The newest articles first; those without a date come last, then the latest added."""
        return await self._store.latest(limit, offset)

    async def article(self, article_id: int) -> Article:
        """One article; raises ArticleNotFound."""
        found = await self.articles([article_id])
        if article_id not in found:
            raise ArticleNotFound(article_id)
        return found[article_id]

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """The articles that have one of these ids; ids without an article are left out."""
        if self._recent_of != self.generation:
            self._recent.clear()
            self._recent_of = self.generation
        found = {number: self._recent[number] for number in ids if number in self._recent}
        for number in found:
            self._recent.move_to_end(number)
        if missing := [number for number in ids if number not in found]:
            read = await self._store.many(missing)
            if self._recent_of == self.generation:
                self._remember(read)
            found |= read
        return found

    async def status(self) -> LibraryStatus:
        """How much there is, and what the last reload did."""
        return LibraryStatus(
            articles=await self._store.count(),
            passages=self._engine.stats.passages,
            last_reload=await self._reloads.last(),
        )

    def _remember(self, read: Mapping[int, Article]) -> None:
        self._recent.update(read)
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    async def _reload(self, on_progress: OnProgress | None) -> ReloadReport:
        # What reads articles takes a while to import, and no answer needs it.
        from bot.articles.ingest import read_folder

        if not await asyncio.to_thread(self._folder.is_dir):
            raise FolderMissing(self._folder)
        return await self.updater.apply(read_folder(self._folder), on_progress)


async def _reported(work: Awaitable[ReloadReport]) -> ReloadReport:
    """Log what a change did; what failed unforeseen leaves as ReloadFailed."""
    try:
        report = await work
    except (ReloadRunning, FolderMissing):
        raise
    except Exception as error:
        log.exception("the articles could not be changed")
        raise ReloadFailed from error
    log.info(
        "%s read in %.1f s: %d added, %d changed, %d removed, %d unchanged, %d failed",
        report.origin,
        report.seconds,
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
        len(report.failures),
    )
    return report
