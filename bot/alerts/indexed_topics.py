"""The in-memory index of all topics."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

from bot.storage.topics import TopicStore
from index.errors import BadTopic
from index.query.term_weights import TermWeights
from index.topics import TopicIndex, parse
from index.types import Article, Idf

log = logging.getLogger(__name__)

INDEXING_BATCH = 1000
"""Topics that are indexed in a thread at a time."""


class IndexedTopics:
    """A TopicIndex whose changes and matches run one at a time."""

    def __init__(self, store: TopicStore, weights: TermWeights) -> None:
        self._store = store
        self._weights = weights
        self._index = TopicIndex(lambda _: 0.0)
        self._lock = asyncio.Lock()
        self._changed: set[int] | None = set()

    async def fill(self) -> None:
        """Index the stored topics, except those added or removed since the process started."""
        batch: list[tuple[int, str]] = []
        async for row in self._store.texts():
            batch.append(row)
            if len(batch) == INDEXING_BATCH:
                await self._index_batch(batch)
                batch = []
        await self._index_batch(batch)
        self._changed = None

    async def refresh(self, topic_id: int) -> None:
        """Index a topic as it is stored now, or remove it if it is not.

        It is read again so that of two changes at once the one stored last is indexed.
        """
        async with self._lock:
            if self._changed is not None:  # ``fill`` must not overwrite it
                self._changed.add(topic_id)
            text = await self._store.text(topic_id)
            if text is None:
                self._index.remove(topic_id)
            else:
                await self._weights.decide(partial(self._add_all, [(topic_id, text)]))

    async def match(self, articles: Sequence[Article]) -> list[list[int]]:
        """Return the ids of the topics that match each article; runs in a thread."""
        async with self._lock:
            return await asyncio.to_thread(lambda: list(map(self._index.match, articles)))

    async def _index_batch(self, batch: Sequence[tuple[int, str]]) -> None:
        async with self._lock:
            changed = self._changed or set()
            unchanged = [row for row in batch if row[0] not in changed]
            await self._weights.decide(partial(self._add_all, unchanged), in_thread=True)

    def _add_all(self, batch: Sequence[tuple[int, str]], idf: Idf) -> None:
        self._index.idf = idf
        for number, text in batch:
            try:
                self._index.add(number, parse(text))
            except BadTopic as error:
                log.warning("topic %d cannot be parsed any more: %s", number, error.key)
