"""The running alerts: tasks wake by themselves and survive a crash at any statement."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.errors import StorageError
from bot.model.schedule import Frequency, Schedule
from tests.bot.alert_harness import AlertHarness, FakeSender, make_news, open_alert_harness
from tests.bot.samples import Clock


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        yield harness


async def until(sender: FakeSender, count: int) -> None:
    async with asyncio.timeout(30):
        while len(sender.arrived) < count:
            sender.came.clear()
            await sender.came.wait()


async def test_an_article_that_arrives_wakes_the_tasks(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    async with harness.alerts.running(harness.sender):
        await harness.reload([*harness.loaded, make_news(1)])
        await until(harness.sender, 1)
        await harness.reload([*harness.loaded, make_news(2)])
        await until(harness.sender, 2)
    assert harness.sender.titles() == ["Berita 1", "Berita 2"]


async def test_a_digest_that_is_asked_for_wakes_the_tasks(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await harness.subscriptions.set_schedule(1, topic, Schedule(Frequency.DAILY, 420))
    await harness.publish(make_news(1))
    async with harness.alerts.running(harness.sender):
        await harness.alerts.digest_job.send_now(1)
        await until(harness.sender, 1)


async def test_stored_topics_match_after_a_restart(database_path: Path, clock: Clock) -> None:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        await harness.subscribe("banjir")
        await harness.reload([*harness.loaded, make_news(1)])
    sender = FakeSender()
    async with (
        open_alert_harness(database_path, clock, sender) as harness,
        harness.alerts.running(sender),
    ):
        await until(sender, 1)


class Crash(Exception):  # noqa: N818 - no error, the end of the process
    """The process is killed before a statement is executed."""


@pytest.mark.parametrize("nth", range(1, 40, 3))
async def test_a_crash_at_any_statement_loses_nothing_and_repeats_only_messages_in_flight(
    database_path: Path, clock: Clock, nth: int
) -> None:
    """Whether matching, digesting or sending crashes at the nth write."""
    sender = FakeSender()
    async with open_alert_harness(database_path, clock, sender) as harness:
        await harness.reload([make_news(0, "padi")])
        await harness.subscribe("banjir", 1)
        daily = await harness.subscribe("banjir", 2)
        await harness.subscriptions.set_schedule(2, daily, Schedule(Frequency.DAILY, 420))
        await harness.reload([*harness.loaded, make_news(1), make_news(2), make_news(3, copy_of=2)])
        left = nth

        def count(*arguments: object) -> None:
            nonlocal left
            statement = str(arguments[2])
            left -= statement.startswith(("INSERT", "UPDATE", "DELETE"))
            if left <= 0:
                raise Crash

        engine = harness.database.dialect.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            await live(harness, clock)
        except (Crash, StorageError):
            pass
        finally:
            event.remove(engine, "before_cursor_execute", count)
    sent = len(sender.arrived)
    async with open_alert_harness(database_path, clock, sender) as harness:
        await live(harness, clock)
    assert set(sender.titles(1)) == set(sender.titles(2)) == {"Berita 1", "Berita 2"}
    repeats = len(sender.titles()) - 4
    assert repeats <= min(sent, 2)  # in flight: a message to each of two chats


async def live(harness: AlertHarness, clock: Clock) -> None:
    """Match, send a digest a day later, and deliver."""
    await harness.match()
    clock.advance(timedelta(days=1))
    await harness.digest()
    await harness.deliver()
