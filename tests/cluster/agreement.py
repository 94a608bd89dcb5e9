"""Whether the engine on a cluster answers as the embedded one, and how long both take.

``python -m tests.cluster.agreement --articles FOLDER --queries FILE.jsonl``
"""

import argparse
import asyncio
import os
import secrets
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from bot.evaluation.dataset import load_articles, load_questions
from bot.evaluation.runner import ArticlesInMemory
from bot.questions.answer import Answer
from bot.questions.answering import QuestionAnswerer
from index.engine import SearchEngine
from index.inverted.local_engine import LocalEngine
from index.opensearch.engine import OpenSearchEngine
from index.query.parser import parse_question
from index.text.language import detect
from index.text.passages import passages_of
from index.types import Article, Hit, Language, Query
from tests.cluster.engines import address_of
from tests.cluster.servers import OPENSEARCH, opensearch

SEARCHED, ASKED = 100, 300
SAME = 10
"""Hits that are compared."""
LIMIT = 50
"""Hits of a search that is timed."""


@dataclass
class Engines:
    """Both engines with the same articles; ``reader`` holds them, too."""

    local: SearchEngine
    cluster: SearchEngine
    reader: ArticlesInMemory

    @property
    def both(self) -> dict[str, SearchEngine]:
        """The engines by name."""
        return {"embedded": self.local, "cluster": self.cluster}

    async def load(self, articles: Iterable[Article]) -> dict[str, float]:
        """Serve ``articles``; return the seconds that each engine took."""
        self.reader.by_id = {article.id: article for article in articles}
        taken = {}
        for name, engine in self.both.items():
            began = time.perf_counter()
            await (await engine.prepare(self.reader.by_id.values())).commit("1")
            taken[name] = time.perf_counter() - began
        return taken

    async def change(self, articles: Sequence[Article]) -> dict[str, float]:
        """Serve ``articles`` in place of those with their ids; return the seconds taken."""
        self.reader.by_id |= {article.id: article for article in articles}
        ids = [article.id for article in articles]
        taken = {}
        for name, engine in self.both.items():
            began = time.perf_counter()
            await (await engine.apply(articles, ids)).commit(secrets.token_hex(4))
            taken[name] = time.perf_counter() - began
        return taken

    async def merge(self) -> None:
        """Make the scores of both exact."""
        for engine in self.both.values():
            await engine.merge_and_persist()

    async def same_hits(self, queries: Sequence[Query], count: int = SAME) -> list[bool]:
        """Return for each query whether both find the same passages first, in the same order."""
        return [
            await _passages(self.local, query, count) == await _passages(self.cluster, query, count)
            for query in queries
        ]

    async def same_answers(self, questions: Sequence[str]) -> list[bool]:
        """Return for each question whether both answer the same in every detail."""
        answerers = [
            QuestionAnswerer(each, self.reader, lambda: None) for each in self.both.values()
        ]
        return [
            comparable(await _answer(answerers[0], question))
            == comparable(await _answer(answerers[1], question))
            for question in questions
        ]


async def _passages(engine: SearchEngine, query: Query, count: int) -> list[object]:
    found: Sequence[Hit] = (await engine.search(query, limit=count)).hits
    return [hit.passage for hit in found]


async def _answer(answerer: QuestionAnswerer, question: str) -> Answer:
    return await answerer.ask(question, reader_language=Language.INDONESIAN)


def comparable(answer: Answer) -> Answer:
    """Return what a person is told of an answer: scores are kept to a millionth."""
    quotes = tuple(replace(quote, score=round(quote.score, 6)) for quote in answer.quotes)
    closest = answer.closest and replace(answer.closest, score=round(answer.closest.score, 6))
    confidence = round(answer.confidence, 6)
    return replace(answer, took_ms=0.0, confidence=confidence, quotes=quotes, closest=closest)


def queries_of(questions: Iterable[str]) -> list[Query]:
    """Return the questions as queries, without those that search for nothing."""
    parsed = (parse_question(each, detect(each) or Language.INDONESIAN) for each in questions)
    return [query for query in parsed if query.terms]


def evenly(items: Sequence[str], most: int) -> list[str]:
    """Return ``most`` of the items, evenly chosen."""
    return list(items[:: max(1, len(items) // most)][:most])


def changed(articles: Sequence[Article], most: int) -> list[Article]:
    """Return ``most`` of the articles, evenly chosen, each with the text of the one after it."""
    step = max(1, len(articles) // max(1, most))
    pairs = zip(articles[:-1:step], articles[1::step], strict=False)
    return [
        replace(one, title=other.title, text=other.text, body=other.body, digest=other.digest)
        for one, other in list(pairs)[:most]
    ]


def first_passages(articles: Iterable[Article], most: int) -> Iterator[Article]:
    """Yield articles until they have ``most`` passages."""
    for article in articles:
        if most <= 0:
            return
        most -= len(passages_of(article))
        yield article


async def _timed(calls: Iterable[Callable[[], Awaitable[object]]]) -> str:
    """Return the median and the 95th percentile of the calls, in milliseconds."""
    taken = []
    for call in calls:
        began = time.perf_counter()
        await call()
        taken.append((time.perf_counter() - began) * 1000)
    return f"p50 {statistics.median(taken):.1f} ms, p95 {statistics.quantiles(taken, n=20)[-1]:.1f}"


async def _speeds(engines: Engines, queries: Sequence[Query], questions: Sequence[str]) -> None:
    for name, engine in engines.both.items():
        answerer = QuestionAnswerer(engine, engines.reader, lambda: None)
        searches = [lambda q=q, e=engine: e.search(q, limit=LIMIT) for q in queries]
        answers = [lambda q=q, a=answerer: _answer(a, q) for q in questions]
        await _timed(searches)  # once before, as in a process that has been up for a while
        print(f"{name}: top {LIMIT} {await _timed(searches)}; whole answer {await _timed(answers)}")


async def _one_article(engines: Engines, articles: Sequence[Article], query: Query) -> None:
    """Print how long single changed articles take until they are found."""
    for name, engine in engines.both.items():
        taken = []
        for article in articles:
            began = time.perf_counter()
            await (await engine.apply([article], [article.id])).commit(secrets.token_hex(4))
            await engine.search(query)
            taken.append(time.perf_counter() - began)
        print(
            f"{name}: one article until found, median {statistics.median(taken):.3f} s, "
            f"slowest {max(taken):.3f} s"
        )


def _share(same: Sequence[bool]) -> str:
    return f"{sum(same)} of {len(same)}"


async def compare(options: argparse.Namespace, addresses: Sequence[str]) -> bool:
    """Print all figures; return whether everything agreed."""
    articles = list(first_passages(load_articles(options.articles), options.passages))
    questions = [each.text for each in load_questions(options.queries)]
    queries = queries_of(evenly(questions, SEARCHED))
    index = f"agreement-{secrets.token_hex(4)}"
    cluster = OpenSearchEngine(address_of(addresses, index, options.shards))
    engines = Engines(LocalEngine(), cluster, ArticlesInMemory())
    try:
        for name, seconds in (await engines.load(articles)).items():
            print(f"{name}: built in {seconds:.1f} s; {await engines.both[name].figures()}")
        same = [await engines.same_hits(queries)]
        print(f"same top {SAME}: {_share(same[-1])}")
        await _speeds(engines, queries, evenly(questions, SEARCHED))
        same.append(await engines.same_answers(evenly(questions, ASKED)))
        print(f"same whole answers: {_share(same[-1])}")
        replaced = changed(articles, options.changed)
        for name, seconds in (await engines.change(replaced)).items():
            print(f"{name}: {len(replaced)} articles changed in {seconds:.2f} s")
        print(f"same top {SAME} before merging: {_share(await engines.same_hits(queries))}")
        began = time.perf_counter()
        await engines.merge()
        same.append(await engines.same_hits(queries))
        print(
            f"same top {SAME} after merging ({time.perf_counter() - began:.0f} s): "
            f"{_share(same[-1])}"
        )
        await _one_article(engines, replaced[:20], queries[0])
    finally:
        await cluster.indexes.delete_all()
        await cluster.close()
    return all(map(all, same))


def main() -> None:
    """Compare the engines on real text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--queries", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--shards", type=int, default=3)
    parser.add_argument("--changed", type=int, default=200, help="articles that are changed")
    parser.add_argument("--passages", type=int, default=sys.maxsize, help="at most so many")
    options = parser.parse_args()
    with ExitStack() as stack:
        given = os.environ.get(OPENSEARCH)
        addresses = given.split(",") if given else stack.enter_context(opensearch()).addresses
        if not asyncio.run(compare(options, addresses)):
            sys.exit("the engines do not agree")


if __name__ == "__main__":
    main()
