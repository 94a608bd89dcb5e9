"""The embedded engine: one immutable index in memory, exchanged whole.

Keeps no text: a hit is an article's number and two offsets.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.analysis import analyzer_for
from index.bm25 import PostingsBM25
from index.passages import passages_of
from index.types import Article, Hit, IndexStats, Passage, Query, SearchResult

_LEAVES_THE_LOOP = 50_000
"""Passages from which on a search takes over a millisecond and runs in a thread."""
_UNDATED = 0  # earlier than every day: an article without a date is seen whatever the day


@dataclass(frozen=True, slots=True)
class LocalIndex:
    """Passages, the day of each (proleptic ordinal), and their scorer, in one order."""

    passages: tuple[Passage, ...]
    days: NDArray[np.int32]
    bm25: PostingsBM25
    articles: int


def build_index(articles: Iterable[Article]) -> LocalIndex:
    """Index ``articles``; passages are ordered by article id and place."""
    passages: list[Passage] = []
    days: list[int] = []
    tokens: list[list[str]] = []
    count = 0
    for article in sorted(articles, key=lambda article: article.id):
        count += 1
        analyzer = analyzer_for(article.language)
        title = analyzer.terms(article.title)
        for passage in passages_of(article):
            passages.append(passage)
            days.append(article.date.toordinal() if article.date else _UNDATED)
            tokens.append(title + analyzer.terms(article.text[passage.start : passage.end]))
    return LocalIndex(tuple(passages), np.array(days, dtype=np.int32), PostingsBM25(tokens), count)


class LocalEngine:
    """The ``SearchEngine`` that lives in this process."""

    def __init__(self) -> None:
        self._index = build_index(())

    @property
    def stats(self) -> IndexStats:
        """How much is searchable now."""
        index = self._index
        return IndexStats(index.articles, len(index.passages), len(index.bm25.idf))

    async def prepare(self, articles: Iterable[Article]) -> "PreparedLocalIndex":
        """Build an index of exactly these articles in a thread."""
        return PreparedLocalIndex(self, await asyncio.to_thread(build_index, articles))

    async def search(
        self, query: Query, *, limit: int = 20, as_of: date | None = None
    ) -> SearchResult:
        """The ``limit`` best passages that share a word with ``query``."""
        index = self._index
        if len(index.passages) < _LEAVES_THE_LOOP:
            return _search(index, query, limit, as_of)
        return await asyncio.to_thread(_search, index, query, limit, as_of)

    def serve(self, index: LocalIndex) -> None:
        """Answer from ``index`` from now on."""
        self._index = index


@dataclass(frozen=True, slots=True)
class PreparedLocalIndex:
    """An index that is built and not yet served."""

    engine: LocalEngine
    index: LocalIndex

    def commit(self) -> None:
        """Serve it."""
        self.engine.serve(self.index)


def _search(index: LocalIndex, query: Query, limit: int, as_of: date | None) -> SearchResult:
    seen = None if as_of is None else index.days <= as_of.toordinal()
    return SearchResult(
        hits=tuple(
            Hit(index.passages[passage], score)
            for passage, score in index.bm25.top(query.terms, limit, seen)
        ),
        idf={term: index.bm25.term_weight(term) for term in query.terms},
    )
