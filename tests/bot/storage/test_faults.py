"""Noted faults, the messages that could be sent, and feeds that fail, as a status reads them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import KutipError
from bot.feeds.scheduling import failed, resumed
from bot.model.faults import NotedFault
from bot.model.suspensions import SuspensionReason
from bot.model.topics import ChatTarget
from bot.storage.backlog import BacklogStore
from bot.storage.database import Database
from bot.storage.faults import FaultStore
from bot.storage.feeds import FeedStore
from bot.storage.suspensions import suspend
from bot.storage.tables.outbox import OutboxState, outbox
from tests.bot.samples import Clock

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_what_was_noted_is_there_and_replaced_whole(database: Database, clock: Clock) -> None:
    store = FaultStore(database)
    assert await store.all() == {}
    disk = NotedFault("disk", "", clock() - HOUR, is_told=True, told_at=clock())
    feed = NotedFault("feed:12", "Warta “Kota” 日本", clock() - 2 * HOUR, ended_at=clock())
    await store.replace({each.cause: each for each in (disk, feed)})
    assert await store.all() == {"feed:12": feed, "disk": disk}
    await store.replace({"disk": replace(disk, is_told=False)})
    assert await store.all() == {"disk": replace(disk, is_told=False)}
    await store.replace({})
    assert await store.all() == {}


@pytest.mark.parametrize(
    ("state", "next_try", "attempts", "is_waiting"),
    [
        pytest.param(OutboxState.QUEUED, -MINUTE, 0, True, id="due"),
        pytest.param(OutboxState.CLAIMED, MINUTE, 1, True, id="being sent"),
        pytest.param(OutboxState.QUEUED, MINUTE, 3, True, id="to be tried again"),
        pytest.param(OutboxState.QUEUED, HOUR, 0, False, id="held for quiet hours"),
        pytest.param(OutboxState.DONE, -MINUTE, 1, False, id="sent"),
        pytest.param(OutboxState.DEAD_LETTER, -MINUTE, 1, False, id="refused"),
    ],
)
async def test_only_what_could_be_sent_is_waiting(
    database: Database,
    clock: Clock,
    state: OutboxState,
    next_try: timedelta,
    attempts: int,
    *,
    is_waiting: bool,
) -> None:
    await queue(database, clock, state=state, next_try=clock() + next_try, attempts=attempts)
    store = BacklogStore(database)
    queued = clock() - 2 * HOUR
    assert await store.oldest(clock()) == (queued if is_waiting else None)
    assert await store.waiting(clock()) == is_waiting


async def test_what_a_suspended_chat_waits_for_is_not_stuck(
    database: Database, clock: Clock
) -> None:
    await queue(database, clock, state=OutboxState.QUEUED, next_try=clock(), attempts=1)
    async with database.write() as connection:
        await suspend(connection, ChatTarget(7, 0), SuspensionReason.RIGHTS, clock())
    assert await BacklogStore(database).oldest(clock() + 9 * HOUR) is None


async def queue(database: Database, clock: Clock, **values: object) -> None:
    """Queue a message of two hours ago."""
    row = {"chat_id": 7, "thread_id": 0, "kind": "alert", "key": "a", "payload": {}, "reason": ""}
    async with database.write() as connection:
        created = {"created_at": clock() - 2 * HOUR}
        await connection.execute(outbox.insert(), row | created | values)


async def test_feeds_that_fail_or_are_closed_are_found(database: Database, clock: Clock) -> None:
    store, problem = FeedStore(database), KutipError("fetch_gone")
    feeds = [await store.add(f"https://warta.example/{n}", clock()) for n in range(4)]
    well, failing, closed, paused = [feed for feed in feeds if feed is not None]
    for feed, gone in ((failing, False), (closed, True), (paused, False)):
        await store.save(failed(feed, problem, clock(), gone=gone), feed)
    await store.set_state(paused.id, lambda feed: replace(resumed(feed, clock()), failures=1))
    await store.set_state(paused.id, lambda feed: replace(feed, state=feed.state.PAUSED))
    assert [feed.id for feed in await store.with_failures(9)] == [failing.id, closed.id]
    assert [feed.id for feed in await store.with_failures(1)] == [failing.id]
    assert await store.get(well.id) == well
