"""Engines side by side: time, size and memory of each, as ratios to ours.

First real questions about real passages: the shipped ones multiplied, or those of ``--articles``
and ``--questions``. Then made-up passages of ``--sizes``, for what is larger. ``--engines kutip
kutip-search`` measures ours alone. Every engine and size has its processes to itself, one at a
time; rounds go through all engines, and each query counts with its best round.
"""

import argparse
import importlib.util
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import picture, real_text
from tests.bench.collection import Drawn, draw, queries
from tests.bench.engines import ENGINES
from tests.bench.report import QUESTIONS, Measured, report
from tests.bench.worker import Job, encode, save

SIZES = (1_000_000,)
TERMS = (1, 3, 5, 10)
_NEEDS = {"tantivy": "tantivy", "bm25s-numba": "numba", "bm25s-numpy": "bm25s"}


@dataclass(frozen=True)
class Plan:
    """What is measured, and how often."""

    sizes: Sequence[int] = SIZES
    engines: Sequence[str] = tuple(ENGINES)
    queries: int = 100
    rounds: int = 3
    patience: float = 6.0
    terms: Sequence[int] = field(default=TERMS)
    articles: Sequence[Path] = (real_text.SHIPPED,)
    questions: Path | None = real_text.SHIPPED_QUESTIONS
    least: int = real_text.LEAST


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the tables, and draw the picture where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, nargs="+", default=list(Plan.articles))
    parser.add_argument("--questions", type=Path, default=Plan.questions)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(available()))
    parser.add_argument("--queries", type=int, default=Plan.queries)
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--patience", type=float, default=Plan.patience)
    parser.add_argument("--picture", type=Path, help="a PNG of latency against size")
    parser.add_argument("--json", type=Path, help="everything that was measured")
    given = parser.parse_args(arguments)
    plan = Plan(
        sizes=given.sizes,
        engines=given.engines,
        queries=given.queries,
        rounds=given.rounds,
        patience=given.patience,
        articles=given.articles,
        questions=given.questions,
    )
    measured = measure(plan)
    print(f"{platform.machine()}, Python {platform.python_version()}\n")
    print(report(measured))
    if given.json:
        given.json.write_text(json.dumps([vars(one) for one in measured]))
    if given.picture:
        picture.draw(measured, given.picture)


def available() -> Iterable[str]:
    """The engines whose packages are here."""
    for name in ENGINES:
        if name not in _NEEDS or importlib.util.find_spec(_NEEDS[name]):
            yield name


def measure(plan: Plan) -> list[Measured]:
    """Every engine on real passages and at every size that it can take."""
    measured = _measure_real(plan, plan.questions) if plan.questions else []
    for size in plan.sizes:
        drawn = draw(size)
        asked = {terms: queries(drawn, plan.queries, terms) for terms in plan.terms}
        measured += _measure_one(plan, drawn, asked)
    return measured


def _measure_real(plan: Plan, questions: Path) -> list[Measured]:
    drawn = real_text.passages(plan.articles, plan.least)
    asked = real_text.asked(questions, drawn, 3 * plan.queries)
    return _measure_one(plan, drawn, {QUESTIONS: asked})


def _measure_one(plan: Plan, drawn: Drawn, asked: Mapping[int, list[list[str]]]) -> list[Measured]:
    size = len(drawn)
    names = [name for name in plan.engines if ENGINES[name]().largest >= size]
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary)
        save(data, drawn, asked)
        return _Run(plan, size, data).all(names)


class _Run:
    """All engines at one size."""

    def __init__(self, plan: Plan, size: int, data: Path) -> None:
        self._plan, self._size, self._data = plan, size, data
        self._built: dict[str, dict[str, Any]] = {}

    def all(self, names: Sequence[str]) -> list[Measured]:
        """Build, serve in rounds, then change what was built."""
        for name in names:
            self._build(name)
        rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
        for number in range(self._plan.rounds):
            for name in names:
                if number == 0 or name != "rank_bm25" or self._size < 100_000:
                    rounds[name].append(self._do("serve", name))
        if "kutip" in names:
            self._do("check", "kutip")
        return [
            Measured.of(
                name,
                self._size,
                self._built[ENGINES[name]().built_as],
                rounds[name],
                self._do("update", name)["update"],
            )
            for name in names
        ]

    def _build(self, name: str) -> None:
        built_as = ENGINES[name]().built_as
        if built_as not in self._built:
            self._folder(name).mkdir()
            self._built[built_as] = self._do("build", name)

    def _folder(self, name: str) -> Path:
        return self._data / ENGINES[name]().built_as

    def _do(self, task: str, name: str) -> dict[str, Any]:
        job = Job(
            task, name, str(self._data), str(self._folder(name)), self._plan.patience, time.time()
        )
        print(f"{self._size:,} {name}: {task}", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "tests.bench.worker", encode(job)]
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own program
            command, stdout=subprocess.PIPE, check=True
        )
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer


if __name__ == "__main__":
    main()
