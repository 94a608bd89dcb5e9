"""Notice that the system's clock was put back, by a clock that nobody sets."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

CLOCK_STEP = timedelta(minutes=1)
"""By which the clock has to go back for it to matter."""


class ClockSteps:
    """The steps of a clock from one look to the next."""

    def __init__(
        self, now: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._now = now
        self._monotonic = monotonic
        self._began: datetime | None = None

    def may_have_gone_back(self) -> bool:
        """Return whether the clock went back since the last look; at the first one it may have."""
        before, self._began = self._began, self._now() - timedelta(seconds=self._monotonic())
        return before is None or self._began < before - CLOCK_STEP
