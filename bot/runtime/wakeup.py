"""A latched event that also ends a wait at a moment."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

MAX_WAIT_S = 3600.0
"""Of one wait: the wall clock may be set or the machine suspended meanwhile."""

CLOCK_S = 2.0
"""Of one wait for what other processes do: they notify us, but not surely."""


class Wakeup:
    """Wakes the task that waits for it; ``notify`` before ``wait`` is not lost.

    A wait takes at most ``max_wait_s``.
    """

    def __init__(self, now: Callable[[], datetime], max_wait_s: float = MAX_WAIT_S) -> None:
        self._now = now
        self._notified = asyncio.Event()
        self.max_wait_s = max_wait_s
        self.tell_others: Callable[[], None] = lambda: None

    def notify(self) -> None:
        """Wake the task, now or as soon as it waits, and that of every other process."""
        self.wake()
        self.tell_others()

    def wake(self) -> None:
        """Wake the task of this process."""
        self._notified.set()

    async def wait(self, until: datetime | None = None) -> None:
        """Wait for ``notify`` or for about the moment; may return earlier."""
        seconds = self.max_wait_s
        if until is not None:
            seconds = min(seconds, (until - self._now()).total_seconds())
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._notified.wait()
        self._notified.clear()
