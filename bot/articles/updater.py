"""Apply changes of the articles, one at a time: first to storage, then to the index.

::

    reader -> staging file -> new index -> one transaction -> serve the index -> save it to disk

An error before the transaction leaves everything as it was. After an error behind it, the next
start builds the index again: the saved one has the version of the articles it was built from.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import DatabaseLost, StorageDamaged
from bot.model.articles import ArticlesVersion, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.reloads import ReloadStore
from index.engine import PreparedIndex, SearchEngine
from index.errors import LOAD_FAILED, IndexingError, LoadError, SnapshotError

if TYPE_CHECKING:
    from bot.articles.ingest import StagingReader
    from bot.storage.staging import StagedReload

log = logging.getLogger(__name__)


MAX_AWAITED = 5
"""Looks in vain for the index that another process saves, before it is built here."""


class ReloadPhase(StrEnum):
    """The phases of a change, in order."""

    READING = "reading"
    INDEXING = "indexing"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class ReloadProgress:
    """Articles done ``seconds`` after a phase began; ``total`` is None if unknown."""

    phase: ReloadPhase
    done: int
    total: int | None
    seconds: float = field(default=0.0, compare=False)

    @property
    def per_second(self) -> float:
        """Articles per second; 0 at the beginning of a phase."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the phase ends at this rate; None if unknown."""
        if self.total is None or not self.per_second:
            return None
        return max(0, self.total - self.done) / self.per_second


OnProgress = Callable[[ReloadProgress], None]


class ArticleUpdater:
    """Applies changes; until one is done, searches use the articles of before."""

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
        self._applying = asyncio.Lock()
        self._generation = 0
        self._served: ArticlesVersion | None = None
        self._saving: asyncio.Task[None] | None = None
        self._awaited = 0
        self._has_repaired = False

    @property
    def generation(self) -> int:
        """Return a counter of changes: hits of an earlier generation may be of other articles."""
        return self._generation

    async def open(self) -> None:
        """Make the stored articles searchable: load the saved index, or else build it."""
        version = await self._reloads.version()
        try:
            await self._engine.restore(str(version))
        except SnapshotError as error:
            if not version.reload and error.key != "snapshot_missing":
                log.warning("the database is empty, but there is an index: %s", error.where)
                self._store.report(DatabaseLost(self._store.path))
            await self._rebuild(version, error)
        self._served = version

    async def close(self) -> None:
        """Wait until the index is on disk."""
        if self._saving is not None:
            await self._saving

    async def apply(
        self,
        reader: "StagingReader",
        on_progress: OnProgress | None = None,
        check: "Callable[[StagedReload], None]" = lambda _: None,
    ) -> ReloadReport:
        """Apply what ``reader`` reads; other changes go on while it reads.

        ``on_progress`` is called on the event loop and must not raise. Raises StorageError,
        IndexingError, what ``check`` raises about what was read, and ReloadRunning if another
        process has changed the articles meanwhile; nothing has changed then. Damaged indexes of
        the database are rebuilt first.
        """
        try:
            done = await self._apply(reader, on_progress, check)
        except StorageDamaged as error:
            first, self._has_repaired = not self._has_repaired, True
            if not first or not await self._store.repair(error):
                self._store.report(error)
                raise
            done = await self._apply(reader, on_progress, check)
        self._has_repaired = False
        return done

    async def _apply(
        self,
        reader: "StagingReader",
        on_progress: OnProgress | None,
        check: "Callable[[StagedReload], None]",
    ) -> ReloadReport:
        # Imported here because it takes long, and answers do not need it.
        from bot.articles.ingest import staged

        started, progress = self._now(), _ProgressReporter(on_progress)
        async with staged(reader, self._store.path, progress.read) as staging, self._applying:
            reload = await staging.compare()
            check(reload)
            prepared, refused = await self._prepare(reload, progress), set[str]()
            while new := [each for each in prepared.failures if each.where not in refused]:
                refused |= {failure.where for failure in new}
                reload = await staging.compare(new)
                prepared = await self._prepare(reload, progress)
            progress.report(ReloadPhase.SAVING, 0, reload.added + reload.changed + reload.removed)

            def report() -> ReloadReport:
                return _report(reload, started, self._now())

            done = await self._store.apply(reload, report)
            prepared.commit()
            self._tell_faults((*reload.failures, *prepared.failures))
            self._generation += 1
            await self._save_served(reload.based_on)
        return done

    async def follow(self) -> bool:
        """Serve what another process has changed; return whether something was taken over.

        That process saves its index soon after its transaction; if it does not, the index is built.
        """
        async with self._applying:
            version = await self._reloads.version()
            if version == self._served:
                self._awaited = 0
                return False
            try:
                await self._engine.restore(str(version))
            except SnapshotError as error:
                self._awaited += 1
                if self._awaited < MAX_AWAITED:
                    return False
                await self._rebuild(version, error)
            self._served = version
            self._generation += 1
        log.info("the articles were changed by another process, and are searchable now")
        self._store.on_arrivals()
        return True

    async def _rebuild(self, version: ArticlesVersion, error: SnapshotError) -> None:
        if version.reload:
            log.warning("rebuilding the index from storage: %s (%s)", error.key, error.where)
        prepared = await self._engine.prepare(self._store.all())
        self._tell_faults(prepared.failures)
        prepared.commit()
        if version.reload:
            self._start_saving(version)

    async def _prepare(
        self, reload: "StagedReload", progress: "_ProgressReporter"
    ) -> PreparedIndex:
        """Change the index that is served, or build a new one if that is of another version."""
        current = self._served is not None and self._served.reload == reload.based_on
        stored = None if current else await self._store.count()
        articles = reload.articles(self._store.path, stored)

        def on_built(done: int) -> None:
            progress.report(ReloadPhase.INDEXING, done, articles.count)

        on_built(0)
        if current:
            return await self._engine.apply(articles, reload.gone, on_built)
        return await self._engine.prepare(articles, on_built)

    def _tell_faults(self, failures: Sequence[LoadError]) -> None:
        """Log and report the items that met faults of the program, once for each fault."""
        faults = defaultdict[tuple[str | int, ...], dict[str, LoadError]](dict)
        for failure in failures:
            if failure.reason == LOAD_FAILED:
                faults[tuple(failure.arguments.values())].setdefault(failure.where, failure)
        for (error, location), items in faults.items():
            first, more = next(iter(items.values())), len(items) - 1
            others = f" (and {more} more)" if more else ""
            log.error("%s was left out%s: %s at %s", first.where, others, error, location)
            self._store.report(first)

    async def _save_served(self, based_on: int) -> None:
        """Save the index, unless another process has changed the articles since."""
        version = await self._reloads.version()
        if version.reload == based_on + 1:
            self._served = version
            self._start_saving(version)

    def _start_saving(self, version: ArticlesVersion) -> None:
        """Merge and save the index in the background, after any save that is running."""
        self._saving = asyncio.create_task(self._save(version, self._saving))

    async def _save(self, version: ArticlesVersion, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        try:
            await self._engine.merge_and_persist(str(version))
        except (OSError, IndexingError):
            log.exception("the index could not be saved; the next start will build it again")


class _ProgressReporter:
    """Calls ``on_progress`` with the time that each phase has taken."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        self._on_progress = on_progress
        self._time = asyncio.get_running_loop().time
        self._phase = ReloadPhase.READING
        self._began = self._time()

    def read(self, done: int) -> None:
        """Report the number of items read."""
        self.report(ReloadPhase.READING, done, None)

    def report(self, phase: ReloadPhase, done: int, total: int | None) -> None:
        """Report the number of articles that a phase has finished."""
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
