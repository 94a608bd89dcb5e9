"""The newest articles, each story once."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from index.stories.near_duplicates import Signature, same_story, signature
from index.types import Article, Filters

USUAL_COUNT = 7
_READ_PER_HEADLINE = 3
"""Articles that are read for each headline: the newest of a day are often copies."""
_MAX_READ = 30


class HeadlineSource(Protocol):
    """Supplies the newest articles."""

    async def latest(self, *, limit: int, filters: Filters) -> Sequence[Article]:
        """Return those that match, newest first."""


class Headlines:
    """Lists the newest articles, of several copies the newest."""

    def __init__(self, articles: HeadlineSource) -> None:
        self._articles = articles

    async def newest(self, filters: Filters, count: int = 0) -> tuple[Article, ...]:
        """Return the newest that match, ``count`` or as many as are usual; fewer if there are."""
        wanted = count or USUAL_COUNT
        limit = min(wanted * _READ_PER_HEADLINE, _MAX_READ)
        found = await self._articles.latest(limit=limit, filters=filters)
        if len(found) <= 1:
            return tuple(found)
        return await asyncio.to_thread(without_copies, found, wanted)


def without_copies(articles: Sequence[Article], count: int) -> tuple[Article, ...]:
    """Return the first ``count`` of ``articles`` that are no copy of one before; a few ms each."""
    chosen: list[tuple[Article, Signature]] = []
    for article in articles:
        signed = signature(article)
        if not any(_same(article, signed, other, its) for other, its in chosen):
            chosen.append((article, signed))
        if len(chosen) == count:
            break
    return tuple(article for article, _ in chosen)


def _same(one: Article, signed: Signature, other: Article, its: Signature) -> bool:
    titles = one.title.casefold().strip(), other.title.casefold().strip()
    return (titles[0] == titles[1] != "") or same_story(signed, its)
