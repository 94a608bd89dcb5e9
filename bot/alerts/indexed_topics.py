"""The in-memory index of all topics, of the process that matches."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from functools import partial

from bot.storage.topic_changes import TopicChangeStore
from bot.storage.topics import TopicStore
from index.errors import BadTopic
from index.query.term_weights import TermWeights
from index.topics import TopicIndex, parse
from index.types import Article, Idf

log = logging.getLogger(__name__)

INDEXING_BATCH = 1000
"""Topics that are indexed in a thread at a time."""


class IndexedTopics:
    """A TopicIndex of the stored topics, whichever process changes them; for one task."""

    def __init__(self, store: TopicStore, changes: TopicChangeStore, weights: TermWeights) -> None:
        self._store = store
        self._changes = changes
        self._weights = weights
        self._index = TopicIndex(lambda _: 0.0)
        self._last_change = 0

    async def fill(self) -> None:
        """Index the stored topics anew; those that change meanwhile are indexed again later."""
        self._index = TopicIndex(lambda _: 0.0)
        self._last_change = await self._changes.last()
        batch: list[tuple[int, str]] = []
        async for row in self._store.texts():
            batch.append(row)
            if len(batch) == INDEXING_BATCH:
                await self._add(batch)
                batch = []
        await self._add(batch)

    async def follow(self) -> None:
        """Index as they are stored now the topics that have changed since the last time."""
        while True:
            last, topic_ids = await self._changes.after(self._last_change, INDEXING_BATCH)
            if not topic_ids:
                return
            texts = await self._store.texts_of(topic_ids)
            self._remove(set(topic_ids) - texts.keys())
            await self._add(list(texts.items()))
            self._last_change = last
            await self._changes.prune(last)

    async def match(self, articles: Sequence[Article]) -> list[list[int]]:
        """Return the ids of the topics that match each article; runs in a thread."""
        await self.follow()
        return await asyncio.to_thread(lambda: list(map(self._index.match, articles)))

    def _remove(self, topic_ids: Collection[int]) -> None:
        for topic_id in topic_ids:
            self._index.remove(topic_id)

    async def _add(self, batch: Sequence[tuple[int, str]]) -> None:
        if batch:
            await self._weights.decide(partial(self._add_all, batch), in_thread=True)

    def _add_all(self, batch: Sequence[tuple[int, str]], idf: Idf) -> None:
        self._index.idf = idf
        for number, text in batch:
            try:
                self._index.add(number, parse(text))
            except BadTopic as error:
                self._index.remove(number)
                log.warning("topic %d cannot be parsed any more: %s", number, error.key)
