"""Batches of what several producers read at about the same time.

Each change of the articles has a fixed cost, which a batch pays once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.runtime.log_context import common_update, current_update, in_job, in_update
from index.errors import LoadError
from index.types import Article

BATCH_SIZE = 400
"""A batch of so many articles is flushed at once."""
BATCH_TIMEOUT_S = 5.0
"""The longest that a batch waits for more."""

ReadItem = Article | LoadError
Ingest = Callable[[Sequence[ReadItem]], Awaitable[object]]


@dataclass(slots=True)
class _Batch:
    """``full`` ends the wait for more; ``flushed`` is the task that ingests the items.

    ``updates`` are those that the items are read for, None for what nobody asked for.
    """

    items: list[ReadItem] = field(default_factory=list)
    updates: set[str | None] = field(default_factory=set)
    full: asyncio.Event = field(default_factory=asyncio.Event)
    flushed: asyncio.Task[None] | None = None


class Batcher:
    """Ingests the items of several producers together.

    A batch is flushed early when all producers are waiting for it: none is left to add more.
    """

    def __init__(
        self, ingest: Ingest, size: int = BATCH_SIZE, timeout_s: float = BATCH_TIMEOUT_S
    ) -> None:
        self._ingest = ingest
        self._size = size
        self._timeout_s = timeout_s
        self._batch = _Batch()
        self._producers = 0
        self._waiting = 0

    @contextmanager
    def producer(self) -> Iterator[None]:
        """Count as a producer, which may add items one batch after the other, within the block."""
        self._producers += 1
        try:
            yield
        finally:
            self._producers -= 1
            self._flush_if_all_wait()

    async def add(self, items: Sequence[ReadItem]) -> None:
        """Add items and wait until their batch is ingested; raises what ``ingest`` raises."""
        if not items:
            return
        batch = self._batch
        batch.items += items
        batch.updates.add(current_update())
        if batch.flushed is None:
            batch.flushed = asyncio.create_task(self._flush(batch))
        if len(batch.items) >= self._size:
            self._close(batch)
        self._waiting += 1
        self._flush_if_all_wait()
        try:
            await asyncio.shield(batch.flushed)
        finally:
            self._waiting -= 1

    def _flush_if_all_wait(self) -> None:
        if self._batch.items and self._waiting >= self._producers:
            self._close(self._batch)

    async def _flush(self, batch: _Batch) -> None:
        try:
            async with asyncio.timeout(self._timeout_s):
                await batch.full.wait()
        except TimeoutError:
            self._close(batch)
        with in_job("feeds"), in_update(common_update(batch.updates)):
            await self._ingest(batch.items)

    def _close(self, batch: _Batch) -> None:
        """Add nothing more to the batch; begin another."""
        batch.full.set()
        if self._batch is batch:
            self._batch = _Batch()
