"""What was measured as tables, ours in units and the others as ratios to it. Measures nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

_OURS = "kutip"
QUESTIONS = 0
"""Instead of a number of terms: real questions, of any number."""


@dataclass(frozen=True)
class Measured:
    """One engine at one size; seconds and bytes, None where it does not apply.

    ``p50`` and ``p95``: over queries, each in its best round, by the number of terms; ``found``:
    the numbers of the hits, for the first queries of each length.
    """

    engine: str
    size: int
    p50: Mapping[int, float]
    p95: Mapping[int, float]
    found: Mapping[int, list[list[int]]]
    build: float
    bytes: int
    postings: int | None
    resident: int
    open: float
    start: float
    update: float | None

    @classmethod
    def of(
        cls,
        engine: str,
        size: int,
        built: Mapping[str, Any],
        rounds: Sequence[Mapping[str, Any]],
        update: float | None,
    ) -> "Measured":
        """Out of what the workers said."""
        terms = [int(number) for number in rounds[0]["times"]]
        return cls(
            engine=engine,
            size=size,
            p50={n: _best(rounds, n, 0.5) for n in terms},
            p95={n: _best(rounds, n, 0.95) for n in terms},
            found={n: rounds[0]["found"][str(n)] for n in terms},
            build=built["build"],
            bytes=built["bytes"],
            postings=rounds[0]["postings"],
            resident=min(one["resident"] for one in rounds),
            open=min(one["open"] for one in rounds),
            start=min(one["start"] for one in rounds),
            update=update,
        )

    def agreement(self, ours: "Measured") -> float:
        """The share of the hits that ours has too."""
        pairs = [
            (set(mine), set(theirs))
            for n in self.found
            for mine, theirs in zip(ours.found[n], self.found[n], strict=False)
        ]
        return sum(len(a & b) for a, b in pairs) / max(1, sum(len(a) for a, _ in pairs))


def _best(rounds: Sequence[Mapping[str, Any]], terms: int, share: float) -> float:
    times = zip(*(one["times"][str(terms)] for one in rounds), strict=False)
    return float(np.quantile([min(several) for several in times], share))


def report(measured: Sequence[Measured]) -> str:
    """A Markdown table for each collection, in the order in which they were measured."""
    by_size = groupby(measured, key=lambda one: (one.size, QUESTIONS in one.p50))
    return "\n\n".join(_table(size, list(several)) for (size, _), several in by_size)


def _table(size: int, several: Sequence[Measured]) -> str:
    ours = next((one for one in several if one.engine == _OURS), several[0])
    names = [one.engine for one in several]
    rows = [
        (label, [_cell(read(one), read(ours), shown, one is ours) for one in several])
        for label, read, shown in _rows(ours)
    ]
    rows.append(("hits that are ours too", [f"{one.agreement(ours):.2f}" for one in several]))
    lines = [f"| {size:,} passages | {' | '.join(names)} |", "| --- " * (len(names) + 1) + "|"]
    return "\n".join([*lines, *(f"| {label} | {' | '.join(cells)} |" for label, cells in rows)])


Reader = Callable[[Measured], float | None]


Row = tuple[str, Reader, Callable[[float], str]]


def _latency(terms: int) -> list[Row]:
    label = f"{terms} term{'s' * (terms > 1)}" if terms != QUESTIONS else "questions"
    return [
        (f"{label}, p50", lambda one: one.p50[terms], _time),
        (f"{label}, p95", lambda one: one.p95[terms], _time),
    ]


def _rows(ours: Measured) -> list[Row]:
    rows = [row for terms in ours.p50 for row in _latency(terms)]
    return [
        *rows,
        ("build", lambda one: one.build, _time),
        ("on disk", lambda one: one.bytes, _size),
        ("bytes a posting", lambda one: one.bytes / (ours.postings or 1), "{:.2f}".format),
        ("resident while serving", lambda one: one.resident, _size),
        ("process start to first answer", lambda one: one.start, _time),
        ("of which opening and the answer", lambda one: one.open, _time),
        ("one article until found", lambda one: one.update, _time),
    ]


def _cell(
    value: float | None, ours: float | None, shown: Callable[[float], str], is_ours: bool
) -> str:
    if value is None:
        return "rebuild"
    if is_ours or not ours:
        return shown(value)
    return f"{shown(value)} ({value / ours:.2g} ×)"


def _time(seconds: float) -> str:
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def _size(count: float) -> str:
    return f"{count / 1e6:.3g} MB"
