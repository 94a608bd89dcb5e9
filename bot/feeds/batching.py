"""Gathers what many feeds bring into batches, since each change of the articles has its price.

Does not know where the articles come from.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.errors import LoadError
from index.types import Article

SIZE = 400
"""Articles that make a batch full."""
SECONDS = 5.0
"""For so long a batch waits to be filled."""

Item = Article | LoadError
TakeIn = Callable[[Sequence[Item]], Awaitable[object]]


@dataclass(slots=True)
class _Batch:
    """What waits together; ``full`` ends the waiting, ``done`` is the outcome for all of it."""

    items: list[Item] = field(default_factory=list)
    full: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Task[None] | None = None


class Batcher:
    """Takes items in together with those that others bring at about the same time.

    Where everybody who is at work waits for the batch, nobody is left to fill it, and it goes.
    """

    def __init__(self, take_in: TakeIn, size: int = SIZE, seconds: float = SECONDS) -> None:
        self._take_in = take_in
        self._size = size
        self._seconds = seconds
        self._batch = _Batch()
        self._at_work = 0
        self._waiting = 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Somebody may bring items for as long as the block runs, some at a time."""
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1
            self._go_if_nobody_is_left()

    async def add(self, items: Sequence[Item]) -> None:
        """Return when the items were taken in; raises what the taking in raises."""
        if not items:
            return
        batch = self._batch
        batch.items += items
        if batch.done is None:
            batch.done = asyncio.create_task(self._carry(batch))
        if len(batch.items) >= self._size:
            self._close(batch)
        self._waiting += 1
        self._go_if_nobody_is_left()
        try:
            await asyncio.shield(batch.done)
        finally:
            self._waiting -= 1

    def _go_if_nobody_is_left(self) -> None:
        if self._batch.items and self._waiting >= self._at_work:
            self._close(self._batch)

    async def _carry(self, batch: _Batch) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                await batch.full.wait()
        except TimeoutError:
            self._close(batch)
        await self._take_in(batch.items)

    def _close(self, batch: _Batch) -> None:
        """Whatever comes now goes into the next one."""
        batch.full.set()
        if self._batch is batch:
            self._batch = _Batch()
