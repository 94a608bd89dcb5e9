"""The embedded engine, made to wait or to fail."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from index.answers.reader.sentences import SentenceTable
from index.engine import Articles, OnBuilt, PreparedIndex
from index.errors import LoadError
from index.inverted.local_engine import LocalEngine
from index.types import IndexStats, Query, SearchResult


class EngineError(Exception):
    """What a broken engine raises."""


class FaultyEngine:
    """Delegates to the embedded engine; a test sets what fails."""

    is_shared = False

    def __init__(self, data: Path | None = None) -> None:
        self.engine = LocalEngine(data)
        self.asked = asyncio.Event()
        self.may_prepare = asyncio.Event()
        self.may_prepare.set()
        self.prepare_fails = False
        self.commit_fails = False

    async def figures(self) -> IndexStats:
        return await self.engine.figures()

    async def version(self) -> str:
        return await self.engine.version()

    async def prepare(self, articles: Articles, on_built: OnBuilt | None = None) -> PreparedIndex:
        await self._fault()
        prepared = await self.engine.prepare(articles, on_built)
        return FailingIndex() if self.commit_fails else prepared

    async def apply(
        self, added: Articles, removed: Collection[int], on_built: OnBuilt | None = None
    ) -> PreparedIndex:
        await self._fault()
        prepared = await self.engine.apply(added, removed, on_built)
        return FailingIndex() if self.commit_fails else prepared

    async def restore(self, version: str | None) -> None:
        await self.engine.restore(version)

    async def merge_and_persist(self) -> None:
        await self.engine.merge_and_persist()

    def idf(self, term: str) -> float:
        return self.engine.idf(term)

    async def _fault(self) -> None:
        self.asked.set()
        await self.may_prepare.wait()
        if self.prepare_fails:
            raise EngineError

    async def search(
        self,
        query: Query,
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> SearchResult:
        return await self.engine.search(query, limit=limit, as_of=as_of, since=since)

    async def search_all(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 20,
        as_of: date | None = None,
        since: date | None = None,
    ) -> list[SearchResult]:
        return await self.engine.search_all(queries, limit=limit, as_of=as_of, since=since)

    async def document_counts(self, terms: Collection[str]) -> Mapping[str, int]:
        return await self.engine.document_counts(terms)

    async def close(self) -> None:
        await self.engine.close()

    async def sentences(self, articles: Sequence[int]) -> SentenceTable:
        return await self.engine.sentences(articles)

    async def similar(self, terms: Iterable[str]) -> Mapping[str, str]:
        return await self.engine.similar(terms)


class FailingIndex:
    """A prepared index that can't be served."""

    failures: Sequence[LoadError] = ()

    async def commit(self, version: str) -> None:
        raise EngineError
