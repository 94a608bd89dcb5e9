"""The sentences of articles, read from the cluster and held while they are current."""

import asyncio
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from index.answers.reader.sentences import SentenceTable
from index.errors import EngineUnavailable
from index.opensearch.cluster import Cluster
from index.opensearch.schema import Json
from index.opensearch.sentence_bytes import decoded

_MAX_ARTICLES = 4_000
"""About 20 MB."""
_REQUEST_ARTICLES = 200
"""The client decodes a response on the event loop: of so many articles in some 4 ms."""
_INLINE_DECODE_LIMIT = 50
"""Articles up to which decoding takes about a millisecond."""


class _HeldTable(NamedTuple):
    change: int
    table: SentenceTable


class SentenceCache:
    """Tables of one article each, by the change of the index that the article is of.

    A held table is current if the last hit on its article was of the same change.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._held: OrderedDict[int, _HeldTable] = OrderedDict()
        self._changes: OrderedDict[int, int] = OrderedDict()

    def see(self, article: int, change: int) -> None:
        """Learn from a hit what change its article is of."""
        self._changes[article] = change
        self._changes.move_to_end(article)
        if len(self._changes) > _MAX_ARTICLES:
            self._changes.popitem(last=False)

    def forget_changes(self) -> None:
        """Take no table for current until its article is found again."""
        self._changes.clear()

    async def tables(self, articles: Sequence[int]) -> list[SentenceTable]:
        """Return the tables of those of ``articles`` that are searchable, in this order."""
        tables = {article: table for article in articles if (table := self._current(article))}
        missing = [article for article in articles if article not in tables]
        for first in range(0, len(missing), _REQUEST_ARTICLES):
            tables |= await self._fetched(missing[first : first + _REQUEST_ARTICLES])
        return [tables[article] for article in articles if article in tables]

    def _current(self, article: int) -> SentenceTable | None:
        held = self._held.get(article)
        if held is None or held.change != self._changes.get(article):
            return None
        self._held.move_to_end(article)
        return held.table

    async def _fetched(self, articles: Sequence[int]) -> dict[int, SentenceTable]:
        found = await self._cluster.documents(self._cluster.address.index, [*map(str, articles)])
        try:
            if len(found) <= _INLINE_DECODE_LIMIT:
                held = _decoded(found)
            else:
                held = await asyncio.to_thread(_decoded, found)
        except ValueError as error:
            raise EngineUnavailable("format") from error
        for article, one in held.items():
            self._hold(article, one)
        return {article: one.table for article, one in held.items()}

    def _hold(self, article: int, held: _HeldTable) -> None:
        self._held[article] = held
        self._held.move_to_end(article)
        if len(self._held) > _MAX_ARTICLES:
            self._held.popitem(last=False)


def _decoded(found: Sequence[Json]) -> dict[int, _HeldTable]:
    return {
        int(each["_id"]): _HeldTable(
            each["_source"]["change"], decoded(b64decode(each["_source"]["sentences"]))
        )
        for each in found
    }
