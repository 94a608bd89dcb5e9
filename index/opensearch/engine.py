"""The engine on an OpenSearch cluster, which several processes share.

An alias names the index that is served; a whole build is a new index, which the alias is then
switched to. docs/decisions/0021-opensearch.md has the measurements and what was decided by them.
"""

import asyncio
import logging
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date

from index.answers.reader.sentences import EMPTY, SentenceTable, concatenated
from index.engine import Articles, OnBuilt
from index.errors import EngineUnavailable, IndexingError, SnapshotError
from index.inverted.bm25 import lucene_idf
from index.inverted.segment import days_between
from index.opensearch.address import ClusterAddress
from index.opensearch.analysis_jobs import AnalysedBatch, analyse
from index.opensearch.cluster import Cluster
from index.opensearch.prepared import PreparedClusterChange, PreparedClusterIndex
from index.opensearch.queries import counts_body, counts_of, hits_body, hits_of
from index.opensearch.request_file import RequestFile
from index.opensearch.schema import Json, index_body
from index.opensearch.sentence_cache import SentenceCache
from index.opensearch.served import Indexes, ServedIndex
from index.opensearch.spelling import similar
from index.opensearch.writing import repeated, write
from index.types import Hit, IndexStats, Query, SearchResult

log = logging.getLogger(__name__)

_GONE = "index_not_found"
_EMPTY = IndexStats(articles=0, passages=0)
_COUNTED_TERMS = 500
"""Terms that are counted in one call: some 30 ms, which grow faster than they do."""
_CHANGE_BITS = 53
"""Of a change's random number: what JSON's readers keep exactly."""
_MERGES, _MERGE_PAUSE_S = 20, 3.0
"""Deleted documents can be merged away once the copies of their shard have agreed that they need
them no more, which they do every 30 s."""


class OpenSearchEngine:
    """The ``SearchEngine`` of an alias in a cluster; calls that change it come one at a time."""

    is_shared = True

    def __init__(self, address: ClusterAddress) -> None:
        self.cluster = Cluster(address)
        self.indexes = Indexes(self.cluster)
        self.unserved = set[str]()
        self.committing = asyncio.Lock()
        self._address = address
        self._served: ServedIndex | None = None
        self._is_gone = False  # somebody has deleted it: that is not as if there were no articles
        self._sentences = SentenceCache(self.cluster)
        self._merging = asyncio.Lock()
        self._closing = asyncio.Event()

    async def figures(self) -> IndexStats:
        """Return how much is searchable, as of the last ``restore`` or commit."""
        served = await self._known()
        return served.description.figures if served else _EMPTY

    async def version(self) -> str:
        """Return the version that the cluster serves now, whoever committed it."""
        try:
            return (await self.indexes.served()).description.version
        except SnapshotError:
            return ""

    async def restore(self, version: str | None) -> None:
        """Serve what the cluster has, if that is ``version`` or None; raises SnapshotError."""
        served = await self.indexes.served()
        if version is not None and served.description.version != version:
            raise SnapshotError("snapshot_outdated", self.indexes.alias)
        self.take(served)

    def take(self, served: ServedIndex) -> None:
        """Answer as of ``served`` from now on."""
        self._served, self._is_gone = served, False
        self._sentences.forget_changes()

    async def _known(self) -> ServedIndex | None:
        """Return the index that is served, as far as this engine knows; None if none ever was."""
        if self._served is None:
            try:
                self._served = await self.indexes.served()
            except SnapshotError as error:
                if self._is_gone:
                    raise EngineUnavailable(_GONE) from error
                return None
        return self._served

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> SearchResult:
        """Return the ``limit`` best passages."""
        (found,) = await self.search_all([query], limit=limit, as_of=as_of, since=since)
        return found

    async def search_all(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> list[SearchResult]:
        """Return the ``limit`` best passages for each query, in one call to the cluster."""
        terms = list(dict.fromkeys(term for query in queries for term in query.terms))
        days = days_between(since, as_of)
        wanted = [hits_body(query, limit, days) for query in queries if query.terms]
        responses = await self._ask([counts_body(terms), *wanted]) if terms else None
        idf = await self._idf(terms, counts_of(responses[0]) if responses else [0] * len(terms))
        hits = map(self._hits, responses[1:] if responses else ())
        return [
            SearchResult(
                next(hits, ()) if query.terms else (), {term: idf[term] for term in query.terms}
            )
            for query in queries
        ]

    async def _ask(self, bodies: Sequence[Json]) -> Sequence[Json] | None:
        """Return the responses to searches of the served index; None if nothing is served."""
        if await self._known() is None:
            return None
        responses = await self.cluster.search_all(self.indexes.alias, bodies)
        if responses is None:
            self._served, self._is_gone = None, True
            raise EngineUnavailable(_GONE)
        return responses

    def _hits(self, response: Json) -> tuple[Hit, ...]:
        found = hits_of(response)
        for hit, change in found:
            self._sentences.see(hit.passage.article_id, change)
        return tuple(hit for hit, _ in found)

    async def _idf(self, terms: Sequence[str], counts: Sequence[int]) -> Mapping[str, float]:
        passages = (await self.figures()).passages
        pairs = zip(terms, counts, strict=True)
        return {term: lucene_idf(passages, min(count, passages)) for term, count in pairs}

    async def sentences(self, ids: Sequence[int]) -> SentenceTable:
        """Return the sentences of those of ``ids`` that are served, in this order."""
        if not ids or await self._known() is None:
            return EMPTY
        return concatenated(await self._sentences.tables(ids))

    async def document_counts(self, terms: Iterable[str]) -> Mapping[str, int]:
        """Return how many live passages hold each of ``terms``; of few terms, in one call."""
        wanted = list(dict.fromkeys(terms))
        counts: list[int] = []
        for first in range(0, len(wanted), _COUNTED_TERMS):
            part = wanted[first : first + _COUNTED_TERMS]
            responses = await self._ask([counts_body(part)])
            counts += counts_of(responses[0]) if responses else [0] * len(part)
        return dict(zip(wanted, counts, strict=True))

    async def similar(self, terms: Iterable[str]) -> Mapping[str, str]:
        """Return for each of ``terms`` that occurs nowhere the most similar one, or ""."""
        counts = await self.document_counts(terms)
        unknown = [term for term, count in counts.items() if not count]
        passages = (await self.figures()).passages
        return await similar(unknown, passages, self._ask, self.document_counts)

    async def prepare(
        self, articles: Articles, on_built: OnBuilt | None = None
    ) -> PreparedClusterIndex:
        """Build a new index of exactly these articles; raises EngineUnavailable, BuildFailed.

        Deletes those that were built and never committed.
        """
        await repeated(lambda: self.indexes.delete_unserved(()))
        self.unserved.clear()
        name = await repeated(lambda: self.indexes.create(index_body(self._address)))
        change = _new_change()
        self.unserved.add(name)

        async def take(batch: AnalysedBatch) -> None:
            await write(self.cluster, name, batch.requests)

        failures = await analyse(articles, change, take, on_built)
        await repeated(lambda: self.cluster.refresh(name))
        await repeated(lambda: self.cluster.settle(name))
        return PreparedClusterIndex(self, name, change, failures)

    async def apply(
        self,
        added: Articles,
        removed: Collection[int],
        on_built: OnBuilt | None = None,
    ) -> PreparedClusterIndex | PreparedClusterChange:
        """Analyse ``added``; the commit writes it and removes ``removed``.

        The first articles of an alias that serves nothing are a new index.
        """
        try:
            served = await repeated(self.indexes.served)
        except SnapshotError:
            return await self.prepare(added, on_built)
        requests, articles, change = RequestFile(), set(removed), _new_change()

        async def take(batch: AnalysedBatch) -> None:
            articles.update(batch.articles)
            for request in batch.requests:
                await requests.add(request)

        failures = await analyse(added, change, take, on_built)
        return PreparedClusterChange(self, served, change, failures, requests, articles)

    async def merge_and_persist(self) -> None:
        """Merge deleted documents away, after which scores are exact, and write to disk.

        Raises EngineUnavailable, BuildFailed. Ends early when the engine is closed.
        """
        async with self._merging:
            try:
                name = (await self.indexes.served()).name
            except SnapshotError:
                return
            for _ in range(_MERGES):
                if self._closing.is_set() or not await self.cluster.expunge(name):
                    break
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), _MERGE_PAUSE_S)
            else:
                log.warning("what was removed still counts in scores, until the next change")
            async with self.committing:  # between two steps of a commit it would show a mixture
                await self.cluster.refresh(name)

    async def close(self) -> None:
        """Close the connections, after deleting what was built here and never committed."""
        self._closing.set()
        async with self._merging:
            try:
                await self.cluster.delete(sorted(self.unserved))
            except IndexingError as error:
                log.warning("an unused index is deleted with the next build: %r", error)
            await self.cluster.close()


def _new_change() -> int:
    return secrets.randbits(_CHANGE_BITS)
