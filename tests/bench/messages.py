"""What a message costs, from Telegram's update to the reply, and how many fit into a second.

``python -m tests.bench.messages`` runs the real program against a Bot API server on loopback, with
the shipped articles, repeated to ``--count``. People ask shipped questions, ``--rate`` a second for
``--seconds``. The processor's time is of the program's process alone.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from pydantic import SecretStr

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.core import open_services
from bot.settings import Settings
from index.sources.loader import load_folder
from index.types import Article
from tests.e2e.killing import ROOT, Program

QUESTIONS = ROOT / "tests" / "eval" / "shipped_questions.jsonl"
WARM_UP = 20
ANSWER_TIMEOUT_S = 20.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print its lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5_000, help="articles")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=40.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(given, Path(folder)))


async def _run(given: argparse.Namespace, folder: Path) -> None:
    async with BotApiServer("4242:SECRET") as server:
        people = [server.user(f"Pembaca {number}") for number in range(given.people)]
        asked = [(server.private_chat(person, started=True), person) for person in people]
        settings = Settings(
            token=SecretStr(server.token),
            api_url=server.url,
            articles=folder / "articles",
            data=folder / "data",
        )
        await load_articles(settings, given.count)
        program = Program(server, folder)
        await program.run_until(_measure(asked, given, folder))


async def load_articles(settings: Settings, count: int) -> None:
    """Write so many articles into the folder of the settings, and load them."""
    folder = settings.articles
    folder.mkdir()
    shipped = [item for item in load_folder(ROOT / "articles") if isinstance(item, Article)]
    rows = (
        replace(article, external_id=str(number))
        for number, article in enumerate(islice(cycle(shipped), count))
    )
    with (folder / "news.jsonl").open("w", encoding="utf-8") as file:
        for row in rows:
            text = f"{row.text}\n\nEdisi {row.external_id}."  # copies would be left out
            fields = {"id": row.external_id, "title": row.title, "text": text}
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")
    async with open_services(settings) as services:
        await services.library.reload()


def shipped_questions() -> list[str]:
    """Return the questions that the shipped articles are asked."""
    with QUESTIONS.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


async def _measure(
    asked: Sequence[tuple[Chat, User]], given: argparse.Namespace, folder: Path
) -> None:
    questions = shipped_questions()
    for (chat, person), question in islice(zip(cycle(asked), questions, strict=False), WARM_UP):
        await ask(chat, person, question)
    program = _program(folder)
    before = cpu_seconds(program)
    count, began = int(given.rate * given.seconds), time.monotonic()
    asking = []
    turns = zip(range(count), cycle(asked), cycle(questions), strict=False)
    for number, (chat, person), question in turns:
        await asyncio.sleep(max(0.0, began + number / given.rate - time.monotonic()))
        asking.append(asyncio.create_task(ask(chat, person, question)))
    times = await asyncio.gather(*asking)
    spent = cpu_seconds(program) - before
    arrived = [each for each in times if each is not None]
    p50, p95 = np.quantile(arrived, [0.5, 0.95]) * 1e3
    print(
        f"{count:,} questions of {len(asked)} people at {given.rate:g} a second over "
        f"{given.count:,} articles: p50 {p50:.0f} ms, p95 {p95:.0f} ms, "
        f"{count - len(arrived)} lost, processor {spent / count * 1e3:.1f} ms a question"
    )


def _program(folder: Path) -> Path:
    """Return /proc's entry of the process that runs in ``folder``."""
    children = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return next(entry for entry in children if _runs_in(entry, folder.resolve()))


def _runs_in(entry: Path, folder: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == folder
    except OSError:
        return False


def cpu_seconds(entry: Path) -> float:
    """Return the processor's time of a process, in user and system mode."""
    fields = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def ask(chat: Chat, person: User, question: str) -> float | None:
    """Return the seconds from a question to its answer; None if none came."""
    began = time.perf_counter()
    chat.says(person, question)
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            await chat.next_message()
    except TimeoutError:
        return None
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
