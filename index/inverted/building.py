"""Build and merge segments: small ones in a thread, large ones in another process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from index.engine import Articles, ArticleSource, OnBuilt
from index.errors import LoadError
from index.inverted.article_batches import INLINE_READ_LIMIT, read_ahead
from index.inverted.build_jobs import build_given, build_read, merge_stored
from index.inverted.live_segment import LiveSegment
from index.inverted.merging import merge
from index.inverted.searcher import LiveIndex
from index.inverted.segment import SegmentBuilder
from index.inverted.segment_store import SegmentStore
from index.types import Article
from index.workers import Finished, ProcessWorker, started

_INLINE_MERGE_LIMIT = 20_000
"""Passages up to which a merge does not hold the interpreter for long."""
_MAX_SEGMENTS = 8
_MAX_SCATTERED_SHARE = 0.25
"""Passages outside the largest segment, or deleted in it, per passage of it, before all segments
become one."""


class BuiltSegment(NamedTuple):
    """A segment, None without articles, and the errors of articles that are not in it."""

    segment: LiveSegment | None
    failures: Sequence[LoadError]


async def build(articles: Articles, store: SegmentStore, on_built: OnBuilt | None) -> BuiltSegment:
    """Return the segment of ``articles``."""
    on_built = on_built or _ignore
    if isinstance(articles, ArticleSource):
        if articles.count >= INLINE_READ_LIMIT:
            return await _read_in_process(articles, store, on_built)
        articles = articles.read()
    given = await read_ahead(articles)
    if given.is_large:
        return await _build_in_process(given.batches(), store, on_built)
    return await _build_in_thread(given.first, on_built)


async def _build_in_thread(batches: list[list[Article]], on_built: OnBuilt) -> BuiltSegment:
    builder, done = SegmentBuilder(), 0
    for batch in batches:
        await asyncio.to_thread(builder.add, batch)
        done += len(batch)
        on_built(done)
    segment = LiveSegment(await asyncio.to_thread(builder.segment)) if done else None
    return BuiltSegment(segment, builder.failures)


async def _build_in_process(
    batches: AsyncIterator[list[Article]],
    store: SegmentStore,
    on_built: OnBuilt,
) -> BuiltSegment:
    path = store.new_path()
    async with started(ProcessWorker(build_given, path)) as steps:
        await steps.next()
        async for batch in batches:
            done = await steps.next(batch)
            if not isinstance(done, Finished):
                on_built(done)
        failures = await steps.finish(on_built)
    return BuiltSegment(await store.adopt(path), failures)


async def _read_in_process(
    source: ArticleSource, store: SegmentStore, on_built: OnBuilt
) -> BuiltSegment:
    path = store.new_path()
    async with started(ProcessWorker(build_read, path, source)) as steps:
        failures = await steps.finish(on_built)
    return BuiltSegment(await store.adopt(path), failures)


async def merged(index: LiveIndex, store: SegmentStore) -> LiveIndex:
    """Return ``index`` with scattered segments merged; ``index`` itself if none are."""
    chosen = _scattered(index)
    if not chosen:
        return index
    kept = tuple(live for live in index.segments if live not in chosen)
    if sum(live.passages for live in chosen) <= _INLINE_MERGE_LIMIT:
        parts = [(live.segment, live.deleted) for live in chosen]
        segment = LiveSegment(await asyncio.to_thread(merge, parts))
    else:
        segment = await _merge_in_process(chosen, store)
    return await asyncio.to_thread(LiveIndex(kept).changed, segment, ())


async def _merge_in_process(chosen: Sequence[LiveSegment], store: SegmentStore) -> LiveSegment:
    stored = await asyncio.to_thread(store.stored, chosen)
    parts = [(store.path_of(live), live.deleted) for live in stored]
    path = store.new_path()
    async with started(ProcessWorker(merge_stored, path, parts)) as steps:
        await steps.finish(_ignore)
    return await store.adopt(path)


def _scattered(index: LiveIndex) -> list[LiveSegment]:
    """Return the segments to merge into one: all, the small ones, or none."""
    by_size = sorted(index.segments, key=lambda live: len(live.segment.table), reverse=True)
    if not by_size:
        return []
    largest, *others = by_size
    scattered = sum(live.passages for live in others) + largest.deleted_passages
    if scattered > _MAX_SCATTERED_SHARE * len(largest.segment.table):
        return by_size if others or largest.deleted_passages else []
    return others if len(by_size) > _MAX_SEGMENTS else []


def _ignore(_done: int) -> None:
    """Report no progress."""
