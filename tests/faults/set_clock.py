"""A clock that a test sets ahead, for all that waits: timers, pauses and times of day.

What waits for ten minutes does so until the clock is set ten minutes ahead.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.worker import OutboxWorker
from handlers.telegram.rate_limiter import AnswerRateLimiter


class SetClock:
    """Goes on by itself, ahead of the real one by what was added."""

    def __init__(self) -> None:
        self._ahead_s = 0.0

    def __call__(self) -> datetime:
        """Return the time of day."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead_s)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic() + self._ahead_s

    def advance(self, step: timedelta) -> None:
        """Set the clock ahead; every timer until then is due at once, those of requests too."""
        self._ahead_s += step.total_seconds()

    def use_for_sending(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have what sends messages measure its pauses by this clock, too."""
        for made in (OutboxWorker, AnswerRateLimiter):
            defaults = made.__init__.__kwdefaults__ or {}
            monkeypatch.setitem(defaults, "monotonic", self.monotonic)


class SetLoop(asyncio.SelectorEventLoop):
    """An event loop whose timers go by such a clock."""

    def __init__(self, clock: SetClock) -> None:
        self._set_clock = clock
        super().__init__()

    def time(self) -> float:
        """Return the seconds by which timers are due."""
        return self._set_clock.monotonic()
