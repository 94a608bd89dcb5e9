"""The collection of articles: reading it, and all the ways in which it changes.

``bot.articles.updater`` applies the changes, one at a time.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.articles.progress import OnProgress
from bot.articles.updater import ArticleUpdater
from bot.errors import (
    ArticleChanged,
    ArticleNotFound,
    FolderMissing,
    FolderShrunk,
    ReloadFailed,
    ReloadRunning,
    StorageError,
)
from bot.model.articles import Origin, ReloadReport
from bot.model.channels import key_prefix
from bot.outages import outage_of
from bot.runtime.wakeup import CLOCK_S, Wakeup
from bot.storage.articles import ArticleStore
from bot.storage.reloads import ReloadStore
from index.engine import SearchEngine
from index.errors import EngineUnavailable, LoadError
from index.types import ANY_ARTICLE, Article, Filters, IndexStats

if TYPE_CHECKING:
    from bot.articles.source_files import SourceFile
    from bot.model.edits import ArticleChange
    from bot.storage.staging import StagedReload

log = logging.getLogger(__name__)

CACHE_SIZE = 256
"""Articles kept in memory: those that recent answers quoted."""

_CHANGES = {
    Origin.FOLDER: "folder read",
    Origin.FEED: "feed read",
    Origin.POST: "posts of channels read",
    Origin.ADDED: "articles added or edited",
}
"""The words of the log for a change, by its origin."""


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """The number of articles and passages, and the folder's last reload."""

    articles: int
    passages: int
    last_reload: ReloadReport | None


@dataclass(frozen=True, slots=True)
class IndexState:
    """The index that is served: its size, since when, and its version, "" if there is none."""

    stats: IndexStats
    version: str
    changed_at: datetime | None


OnChanged = Callable[[Origin, ReloadReport | None], None]
"""Called after a change of the articles, with None if it failed; must not raise."""


class Library:
    """Reads and changes the articles."""

    def __init__(
        self,
        store: ArticleStore,
        reloads: ReloadStore,
        engine: SearchEngine,
        folder: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._updater = ArticleUpdater(store, reloads, engine, now)
        self._store = store
        self._reloads = reloads
        self._engine = engine
        self._folder = folder
        self._reloading = asyncio.Lock()
        self.changed = Wakeup(now, CLOCK_S)
        self.leads = False
        self.folder_read_at: float | None = None
        self.on_changed: OnChanged = lambda _origin, _report: None
        self._cache: OrderedDict[int, Article] = OrderedDict()
        self._cached_generation = 0

    @property
    def reloading(self) -> bool:
        """Whether a reload is running."""
        return self._reloading.locked()

    @property
    def generation(self) -> int:
        """Return a counter of changes: hits of an earlier generation may be of other articles."""
        return self._updater.generation

    async def open(self) -> None:
        """Make the stored articles searchable."""
        await self._updater.open()

    async def follow(self) -> bool:
        """Serve what another process has changed; return whether something was taken over."""
        return await self._updater.follow()

    async def keep_following(self) -> None:
        """Serve what other processes change, as long as the bot runs; raises StorageError.

        ``changed`` is notified when they have, or may have. If this process leads, it also changes
        an index that they share, where the process that had to has died.
        """
        while True:
            await self.changed.wait()
            try:
                if self.leads:
                    await self._updater.lead()
                await self.follow()
            except (StorageError, EngineUnavailable) as error:
                if outage_of(error) is None:
                    raise
                log.warning("changes of the articles are not followed for now: %r", error)

    async def close(self) -> None:
        """Wait until the index is on disk, and release what the engine has open."""
        await self._updater.close()
        await self._engine.close()

    async def reload(
        self,
        on_progress: OnProgress | None = None,
        *,
        wait: bool = False,
        may_remove: float = 0,
    ) -> ReloadReport:
        """Read the folder again; until that is done, searches use the articles of before.

        If a reload is running, this one is refused, or with ``wait``, begins after it.
        ``on_progress`` is called on the event loop and must not raise. Raises ReloadRunning,
        FolderMissing, FolderShrunk if the folder has lost suspiciously many articles, more than
        ``may_remove``, or ReloadFailed; nothing has changed then.
        """
        if self._reloading.locked() and not wait:
            raise ReloadRunning
        async with self._reloading:
            return await self._reported(self._reload(on_progress, may_remove), Origin.FOLDER)

    async def ingest(self, items: Sequence[Article | LoadError], origin: Origin) -> ReloadReport:
        """Add or update articles that do not come from the folder.

        Articles of a feed that are stored already, by digest, do not change. Articles that a
        person adds may have been deleted before. Raises ReloadRunning if another process changes
        the articles too, or ReloadFailed.
        """
        from bot.articles.ingest import read_items

        return await self._reported(self._updater.apply(read_items(items, origin)), origin)

    async def import_files(
        self, files: Sequence[SourceFile], on_progress: OnProgress | None = None
    ) -> ReloadReport:
        """Add the articles of files that a person gave; raises what ``ingest`` raises."""
        from bot.articles.ingest import read_files

        importing = self._updater.apply(read_files(files), on_progress)
        return await self._reported(importing, Origin.ADDED)

    async def remove_posts(self, chat_id: int, keys: Collection[str] | None = None) -> ReloadReport:
        """Remove the articles of a channel, those with these keys or all; raises as ``ingest``."""
        from bot.articles.ingest import read_removal

        prefix = key_prefix(chat_id)
        removing = self._updater.apply(read_removal(prefix, keys))
        return await self._reported(removing, Origin.POST)

    async def apply(self, change: ArticleChange) -> ReloadReport:
        """Apply staff's change of one article, without alerts.

        Raises what ``ingest`` raises, and ArticleChanged.
        """
        from bot.articles.ingest import read_change

        return await self._reported(self._updater.apply(read_change(change)), Origin.ADDED)

    def all(self) -> AsyncIterator[Article]:
        """Yield every article by id, from one state of the database."""
        return self._store.all()

    async def latest(
        self, *, limit: int, offset: int = 0, filters: Filters = ANY_ARTICLE
    ) -> Sequence[Article]:
        """Return those that match, newest first: by date, those without one last, then by id."""
        return await self._store.latest(limit, offset, filters)

    async def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        """Return those of ``ids`` whose articles match."""
        return await self._store.matching(ids, filters)

    async def article(self, article_id: int) -> Article:
        """Return one article; raises ArticleNotFound."""
        found = await self.articles([article_id])
        if article_id not in found:
            raise ArticleNotFound(article_id)
        return found[article_id]

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """Return articles by id; ids without an article are left out."""
        if self._cached_generation != self.generation:
            self._cache.clear()
            self._cached_generation = self.generation
        found = {number: self._cache[number] for number in ids if number in self._cache}
        for number in found:
            self._cache.move_to_end(number)
        if missing := [number for number in ids if number not in found]:
            read = await self._store.many(missing)
            if self._cached_generation == self.generation:
                self._add_to_cache(read)
            found |= read
        return found

    async def at_address(self, address: str) -> Article | None:
        """Return the article from the page at a web address, in any of its forms."""
        found = await self._store.at_address(address)
        return found[0] if found else None

    async def status(self) -> LibraryStatus:
        """Return how much is stored, and what the last reload did."""
        return LibraryStatus(
            articles=await self._store.count(),
            passages=(await self._engine.figures()).passages,
            last_reload=await self._reloads.last(),
        )

    async def index_state(self) -> IndexState:
        """Return what is served; raises EngineUnavailable."""
        stats, version = await self._engine.figures(), await self._engine.version()
        return IndexState(stats, version, self._updater.index_changed_at)

    async def last_reload(self) -> ReloadReport | None:
        """Return the newest report on the folder; None before the first."""
        return await self._reloads.last()

    async def passages(self) -> int | None:
        """Return how many passages are searchable; None if a cluster does not say."""
        try:
            return (await self._engine.figures()).passages
        except EngineUnavailable:
            return None

    def _add_to_cache(self, read: Mapping[int, Article]) -> None:
        self._cache.update(read)
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)

    async def _reload(self, on_progress: OnProgress | None, may_remove: float) -> ReloadReport:
        # Imported here because it takes long, and answers do not need it.
        from bot.articles.ingest import read_folder

        if not await asyncio.to_thread(self._folder.is_dir):
            raise FolderMissing(self._folder)
        self.folder_read_at = time.time()  # by the clock of the files' own times

        def check(reload: StagedReload) -> None:
            if reload.doubtful and reload.removed > may_remove:
                raise FolderShrunk(self._folder, reload.removed, reload.doubtful)

        return await self._updater.apply(read_folder(self._folder), on_progress, check)

    async def _reported(self, work: Awaitable[ReloadReport], origin: Origin) -> ReloadReport:
        report = None
        try:
            report = await _logged(work)
        finally:
            self.on_changed(origin, report)
        return report


async def _logged(work: Awaitable[ReloadReport]) -> ReloadReport:
    """Await a change and log what it did; unexpected errors are raised as ReloadFailed."""
    try:
        report = await work
    except (ReloadRunning, FolderMissing, ArticleChanged):
        raise
    except FolderShrunk as error:
        log.warning("the folder was not read: %(removed)d of %(stored)d are gone", error.arguments)
        raise
    except ReloadFailed:
        log.exception("some of the articles could not be changed")
        raise
    except Exception as error:
        log.exception("the articles could not be changed")
        raise ReloadFailed from error
    log.info(
        "%s in %.1f s: %d added, %d changed, %d removed, %d unchanged, %d failed",
        _CHANGES[Origin(report.origin)],
        report.seconds,
        report.added,
        report.changed,
        report.removed,
        report.unchanged,
        len(report.failures),
    )
    return report
