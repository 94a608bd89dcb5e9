"""Apply changes of the articles, one at a time: first to storage, then to the index.

::

    reader -> staging file -> new index -> one transaction -> serve the index -> save it to disk

Many articles are written in parts, each in a turn of its own; other changes come in between.
An error before a part's transaction leaves everything as it was. After an error behind it, the next
change or start applies what is stored: an index has the version of the articles it was built from.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.articles.course import Course
from bot.articles.index_follower import IndexFollower, report_faults
from bot.articles.progress import OnProgress, ProgressReporter, ReloadPhase
from bot.errors import DatabaseLost, Notice, ReloadFailed, StorageDamaged, StorageGone
from bot.model.articles import ArticlesVersion, Origin, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.reloads import ReloadStore
from index.engine import PreparedIndex, SearchEngine
from index.errors import EngineUnavailable, IndexingError, SnapshotError

if TYPE_CHECKING:
    from bot.articles.ingest import Staging, StagingReader
    from bot.storage.staging import StagedReload

log = logging.getLogger(__name__)


MAX_READS = 3
"""Times that a source is read because somebody changed its articles meanwhile."""

MAX_AWAITED = 5
"""Looks in vain for the index that another process saves, before its changes are applied here."""


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
        self._index = IndexFollower(store, reloads, engine, now)
        self._saving: asyncio.Task[None] | None = None
        self._awaited = 0
        self._awaited_version: ArticlesVersion | None = None

    @property
    def generation(self) -> int:
        """Return a counter of changes: hits of an earlier generation may be of other articles."""
        return self._generation

    @property
    def index_changed_at(self) -> datetime | None:
        """Return since when this process serves the index as it is; None before there is one."""
        return self._index.changed_at

    async def open(self) -> None:
        """Make the stored articles searchable: load the saved index, or else build it.

        An index of an earlier version gets what was changed since. One that processes share is
        served as it is while another process changes it, or while it can't be reached.
        """
        try:
            if self._engine.is_shared:
                await self._open_shared()
            else:
                await self._open_own()
        except EngineUnavailable as error:
            log.warning("nothing is searchable until the search engine can be reached: %r", error)

    async def _open_shared(self) -> None:
        if not await self.lead() and self._index.served is None:
            await self._index.restore_any()

    async def _open_own(self) -> None:
        version = await self._reloads.version()
        if error := await self._index.restore(version):
            if not version.reload and error.key != "snapshot_missing":
                log.warning("the database is empty, but there is an index: %s", error.where)
                self._store.report(DatabaseLost(self._store.address.name))
            await self._catch_up(version, error)

    async def close(self) -> None:
        """Wait until the index is on disk; what a cluster merges does not depend on us."""
        if self._saving is not None:
            if self._engine.is_shared:
                self._saving.cancel()
            await asyncio.wait([self._saving])

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
        course = Course(self._now(), ProgressReporter(on_progress), check)
        try:
            return await self._apply_repaired(reader, course)
        except Exception as error:
            if not course.written:
                raise
            raise ReloadFailed("reload_incomplete", count=course.written) from error

    async def _apply_repaired(self, reader: "StagingReader", course: Course) -> ReloadReport:
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

    async def _apply(self, reader: "StagingReader", course: Course) -> ReloadReport:
        # Imported here because it takes long, and answers do not need it.
        from bot.articles.ingest import staged

        for _ in range(MAX_READS):
            async with staged(reader, self._store.address, course.progress.read) as staging:
                check, is_left = course.check, True
                while is_left:
                    async with self._applying, self._store.changing():
                        done, reload = await self._apply_part(staging, course, check)
                    check, is_left = lambda _: None, reload.left > 0
            # What a person adds is not read again: it would bring back what staff have removed.
            if not reload.overtaken or reload.origin is Origin.ADDED:
                break
        return done

    async def _apply_part(
        self,
        staging: "Staging",
        course: Course,
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
        await self._commit(prepared, done.version)
        if not reload.left:
            report_faults(self._store, (*reload.failures, *prepared.failures))
        return done.report, reload

    async def _commit(self, prepared: PreparedIndex, version: ArticlesVersion) -> None:
        """Serve what is stored; if the engine can't be reached, whoever leads does so later."""
        self._generation += 1
        try:
            await prepared.commit(str(version))
        except EngineUnavailable as error:
            log.warning("stored, but searchable only when the engine is back: %s", error.reason)
            self._store.report(Notice("index_late"))
        else:
            self._index.served = version
            self._start_saving(version)

    async def follow(self) -> bool:
        """Serve what another process has changed; return whether something was taken over.

        An index that is saved in our folder, or was changed in a cluster, is served as it is.
        Raises EngineUnavailable.
        """
        async with self._applying:
            version = await self._reloads.version()
            if version == self._index.served:
                return False
            if error := await self._index.restore(version):
                if self._engine.is_shared or self._awaits(version):
                    return False
                await self._catch_up(version, error)
            self._generation += 1
        log.info("the articles were changed by another process, and are searchable now")
        self._store.on_arrivals()
        return True

    async def lead(self) -> bool:
        """Change an index that processes share if it is of an earlier version, and nobody does.

        Return whether it was changed; raises EngineUnavailable.
        """
        if not self._engine.is_shared:
            return False
        async with self._applying, self._store.changing(wait=False) as lock:
            if lock is None or not await self._is_caught_up():
                return False
            self._generation += 1
        return True

    async def _is_caught_up(self) -> bool:
        """Bring the index to the stored version; return whether that was necessary."""
        version = await self._reloads.version()
        error = await self._index.restore(version)
        if error is not None:
            await self._catch_up(version, error)
        return error is not None

    async def _catch_up(self, version: ArticlesVersion, error: SnapshotError) -> None:
        await self._index.catch_up(version, error)
        if version.reload and self._index.served is not None:
            self._start_saving(self._index.served)

    def _awaits(self, version: ArticlesVersion) -> bool:
        """Return whether the process that changed the articles may soon save its index for us.

        It does so soon after its last transaction, into a folder that we share with it.
        """
        if self._store.address.url is not None:
            return False
        if version != self._awaited_version:  # the other process goes on, and saves at its end
            self._awaited, self._awaited_version = 0, version
        self._awaited += 1
        return self._awaited < MAX_AWAITED

    async def _prepare(self, reload: "StagedReload", course: Course) -> PreparedIndex:
        """Change the index that is served, once it is what the reload was compared with."""
        served = self._index.served
        if served is None or served.reload != reload.based_on:
            await self._is_caught_up()
        articles = reload.articles(self._store.address)
        before = course.indexed

        def on_built(done: int) -> None:
            total = before + articles.count + reload.left
            course.progress.report(ReloadPhase.INDEXING, before + done, total)

        on_built(0)
        return await self._engine.apply(articles, reload.gone, on_built)

    def _start_saving(self, version: ArticlesVersion) -> None:
        """Merge and save the index in the background, after any save that is running."""
        self._saving = asyncio.create_task(self._save(version, self._saving))

    async def _save(self, version: ArticlesVersion, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        if version != self._index.served:  # a later change is saved instead
            return
        try:
            await self._engine.merge_and_persist()
        except (OSError, IndexingError):
            log.exception("the index could not be saved; the next start will build it again")
