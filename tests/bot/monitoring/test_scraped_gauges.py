"""The gauges on ``/metrics`` are those of a real database, its files and its disk."""

import shutil
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import pytest

from bot.model.articles import Origin
from bot.model.feeds import FeedState
from bot.model.topics import ChatTarget
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from tests.bot.alert_harness import make_news
from tests.bot.monitoring.scraping import Samples, client_of, scraped, value
from tests.bot.samples import Clock

STATES = ("working", "failing", "paused", "gone")


@pytest.fixture
def settings(tmp_path: Path, data_folder: Path, unused_tcp_port: int) -> Settings:
    articles = tmp_path / "articles"
    articles.mkdir()
    return Settings(
        token=None,
        articles=articles,
        data=data_folder,
        watch=False,
        monitoring_port=unused_tcp_port,
    )


async def looked(services: BotServices) -> Samples:
    """What a scrape of the services says now."""
    async with (
        services.monitoring.running(),
        client_of(services.settings.monitoring_port) as client,
    ):
        return await scraped(client)


async def publish(services: BotServices, *numbers: int, words: str = "banjir") -> None:
    """Take news in, and queue their alerts."""
    await services.library.ingest([make_news(number, words) for number in numbers], Origin.ADDED)
    while await services.alerts.matcher.work():
        pass


async def test_where_nothing_waits_nothing_is_late(settings: Settings, clock: Clock) -> None:
    async with open_bot_services(settings, clock) as services:
        samples = await looked(services)
    for name in ("outbox_waiting", "outbox_oldest_seconds", "feed_lag_seconds"):
        assert samples[f"kutip_{name}", ()] == 0
    assert [samples["kutip_feeds", (("state", each),)] for each in STATES] == [0] * 4
    assert samples["kutip_leader", ()] == samples["kutip_storage_up", ()] == 1
    assert not {name for name, _ in samples} & {
        "kutip_telegram_contact_timestamp_seconds",
        "kutip_clock_ahead_seconds",
        "kutip_reload_timestamp_seconds",
    }


async def test_alerts_that_wait_are_counted_from_when_the_first_was_queued(
    settings: Settings, clock: Clock
) -> None:
    async with open_bot_services(settings, clock) as services:
        await services.alerts.indexed.fill()
        await services.alerts.subscriptions.subscribe(ChatTarget(7), "banjir")
        await publish(services, *range(10, 30), words="padi")
        await publish(services, 1)
        clock.advance(timedelta(minutes=3))
        await publish(services, 2)
        clock.advance(timedelta(seconds=30))
        samples = await looked(services)
    assert value(samples, "kutip_outbox_waiting") == 2
    assert value(samples, "kutip_outbox_oldest_seconds") == 210
    assert value(samples, "kutip_index_articles") == 22
    assert value(samples, "kutip_articles_changed_total", change="added") == 22


async def test_feeds_are_counted_by_state_and_the_longest_overdue_is_the_lag(
    settings: Settings, clock: Clock
) -> None:
    states = [
        (FeedState.ON, 0, 5),
        (FeedState.ON, 0, -30),
        (FeedState.ON, 3, 20),
        (FeedState.PAUSED, 0, 600),
        (FeedState.GONE, 1, 900),
    ]
    async with open_bot_services(settings, clock) as services:
        store = services.feeds.store
        for number, (state, failures, minutes) in enumerate(states):
            due = clock() - timedelta(minutes=minutes)
            feed = await store.add(f"https://a.example/{number}", due)
            assert feed is not None
            await store.save(replace(feed, failures=failures), feed)
            await store.set_state(feed.id, partial(replace, state=state))
        samples = await looked(services)
    assert [value(samples, "kutip_feeds", state=each) for each in STATES] == [2, 1, 1, 1]
    assert value(samples, "kutip_feed_lag_seconds") == 20 * 60


async def test_sizes_are_those_of_the_files_and_of_their_disk(
    settings: Settings, clock: Clock
) -> None:
    async with open_bot_services(settings, clock) as services:
        await publish(services, 1)
    async with open_bot_services(settings, clock) as services:
        samples = await looked(services)
        files = {path: path.stat().st_size for path in settings.data.rglob("*") if path.is_file()}
        disk = shutil.disk_usage(settings.data)
    database = sum(size for path, size in files.items() if path.name.startswith("kutip.db"))
    index = sum(size for path, size in files.items() if "/index-" in str(path))
    assert value(samples, "kutip_database_bytes") == database > 0
    assert value(samples, "kutip_index_bytes") == index > 0
    assert 0 < value(samples, "kutip_disk_free_bytes") < disk.total


async def test_the_times_of_telegram_and_of_the_index_are_told(
    settings: Settings, clock: Clock
) -> None:
    async with open_bot_services(settings, clock) as services:
        await publish(services, 1)
        changed = clock()
        clock.advance(timedelta(minutes=2))
        theirs = format_datetime(clock() - timedelta(seconds=40), usegmt=True)
        services.contact.heard(200, theirs)
        heard = clock()
        clock.advance(timedelta(minutes=1))
        samples = await looked(services)
    assert value(samples, "kutip_index_changed_timestamp_seconds") == changed.timestamp()
    assert value(samples, "kutip_telegram_contact_timestamp_seconds") == heard.timestamp()
    assert value(samples, "kutip_clock_ahead_seconds") == 40
