"""Articles in batches, and whether they are so many that another process analyses them."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import NamedTuple

from index.inverted.build_jobs import BATCH_SIZE, batched
from index.types import Article

_INLINE_BUILD_LIMIT = 2_000
"""Given articles from which on a build takes more time than starting a process."""
INLINE_READ_LIMIT = 100
"""Stored articles from which on reading and building in a thread, which holds the interpreter,
would delay answers."""


class GivenArticles(NamedTuple):
    """The first batches of articles, all if they are not ``is_large``, and the others."""

    first: list[list[Article]]
    others: AsyncIterator[list[Article]]
    is_large: bool

    async def batches(self) -> AsyncIterator[list[Article]]:
        """Yield all batches."""
        for batch in self.first:
            yield batch
        async for batch in self.others:
            yield batch


async def read_ahead(articles: Iterable[Article] | AsyncIterable[Article]) -> GivenArticles:
    """Read batches until there are so many that another process is worth its start."""
    others = _batches(articles)
    first: list[list[Article]] = []
    async for batch in others:
        first.append(batch)
        if len(first) >= _INLINE_BUILD_LIMIT // BATCH_SIZE:
            return GivenArticles(first, others, is_large=True)
    return GivenArticles(first, others, is_large=False)


async def _batches(
    articles: Iterable[Article] | AsyncIterable[Article],
) -> AsyncIterator[list[Article]]:
    """Yield the articles in lists of ``BATCH_SIZE``; an Iterable is read in a thread."""
    if not isinstance(articles, AsyncIterable):
        batches = batched(articles)
        while batch := await asyncio.to_thread(next, batches, None):
            yield batch
        return
    pending: list[Article] = []
    async for article in articles:
        pending.append(article)
        if len(pending) == BATCH_SIZE:
            yield pending
            pending = []
    if pending:
        yield pending
