"""An engine that can be made to wait or to fail, around the one that Kutip uses."""

import asyncio
from collections.abc import Iterable
from datetime import date

from index.engine import PreparedIndex
from index.local import LocalEngine
from index.types import Article, IndexStats, Query, SearchResult


class EngineError(Exception):
    """What a broken engine raises."""


class FaultyEngine:
    """The embedded engine, with faults on demand."""

    def __init__(self) -> None:
        self.engine = LocalEngine()
        self.asked = asyncio.Event()
        self.may_prepare = asyncio.Event()
        self.may_prepare.set()
        self.prepare_fails = False
        self.commit_fails = False

    @property
    def stats(self) -> IndexStats:
        return self.engine.stats

    async def prepare(self, articles: Iterable[Article]) -> PreparedIndex:
        self.asked.set()
        await self.may_prepare.wait()
        if self.prepare_fails:
            raise EngineError
        prepared = await self.engine.prepare(articles)
        return FailingIndex() if self.commit_fails else prepared

    async def search(
        self, query: Query, *, limit: int = 20, as_of: date | None = None
    ) -> SearchResult:
        return await self.engine.search(query, limit=limit, as_of=as_of)


class FailingIndex:
    """A prepared index that the process dies with."""

    def commit(self) -> None:
        raise EngineError
