"""What readers are told of articles that arrive: once, where they asked for it, when they want."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.alerts.matcher import TARGETS_BATCH
from bot.model.messages import Alert, Digest
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import ChatTarget
from bot.storage.readers import ReaderStore
from bot.storage.topics import TopicStore
from tests.bot.alerting import Newsroom, news, open_newsroom, titles_of
from tests.bot.samples import Clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SEVEN = Schedule(Frequency.DAILY, minute=7 * 60)


@pytest.fixture
async def room(database_path: Path, clock: Clock) -> AsyncIterator[Newsroom]:
    async with open_newsroom(database_path, clock) as room:
        await room.reload([news(0, "padi")])
        yield room


async def test_an_article_about_a_topic_is_told_with_the_words_that_match(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.publish(news(1, "banjir"), news(2, "gempa"))
    await room.deliver()
    (message,) = room.telegram.arrived
    assert isinstance(message.payload, Alert)
    assert [named.id for named in message.payload.topics] == [topic]
    assert message.payload.story.source == "Sumber 1"
    start, end = message.payload.highlights[0]
    assert message.payload.quote[start:end].lower() == "banjir"


async def test_the_first_load_of_a_collection_is_silent(database_path: Path, clock: Clock) -> None:
    async with open_newsroom(database_path, clock) as room:
        await room.subscribe("banjir")
        await room.publish(*(news(number) for number in range(9)))
        await room.deliver()
        assert room.telegram.tried == []


async def test_what_was_there_before_the_subscription_is_not_told(room: Newsroom) -> None:
    await room.reload([*room.loaded, news(1)])
    room.clock.advance(timedelta(minutes=1))
    await room.subscribe("banjir")
    await room.match()
    await room.publish(news(2))
    await room.deliver()
    assert room.telegram.titles() == ["Berita 2"]


async def test_an_archive_is_imported_in_silence(room: Newsroom) -> None:
    await room.subscribe("banjir")
    today = room.clock().date()
    old, new = news(1, day=today - timedelta(days=8)), news(2, day=today - timedelta(days=7))
    await room.publish(old, new)
    await room.deliver()
    assert room.telegram.titles() == ["Berita 2"]


async def test_a_story_is_told_once_however_many_articles_and_topics(room: Newsroom) -> None:
    first, second = await room.subscribe("banjir"), await room.subscribe("kata17")
    await room.publish(news(1), news(2, copy_of=1), news(3, copy_of=1))
    await room.publish(news(4, copy_of=1))
    await room.deliver()
    (message,) = room.telegram.arrived
    assert isinstance(message.payload, Alert)
    assert {named.id for named in message.payload.topics} == {first, second}
    assert message.payload.story.others == 2
    told = await room.alerting.history.sources(message.payload.story.story_id)
    assert len(told) == 4


async def test_a_correction_alerts_nobody_again(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    corrected = replace(news(2), key=news(1).key, title="Ralat")
    await room.reload([news(0, "padi"), corrected])
    await room.match()
    await room.deliver()
    assert room.telegram.titles() == ["Berita 1"]


async def test_a_copy_is_told_where_it_is_the_first_to_match(room: Newsroom) -> None:
    await room.subscribe("tambahan")
    await room.publish(news(1))
    await room.publish(news(2, copy_of=1))
    await room.publish(news(3, copy_of=1))
    await room.deliver()
    assert room.telegram.titles() == ["Berita 2"]


async def test_a_story_is_news_again_after_the_window(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    room.clock.advance(8 * DAY)
    await room.publish(news(2, copy_of=1))
    await room.deliver()
    assert room.telegram.titles() == ["Berita 1", "Berita 2"]


async def test_a_forums_topics_are_rooms_of_their_own(room: Newsroom) -> None:
    for thread in (5, 6):
        await room.subscribe("banjir", -100, thread)
    await room.publish(news(1))
    await room.deliver()
    assert {message.thread_id for message in room.telegram.arrived} == {5, 6}


async def test_a_digest_gathers_by_topic_newest_first(room: Newsroom) -> None:
    today = room.clock().date()
    for text in ("banjir", "gempa"):
        topic = await room.subscribe(text)
        await room.subscriptions.set_schedule(1, topic, SEVEN)
    await room.publish(news(1, "banjir", today - DAY), news(2, "gempa"), news(3, "banjir", today))
    await room.digest()
    assert room.telegram.tried == []
    room.clock.moment = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # seven o'clock in Jakarta
    assert await room.alerting.digest_job.wakes_at() == room.clock()
    await room.digest()
    await room.deliver()
    (message,) = room.telegram.arrived
    assert isinstance(message.payload, Digest)
    assert [group.topic.text for group in message.payload.groups] == ["banjir", "gempa"]
    assert titles_of(message.payload) == ["Berita 3", "Berita 1", "Berita 2"]
    assert await room.alerting.digest_job.wakes_at() is None


async def test_a_digest_that_was_missed_comes_once(database_path: Path, clock: Clock) -> None:
    async with open_newsroom(database_path, clock) as room:
        await room.reload([news(0, "padi")])
        topic = await room.subscribe("banjir")
        await room.subscriptions.set_schedule(1, topic, SEVEN)
        await room.publish(news(1))
    clock.advance(5 * DAY)
    async with open_newsroom(database_path, clock) as room:
        await room.digest()
        await room.digest()
        await room.deliver()
        assert [titles_of(message.payload) for message in room.telegram.arrived] == [["Berita 1"]]


async def test_what_went_out_with_one_digest_is_in_no_other(room: Newsroom) -> None:
    hourly, daily = await room.subscribe("banjir"), await room.subscribe("kata11")
    await room.subscriptions.set_schedule(1, hourly, Schedule(Frequency.HOURLY))
    await room.subscriptions.set_schedule(1, daily, SEVEN)
    await room.publish(news(1))
    for _ in range(30):
        room.clock.advance(HOUR)
        await room.digest()
    await room.deliver()
    assert room.telegram.titles() == ["Berita 1"]


async def test_beyond_the_hours_allowance_alerts_become_a_digest(
    database_path: Path, clock: Clock
) -> None:
    async with open_newsroom(database_path, clock, alerts_per_hour=2) as room:
        await room.reload([news(0, "padi")])
        await room.subscribe("banjir")
        await room.publish(*(news(number) for number in range(1, 6)))
        assert await room.alerting.digest_job.wakes_at() == clock() + HOUR
        await room.deliver(timedelta(minutes=5))
        assert room.telegram.titles() == ["Berita 1", "Berita 2"]
        clock.moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        await room.digest()
        await room.publish(news(6))
        await room.deliver()
        assert sorted(room.telegram.titles()) == [f"Berita {number}" for number in range(1, 7)]
        assert len(room.telegram.arrived) == 4


async def test_quiet_hours_keep_everything_until_they_end(room: Newsroom) -> None:
    await room.subscribe("banjir")
    quiet = QuietHours(15 * 60, 17 * 60)  # it is 15:30 in Jakarta
    await room.alerting.chat_settings.set_quiet(1, quiet)
    await room.publish(news(1))
    await room.digest()
    assert await room.alerting.digest_job.wakes_at() == room.clock() + timedelta(minutes=90)
    await room.alerting.chat_settings.set_quiet(1, None)
    await room.digest()
    await room.deliver()
    assert room.telegram.titles() == ["Berita 1"]


async def test_another_zone_moves_what_is_kept(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.subscriptions.set_schedule(1, topic, SEVEN)
    await room.publish(news(1))
    chat = await room.alerting.chat_settings.set_zone(1, "wit")
    assert chat.zone.key == "Asia/Jayapura"
    wakes = await room.alerting.digest_job.wakes_at()
    assert wakes is not None
    assert wakes.astimezone(chat.zone).time() == time(7)


async def test_silence_takes_nothing_and_a_snooze_collects(room: Newsroom) -> None:
    paused, muted, snoozed = [await room.subscribe("banjir", chat_id) for chat_id in (1, 2, 3)]
    await room.subscriptions.pause(1, paused)
    await room.subscriptions.mute(2, muted)
    await room.subscriptions.snooze(3, snoozed, room.clock() + 2 * HOUR)
    await room.publish(news(1))
    room.clock.advance(2 * HOUR)
    await room.digest()
    room.clock.advance(DAY)
    await room.subscriptions.resume(1, paused)
    await room.publish(news(2))
    await room.deliver()
    assert room.telegram.titles(1) == ["Berita 2"]
    assert room.telegram.titles(2) == ["Berita 2"]
    assert room.telegram.titles(3) == ["Berita 1", "Berita 2"]


async def test_what_is_kept_is_dropped_with_its_topic(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.subscriptions.set_schedule(1, topic, SEVEN)
    await room.publish(news(1))
    await room.subscriptions.delete(1, topic)
    assert await room.alerting.digest_job.wakes_at() is None
    await room.publish(news(2))
    await room.deliver()
    assert room.telegram.tried == []


async def test_a_digest_can_be_asked_for(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.subscriptions.set_schedule(1, topic, SEVEN)
    assert await room.alerting.digest_job.send_now(1) == 0
    await room.publish(news(1))
    assert await room.alerting.digest_job.send_now(1) == 1
    await room.digest()
    await room.deliver()
    assert room.telegram.titles() == ["Berita 1"]


async def test_a_long_digest_is_paged(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.subscriptions.set_schedule(1, topic, SEVEN)
    await room.publish(*(news(number) for number in range(1, 24)))
    await room.alerting.digest_job.send_now(1)
    await room.digest()
    await room.deliver()
    (message,) = room.telegram.arrived
    pages = [await room.alerting.history.digest_page(1, message.id, number) for number in range(3)]
    sizes = [sum(len(group.stories) for group in page.digest.groups) for page in pages if page]
    assert sizes == [10, 10, 3]
    assert await room.alerting.history.digest_page(2, message.id, 0) is None


async def test_an_article_that_is_gone_is_in_no_digest(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.subscriptions.set_schedule(1, topic, SEVEN)
    await room.publish(news(1))
    await room.reload([news(0, "padi")])
    await room.alerting.digest_job.send_now(1)
    await room.digest()
    await room.deliver()
    assert room.telegram.tried == []


async def test_an_article_that_is_gone_before_it_is_matched_concerns_nobody(
    room: Newsroom,
) -> None:
    await room.subscribe("banjir")
    await room.reload([*room.loaded, news(1)])
    await room.reload([news(0, "padi")])
    await room.match()
    await room.deliver()
    assert room.telegram.tried == []


async def test_many_places_are_told_in_slices(room: Newsroom) -> None:
    store = TopicStore(room.database)
    for chat_id in range(1, TARGETS_BATCH + 2):
        await store.add(ChatTarget(chat_id), "banjir", Schedule(), now=room.clock(), limit=50)
    await room.alerting.indexed.fill()
    await room.publish(news(1))
    assert (await room.alerting.outbox.counts()).waiting == TARGETS_BATCH + 1


async def test_stories_that_nothing_joins_any_more_are_forgotten(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.publish(news(1))
    await room.deliver()
    (message,) = room.telegram.arrived
    assert isinstance(message.payload, Alert)
    room.clock.advance(15 * DAY)
    await room.alerting.matcher.prune()
    assert await room.alerting.history.sources(message.payload.story.story_id) == []


async def test_forgetting_a_reader_takes_their_topics(room: Newsroom) -> None:
    await room.subscribe("banjir", 7)
    await room.publish(news(1))
    await ReaderStore(room.database).forget(7)
    await room.deliver()
    assert room.telegram.tried == []
    assert (await room.subscriptions.page(7)).total == 0
