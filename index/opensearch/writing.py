"""Write documents and remove others, in calls that may be repeated."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from index.errors import EngineUnavailable
from index.opensearch.cluster import Cluster
from index.opensearch.queries import figures_body, figures_of
from index.opensearch.schema import Json
from index.opensearch.served import writing_alias
from index.types import IndexStats

_ATTEMPTS = 4
_PAUSE_S = 1.0
"""Between attempts, doubled each time; a killed node's shards are elsewhere within seconds."""
_IDS_LIMIT = 1_000
"""Articles that are removed in one call: some seconds."""

ResultT = TypeVar("ResultT")


async def repeated(call: Callable[[], Awaitable[ResultT]]) -> ResultT:
    """Call what may be repeated until the cluster can be reached; raises EngineUnavailable."""
    for attempt in range(_ATTEMPTS - 1):
        try:
            return await call()
        except EngineUnavailable:
            await asyncio.sleep(_PAUSE_S * 2**attempt)
    return await call()


async def write(cluster: Cluster, index: str, requests: Sequence[bytes]) -> None:
    """Write documents, not searchable yet; raises EngineUnavailable, BuildFailed."""
    for request in requests:
        await repeated(partial(cluster.bulk, writing_alias(index), request))


async def replace(cluster: Cluster, index: str, articles: Sequence[int], change: int) -> None:
    """Make ``articles`` searchable as they were written by ``change``, and as nothing else.

    All at once in each shard, in which all of an article lies.
    """
    await _delete_others(cluster, index, articles, change)
    await cluster.refresh(index)
    # What a commit that was cut off had written becomes searchable only by this refresh.
    if await _delete_others(cluster, index, articles, change):
        await cluster.refresh(index)


async def _delete_others(cluster: Cluster, index: str, articles: Sequence[int], change: int) -> int:
    """Delete the searchable documents of ``articles`` from other changes; return how many."""
    return sum([await cluster.delete_found(index, query) for query in _others(articles, change)])


def _others(articles: Sequence[int], change: int) -> Iterator[Json]:
    for first in range(0, len(articles), _IDS_LIMIT):
        chosen = {"terms": {"article": articles[first : first + _IDS_LIMIT]}}
        yield {"bool": {"filter": [chosen], "must_not": [{"term": {"change": change}}]}}


async def figures(cluster: Cluster, index: str) -> IndexStats:
    """Return the figures of what is searchable in an index; raises EngineUnavailable."""
    responses = await cluster.search_all(index, [figures_body()])
    if responses is None:
        raise EngineUnavailable("index_not_found")
    return figures_of(responses[0])
