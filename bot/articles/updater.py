"""Apply changes of the articles, one at a time: first to storage, then to the index.

::

    reader -> staging file -> new index -> one transaction -> serve the index -> save it to disk

Many articles are written in parts, each in a turn of its own; other changes come in between.
An error before a part's transaction leaves everything as it was. After an error behind it, the next
start builds the index again: the saved one has the version of the articles it was built from.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.articles.progress import OnProgress, ProgressReporter, ReloadPhase
from bot.errors import DatabaseLost, ReloadFailed, StorageDamaged, StorageError, StorageGone
from bot.model.articles import ArticlesVersion, Origin, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.reloads import ReloadStore
from index.engine import PreparedIndex, SearchEngine
from index.errors import LOAD_FAILED, IndexingError, LoadError, SnapshotError

if TYPE_CHECKING:
    from bot.articles.ingest import Staging, StagingReader
    from bot.storage.staging import StagedReload

log = logging.getLogger(__name__)


MAX_READS = 3
"""Times that a source is read because somebody changed its articles meanwhile."""

MAX_AWAITED = 5
"""Looks in vain for the index that another process saves, before it is built here."""


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
        self._awaited_version: ArticlesVersion | None = None

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
                self._store.report(DatabaseLost(self._store.address.name))
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
        """Apply what ``reader`` reads; other changes go on while it reads, and between parts.

        What somebody else has changed meanwhile is left, and what a folder or a feed has of it is
        read once more. ``on_progress`` is called on the event loop and must not raise. Raises
        StorageError, IndexingError, what ``check`` raises about what was read, and ReloadRunning if
        another process has changed the articles meanwhile; nothing has changed then. Raises
        ReloadFailed (``reload_incomplete``) if some parts were written before an error. Damaged
        indexes of the database are rebuilt first.
        """
        course = _Course(self._now(), ProgressReporter(on_progress), check)
        try:
            return await self._apply_repaired(reader, course)
        except Exception as error:
            if not course.written:
                raise
            raise ReloadFailed("reload_incomplete", count=course.written) from error

    async def _apply_repaired(self, reader: "StagingReader", course: "_Course") -> ReloadReport:
        began = asyncio.get_running_loop().time()
        try:
            return await self._apply(reader, course)
        except StorageGone as error:
            self._store.report(error)
            raise
        except StorageDamaged as error:
            if not await self._store.repaired(error, began):
                self._store.report(error)
                raise
            return await self._apply(reader, course)

    async def _apply(self, reader: "StagingReader", course: "_Course") -> ReloadReport:
        # Imported here because it takes long, and answers do not need it.
        from bot.articles.ingest import staged

        for _ in range(MAX_READS):
            async with staged(reader, self._store.address, course.progress.read) as staging:
                check, is_left = course.check, True
                while is_left:
                    async with self._applying:
                        done, reload = await self._apply_part(staging, course, check)
                    check, is_left = lambda _: None, reload.left > 0
            # What a person adds is not read again: it would bring back what staff have removed.
            if not reload.overtaken or reload.origin is Origin.ADDED:
                break
        return done

    async def _apply_part(
        self,
        staging: "Staging",
        course: "_Course",
        check: "Callable[[StagedReload], None]",
    ) -> tuple[ReloadReport, "StagedReload"]:
        reload = await staging.compare()
        check(reload)
        prepared, refused = await self._prepare(reload, course), set[str]()
        while new := [each for each in prepared.failures if each.where not in refused]:
            refused |= {failure.where for failure in new}
            reload = await staging.compare(new)
            prepared = await self._prepare(reload, course)
        if not reload.left:
            course.progress.report(ReloadPhase.SAVING, 0, course.written + reload.size)
        done = await self._store.apply(reload, lambda: course.report(reload, self._now()))
        course.add(reload)
        await prepared.commit(str(done.version))
        self._served = done.version
        if not reload.left:
            self._tell_faults((*reload.failures, *prepared.failures))
        self._generation += 1
        self._start_saving(done.version)
        return done.report, reload

    async def follow(self) -> bool:
        """Serve what another process has changed; return whether something was taken over.

        That process saves its index soon after its transaction; if it does not, the index is built.
        """
        async with self._applying:
            version = await self._reloads.version()
            if version != self._awaited_version:  # the other process goes on, and saves at its end
                self._awaited, self._awaited_version = 0, version
            if version == self._served:
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
        await prepared.commit(str(version))
        if version.reload:
            self._start_saving(version)

    async def _prepare(self, reload: "StagedReload", course: "_Course") -> PreparedIndex:
        """Change the index that is served, or build a new one if that is of another version."""
        current = self._served is not None and self._served.reload == reload.based_on
        stored = None if current else await self._store.count()
        articles = reload.articles(self._store.address, stored)

        before = course.indexed

        def on_built(done: int) -> None:
            total = before + articles.count + reload.left
            course.progress.report(ReloadPhase.INDEXING, before + done, total)

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

    def _start_saving(self, version: ArticlesVersion) -> None:
        """Merge and save the index in the background, after any save that is running."""
        self._saving = asyncio.create_task(self._save(version, self._saving))

    async def _save(self, version: ArticlesVersion, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        if version != self._served:  # a later change is saved instead
            return
        try:
            if version == await self._reloads.version():  # else another process has changed more
                await self._engine.merge_and_persist()
        except (OSError, IndexingError, StorageError):
            log.exception("the index could not be saved; the next start will build it again")


@dataclass(slots=True)
class _Course:
    """A change as far as it has come: the parts that were written, and what they add up to."""

    started: datetime
    progress: ProgressReporter
    check: "Callable[[StagedReload], None]"
    added: int = 0
    changed: int = 0
    removed: int = 0
    mojibake: int = 0

    @property
    def indexed(self) -> int:
        return self.added + self.changed

    @property
    def written(self) -> int:
        return self.indexed + self.removed

    def add(self, reload: "StagedReload") -> None:
        """Count a part that was written."""
        self.added += reload.added
        self.changed += reload.changed
        self.removed += reload.removed
        self.mojibake += reload.mojibake

    def report(self, reload: "StagedReload", finished: datetime) -> ReloadReport:
        """Report the parts that were written and ``reload``, which is written next.

        What they wrote is unchanged now.
        """
        return ReloadReport(
            added=self.added + reload.added,
            changed=self.changed + reload.changed,
            removed=self.removed + reload.removed,
            unchanged=max(0, reload.unchanged - self.indexed),
            duplicates=reload.duplicates,
            failures=reload.failures,
            seconds=max(0.0, (finished - self.started).total_seconds()),
            finished_at=finished,
            origin=reload.origin,
            mojibake=self.mojibake + reload.mojibake,
        )
