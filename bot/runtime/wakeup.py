"""Wakes a task: at a moment, or before it when somebody rings.

Holds no task and knows no work. A ring that nobody waits for is kept for the next who does.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

LONGEST_NAP = 3600.0
"""Seconds: the clock on the wall may be set, or the machine suspended, while a task sleeps."""


class Wakeup:
    """Rung by whoever has work for the task that waits for it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._rung = asyncio.Event()

    def notify(self) -> None:
        """Wake the task, now or as soon as it waits."""
        self._rung.set()

    async def wait(self, until: datetime | None = None) -> None:
        """Until somebody rings, or until about the moment; it may also be earlier."""
        seconds = LONGEST_NAP if until is None else (until - self._now()).total_seconds()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, min(seconds, LONGEST_NAP))):
                await self._rung.wait()
        self._rung.clear()
