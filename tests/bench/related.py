"""How many related questions are answered by the article they were made of, and what they cost.

``python -m tests.bench.related ARTICLES [--most 400]`` takes each of so many articles for one that
an answer quotes, asks its related questions as a reader who presses them does, and prints the share
whose answer quotes the same article. The times are those that an answer takes longer: for an
article the first time, and once it is known, beside the time of the answers themselves.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bot.conversation.responses import Answered
from bot.conversation.service import ReaderMessage
from bot.model.schedule import time_zone
from bot.questions.answer import Answer, AnswerOutcome
from bot.services.core import Services, open_services
from bot.settings import Settings
from index.types import Article, Language, Quote, Span


@dataclass
class _Counts:
    """What came of the articles and their questions."""

    questions: Counter[int] = field(default_factory=Counter)
    same: int = 0
    other: list[str] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="a folder of articles")
    parser.add_argument("--most", type=int, default=400)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(articles=given.articles, data=Path(data), watch=False)
        asyncio.run(_measure(settings, given.most))


async def _measure(settings: Settings, most: int) -> None:
    async with open_services(settings) as services:
        await services.library.reload()
        for language in Language:
            articles = await _sample(services, language, most)
            counts = _Counts()
            for article in articles:
                await _try(article, services, counts)
            if articles:
                _print(language, len(articles), counts)


async def _sample(services: Services, language: Language, most: int) -> list[Article]:
    total = (await services.library.status()).articles
    found: list[Article] = []
    for offset in range(0, total, 500):
        part = await services.library.latest(limit=500, offset=offset)
        found += [article for article in part if article.language is language]
    return random.Random(2).sample(found, min(most, len(found)))


async def _try(article: Article, services: Services, counts: _Counts) -> None:
    first = article.body[0] if article.body else Span(0, 1)
    quote = Quote(article, first.start, min(first.end, first.start + 150), (), first, 1.0)
    answer = Answer("", article.language, AnswerOutcome.ANSWERED, (quote,))
    questions: tuple[str, ...] = ()
    for times in (counts.first, counts.again):
        began = time.perf_counter()
        questions = await services.related.of(answer)
        times.append((time.perf_counter() - began) * 1000)
    counts.questions[len(questions)] += 1
    for question in questions:
        began = time.perf_counter()
        quoted = await _quoted(question, article.language, services)
        counts.answers.append((time.perf_counter() - began) * 1000)
        if article.id in quoted:
            counts.same += 1
        else:
            counts.other.append(question)


async def _quoted(question: str, language: Language, services: Services) -> set[int]:
    zone = time_zone(services.settings.time_zone)
    message = ReaderMessage(text=question, language=language, zone=zone)
    response = await services.conversation.respond(message)
    quotes = response.answer.quotes if isinstance(response, Answered) else ()
    return {quote.article.id for quote in quotes}


def _print(language: Language, articles: int, counts: _Counts) -> None:
    asked = counts.same + len(counts.other)
    share = counts.same / asked if asked else 0.0
    print(f"{language}: {articles} articles, questions an answer: {dict(counts.questions)}")
    print(f"  {counts.same} of {asked} are answered by the same article: {share:.3f}")
    times = (("first", counts.first), ("again", counts.again), ("answer", counts.answers))
    for name, values in times:
        if len(values) > 1:
            high = quantiles(values, n=20)[-1]
            print(f"  {name}: median {median(values):.2f} ms, p95 {high:.1f}")
    for question in counts.other[:10]:
        print(f"  not: {question}")


if __name__ == "__main__":
    main()
