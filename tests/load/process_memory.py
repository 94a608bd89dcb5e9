"""The memory of a process and its children, from ``/proc``."""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MEGABYTE = 1e6
SAMPLE_INTERVAL_S = 1.0
GROWTH_SHARE = 0.1  # of the samples at both ends of the second half, of which medians are compared


@dataclass(frozen=True, slots=True)
class Sample:
    """Bytes of resident memory: of the process itself, and of its children together."""

    at: float
    own: int
    children: int


def resident(pid: int) -> int:
    """Return the bytes of a process's resident memory; 0 if it has ended."""
    with suppress(OSError, IndexError):
        pages = Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def children(pid: int) -> Iterator[int]:
    """Yield a process's children and theirs."""
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("utf-8").split():
                yield int(child)
                yield from children(int(child))


class MemoryRecord:
    """Samples of a process's memory, one a second while :meth:`sample` runs."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.samples: list[Sample] = []

    async def sample(self) -> None:
        """Sample until cancelled."""
        while True:
            beside = sum(map(resident, set(children(self._pid))))
            self.samples.append(Sample(time.monotonic(), resident(self._pid), beside))
            await asyncio.sleep(SAMPLE_INTERVAL_S)

    @property
    def growth(self) -> float:
        """Return by what share the process grew in the second half of the time."""
        second = [sample.own for sample in self.samples[len(self.samples) // 2 :]]
        return growth_of(second)

    def __str__(self) -> str:
        if not self.samples:
            return "memory: nothing measured"
        own = [sample.own / MEGABYTE for sample in self.samples]
        beside = max(sample.children for sample in self.samples) / MEGABYTE
        return (
            f"memory: {own[0]:.0f} MB at the start, {own[len(own) // 2]:.0f} in the middle, "
            f"{own[-1]:.0f} at the end, {max(own):.0f} at most; {self.growth:+.1%} in the second "
            f"half; processes beside it {beside:.0f} at most"
        )


def growth_of(values: Sequence[float]) -> float:
    """Return by what share values grow from their first tenth to their last, by medians."""
    edge = max(1, round(len(values) * GROWTH_SHARE))
    before, after = median(values[:edge]), median(values[-edge:])
    return after / before - 1 if before else 0.0
