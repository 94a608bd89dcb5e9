"""Drive the real program through the loopback Bot API server, and print what became of it.

``make load``: 200 people ask 40 questions a second for two minutes; a third through, articles are
added and reloaded; two thirds through, a story alerts many chats. ``--articles`` and
``--questions`` name real ones; the shipped ones are few. Telegram lets a bot send 30 messages a
second, for which answers would wait: ``--messages-per-second`` is raised unless it is named. Ends
with status 1 if anything was lost or came twice, or if the 95th percentile is above ``--p95``.
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
from tests.load.loop_lag import loop_lag
from tests.load.options import make_parser
from tests.load.people import quantiles

WARM_UP_S = 10.0
ANSWER_TIMEOUT_S = 60.0
"""After the last question; what is not answered by then is lost."""

RAISED_MESSAGES_PER_SECOND = 1000
"""Of a bot that pays for broadcasts: https://core.telegram.org/bots/faq."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was not answered, came unasked, or alerted not once; and the answers' seconds."""

    lost: int
    repeated: int
    missed: int
    seconds: Sequence[float]

    def is_fine(self, p95: float) -> bool:
        """Return whether nothing was lost, nothing came twice, and answers were fast enough."""
        late = sum(each > p95 for each in self.seconds)
        return not (self.lost or self.repeated or self.missed or late > 0.05 * len(self.seconds))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the load and print its lines."""
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(_run(given, Path(folder)))
    sys.exit(int(not outcome.is_fine(given.p95)))


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("python -m tests.load", __doc__)
    parser.add_argument("--rate", type=float, default=40.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--subscribers", type=int, default=500, help="chats that the story alerts")
    parser.add_argument("--messages-per-second", type=int, default=RAISED_MESSAGES_PER_SECOND)
    parser.add_argument("--p95", type=float, default=0.5, help="seconds that it may be")
    return parser


async def _run(given: argparse.Namespace, folder: Path) -> Outcome:
    collection = write_collection(folder / "articles", given.articles, given.questions)
    async with staged(
        folder, collection, given.people, given.subscribers, given.messages_per_second
    ) as stage:
        await stage.crowd.ask(given.rate / 4, WARM_UP_S)
        await stage.crowd.all_answered(ANSWER_TIMEOUT_S)
        stage.memory.samples.clear()
        return await _measure(stage, given.rate, given.seconds)


async def _measure(stage: Stage, rate: float, seconds: float) -> Outcome:
    began, third = time.monotonic(), seconds / 3
    asking = asyncio.create_task(stage.crowd.ask(rate, seconds))
    await asyncio.sleep(third)
    reloading = asyncio.create_task(stage.newsroom.add_articles())
    await asyncio.sleep(third)
    alerting = asyncio.create_task(stage.newsroom.add_story())
    asked = await asking
    await stage.crowd.all_answered(ANSWER_TIMEOUT_S)
    print(await reloading)
    print(await alerting)
    parts = ("before", "reload", "alerts")
    for number, part in enumerate(parts):
        begin = began + number * third
        print(f"{part:7} {quantiles(stage.crowd.seconds(begin, begin + third))}")
    taken = stage.crowd.seconds(began, time.monotonic())
    outcome = Outcome(stage.crowd.waiting, stage.crowd.unasked, stage.newsroom.missed, taken)
    errors = sum(bool(call.error) for call in stage.server.calls)
    print(f"{asked:,} questions at {rate:g} a second: {quantiles(taken)}; {outcome.lost} lost")
    print(f"{outcome.repeated} messages that nobody asked for, {errors} calls refused")
    print(f"log: {dict(stage.bot.problems()) or 'no warning, no error'}")
    print(loop_lag(await stage.bot.metrics()))
    print(stage.memory)
    return outcome


if __name__ == "__main__":
    main()
