"""Ask the real program slowly for as long as wanted, and fail if it grows.

``make soak HOURS=24``: people ask ``--rate`` questions a second all the time; each ``--minutes``
articles come or go with a reload, and a story alerts all subscribers. Each round prints a line.
Ends with status 1 if anything was lost or came twice, or if memory, open files or threads grew by
more than 5 % in the second half of the rounds.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.load.collection import write_collection
from tests.load.driving import Stage, staged
from tests.load.options import make_parser
from tests.load.people import quantiles
from tests.load.process_memory import MEGABYTE, growth_of, resident

ANSWER_TIMEOUT_S = 60.0
MAX_GROWTH = 0.05
WARM_UP_ROUNDS = 1
"""Rounds that do not count: caches fill in them."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process has of the machine's: bytes of memory, open files, threads."""

    memory: int
    files: int
    threads: int

    @classmethod
    def of(cls, pid: int) -> "Usage":
        """Return what a process has now."""
        entry = Path(f"/proc/{pid}")
        files, threads = (len(list((entry / each).iterdir())) for each in ("fd", "task"))
        return cls(resident(pid), files, threads)

    def __str__(self) -> str:
        memory = self.memory / MEGABYTE
        return f"{memory:.0f} MB, {self.files} files, {self.threads} threads"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the soak and print its lines."""
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        problems = asyncio.run(_run(given, Path(folder)))
    for problem in problems:
        print(f"FAILED: {problem}", file=sys.stderr)
    sys.exit(int(bool(problems)))


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("python -m tests.load.soak", __doc__)
    parser.add_argument("--rate", type=float, default=5.0, help="questions a second")
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=1.0, help="of a round")
    parser.add_argument("--growth", type=float, default=MAX_GROWTH, help="share that is allowed")
    parser.add_argument("--subscribers", type=int, default=50, help="chats that a story alerts")
    return parser


async def _run(given: argparse.Namespace, folder: Path) -> list[str]:
    collection = write_collection(folder / "articles", given.articles, given.questions)
    async with staged(folder, collection, given.people, given.subscribers, 30) as stage:
        rounds = max(2, round(given.hours * 60 / given.minutes))
        usages = [
            await _round(stage, number, given.rate, given.minutes * 60)
            for number in range(-WARM_UP_ROUNDS, rounds)
        ]
        return _problems(stage, usages[WARM_UP_ROUNDS:], given.growth)


async def _round(stage: Stage, number: int, rate: float, seconds: float) -> Usage:
    began = time.monotonic()
    asking = asyncio.create_task(stage.crowd.ask(rate, seconds))
    await stage.newsroom.come_and_go(number)
    await asking
    await stage.crowd.all_answered(ANSWER_TIMEOUT_S)
    usage = Usage.of(stage.bot.pid)
    taken = quantiles(stage.crowd.seconds(began, time.monotonic()))
    print(f"round {number}: {taken}; {stage.crowd.waiting} lost; {usage}", flush=True)
    return usage


def _problems(stage: Stage, usages: Sequence[Usage], allowed: float) -> list[str]:
    second = usages[len(usages) // 2 :]
    grown = {
        name: growth_of([getattr(usage, name) for usage in second])
        for name in ("memory", "files", "threads")
    }
    problems = [f"{name} grew by {by:.1%}" for name, by in grown.items() if by > allowed]
    if stage.crowd.waiting:
        problems.append(f"{stage.crowd.waiting} questions have no answer")
    if stage.crowd.unasked:
        problems.append(f"{stage.crowd.unasked} messages came that nobody asked for")
    if stage.newsroom.missed:
        problems.append(f"{stage.newsroom.missed} alerts did not come once")
    return problems


if __name__ == "__main__":
    main()
