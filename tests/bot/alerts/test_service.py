"""The alerts as a running whole: they wake by themselves, survive any death, and end cleanly."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.errors import StorageError
from bot.model.schedule import Frequency, Schedule
from tests.bot.alerting import Newsroom, Telegram, news, open_newsroom
from tests.bot.samples import Clock


@pytest.fixture
async def room(database_path: Path, clock: Clock) -> AsyncIterator[Newsroom]:
    async with open_newsroom(database_path, clock) as room:
        await room.reload([news(0, "padi")])
        yield room


async def until(telegram: Telegram, count: int) -> None:
    async with asyncio.timeout(30):
        while len(telegram.arrived) < count:
            telegram.came.clear()
            await telegram.came.wait()


async def test_an_article_that_arrives_wakes_the_tasks(room: Newsroom) -> None:
    await room.subscribe("banjir")
    async with room.alerting.running(room.telegram):
        await room.reload([*room.loaded, news(1)])
        await until(room.telegram, 1)
        await room.reload([*room.loaded, news(2)])
        await until(room.telegram, 2)
    assert room.telegram.titles() == ["Berita 1", "Berita 2"]


async def test_a_digest_that_is_asked_for_wakes_the_tasks(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.subscriptions.set_schedule(1, topic, Schedule(Frequency.DAILY, 420))
    await room.publish(news(1))
    async with room.alerting.running(room.telegram):
        await room.alerting.digest_job.send_now(1)
        await until(room.telegram, 1)


async def test_stored_topics_match_after_a_restart(database_path: Path, clock: Clock) -> None:
    async with open_newsroom(database_path, clock) as room:
        await room.reload([news(0, "padi")])
        await room.subscribe("banjir")
        await room.reload([*room.loaded, news(1)])
    telegram = Telegram()
    async with (
        open_newsroom(database_path, clock, telegram) as room,
        room.alerting.running(telegram),
    ):
        await until(telegram, 1)


class Dying(Exception):  # noqa: N818 - what happens to the process
    """The process dies before a statement is carried out."""


@pytest.mark.parametrize("nth", range(1, 40, 3))
async def test_a_death_at_any_statement_loses_nothing_and_repeats_no_more_than_what_was_sent(
    database_path: Path, clock: Clock, nth: int
) -> None:
    """Whatever of matching, digesting and delivering dies at its nth write: all arrive, once."""
    telegram = Telegram()
    async with open_newsroom(database_path, clock, telegram) as room:
        await room.reload([news(0, "padi")])
        await room.subscribe("banjir", 1)
        daily = await room.subscribe("banjir", 2)
        await room.subscriptions.set_schedule(2, daily, Schedule(Frequency.DAILY, 420))
        await room.reload([*room.loaded, news(1), news(2), news(3, copy_of=2)])
        left = nth

        def count(*arguments: object) -> None:
            nonlocal left
            statement = str(arguments[2])
            left -= statement.startswith(("INSERT", "UPDATE", "DELETE"))
            if left <= 0:
                raise Dying

        engine = room.database._engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            await live(room, clock)
        except (Dying, StorageError):
            pass
        finally:
            event.remove(engine, "before_cursor_execute", count)
    sent = len(telegram.arrived)
    async with open_newsroom(database_path, clock, telegram) as room:
        await live(room, clock)
    assert set(telegram.titles(1)) == set(telegram.titles(2)) == {"Berita 1", "Berita 2"}
    repeats = len(telegram.titles()) - 4
    assert repeats <= min(sent, 2)  # what was on its way: a message to each of two chats


async def live(room: Newsroom, clock: Clock) -> None:
    """Half a day of a bot's life."""
    await room.match()
    clock.advance(timedelta(days=1))
    await room.digest()
    await room.deliver()
