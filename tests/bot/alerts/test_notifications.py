"""Notifications of articles that arrive: once per target, by its topics and schedules."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.matcher import TARGETS_BATCH
from bot.model.messages import Alert, Digest
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import ChatTarget
from bot.storage.readers import ReaderStore
from bot.storage.topics import TopicStore
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness, titles_of
from tests.bot.samples import Clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEVEN = Schedule(Frequency.DAILY, minute=7 * 60)


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        yield harness


async def test_an_alert_has_the_passage_that_matches(
    harness: AlertHarness,
) -> None:
    topic = await harness.subscribe("banjir")
    await harness.publish(make_news(1, "banjir"), make_news(2, "gempa"))
    await harness.deliver()
    (message,) = harness.sender.arrived
    assert isinstance(message.payload, Alert)
    assert [named.id for named in message.payload.topics] == [topic]
    assert message.payload.story.source == "Sumber 1"
    start, end = message.payload.highlights[0]
    assert message.payload.quote[start:end].lower() == "banjir"


async def test_the_first_load_of_a_collection_alerts_nobody(
    database_path: Path, clock: Clock
) -> None:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.subscribe("banjir")
        await harness.publish(*(make_news(number) for number in range(9)))
        await harness.deliver()
        assert harness.sender.tried == []


async def test_articles_from_before_the_subscription_do_not_alert(harness: AlertHarness) -> None:
    await harness.reload([*harness.loaded, make_news(1)])
    harness.clock.advance(timedelta(minutes=1))
    await harness.subscribe("banjir")
    await harness.match()
    await harness.publish(make_news(2))
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 2"]


async def test_old_articles_do_not_alert(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    today = harness.clock().date()
    old, new = (
        make_news(1, day=today - timedelta(days=8)),
        make_news(2, day=today - timedelta(days=7)),
    )
    await harness.publish(old, new)
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 2"]


async def test_a_story_alerts_once_however_many_articles_and_topics(harness: AlertHarness) -> None:
    first, second = await harness.subscribe("banjir"), await harness.subscribe("kata17")
    await harness.publish(make_news(1), make_news(2, copy_of=1), make_news(3, copy_of=1))
    await harness.publish(make_news(4, copy_of=1))
    await harness.deliver()
    (message,) = harness.sender.arrived
    assert isinstance(message.payload, Alert)
    assert {named.id for named in message.payload.topics} == {first, second}
    assert message.payload.story.others == 2
    sources = await harness.alerts.history.sources(message.payload.story.story_id)
    assert len(sources) == 4


async def test_a_correction_alerts_nobody_again(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    corrected = replace(make_news(2), key=make_news(1).key, title="Ralat")
    await harness.reload([make_news(0, "padi"), corrected])
    await harness.match()
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 1"]


async def test_a_copy_alerts_where_it_is_the_first_to_match(harness: AlertHarness) -> None:
    await harness.subscribe("tambahan")
    await harness.publish(make_news(1))
    await harness.publish(make_news(2, copy_of=1))
    await harness.publish(make_news(3, copy_of=1))
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 2"]


async def test_a_story_is_news_again_after_the_window(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    harness.clock.advance(8 * DAY)
    await harness.publish(make_news(2, copy_of=1))
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 1", "Berita 2"]


async def test_forum_topics_are_targets_of_their_own(harness: AlertHarness) -> None:
    for thread in (5, 6):
        await harness.subscribe("banjir", -100, thread)
    await harness.publish(make_news(1))
    await harness.deliver()
    assert {message.thread_id for message in harness.sender.arrived} == {5, 6}


async def test_a_digest_gathers_by_topic_newest_first(harness: AlertHarness) -> None:
    today = harness.clock().date()
    for text in ("banjir", "gempa"):
        topic = await harness.subscribe(text)
        await harness.subscriptions.set_schedule(1, topic, SEVEN)
    await harness.publish(
        make_news(1, "banjir", today - DAY), make_news(2, "gempa"), make_news(3, "banjir", today)
    )
    await harness.digest()
    assert harness.sender.tried == []
    harness.clock.moment = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # seven o'clock in Jakarta
    assert await harness.alerts.digest_job.wakes_at() == harness.clock()
    await harness.digest()
    await harness.deliver()
    (message,) = harness.sender.arrived
    assert isinstance(message.payload, Digest)
    assert [group.topic.text for group in message.payload.groups] == ["banjir", "gempa"]
    assert titles_of(message.payload) == ["Berita 3", "Berita 1", "Berita 2"]
    assert await harness.alerts.digest_job.wakes_at() is None


async def test_a_digest_that_was_missed_comes_once(database_path: Path, clock: Clock) -> None:
    async with open_alert_harness(database_path, clock) as harness:
        await harness.reload([make_news(0, "padi")])
        topic = await harness.subscribe("banjir")
        await harness.subscriptions.set_schedule(1, topic, SEVEN)
        await harness.publish(make_news(1))
    clock.advance(5 * DAY)
    async with open_alert_harness(database_path, clock) as harness:
        await harness.digest()
        await harness.digest()
        await harness.deliver()
        assert [titles_of(message.payload) for message in harness.sender.arrived] == [["Berita 1"]]


async def test_a_story_is_in_one_digest_of_a_target(harness: AlertHarness) -> None:
    hourly, daily = await harness.subscribe("banjir"), await harness.subscribe("kata11")
    await harness.subscriptions.set_schedule(1, hourly, Schedule(Frequency.HOURLY))
    await harness.subscriptions.set_schedule(1, daily, SEVEN)
    await harness.publish(make_news(1))
    for _ in range(30):
        harness.clock.advance(HOUR)
        await harness.digest()
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 1"]


async def test_beyond_the_hourly_quota_alerts_become_a_digest(
    database_path: Path, clock: Clock
) -> None:
    async with open_alert_harness(database_path, clock, alerts_per_hour=2) as harness:
        await harness.reload([make_news(0, "padi")])
        await harness.subscribe("banjir")
        await harness.publish(*(make_news(number) for number in range(1, 6)))
        assert await harness.alerts.digest_job.wakes_at() == clock() + HOUR
        await harness.deliver(timedelta(minutes=5))
        assert harness.sender.titles() == ["Berita 1", "Berita 2"]
        clock.moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        await harness.digest()
        await harness.publish(make_news(6))
        await harness.deliver()
        assert sorted(harness.sender.titles()) == [f"Berita {number}" for number in range(1, 7)]
        assert len(harness.sender.arrived) == 4


async def test_stories_are_pending_until_quiet_hours_end(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    quiet = QuietHours(15 * 60, 17 * 60)  # it is 15:30 in Jakarta
    await harness.alerts.chat_settings.set_quiet(1, quiet)
    await harness.publish(make_news(1))
    await harness.digest()
    assert await harness.alerts.digest_job.wakes_at() == harness.clock() + timedelta(minutes=90)
    await harness.alerts.chat_settings.set_quiet(1, None)
    await harness.digest()
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 1"]


async def test_another_zone_moves_due_times(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await harness.subscriptions.set_schedule(1, topic, SEVEN)
    await harness.publish(make_news(1))
    chat = await harness.alerts.chat_settings.set_zone(1, "wit")
    assert chat.zone.key == "Asia/Jayapura"
    wakes = await harness.alerts.digest_job.wakes_at()
    assert wakes is not None
    assert wakes.astimezone(chat.zone).time() == time(7)


async def test_paused_and_muted_topics_match_nothing_and_snoozed_ones_collect(
    harness: AlertHarness,
) -> None:
    paused, muted, snoozed = [await harness.subscribe("banjir", chat_id) for chat_id in (1, 2, 3)]
    await harness.subscriptions.pause(1, paused)
    await harness.subscriptions.mute(2, muted)
    await harness.subscriptions.snooze(3, snoozed, harness.clock() + 2 * HOUR)
    await harness.publish(make_news(1))
    harness.clock.advance(2 * HOUR)
    await harness.digest()
    harness.clock.advance(DAY)
    await harness.subscriptions.resume(1, paused)
    await harness.publish(make_news(2))
    await harness.deliver()
    assert harness.sender.titles(1) == ["Berita 2"]
    assert harness.sender.titles(2) == ["Berita 2"]
    assert harness.sender.titles(3) == ["Berita 1", "Berita 2"]


async def test_pending_stories_are_deleted_with_their_topic(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await harness.subscriptions.set_schedule(1, topic, SEVEN)
    await harness.publish(make_news(1))
    await harness.subscriptions.delete(1, topic)
    assert await harness.alerts.digest_job.wakes_at() is None
    await harness.publish(make_news(2))
    await harness.deliver()
    assert harness.sender.tried == []


async def test_a_digest_can_be_asked_for(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await harness.subscriptions.set_schedule(1, topic, SEVEN)
    assert await harness.alerts.digest_job.send_now(1) == 0
    await harness.publish(make_news(1))
    assert await harness.alerts.digest_job.send_now(1) == 1
    await harness.digest()
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 1"]


async def test_a_long_digest_is_paged(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await harness.subscriptions.set_schedule(1, topic, SEVEN)
    await harness.publish(*(make_news(number) for number in range(1, 24)))
    await harness.alerts.digest_job.send_now(1)
    await harness.digest()
    await harness.deliver()
    (message,) = harness.sender.arrived
    pages = [await harness.alerts.history.digest_page(1, message.id, number) for number in range(3)]
    sizes = [sum(len(group.stories) for group in page.digest.groups) for page in pages if page]
    assert sizes == [10, 10, 3]
    assert await harness.alerts.history.digest_page(2, message.id, 0) is None


async def test_an_article_that_is_gone_is_in_no_digest(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await harness.subscriptions.set_schedule(1, topic, SEVEN)
    await harness.publish(make_news(1))
    await harness.reload([make_news(0, "padi")])
    await harness.alerts.digest_job.send_now(1)
    await harness.digest()
    await harness.deliver()
    assert harness.sender.tried == []


async def test_an_article_that_is_gone_before_it_is_matched_alerts_nobody(
    harness: AlertHarness,
) -> None:
    await harness.subscribe("banjir")
    await harness.reload([*harness.loaded, make_news(1)])
    await harness.reload([make_news(0, "padi")])
    await harness.match()
    await harness.deliver()
    assert harness.sender.tried == []


async def test_many_targets_are_notified_in_batches(harness: AlertHarness) -> None:
    store = TopicStore(harness.database, ZoneInfo("UTC"))
    for chat_id in range(1, TARGETS_BATCH + 2):
        await store.add(
            ChatTarget(chat_id),
            "banjir",
            Schedule(),
            same=lambda _text: False,
            now=harness.clock(),
            limit=50,
        )
    await harness.alerts.indexed.fill()
    await harness.publish(make_news(1))
    assert (await harness.alerts.outbox.counts()).waiting == TARGETS_BATCH + 1


async def test_old_stories_are_pruned(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.publish(make_news(1))
    await harness.deliver()
    (message,) = harness.sender.arrived
    assert isinstance(message.payload, Alert)
    harness.clock.advance(15 * DAY)
    await harness.alerts.matcher.prune()
    assert await harness.alerts.history.sources(message.payload.story.story_id) == []


async def test_erasing_a_reader_deletes_their_topics(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", 7)
    await harness.publish(make_news(1))
    await ReaderStore(harness.database).delete(7)
    await harness.deliver()
    assert harness.sender.tried == []
    assert (await harness.subscriptions.page(7)).total == 0
