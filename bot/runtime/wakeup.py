"""A latched event that also ends a wait at a moment."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

MAX_WAIT_S = 3600.0
"""Of one wait: the wall clock may be set or the machine suspended meanwhile."""


class Wakeup:
    """Wakes the task that waits for it; ``notify`` before ``wait`` is not lost."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._notified = asyncio.Event()

    def notify(self) -> None:
        """Wake the task, now or as soon as it waits."""
        self._notified.set()

    async def wait(self, until: datetime | None = None) -> None:
        """Wait for ``notify`` or for about the moment; may return earlier."""
        seconds = MAX_WAIT_S if until is None else (until - self._now()).total_seconds()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, min(seconds, MAX_WAIT_S))):
                await self._notified.wait()
        self._notified.clear()
