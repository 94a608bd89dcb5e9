"""The embedded engine: segments in memory or mapped from disk, exchanged by reference.

Keeps no text: a hit is an article's number and two offsets. Small builds run in a thread, large
ones in another process; searches see the state that was served when they began.
"""

import asyncio
import shutil
import tempfile
import weakref
from collections.abc import AsyncIterable, AsyncIterator, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from index.engine import Articles, ArticleSource, OnBuilt
from index.errors import SnapshotError, StaleIndex
from index.inverted.bm25 import lucene_idf
from index.inverted.build_jobs import build_given, build_read, merge_stored
from index.inverted.searcher import LiveIndex, LiveSegment
from index.inverted.segment import SegmentBuilder, merge
from index.inverted.segment_files import Manifest, SegmentFolder, StoredSegment
from index.query.spelling import max_edits
from index.types import Article, IndexStats, Query, SearchResult
from index.workers import Finished, ProcessWorker, started

_LEAVES_THE_LOOP = 50_000
"""Passages from which on a search may take over a millisecond and runs in a thread."""
_STAYS_ON_THE_LOOP = 8_000_000
"""What a search of more passages may cost and yet take less: going to a thread and back takes a
quarter to three quarters of a millisecond, as long as most searches do."""
_BUILT_HERE = 2_000
"""Articles up to which a build takes less time than starting a process."""
_READ_HERE = 100
"""Stored articles up to which that is done beside answers: the interpreter is theirs meanwhile."""
_MERGED_HERE = 20_000
"""Passages up to which a merge does not hold the interpreter for long."""
_BATCH = 200
_MOST_SEGMENTS = 8
_SHARE_BESIDE = 0.25
"""Small segments and removed passages beside the largest segment before all become one."""


class LocalEngine:
    """The ``SearchEngine`` that lives in this process.

    With ``data`` it keeps a snapshot in that folder; without, what is built in another process
    lies in a temporary one.
    """

    def __init__(self, data: Path | None = None) -> None:
        self._data = data
        self._index = LiveIndex()
        self._changes = 0
        self._made: set[str] = set()
        self._merging = asyncio.Lock()

    @cached_property
    def _folder(self) -> SegmentFolder:
        if self._data is not None:
            return SegmentFolder(self._data)
        temporary = Path(tempfile.mkdtemp(prefix="kutip-"))
        weakref.finalize(self, shutil.rmtree, temporary, ignore_errors=True)
        return SegmentFolder(temporary)

    @property
    def stats(self) -> IndexStats:
        """How much is searchable now."""
        return self._index.stats

    async def search(
        self, query: Query, *, limit: int = 20, as_of: date | None = None
    ) -> SearchResult:
        """The ``limit`` best passages that share a word with ``query``."""
        index = self._index
        day = None if as_of is None else as_of.toordinal()
        quick = day is None and index.cost(query) <= _STAYS_ON_THE_LOOP
        if quick or index.collection.passages < _LEAVES_THE_LOOP:
            return index.search(query, limit, day)
        return await asyncio.to_thread(index.search, query, limit, day)

    def idf(self, term: str) -> float:
        """The idf of a stem among what is searchable now; quick, and does not wait."""
        index = self._index
        return lucene_idf(index.stats.passages, index.containing(term))

    async def similar(self, terms: Iterable[str]) -> Mapping[str, str]:
        """For each of ``terms`` that occurs nowhere, the most similar one that does, or ""."""
        index = self._index
        unknown = [term for term in terms if not index.containing(term)]
        if not any(map(max_edits, unknown)):
            return dict.fromkeys(unknown, "")
        found = await asyncio.to_thread(lambda: [index.similar(term) for term in unknown])
        return {term: other or "" for term, other in zip(unknown, found, strict=True)}

    async def prepare(
        self, articles: Articles, on_built: OnBuilt | None = None
    ) -> "PreparedLocalIndex":
        """Build an index of exactly these articles."""
        built = await self._build(articles, on_built)
        return PreparedLocalIndex(
            self, None, await asyncio.to_thread(LiveIndex().changed, built, ())
        )

    async def apply(
        self,
        added: Articles,
        removed: Collection[int],
        on_built: OnBuilt | None = None,
    ) -> "PreparedLocalIndex":
        """The index that is served now without ``removed``, then with ``added``."""
        built = await self._build(added, on_built)
        before, changes = self._index, self._changes
        after = await asyncio.to_thread(before.changed, built, removed)
        return PreparedLocalIndex(self, changes, after)

    def serve(self, index: LiveIndex, *, changes: int | None = None) -> None:
        """Answer from ``index`` from now on.

        Raises StaleIndex where it was made when other than ``changes`` changes had been served.
        """
        if changes is not None and changes != self._changes:
            raise StaleIndex
        self._index = index
        self._changes += 1

    async def restore(self, version: str) -> None:
        """Serve the snapshot that was kept for ``version``; raises SnapshotError."""
        self.serve(await asyncio.to_thread(self._restored, version))

    async def merge_and_persist(self, version: str) -> None:
        """Merge scattered segments and store the served index as ``version``.

        Gives up where something else is served meanwhile. Raises OSError, BuildFailed.
        """
        async with self._merging:
            before = self._index
            after = await self._merged(before)
            if self._data is not None:
                after = await asyncio.to_thread(self._stored, after)
            if self._index is not before:
                return
            self._index = after
            await asyncio.to_thread(self._publish, version, after)

    def _publish(self, version: str, index: LiveIndex) -> None:
        """Keep ``index``, and drop the files that this engine made on the way to it."""
        if self._data is not None:
            self._folder.publish(_manifest(version, index))
        named = {live.name for live in index.segments}
        self._folder.drop(self._made - named)
        self._made &= named

    def _mapped(self, name: str) -> LiveSegment:
        """What another process made."""
        live = LiveSegment(self._folder.read(name), name)
        self._made.add(name)
        return live

    def _restored(self, version: str) -> LiveIndex:
        manifest = self._folder.manifest()
        if manifest.version != version:
            raise SnapshotError("snapshot_outdated", str(self._folder.path))
        index = LiveIndex(
            tuple(
                LiveSegment(self._folder.read(name), name).without(removed)
                for name, removed in manifest.segments
            )
        )
        return index.changed(None, ())

    def _stored(self, index: LiveIndex) -> LiveIndex:
        """The same with every segment in a file."""
        return LiveIndex(tuple(map(self._in_a_file, index.segments))).changed(None, ())

    def _in_a_file(self, live: LiveSegment) -> LiveSegment:
        if live.name and self._folder.has(live.name):
            return live
        name = self._folder.write(live.segment)
        self._made.add(name)
        return replace(live, name=name)

    async def _build(self, articles: Articles, on_built: OnBuilt | None) -> LiveSegment | None:
        told = on_built or _ignore
        if isinstance(articles, ArticleSource):
            if articles.count >= _READ_HERE:
                return await self._read_elsewhere(articles, told)
            articles = articles.read()
        batches = _batches(articles)
        first: list[list[Article]] = []
        async for batch in batches:
            first.append(batch)
            if len(first) >= _BUILT_HERE // _BATCH:
                return await self._build_elsewhere(first, batches, told)
        return await self._build_here(first, told)

    async def _build_here(self, batches: list[list[Article]], told: OnBuilt) -> LiveSegment | None:
        builder, done = SegmentBuilder(), 0
        for batch in batches:
            await asyncio.to_thread(builder.add, batch)
            done += len(batch)
            told(done)
        return LiveSegment(await asyncio.to_thread(builder.segment)) if done else None

    async def _build_elsewhere(
        self, first: list[list[Article]], others: AsyncIterator[list[Article]], told: OnBuilt
    ) -> LiveSegment:
        name = self._folder.new_name()
        async with started(ProcessWorker(build_given, self._folder.path / name)) as work:
            await work.step()
            for batch in first:
                _tell(await work.step(batch), told)
            async for batch in others:
                _tell(await work.step(batch), told)
            await work.finish(told)
        return await asyncio.to_thread(self._mapped, name)

    async def _read_elsewhere(self, source: ArticleSource, told: OnBuilt) -> LiveSegment:
        name = self._folder.new_name()
        async with started(ProcessWorker(build_read, self._folder.path / name, source)) as work:
            await work.finish(told)
        return await asyncio.to_thread(self._mapped, name)

    async def _merged(self, index: LiveIndex) -> LiveIndex:
        chosen = _to_merge(index)
        if not chosen:
            return index
        kept = [live for live in index.segments if live not in chosen]
        if sum(live.passages for live in chosen) <= _MERGED_HERE:
            parts = [(live.segment, live.removed) for live in chosen]
            merged = LiveSegment(await asyncio.to_thread(merge, parts))
        else:
            merged = await self._merge_elsewhere(chosen)
        return await asyncio.to_thread(LiveIndex((*kept,)).changed, merged, ())

    async def _merge_elsewhere(self, chosen: list[LiveSegment]) -> LiveSegment:
        stored = await asyncio.to_thread(self._stored, LiveIndex(tuple(chosen)))
        parts = [(self._folder.path / live.name, live.removed) for live in stored.segments]
        name = self._folder.new_name()
        async with started(ProcessWorker(merge_stored, self._folder.path / name, parts)) as work:
            await work.finish(_ignore)
        return await asyncio.to_thread(self._mapped, name)


@dataclass(frozen=True, slots=True)
class PreparedLocalIndex:
    """An index that is built and not yet served.

    ``changes`` is how many were served before the one that it changes; None where it is whole.
    """

    engine: LocalEngine
    changes: int | None
    index: LiveIndex

    def commit(self) -> None:
        """Serve it; raises StaleIndex where what it changes is no longer served."""
        self.engine.serve(self.index, changes=self.changes)


async def _batches(
    articles: Iterable[Article] | AsyncIterable[Article],
) -> AsyncIterator[list[Article]]:
    """The articles a few at a time; what is not read asynchronously is read in a thread."""
    if isinstance(articles, AsyncIterable):
        batch: list[Article] = []
        async for article in articles:
            batch.append(article)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
        return
    items = iter(articles)
    while batch := await asyncio.to_thread(lambda: list(islice(items, _BATCH))):
        yield batch


def _to_merge(index: LiveIndex) -> list[LiveSegment]:
    """The segments that had better be one: all, the small ones, or none."""
    by_size = sorted(index.segments, key=lambda live: len(live.segment.places), reverse=True)
    if not by_size:
        return []
    whole = len(by_size[0].segment.places)
    beside = sum(live.passages for live in by_size[1:])
    if beside + by_size[0].hidden > _SHARE_BESIDE * whole:
        return by_size if len(by_size) > 1 or by_size[0].hidden else []
    return by_size[1:] if len(by_size) > _MOST_SEGMENTS else []


def _manifest(version: str, index: LiveIndex) -> Manifest:
    return Manifest(
        version, tuple(StoredSegment(live.name, live.removed) for live in index.segments)
    )


def _tell(answer: int | Finished[None], told: OnBuilt) -> None:
    if not isinstance(answer, Finished):
        told(answer)


def _ignore(_done: int) -> None:
    """Nobody watches."""
