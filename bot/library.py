"""The collection of articles: loaded from a folder, stored, indexed, read.

A reload is read and decided by ``bot.reading`` and carried out here::

    folder -> load -> diff with what is stored -> staging file
        -> new index -> one transaction -> serve the index -> keep the index on disk

Whatever fails before the transaction leaves everything as it was; what fails after it is made up
for at the next start, since an index is kept under the mark of the articles that it was made of.
Does not search and does not judge what an article is.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ArticleNotFound, FolderMissing, ReloadFailed, ReloadRunning
from bot.storage.articles import ArticleStore
from bot.storage.reloads import Mark, ReloadReport, ReloadStore
from index.engine import PreparedIndex, SearchEngine
from index.errors import IndexingError, SnapshotError
from index.types import Article

if TYPE_CHECKING:
    from bot.storage.staging import StagedReload

__all__ = ["Library", "LibraryStatus", "ReloadPhase", "ReloadProgress", "ReloadReport"]

log = logging.getLogger(__name__)

REMEMBERED = 256
"""Articles kept in memory: those that recent answers quoted."""


class ReloadPhase(StrEnum):
    """What a reload is busy with."""

    READING = "reading"
    INDEXING = "indexing"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class ReloadProgress:
    """How far a phase has come, in articles; ``total`` is None where it is not known yet."""

    phase: ReloadPhase
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """How much there is to ask about, and how it came there."""

    articles: int
    passages: int
    last_reload: ReloadReport | None


OnProgress = Callable[[ReloadProgress], None]


class Library:
    """The articles that can be asked about; reloads them one at a time."""

    def __init__(
        self,
        store: ArticleStore,
        reloads: ReloadStore,
        engine: SearchEngine,
        folder: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._reloads = reloads
        self._engine = engine
        self._folder = folder
        self._now = now
        self._reloading = False
        self._generation = 0
        self._served: Mark | None = None
        self._settling: asyncio.Task[None] | None = None
        self._recent: OrderedDict[int, Article] = OrderedDict()

    @property
    def reloading(self) -> bool:
        """Whether a reload is running."""
        return self._reloading

    @property
    def generation(self) -> int:
        """Grows when a reload is done: hits found before belong to the articles as they were."""
        return self._generation

    async def open(self) -> None:
        """Make what is stored searchable: as it was kept, or else by indexing it anew."""
        mark = await self._reloads.mark()
        try:
            await self._engine.restore(str(mark))
        except SnapshotError as error:
            await self._rebuild(mark, error)
        self._served = mark

    async def close(self) -> None:
        """Wait until the index is kept."""
        if self._settling is not None:
            await self._settling

    async def reload(self, on_progress: OnProgress | None = None) -> ReloadReport:
        """Read the folder anew; answers go on meanwhile from what was there before.

        ``on_progress`` is called on the event loop and must not raise. Raises ReloadRunning,
        FolderMissing or ReloadFailed, and then nothing has changed.
        """
        if self._reloading:
            raise ReloadRunning
        self._reloading = True
        try:
            report = await self._reload(on_progress or _ignore)
        except (ReloadRunning, FolderMissing):
            raise
        except Exception as error:
            log.exception("the reload failed")
            raise ReloadFailed from error
        finally:
            self._reloading = False
        _log_report(report)
        return report

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
        found = {number: self._recent[number] for number in ids if number in self._recent}
        for number in found:
            self._recent.move_to_end(number)
        if missing := [number for number in ids if number not in found]:
            generation = self._generation
            read = await self._store.many(missing)
            if generation == self._generation:
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

    async def _rebuild(self, mark: Mark, error: SnapshotError) -> None:
        if mark.reload:
            log.warning("indexing what is stored anew: %s (%s)", error.key, error.where)
        prepared = await self._engine.prepare(self._store.all())
        prepared.commit()
        if mark.reload:
            self._settle(mark)

    def _settle(self, mark: Mark) -> None:
        """Have the index tidied up and kept, while it answers."""
        self._settling = asyncio.create_task(self._keep(mark, self._settling))

    async def _keep(self, mark: Mark, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        try:
            await self._engine.settle(str(mark))
        except (OSError, IndexingError):
            log.exception("the index could not be kept; the next start will make it anew")

    async def _reload(self, on_progress: OnProgress) -> ReloadReport:
        # What reads articles takes a while to import, and no answer needs it.
        from bot.reading import staged

        def read(done: int) -> None:
            on_progress(ReloadProgress(ReloadPhase.READING, done, None))

        started = self._now()
        if not await asyncio.to_thread(self._folder.is_dir):
            raise FolderMissing(self._folder)
        async with staged(self._folder, self._store.path, read) as reload:
            prepared = await self._prepare(reload, on_progress)
            on_progress(ReloadProgress(ReloadPhase.SAVING, 0, reload.total))
            report = await self._store.apply(
                reload.path, reload.based_on, lambda: _report(reload, started, self._now())
            )
        prepared.commit()
        self._generation += 1
        self._recent.clear()
        await self._mark_served(reload.based_on)
        return report

    async def _prepare(self, reload: "StagedReload", on_progress: OnProgress) -> PreparedIndex:
        """What is served with the changes; all of it anew if it is not what they are based on."""
        in_step = self._served is not None and self._served.reload == reload.based_on
        articles = reload.articles(self._store.path, anew=not in_step)

        def told(done: int) -> None:
            on_progress(ReloadProgress(ReloadPhase.INDEXING, done, articles.count))

        told(0)
        if in_step:
            return await self._engine.apply(articles, reload.gone, told)
        return await self._engine.prepare(articles, told)

    async def _mark_served(self, based_on: int) -> None:
        """Keep the index, unless another process has reloaded since."""
        mark = await self._reloads.mark()
        if mark.reload == based_on + 1:
            self._served = mark
            self._settle(mark)


def _report(reload: "StagedReload", started: datetime, finished: datetime) -> ReloadReport:
    return ReloadReport(
        added=reload.added,
        changed=reload.changed,
        removed=reload.removed,
        unchanged=reload.unchanged,
        duplicates=reload.duplicates,
        failures=reload.failures,
        seconds=max(0.0, (finished - started).total_seconds()),
        finished_at=finished,
    )


def _log_report(report: ReloadReport) -> None:
    log.info(
        "reloaded in %.1f s: %d added, %d changed, %d removed, %d unchanged, %d failed",
        report.seconds,
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
        len(report.failures),
    )


def _ignore(_progress: ReloadProgress) -> None:
    """Nobody watches."""
