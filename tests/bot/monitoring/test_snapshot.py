"""Figures are read rarely, never twice at a time, and never waited for without end."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.articles.library import IndexState, Library
from bot.maintenance.sizes import measure_sizes
from bot.model.feeds import FeedCounts
from bot.model.messages import OutboxBacklog
from bot.monitoring.snapshot import NOTHING, Snapshot, SnapshotCache, SnapshotSource
from bot.storage.database import Database
from bot.storage.feeds import FeedStore
from bot.storage.outbox import OutboxStore
from index.types import IndexStats
from tests.bot.samples import Clock

UTC_ZONE = ZoneInfo("UTC")
FOUND = Snapshot(index=IndexState(IndexStats(1, 2), "1 x", None))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


class Source:
    """Readings that a test lets end, and how many were begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = asyncio.Event()
        self.error: Exception | None = None
        self.time_s = 100.0

    async def read(self) -> Snapshot:
        self.begun += 1
        await self.may_end.wait()
        if self.error is not None:
            raise self.error
        return FOUND

    def cache(self, timeout_s: float = 5.0) -> SnapshotCache:
        return SnapshotCache(self.read, timeout_s=timeout_s, monotonic=lambda: self.time_s)


async def test_whoever_asks_at_a_time_shares_one_reading_and_its_result_for_some_seconds() -> None:
    source = Source()
    cache = source.cache()
    asking = [asyncio.create_task(cache.fresh()) for _ in range(5)]
    await asyncio.sleep(0)
    source.may_end.set()
    assert await asyncio.gather(*asking) == [FOUND] * 5
    source.time_s += 5.0
    assert await cache.fresh() == FOUND
    assert source.begun == 1
    source.time_s += 0.1
    assert await cache.fresh() == FOUND
    assert source.begun == 2


async def test_a_reading_that_hangs_is_given_up_but_not_begun_again() -> None:
    source = Source()
    cache = source.cache(timeout_s=0.01)
    source.may_end.set()
    assert await cache.fresh() == FOUND
    source.may_end.clear()
    source.time_s += 60.0
    assert await cache.fresh() == NOTHING
    assert await cache.fresh() == NOTHING
    assert source.begun == 2
    source.may_end.set()
    await cache.close()
    assert source.begun == 2


async def test_an_error_leaves_nothing_of_what_was_read_before() -> None:
    source = Source()
    cache = source.cache()
    source.may_end.set()
    assert await cache.fresh() == FOUND
    source.time_s += 60.0
    source.error = ValueError()
    assert await cache.fresh() == NOTHING
    source.time_s += 60.0
    source.error = None
    assert await cache.fresh() == FOUND


async def test_who_is_cancelled_leaves_the_reading_to_others() -> None:
    source = Source()
    cache = source.cache()
    first, second = asyncio.create_task(cache.fresh()), asyncio.create_task(cache.fresh())
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    source.may_end.set()
    assert await second == FOUND


async def test_a_database_that_cannot_be_read_hides_no_index(
    database: Database, library: Library, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await library.open()
    outbox, sizes = OutboxStore(database, UTC_ZONE), partial(measure_sizes, database)
    source = SnapshotSource(outbox, FeedStore(database), library, sizes, clock)
    before = await source.read()
    assert before.storage is not None
    assert before.storage.outbox == OutboxBacklog(0, None)
    await database.execute(text("ALTER TABLE outbox RENAME TO gone"))
    after = await source.read()
    assert (after.storage, after.index) == (None, before.index)
    assert "storage can't be read" in caplog.text


async def test_the_lag_of_feeds_is_that_of_the_longest_overdue(
    database: Database, library: Library, clock: Clock
) -> None:
    store = FeedStore(database)
    outbox, sizes = OutboxStore(database, UTC_ZONE), partial(measure_sizes, database)
    source = SnapshotSource(outbox, store, library, sizes, clock)
    for number, minutes in enumerate((20, 5, -30)):
        await store.add(f"https://a.example/{number}", clock() - timedelta(minutes=minutes))
    figures = (await source.read()).storage
    assert figures is not None
    assert figures.feed_lag == timedelta(minutes=20)
    assert figures.feeds == FeedCounts(watched=3, failing=0, paused=0, gone=0)
