"""What a whole reload costs, and what a question takes while one runs.

``python -m tests.bench.reload`` loads one collection, asks while nothing else happens, then has the
folder grow many times over and asks while that is loaded. ``--articles`` and ``--more`` name files
of articles; made-up ones stand in where they are absent. Memory is read from Linux's ``/proc``.
"""

import argparse
import asyncio
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.cli.interpreter import tune_for_long_runs
from bot.model.interface_language import InterfaceLanguage
from bot.services.core import Services, open_services
from bot.settings import Settings
from bot.texts import texts_for
from handlers.render.answer import render_answer
from index.types import Language
from tests.bench.collection import articles, queries, token_lists

FIRST, MORE = 10_000, 100_000  # made-up passages
QUESTIONS = 200
IDLE = 15.0  # seconds
PAUSE = 0.02  # seconds between two questions
TICK = 0.002


@dataclass(slots=True)
class Watched:
    """Seconds that questions took, and that the event loop came late."""

    answers: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        """Both in milliseconds."""
        figures = [
            f"{label} p50 {_ms(times, 0.5)} p99 {_ms(times, 0.99)} max {_ms(times, 1)} ms"
            for label, times in (("answer", self.answers), ("loop late by", self.lags))
        ]
        return f"{name:14} {len(self.answers):5} x {'; '.join(figures)}"


def main() -> None:
    """Run the benchmark and print its lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="what is loaded first")
    parser.add_argument("--more", type=Path, help="what the reload adds")
    parser.add_argument("--questions", type=Path, help="JSON lines with a field text")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asked = _prepare(Path(folder), given.articles, given.questions)
        tune_for_long_runs()  # as kutip run does
        asyncio.run(_run(Path(folder), given.more, asked))


def _prepare(folder: Path, first: Path | None, questions: Path | None) -> list[str]:
    """The articles that are loaded first; returns what is asked."""
    (folder / "articles").mkdir()
    if first and questions:
        shutil.copy(first, folder / "articles" / first.name)
        lines = questions.read_text("utf-8").splitlines()
        texts = [str(json.loads(line)["text"]) for line in lines]
        return texts[:: max(1, len(texts) // QUESTIONS)]
    _write(folder / "articles" / "first.jsonl", FIRST, seed=1)
    return [" ".join(words) for words in queries(token_lists(FIRST), QUESTIONS, 5)]


def _write(path: Path, passages: int, seed: int) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for article in articles(passages, seed):
            lines.write(json.dumps({"id": article.key, "text": article.text, "lang": "id"}) + "\n")


async def _run(folder: Path, more: Path | None, asked: Sequence[str]) -> None:
    settings = Settings(articles=folder / "articles", data=folder / "data")
    async with open_services(settings) as services:
        await services.library.reload()
        for question in asked:
            await _reply(services, question)
        idle = await _watch(services, asked, asyncio.sleep(IDLE))
        if more:
            await asyncio.to_thread(shutil.copy, more, settings.articles / f"more-{more.name}")
        else:
            await asyncio.to_thread(_write, settings.articles / "more.jsonl", MORE, 2)
        print(idle.line("idle"))
        await _loaded(services, asked, "reload")
        await _loaded(services, asked, "unchanged")


async def _loaded(services: Services, asked: Sequence[str], name: str) -> None:
    """Reload while questions are asked, and print what that cost."""
    began = time.perf_counter()
    with _Memory() as memory:
        during = await _watch(services, asked, services.library.reload())
    seconds = time.perf_counter() - began
    status = await services.library.status()
    print(during.line(name))
    print(
        f"{name:14} {status.articles:,} articles, {status.passages:,} passages: {seconds:.1f} s, "
        f"{status.articles / seconds:,.0f} articles/s, peak {memory.peak >> 20:,} MiB in all"
    )


async def _watch(services: Services, asked: Sequence[str], work: object) -> Watched:
    """Ask one question after the other until ``work`` is done."""
    watched = Watched()
    working = asyncio.ensure_future(work)  # type: ignore[call-overload] # any awaitable
    ticking = asyncio.create_task(_tick(watched.lags))
    turn = 0
    while not working.done():
        began = time.perf_counter()
        await _reply(services, asked[turn % len(asked)])
        watched.answers.append(time.perf_counter() - began)
        turn += 1
        await asyncio.sleep(PAUSE)
    ticking.cancel()
    await working
    return watched


async def _reply(services: Services, question: str) -> None:
    answer = await services.answerer.ask(question, reader_language=Language.INDONESIAN)
    render_answer(answer, texts_for(InterfaceLanguage(answer.language)))


async def _tick(lags: list[float]) -> None:
    """How late the loop wakes who asked to be woken, answers' own share included."""
    while True:
        due = time.perf_counter() + TICK
        await asyncio.sleep(TICK)
        lags.append(time.perf_counter() - due)


class _Memory:
    """The most that this process and its children held at once, looked at ten times a second."""

    def __init__(self) -> None:
        self.peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            self.peak = max(self.peak, sum(map(_resident, [os.getpid(), *_children()])))


def _children() -> list[int]:
    lists = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(number) for each in lists for number in each.read_text("utf-8").split()]


def _resident(number: int) -> int:
    """Bytes; memory that processes share, such as a mapped index, counts once for each."""
    try:
        pages = Path(f"/proc/{number}/statm").read_text("utf-8").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _ms(seconds: Sequence[float], quantile: float) -> str:
    return f"{float(np.quantile(seconds, quantile)) * 1e3:.1f}"


if __name__ == "__main__":
    main()
