"""Report how far a change of the articles is."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class ReloadPhase(StrEnum):
    """The phases of a change, in order."""

    READING = "reading"
    INDEXING = "indexing"
    SAVING = "saving"


@dataclass(frozen=True, slots=True)
class ReloadProgress:
    """Articles done ``seconds`` after a phase began; ``total`` is None if unknown."""

    phase: ReloadPhase
    done: int
    total: int | None
    seconds: float = field(default=0.0, compare=False)

    @property
    def per_second(self) -> float:
        """Articles per second; 0 at the beginning of a phase."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the phase ends at this rate; None if unknown."""
        if self.total is None or not self.per_second:
            return None
        return max(0, self.total - self.done) / self.per_second


OnProgress = Callable[[ReloadProgress], None]


class ProgressReporter:
    """Calls ``on_progress`` with the time that each phase has taken."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        self._on_progress = on_progress
        self._time = asyncio.get_running_loop().time
        self._phase = ReloadPhase.READING
        self._began = self._time()

    def read(self, done: int) -> None:
        """Report the number of items read."""
        self.report(ReloadPhase.READING, done, None)

    def report(self, phase: ReloadPhase, done: int, total: int | None) -> None:
        """Report the number of articles that a phase has finished."""
        if phase is not self._phase:
            self._phase, self._began = phase, self._time()
        if self._on_progress is not None:
            self._on_progress(ReloadProgress(phase, done, total, self._time() - self._began))
