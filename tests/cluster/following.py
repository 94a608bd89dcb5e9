"""How soon an article that one process takes in is found in another one.

``python -m tests.cluster.following`` starts PostgreSQL, with ``--opensearch`` also three nodes, and
a second process, which asks for each article all the time until it is found. The clock begins
before the article is given to the first process.
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from pydantic import SecretStr

from bot.model.articles import Origin
from bot.questions.answering import QuestionAnswerer
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from index.types import Language
from tests.bench.one_article import article
from tests.cluster.servers import opensearch, postgresql

FOLLOW = "follow"
PAUSE_S = 0.02  # between two looks, which take time from the others


def settings_at(database: str, nodes: str, data: Path) -> Settings:
    """Return the settings of a process; ``nodes`` are parted by commas, "" for an own index."""
    data.mkdir(exist_ok=True)
    return Settings(
        articles=data,
        data=data,
        database=SecretStr(database),
        opensearch=tuple(filter(None, nodes.split(","))),
    )


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[BotServices]:
    """Open a process's services, and follow what others change."""
    async with open_bot_services(settings) as services, services.running():
        yield services


async def until_found(answerer: QuestionAnswerer, number: int) -> None:
    """Ask until an article of ``tests.bench.one_article`` is found."""
    question, title = f"Apa yang dibawa nelayan desa {number}?", article(number).title
    while True:
        answer = await answerer.ask(question, reader_language=Language.INDONESIAN)
        found = [*(quote.article for quote in answer.quotes), *answer.nearest]
        if title in {each.title for each in found}:
            return
        await asyncio.sleep(PAUSE_S)


async def follow(settings: Settings) -> None:
    """Answer each number on standard input with the time at which its article was found."""
    async with opened(settings) as services:
        print("ready", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            await until_found(services.answerer, int(line))
            print(time.monotonic(), flush=True)


async def measure(
    folder: Path, database: str, nodes: str, count: int, times: int
) -> list[tuple[float, float]]:
    """Return of each of ``times`` articles beside ``count`` others how long it took, in seconds.

    First until it is taken in where it was given, then until it is found in the other process.
    """
    async with opened(settings_at(database, nodes, folder / "first")) as services:
        await services.library.ingest([article(number) for number in range(count)], Origin.FEED)
        command = ["-m", "tests.cluster.following", FOLLOW, database, nodes, str(folder / "second")]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
        taken = []
        for number in range(count, count + times):
            process.stdin.write(b"%d\n" % number)
            began = time.monotonic()
            await services.library.ingest([article(number)], Origin.FEED)
            taken_in = time.monotonic() - began
            taken.append((taken_in, float(await process.stdout.readline()) - began))
        process.stdin.close()
        await process.wait()
    return taken


def main() -> None:
    """Print the median and the longest time; follow, as the second process."""
    if sys.argv[1:2] == [FOLLOW]:
        database, nodes, data = sys.argv[2:]
        asyncio.run(follow(settings_at(database, nodes, Path(data))))
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--opensearch", action="store_true", help="the engine is OpenSearch")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(postgresql()).new_database()
        cluster = stack.enter_context(opensearch()) if given.opensearch else None
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        nodes = ",".join(cluster.addresses) if cluster else ""
        taken = asyncio.run(measure(folder, address, nodes, given.articles, given.times))
    for name, seconds in zip(
        ("taken in", "found in the other process"), zip(*taken, strict=True), strict=True
    ):
        median, slowest = statistics.median(seconds), max(seconds)
        print(
            f"an article beside {given.articles:,}, {name}: "
            f"median {median:.3f} s, slowest {slowest:.3f} s of {len(seconds)}"
        )


if __name__ == "__main__":
    main()
