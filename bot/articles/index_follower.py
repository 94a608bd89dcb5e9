"""Keep the engine's index at the version of the stored articles.

An index of an earlier version gets the articles that were changed since, as they are now. That may
be repeated after any error: until the last part is done, the index is of its earlier version.
"""

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime

from bot.model.articles import ArticlesVersion
from bot.storage.articles import ArticleStore
from bot.storage.connection import batches
from bot.storage.index_changes import IndexChanges
from bot.storage.reloads import ReloadStore
from index.engine import SearchEngine
from index.errors import LOAD_FAILED, LoadError, SnapshotError
from index.types import Article

log = logging.getLogger(__name__)

MAX_PART = 1000
"""Articles that are changed in the index at a time: they are analysed in this process."""


class IndexFollower:
    """The index, the version of the articles that it was last seen to have, and since when.

    Its changes come one at a time; those of an index that processes share, under their lock.
    """

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
        self._served: ArticlesVersion | None = None
        self.changed_at: datetime | None = None

    @property
    def served(self) -> ArticlesVersion | None:
        """Return the version that the index was last seen to have."""
        return self._served

    @served.setter
    def served(self, version: ArticlesVersion | None) -> None:
        self._served, self.changed_at = version, self._now()

    async def restore(self, version: ArticlesVersion) -> SnapshotError | None:
        """Serve what was stored as ``version``; return the error if there is no such index."""
        try:
            await self._engine.restore(str(version))
        except SnapshotError as error:
            return error
        self.served = version
        return None

    async def restore_any(self) -> str:
        """Serve what is stored; return its version, "" if there is nothing."""
        try:
            await self._engine.restore(None)
        except SnapshotError:
            return ""
        return await self._engine.version()

    async def catch_up(self, version: ArticlesVersion, error: SnapshotError) -> None:
        """Serve ``version`` or a later one, although restoring it has failed."""
        base = await self._base()
        if changes := await self._reloads.changes_since(base):
            await self._apply(base, changes)
        else:
            await self._build(version, error)

    async def _base(self) -> str:
        """Return the version of the index that changes are applied to."""
        served = "" if self._engine.is_shared else await self._engine.version()
        return served or await self.restore_any()

    async def _apply(self, base: str, changes: IndexChanges) -> None:
        parts = list(batches(changes.ids, MAX_PART)) or [()]
        for number, ids in enumerate(parts, 1):
            prepared = await self._engine.apply(self._articles(ids), ids)
            report_faults(self._store, prepared.failures)
            is_last = number == len(parts)
            await prepared.commit(str(changes.version) if is_last else base)
        self.served = changes.version
        if changes.ids:
            log.info("applied what was changed of %d articles to the index", len(changes.ids))

    async def _articles(self, ids: Sequence[int]) -> AsyncIterator[Article]:
        for article in (await self._store.changed(ids)).values():
            yield article

    async def _build(self, version: ArticlesVersion, error: SnapshotError) -> None:
        if version.reload:
            log.warning("rebuilding the index from storage: %s (%s)", error.key, error.where)
        prepared = await self._engine.prepare(self._store.all())
        report_faults(self._store, prepared.failures)
        await prepared.commit(str(version))
        self.served = version


def report_faults(store: ArticleStore, failures: Sequence[LoadError]) -> None:
    """Log and report the items that met faults of the program, once for each fault."""
    faults = defaultdict[tuple[str | int, ...], dict[str, LoadError]](dict)
    for failure in failures:
        if failure.reason == LOAD_FAILED:
            faults[tuple(failure.arguments.values())].setdefault(failure.where, failure)
    for (error, location), items in faults.items():
        first, more = next(iter(items.values())), len(items) - 1
        log.error("an article and %d others were left out: %s at %s", more, error, location)
        store.report(first)
