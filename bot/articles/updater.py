"""Carries out changes of the articles, one at a time: storage first, then what is searched.

::

    reading -> staging file -> new index -> one transaction -> serve the index -> keep it on disk

Whatever fails before the transaction leaves everything as it was; what fails after it is made up
for at the next start, since an index is kept under the mark of the articles that it was made of.
Decides nothing of what changes; ``bot.articles.ingest`` has the readings.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.model.articles import ArticlesVersion, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.reloads import ReloadStore
from index.engine import PreparedIndex, SearchEngine
from index.errors import IndexingError, SnapshotError

if TYPE_CHECKING:
    from bot.articles.ingest import Reading
    from bot.storage.articles import Statement
    from bot.storage.staging import StagedReload

log = logging.getLogger(__name__)


class ReloadPhase(StrEnum):
    """What a change is busy with."""

    READING = "reading"
    INDEXING = "indexing"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class ReloadProgress:
    """How far a phase has come, in articles; ``total`` is None where it is not known yet.

    ``seconds`` have gone by since the phase began.
    """

    phase: ReloadPhase
    done: int
    total: int | None
    seconds: float = field(default=0.0, compare=False)

    @property
    def per_second(self) -> float:
        """Articles a second; 0 where there is nothing to judge by yet."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Until the phase ends, if it goes on like this; None where that is not known."""
        if self.total is None or not self.per_second:
            return None
        return max(0, self.total - self.done) / self.per_second


OnProgress = Callable[[ReloadProgress], None]


class ArticleUpdater:
    """The articles' changes; searches go on meanwhile from what was there before."""

    def __init__(
        self,
        store: ArticleStore,
        reloads: ReloadStore,
        engine: SearchEngine,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._reloads = reloads
        self._engine = engine
        self._now = now
        self._turn = asyncio.Lock()
        self._generation = 0
        self._served: ArticlesVersion | None = None
        self._settling: asyncio.Task[None] | None = None

    @property
    def generation(self) -> int:
        """Grows with each change: hits found before belong to the articles as they were."""
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

    async def apply(
        self,
        reading: "Reading",
        on_progress: OnProgress | None = None,
        *,
        news: bool = True,
        also: "Iterable[Statement]" = (),
    ) -> ReloadReport:
        """Bring about what ``reading`` says, when no other change is under way.

        ``on_progress`` is called on the event loop and must not raise. What is added is ``news``
        for those who want to be told; ``also`` are statements of the same transaction. Raises
        ReloadRunning where another process has changed the articles meanwhile, StorageError, and
        IndexingError; and then nothing has changed.
        """
        # What reads articles takes a while to import, and no answer needs it.
        from bot.articles.ingest import staged

        async with self._turn:
            started, watch = self._now(), _ProgressWatch(on_progress)
            async with staged(reading, self._store.path, watch.reading) as reload:
                prepared = await self._prepare(reload, watch)
                watch.told(ReloadPhase.SAVING, 0, reload.total)

                def report() -> ReloadReport:
                    return _report(reload, started, self._now())

                done = await self._store.apply(
                    reload.path, reload.based_on, report, news=news, also=also
                )
            prepared.commit()
            self._generation += 1
            await self._mark_served(reload.based_on)
        return done

    async def _rebuild(self, mark: ArticlesVersion, error: SnapshotError) -> None:
        if mark.reload:
            log.warning("indexing what is stored anew: %s (%s)", error.key, error.where)
        prepared = await self._engine.prepare(self._store.all())
        prepared.commit()
        if mark.reload:
            self._settle(mark)

    async def _prepare(self, reload: "StagedReload", watch: "_ProgressWatch") -> PreparedIndex:
        """What is served with the changes; all of it anew if it is not what they are based on."""
        in_step = self._served is not None and self._served.reload == reload.based_on
        articles = reload.articles(self._store.path, anew=not in_step)

        def told(done: int) -> None:
            watch.told(ReloadPhase.INDEXING, done, articles.count)

        told(0)
        if in_step:
            return await self._engine.apply(articles, reload.gone, told)
        return await self._engine.prepare(articles, told)

    async def _mark_served(self, based_on: int) -> None:
        """Keep the index, unless another process has changed the articles since."""
        mark = await self._reloads.mark()
        if mark.reload == based_on + 1:
            self._served = mark
            self._settle(mark)

    def _settle(self, mark: ArticlesVersion) -> None:
        """Have the index tidied up and kept, while it answers."""
        self._settling = asyncio.create_task(self._keep(mark, self._settling))

    async def _keep(self, mark: ArticlesVersion, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        try:
            await self._engine.merge_and_persist(str(mark))
        except (OSError, IndexingError):
            log.exception("the index could not be kept; the next start will make it anew")


class _ProgressWatch:
    """Tells of the progress, with how long each phase has taken."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        self._on_progress = on_progress
        self._time = asyncio.get_running_loop().time
        self._phase = ReloadPhase.READING
        self._began = self._time()

    def reading(self, done: int) -> None:
        """So many items have been read."""
        self.told(ReloadPhase.READING, done, None)

    def told(self, phase: ReloadPhase, done: int, total: int | None) -> None:
        """So many articles of the phase are done."""
        if phase is not self._phase:
            self._phase, self._began = phase, self._time()
        if self._on_progress is not None:
            self._on_progress(ReloadProgress(phase, done, total, self._time() - self._began))


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
        origin=reload.origin,
    )
