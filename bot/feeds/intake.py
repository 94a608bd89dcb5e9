"""Gathers what many feeds bring into batches, since each change of the articles has its price.

Does not know where the articles come from.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
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


class Intake:
    """Takes items in together with those that others bring at about the same time."""

    def __init__(self, take_in: TakeIn, size: int = SIZE, seconds: float = SECONDS) -> None:
        self._take_in = take_in
        self._size = size
        self._seconds = seconds
        self._batch = _Batch()

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
        await asyncio.shield(batch.done)

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
