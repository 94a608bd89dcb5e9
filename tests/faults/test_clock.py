"""The system's clock is set, by hours and days, both ways, while the real bot runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import serve
from bot.feeds.scheduling import FeedCheck, succeeded
from bot.playground.botapi import BotApiServer
from bot.playground.faults import ServerError
from bot.services.bot import BotServices, open_bot_services
from bot.services.core import DATABASE
from bot.settings import Settings
from bot.storage.database import open_database
from tests.e2e.articles import write_articles
from tests.e2e.conversation import RunningClock
from tests.e2e.publisher import Publisher
from tests.faults.conftest import OWNER
from tests.faults.signs import Person

HOURS, DAYS = timedelta(hours=5), timedelta(days=3)
LONG = [pytest.param(jump, marks=pytest.mark.long) for jump in (HOURS, -HOURS)]
JUMPS = [DAYS, -DAYS, *LONG]


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock(datetime.now(UTC))


@pytest.fixture
def settings(server: BotApiServer, tmp_path: Path, data_folder: Path) -> Settings:
    return Settings(
        token=SecretStr(server.token),
        api_url=server.url,
        articles=write_articles(tmp_path / "articles"),
        data=data_folder,
        owners=frozenset({OWNER}),
        watch=False,
    )


@asynccontextmanager
async def serving(
    settings: Settings, server: BotApiServer, clock: RunningClock
) -> AsyncIterator[tuple[BotServices, Publisher]]:
    """Run the bot by this clock until the block ends."""
    stop = asyncio.Event()
    async with (
        open_bot_services(settings, clock) as services,
        open_database(settings.data / DATABASE) as database,
    ):
        running = asyncio.create_task(serve(services, stop))
        await server.polled()
        yield services, Publisher(services, database)
        stop.set()
        async with asyncio.timeout(20):
            await running


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_alerts_go_on_one_for_each_article_when_the_clock_jumps(
    settings: Settings, server: BotApiServer, clock: RunningClock, ani: Person, jump: timedelta
) -> None:
    """Also for topics that were made by the wrong clock, and up to the limit of an hour."""
    limited = settings.model_copy(update={"alerts_per_hour": 2, "free_mb": 0})
    async with serving(limited, server, clock) as (_, publisher):
        await publisher.subscribe(ani.chat)
        await publisher.publish()
        await publisher.publish()
        heard = [await ani.hears(), await ani.hears()]
        clock.advance(jump)
        await publisher.publish()
        await publisher.publish()
        heard += [await ani.hears(), await ani.hears()]
        assert [f"nomor {number}" in text for number, text in enumerate(heard, 1)] == [True] * 4
        await publisher.until(waiting=0)
    assert ani.chat.unread == 0


async def test_what_was_queued_by_a_clock_that_ran_ahead_is_sent_after_the_next_start(
    settings: Settings, server: BotApiServer, clock: RunningClock, ani: Person
) -> None:
    server.fail("sendMessage", ServerError(502), times=1, chat=ani.chat)
    async with serving(settings, server, clock) as (_, publisher):
        await publisher.subscribe(ani.chat)
        await publisher.publish()
        await server.next_call("sendMessage")
    clock.advance(-DAYS)
    async with serving(settings, server, clock):
        assert "nomor 1" in await ani.hears(40)


async def test_feeds_that_were_polled_by_a_clock_that_ran_ahead_are_due(
    settings: Settings, clock: RunningClock
) -> None:
    async with open_bot_services(settings, clock) as services:
        store = services.feeds.store
        feed = await store.add("http://127.0.0.1:9/rss", clock())
        assert feed is not None
        await store.save(succeeded(feed, FeedCheck(feed.url), clock()), feed)
        assert not await store.due(clock(), 1)
        clock.advance(-DAYS)
        assert [each.id for each in await store.due(clock(), 1)] == [feed.id]
