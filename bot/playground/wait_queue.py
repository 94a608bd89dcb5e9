"""Queues of what tests wait for."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class WaitQueue(Generic[T]):
    """A queue whose TimeoutError explains, by ``explain``, what happened instead of ``what``."""

    def __init__(self, what: str, explain: Callable[[], str]) -> None:
        self._what = what
        self._explain = explain
        self._queue: asyncio.Queue[T] = asyncio.Queue()

    def put(self, item: T) -> None:
        """Add ``item``."""
        self._queue.put_nowait(item)

    def __len__(self) -> int:
        return self._queue.qsize()

    async def take(self, timeout: float) -> T:  # noqa: ASYNC109 - tests say how long to wait
        """Wait for the oldest item and remove it; raises TimeoutError."""
        try:
            async with asyncio.timeout(timeout):
                return await self._queue.get()
        except TimeoutError:
            reason = f"no {self._what} within {timeout} s; the bot's calls: {self._explain()}"
            raise TimeoutError(reason) from None
