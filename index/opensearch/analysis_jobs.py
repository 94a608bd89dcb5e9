"""Analyse articles into documents, in a thread or in another process, a batch at a time.

The analysis is that of the embedded index: each batch becomes a segment, and that its documents.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterable, Iterator
from typing import NamedTuple

from index.engine import Articles, ArticleSource, OnBuilt
from index.errors import LoadError
from index.inverted.article_batches import INLINE_READ_LIMIT, read_ahead
from index.inverted.build_jobs import batched
from index.inverted.segment import SegmentBuilder
from index.opensearch.documents import documents
from index.types import Article
from index.workers import Finished, ProcessWorker, Steps, ThreadWorker, Worker, started

_REQUEST_BYTES = 4 << 20
"""Of one bulk request, but for a longer article; OpenSearch's manual advises 5 to 15 MB."""


class AnalysedBatch(NamedTuple):
    """The articles of a batch: how many were read so far, whose documents, and those as lines."""

    done: int
    articles: list[int]
    requests: list[bytes]


Take = Callable[[AnalysedBatch], Awaitable[None]]


async def analyse(
    articles: Articles, change: int, take: Take, on_built: OnBuilt | None
) -> list[LoadError]:
    """Give the documents of all articles to ``take``; return the errors of the others."""
    if isinstance(articles, ArticleSource):
        if articles.count >= INLINE_READ_LIMIT:
            return await _run(ProcessWorker(_analyse_read, change, articles), None, take, on_built)
        articles = articles.read()
    given = await read_ahead(articles)
    worker: Worker[AnalysedBatch, list[Article], list[LoadError]] = (
        ProcessWorker(_analyse_given, change)
        if given.is_large
        else ThreadWorker(_analyse_given(change))
    )
    return await _run(worker, given.batches(), take, on_built)


async def _run(
    worker: Worker[AnalysedBatch, list[Article], list[LoadError]],
    batches: AsyncIterator[list[Article]] | None,
    take: Take,
    on_built: OnBuilt | None,
) -> list[LoadError]:
    async with started(worker) as steps:
        async for step in _steps(steps, batches):
            if isinstance(step, Finished):
                return step.result
            await take(step)
            if on_built is not None and step.done:
                on_built(step.done)
    raise AssertionError  # the last step is Finished


async def _steps(
    steps: Steps[AnalysedBatch, list[Article], list[LoadError]],
    batches: AsyncIterator[list[Article]] | None,
) -> AsyncIterator[AnalysedBatch | Finished[list[LoadError]]]:
    """Yield what the steps yield: those of the given ``batches``, then all that are left."""
    yield await steps.next()
    if batches is not None:
        async for batch in batches:
            yield await steps.next(batch)
    while True:
        yield await steps.next()


def _analyse_given(change: int) -> Generator[AnalysedBatch, list[Article] | None, list[LoadError]]:
    """Analyse the articles that are sent to each step, until None is."""
    batch, failures = AnalysedBatch(0, [], []), list[LoadError]()
    while (articles := (yield batch)) is not None:
        batch = _analysed(articles, change, batch.done, failures)
    return failures


def _analyse_read(
    change: int, source: ArticleSource
) -> Generator[AnalysedBatch, list[Article] | None, list[LoadError]]:
    """Read and analyse all articles of ``source``, a batch in each step."""
    done, failures = 0, list[LoadError]()
    for articles in batched(source.read()):
        batch = _analysed(articles, change, done, failures)
        done = batch.done
        yield batch
    return failures


def _analysed(
    articles: list[Article], change: int, done: int, failures: list[LoadError]
) -> AnalysedBatch:
    builder = SegmentBuilder()
    builder.add(articles)
    failures += builder.failures
    segment = builder.segment()
    requests = list(_joined(documents(segment, change)))
    return AnalysedBatch(done + len(articles), segment.articles.tolist(), requests)


def _joined(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the articles' lines in requests of at most ``_REQUEST_BYTES``."""
    waiting, size = list[bytes](), 0
    for part in parts:
        if waiting and size + len(part) > _REQUEST_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
        waiting.append(part)
        size += len(part)
    if waiting:
        yield b"".join(waiting)
