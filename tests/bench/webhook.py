"""How long answers take from processes behind a webhook, and whether each question gets one.

``python -m tests.bench.webhook`` starts PostgreSQL and the processes of the real program,
and asks shipped questions: 60 a second of 200 people for 30 s. ``KUTIP_MESSAGES_PER_SECOND`` is
raised: Telegram's own 30 a second would be the bound otherwise. The processor's time is of the
program's processes alone.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import numpy as np
from pydantic import SecretStr

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.settings import Settings
from tests.bench.messages import ask, cpu_seconds, load_articles, shipped_questions
from tests.cluster.servers import postgresql
from tests.cluster.telegram import Bots, bots, until

WARM_UP = 40
MESSAGES_PER_SECOND = 1000


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print its line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--count", type=int, default=1_000, help="articles")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=60.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--sqlite", action="store_true", help="the file of one process")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = "" if given.sqlite else stack.enter_context(postgresql()).new_database()
        asyncio.run(_run(given, folder, address))


async def _run(given: argparse.Namespace, folder: Path, address: str) -> None:
    async with BotApiServer("4242:SECRET") as server:
        people = [server.user(f"Pembaca {number}") for number in range(given.people)]
        asked = [(server.private_chat(person, started=True), person) for person in people]
        named = {"mode": "webhook", "messages_per_second": str(MESSAGES_PER_SECOND), "watch": "no"}
        named |= {"log_level": "WARNING"} | ({"database": address} if address else {})
        await load_articles(_settings(server, folder, address), given.count)
        number = 1 if given.sqlite else given.processes
        async with bots(server, folder, number, **named) as processes:
            await _spread(server, processes)
            await _measure(server, asked, given, processes)


def _settings(server: BotApiServer, folder: Path, address: str) -> Settings:
    return Settings(
        token=SecretStr(server.token),
        api_url=server.url,
        articles=folder / "articles",
        data=folder / "data-0",
        database=SecretStr(address) if address else None,
    )


async def _spread(server: BotApiServer, processes: Bots) -> None:
    path = "/telegram"
    server.proxy(*(processes.webhook(each).removesuffix(path) for each in processes.numbers))
    await until(lambda: bool(server.state.webhook), "the webhook is not set")


async def _measure(
    server: BotApiServer,
    asked: Sequence[tuple[Chat, User]],
    given: argparse.Namespace,
    processes: Bots,
) -> None:
    questions = shipped_questions()
    warming = zip(range(WARM_UP), cycle(asked), cycle(questions), strict=False)
    for _, (chat, person), question in warming:
        await ask(chat, person, question)
    count, began, spent = int(given.rate * given.seconds), time.monotonic(), _seconds(processes)
    asking, turns = [], zip(cycle(asked), cycle(questions), strict=False)
    for number in range(count):
        (chat, person), question = next(turns)
        await asyncio.sleep(max(0.0, began + number / given.rate - time.monotonic()))
        asking.append(asyncio.create_task(ask(chat, person, question)))
    times = await asyncio.gather(*asking)
    arrived = [each for each in times if each is not None]
    p50, p95, most = np.quantile(arrived, [0.5, 0.95, 1.0]) * 1e3
    sent = sum(call.method == "sendMessage" and not call.error for call in server.calls)
    repeated = max(0, sent - count - WARM_UP)
    spent = _seconds(processes) - spent
    print(
        f"{count:,} questions of {len(asked)} people at {given.rate:g} a second to "
        f"{len(processes.numbers)} processes on {'SQLite' if given.sqlite else 'PostgreSQL'}: "
        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, slowest {most:.0f} ms, "
        f"{count - len(arrived)} without an answer in 20 s, {repeated} answered more than once; "
        f"processor {spent / count * 1e3:.1f} ms a question"
    )


def _seconds(processes: Bots) -> float:
    """Return the processor's time of all processes so far."""
    return sum(cpu_seconds(Path(f"/proc/{pid}")) for pid in processes.pids)


if __name__ == "__main__":
    main()
