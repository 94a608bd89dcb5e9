"""Things that tests wait for, in order of arrival; each is handed out once.

It knows nothing of what the things are.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """A queue whose ``take`` explains itself when nothing came."""

    def __init__(self, what: str, explain: Callable[[], str]) -> None:
        self._what = what
        self._explain = explain
        self._items: deque[T] = deque()
        self._arrived = asyncio.Event()

    def put(self, item: T) -> None:
        """Add ``item`` and wake whoever waits."""
        self._items.append(item)
        self._arrived.set()

    def __len__(self) -> int:
        return len(self._items)

    async def take(self, timeout: float) -> T:  # noqa: ASYNC109 - tests say how long to wait
        """The oldest item not yet taken; raises TimeoutError that tells what came instead."""
        try:
            async with asyncio.timeout(timeout):
                while not self._items:
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            reason = f"no {self._what} within {timeout} s; the bot's calls: {self._explain()}"
            raise TimeoutError(reason) from None
        return self._items.popleft()
