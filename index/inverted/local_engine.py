"""The embedded engine: segments in memory or mapped from disk, replaced by reference.

Stores no text: a hit is an article's id and two offsets. A search sees the index that was served
when it began.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.answers.reader.sentences import SentenceTable
from index.engine import Articles, OnBuilt
from index.errors import LoadError, StaleIndex
from index.inverted.building import build, merged
from index.inverted.searcher import LiveIndex
from index.inverted.segment import ALL_DAYS, days_between
from index.inverted.segment_store import SegmentStore
from index.query.spelling import max_edits
from index.types import IndexStats, Query, SearchResult

_ON_LOOP_PASSAGES = 50_000
"""Passages from which on a search may take over a millisecond."""
_ON_LOOP_COST = 8_000_000
"""Postings times terms (``LiveIndex.cost``) that are searched in a millisecond. A thread and back
take 0.3 to 0.7 ms, as long as most searches."""


class LocalEngine:
    """The ``SearchEngine`` that lives in this process; stores its index below ``data``, if given.

    Without ``data``, segments that another process builds lie in a temporary folder.
    """

    is_shared = False

    def __init__(self, data: Path | None = None) -> None:
        self._store = SegmentStore(data)
        self._index = LiveIndex()
        self._version = ""
        self._changes = 0
        self._merging = asyncio.Lock()

    async def figures(self) -> IndexStats:
        """Return how much is searchable now."""
        return self._index.stats

    async def version(self) -> str:
        """Return the version of the articles that are served."""
        return self._version

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> SearchResult:
        """Return the ``limit`` best passages, on the loop if that takes about a millisecond."""
        index = self._index
        days = days_between(since, as_of)
        is_cheap = days == ALL_DAYS and index.cost(query) <= _ON_LOOP_COST
        if is_cheap or index.collection.passages < _ON_LOOP_PASSAGES:
            return index.search(query, limit, days)
        return await asyncio.to_thread(index.search, query, limit, days)

    async def search_all(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> list[SearchResult]:
        """Return what ``search`` returns for each query."""
        return [
            await self.search(query, limit=limit, as_of=as_of, since=since) for query in queries
        ]

    async def sentences(self, articles: Sequence[int]) -> SentenceTable:
        """Return the sentences of those of ``articles`` that are served, in this order."""
        return self._index.sentences(articles)

    def idf(self, term: str) -> float:
        """Return the idf of a stem in what is searchable now, for ``TermWeights``."""
        return self._index.idf(term)

    async def document_counts(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return in how many passages each of ``terms`` occurs."""
        return {term: self._index.df(term) for term in terms}

    async def similar(self, terms: Iterable[str]) -> Mapping[str, str]:
        """Return for each of ``terms`` that occurs nowhere the most similar one, or ""."""
        index = self._index
        unknown = [term for term in terms if not index.df(term)]
        if not any(map(max_edits, unknown)):
            return dict.fromkeys(unknown, "")
        found = await asyncio.to_thread(lambda: [index.similar(term) for term in unknown])
        return {term: other or "" for term, other in zip(unknown, found, strict=True)}

    async def prepare(
        self, articles: Articles, on_built: OnBuilt | None = None
    ) -> "PreparedLocalIndex":
        """Build an index of exactly these articles."""
        built = await build(articles, self._store, on_built)
        index = await asyncio.to_thread(LiveIndex().changed, built.segment, ())
        return PreparedLocalIndex(self, index, built.failures)

    async def apply(
        self,
        added: Articles,
        removed: Collection[int],
        on_built: OnBuilt | None = None,
    ) -> "PreparedLocalIndex":
        """Build the index that is served now without ``removed``, then with ``added``."""
        built = await build(added, self._store, on_built)
        before, changes = self._index, self._changes
        after = await asyncio.to_thread(before.changed, built.segment, removed)
        return PreparedLocalIndex(self, after, built.failures, before, changes)

    def serve(
        self,
        index: LiveIndex,
        version: str = "",
        before: LiveIndex | None = None,
        changes: int | None = None,
    ) -> None:
        """Answer from ``index``, of ``version`` of the articles, from now on.

        Raises StaleIndex unless exactly ``changes`` changes have been served; None: any number.
        Segments of ``before``, what it is derived from, may have been merged meanwhile.
        """
        if changes is not None and changes != self._changes:
            raise StaleIndex
        if before is not None and before is not self._index:
            index = index.rebased(before, self._index)
        self._index = index
        self._version = version
        self._changes += 1

    async def restore(self, version: str | None) -> None:
        """Serve the stored index if it is of ``version``, None for any; raises SnapshotError."""
        index, stored = await asyncio.to_thread(self._store.restored, version)
        self.serve(index, stored)

    async def merge_and_persist(self) -> None:
        """Merge scattered segments and store the served index as its version.

        If another index is served meanwhile, that one is not stored, but served with the merged
        segments. Raises OSError, BuildFailed.
        """
        async with self._merging:
            before, version = self._index, self._version
            after = await merged(before, self._store)
            if self._store.is_persistent:
                after = await asyncio.to_thread(self._stored, after)
            if self._index is before:
                self._index = after
                await asyncio.to_thread(self._store.publish, version, after)
            else:
                await self._serve_merged(before, after)

    async def close(self) -> None:
        """Do nothing: what is open closes with the process."""

    async def _serve_merged(self, before: LiveIndex, after: LiveIndex) -> None:
        """Serve what has been served since ``before``, with the segments of ``after``."""
        while (current := self._index) is not before:
            after = await asyncio.to_thread(current.rebased, before, after)
            before = current
        self._index = after

    def _stored(self, index: LiveIndex) -> LiveIndex:
        return LiveIndex(self._store.stored(index.segments)).changed(None, ())


@dataclass(frozen=True, slots=True)
class PreparedLocalIndex:
    """An index that is built and not yet served.

    ``before`` is what it was derived from, ``changes`` how many had been served then; both are None
    if it stands alone.
    """

    engine: LocalEngine
    index: LiveIndex
    failures: Sequence[LoadError]
    before: LiveIndex | None = None
    changes: int | None = None

    async def commit(self, version: str) -> None:
        """Serve the index; raises StaleIndex if what it was derived from is no longer served."""
        self.engine.serve(self.index, version, self.before, self.changes)
