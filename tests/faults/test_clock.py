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
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.faults import ServerError
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.tables.staff import audit
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


@pytest.mark.parametrize("jump", [DAYS, 100 * DAYS, -DAYS, -100 * DAYS], ids=str)
async def test_a_clock_that_is_set_makes_nothing_old(
    settings: Settings, server: BotApiServer, clock: RunningClock, jump: timedelta
) -> None:
    """Records of now stay; those that are old by Telegram's clock, too, go when it is right."""
    async with serving(settings, server, clock) as (services, _):
        deleted = await services.editor.delete(1)
        await services.staff.audit.add(7, "Ani", "did_backup")
        clock.advance(jump)
        await services.retention.prune()
        clock.advance(-jump)
        assert (await services.staff.audit_entries(0))[0]
        assert await services.editor.restore(deleted.id) == deleted
        async with open_database(settings.data / DATABASE) as database:
            await database.execute(audit.update().values(at=datetime(2020, 1, 1, tzinfo=UTC)))
        await services.retention.prune()
        assert not (await services.staff.audit_entries(0))[0]


async def test_nothing_is_deleted_before_telegram_has_confirmed_the_time(
    settings: Settings, clock: RunningClock
) -> None:
    async with open_bot_services(settings, clock) as services:
        await services.staff.audit.add(7, "Ani", "did_backup")
        clock.advance(999 * DAYS)
        await services.retention.prune()
        assert (await services.staff.audit_entries(0))[0]


@pytest.mark.long
@pytest.mark.parametrize("restarts", [False, True])
async def test_digests_come_at_their_time_after_a_clock_ran_ahead(
    settings: Settings, clock: RunningClock, *, restarts: bool
) -> None:
    """Stories that became pending by the wrong clock are due by the right one."""
    async with open_bot_services(settings, clock) as services:
        alerts = services.alerts
        await services.library.reload()
        await alerts.indexed.fill()
        topic = (await alerts.subscriptions.subscribe(ChatTarget(5), "banjir")).topic
        await alerts.subscriptions.set_schedule(5, topic.id, Schedule(Frequency.HOURLY))
        await alerts.indexed.follow()
        await alerts.digest_job.work()
        clock.advance(DAYS)
        async with open_database(settings.data / DATABASE) as database:
            await Publisher(services, database).publish()
        while await alerts.matcher.work():
            pass
        assert not await alerts.digest_job.work()
        due = await alerts.digest_job.wakes_at()
        assert due is not None
        assert due > clock()
        clock.advance(-DAYS)
        if not restarts:
            assert not await alerts.digest_job.work()
            assert _is_within_the_hour(await alerts.digest_job.wakes_at(), clock)
    async with open_bot_services(settings, clock) as services:
        assert not await services.alerts.digest_job.work()
        assert _is_within_the_hour(await services.alerts.digest_job.wakes_at(), clock)
        clock.advance(timedelta(hours=1))
        assert await services.alerts.digest_job.work()


def _is_within_the_hour(due: datetime | None, clock: RunningClock) -> bool:
    return due is not None and clock() < due <= clock() + timedelta(hours=1)


@pytest.mark.long
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
