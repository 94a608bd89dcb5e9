"""Stands in for ``asyncio.sleep``, so that a pause takes no time and its length can be asserted."""

import asyncio
from typing import Any

MIN_PAUSE_S = 1.0
"""Shorter ones are the libraries' own, and go on."""

sleep = asyncio.sleep


class Pauses:
    """The pauses of a second or longer: each begins, and lasts until the test ends it."""

    def __init__(self) -> None:
        self._begun: asyncio.Queue[float] = asyncio.Queue()
        self._ends: list[asyncio.Event] = []

    async def sleep(self, seconds: float, result: Any = None) -> Any:
        """Wait as ``asyncio.sleep`` does, but as long as the test wants."""
        if seconds < MIN_PAUSE_S:
            return await sleep(seconds, result)
        end = asyncio.Event()
        self._ends.append(end)
        self._begun.put_nowait(seconds)
        await end.wait()
        return result

    async def begun(self) -> float:
        """Wait until the next pause begins; return its length in seconds."""
        return await self._begun.get()

    def end(self) -> None:
        """End every pause that has begun."""
        for end in self._ends:
            end.set()
        self._ends.clear()
