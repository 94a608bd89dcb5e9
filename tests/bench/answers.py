"""How long whole answers take on real articles and questions, and what the process needs for it.

``python -m tests.bench.answers --articles FILE … --questions FILE`` loads the articles into a
temporary folder once, as ``kutip reload`` does; ``--data`` asks what somebody loaded before. A
fresh process opens the folder and asks the questions, in rounds; each question counts with its best
round. Without questions, articles are asked their headlines.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bot.evaluation.dataset import load_articles, load_questions
from bot.services.core import Services, open_services
from bot.settings import Settings
from index.types import Article, Language
from tests.load.process_memory import resident

SHIPPED = Path(__file__).parents[2] / "articles"
QUESTIONS = 300
ROUNDS = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print its lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, nargs="+", default=[SHIPPED])
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--data", type=Path, help="a data folder that is loaded already")
    parser.add_argument("--count", type=int, default=QUESTIONS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--serve", type=float, help=argparse.SUPPRESS)  # when the process started
    given = parser.parse_args(arguments)
    if given.serve:
        asyncio.run(_serve(given.data, json.load(sys.stdin), given.rounds, given.serve))
        return
    asked = _questions(given.questions, given.articles, given.count)
    if given.data:
        _measure(given.data, asked, given.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        asyncio.run(_load(given.articles, Path(folder), data))
        _measure(data, asked, given.rounds)


def _questions(path: Path | None, articles: Sequence[Path], count: int) -> list[str]:
    """Return ``count`` questions at random, the same each time."""
    if path is None:
        found = [article.title for article in load_articles(articles) if article.title]
    else:
        found = [question.text for question in load_questions(path)]
    return random.Random(1).sample(found, min(count, len(found)))


async def _load(articles: Sequence[Path], folder: Path, data: Path) -> None:
    (folder / "articles").mkdir()
    with (folder / "articles" / "all.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in _rows(load_articles(articles)))
    settings = Settings(articles=folder / "articles", data=data)
    async with open_services(settings) as services:
        await services.library.reload()


def _rows(articles: Iterable[Article]) -> Iterable[dict[str, object]]:
    for article in articles:
        yield {
            "id": str(article.id),
            "title": article.title,
            "text": article.text,
            "date": article.date.isoformat() if article.date else None,
            "lang": article.language.value,
        }


def _measure(data: Path, asked: Sequence[str], rounds: int) -> None:
    command = [sys.executable, "-m", "tests.bench.answers", "--data", str(data)]
    command += ["--rounds", str(rounds), "--serve", str(time.time())]
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own program
        command, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True
    )
    print(done.stdout, end="")


async def _serve(data: Path, asked: Sequence[str], rounds: int, began: float) -> None:
    settings = Settings(articles=data / "none", data=data)
    async with open_services(settings) as services:
        await _ask(services, asked[0])
        first = time.time() - began
        for question in asked[: len(asked) // 10]:
            await _ask(services, question)
        taken = [[await _ask(services, one) for one in asked] for _ in range(rounds)]
        times, worked = (np.min([[pair[n] for pair in each] for each in taken], 0) for n in (0, 1))
        status = await services.library.status()
    p50, p95 = (float(np.quantile(times, share)) * 1e3 for share in (0.5, 0.95))
    print(f"{status.passages:,} passages of {status.articles:,} articles, {len(asked)} questions")
    print(f"whole answer: p50 {p50:.2f} p95 {p95:.2f} ms, processor {worked.mean() * 1e3:.2f} ms")
    memory = resident(os.getpid()) / 1e6
    print(f"process start to first answer: {first:.2f} s; resident: {memory:.0f} MB")


async def _ask(services: Services, question: str) -> tuple[float, float]:
    """Return the seconds that an answer takes by the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    await services.answerer.ask(question, reader_language=Language.INDONESIAN)
    return time.perf_counter() - began, time.process_time() - worked


if __name__ == "__main__":
    main()
