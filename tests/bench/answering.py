"""How long an answer takes beside one ``get_scores`` of rank_bm25 on the same passages.

``python -m tests.bench.answering`` prints medians and ratios of one run, in rounds so that a slow
moment of the machine falls on every measure.
"""

import asyncio
import json
import platform
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from rank_bm25 import BM25Okapi

from bot.model.interface_language import InterfaceLanguage
from bot.services.core import Services, open_services
from bot.settings import Settings
from bot.texts import texts_for
from handlers.render.answer import render_answer
from index.analysis import analyzer_for
from index.types import Language
from tests.bench.collection import articles, queries
from tests.index.inverted.rank_bm25_adapter import RankBM25Adapter

PASSAGES = 10_000
QUESTIONS = 100
ROUNDS = 3
TERMS = 5
TOP = 10


def main() -> None:
    """Run the benchmark and print its table."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder)))


async def _run(folder: Path) -> None:
    (folder / "articles").mkdir()
    tokens = _write(folder / "articles" / "made-up.jsonl")
    ours, theirs = RankBM25Adapter(tokens), BM25Okapi(tokens)
    settings = Settings(articles=folder / "articles", data=folder / "data")
    async with open_services(settings) as services:
        await services.library.reload()
        asked = queries(tokens, QUESTIONS, TERMS)
        times = await _times(services, ours, theirs, asked)
    _print(times, len(tokens))


def _write(path: Path) -> list[list[str]]:
    """Write the collection as JSONL; returns the tokens of each passage."""
    analyzer = analyzer_for(Language.INDONESIAN)
    tokens = []
    with path.open("w", encoding="utf-8") as lines:
        for article in articles(PASSAGES):
            row = {"id": article.key, "text": article.text, "lang": "id"}
            lines.write(json.dumps(row) + "\n")
            tokens += [analyzer.terms(article.text[start:end]) for start, end in article.body]
    return tokens


async def _times(
    services: Services, ours: RankBM25Adapter, theirs: BM25Okapi, asked: list[list[str]]
) -> dict[str, list[float]]:
    """Seconds of each measure and question, in rounds; a round takes one measure at a time."""
    times: dict[str, list[float]] = {name: [] for name in _LABELS}
    for _ in range(ROUNDS):
        times["get_scores"] += [_timed(partial(theirs.get_scores, query)) for query in asked]
        times["theirs"] += [_timed(partial(_top, theirs, query)) for query in asked]
        times["ours"] += [_timed(partial(ours.top, query, TOP)) for query in asked]
        for query in asked:
            began = time.perf_counter()
            answered = await _reply(services, " ".join(query))
            times["reply" if answered else "refusal"].append(time.perf_counter() - began)
    return times


def _top(scorer: BM25Okapi, query: list[str]) -> list[int]:
    scores = scorer.get_scores(query)
    return [int(passage) for passage in np.argsort(scores)[::-1][:TOP]]


async def _reply(services: Services, question: str) -> bool:
    """The whole way of a question; whether it was answered, for then quotes are in the time."""
    answer = await services.answerer.ask(question, reader_language=Language.INDONESIAN)
    render_answer(answer, texts_for(InterfaceLanguage(answer.language)))
    return answer.answered


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


_LABELS = {
    "get_scores": "rank_bm25 get_scores",
    "theirs": "rank_bm25 get_scores and top 10",
    "ours": "Kutip, tokens to top 10",
    "reply": "Kutip, question to rendered reply",
    "refusal": "Kutip, question to refusal",
}


def _print(times: dict[str, list[float]], passages: int) -> None:
    print(f"{passages:,} passages, {QUESTIONS} questions of {TERMS} words, {platform.machine()}")
    for name, label in _LABELS.items():
        if not times[name]:
            continue
        p95 = float(np.quantile(times[name], 0.95))
        p50 = median(times[name])
        print(f"{label:36} {len(times[name]):4} x p50 {p50 * 1e3:7.3f} p95 {p95 * 1e3:7.3f} ms")
    print(f"top 10: {median(times['theirs']) / median(times['ours']):.0f} x as fast as rank_bm25")
    share = median(times["reply"]) / median(times["get_scores"])
    print(f"reply: {share:.2f} of one get_scores")


if __name__ == "__main__":
    main()
