"""What a reader may do with topics, and what is refused."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts.subscriptions import TOPICS_PER_PAGE
from bot.errors import (
    BadTimeZone,
    TooManyTopics,
    TopicKnown,
    TopicNotFound,
    TopicTooBroad,
    TopicUnclear,
)
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import ChatTarget
from index.types import Language
from tests.bot.alerting import Newsroom, news, open_newsroom
from tests.bot.samples import Clock


@pytest.fixture
async def room(database_path: Path, clock: Clock) -> AsyncIterator[Newsroom]:
    async with open_newsroom(database_path, clock, topics=10) as room:
        today = clock().date()
        floods = [news(number, "banjir", today - timedelta(days=number)) for number in range(1, 6)]
        old = news(9, "banjir", today - timedelta(days=40))
        await room.reload([*floods, old, *(news(number, "padi") for number in range(20, 40))])
        yield room


async def test_a_subscription_says_what_it_would_have_brought(room: Newsroom) -> None:
    subscribed = await room.subscriptions.subscribe(ChatTarget(1), " BANJIR ")
    assert subscribed.preview.text == subscribed.topic.text
    assert subscribed.preview.matching == 5
    assert [article.title for article in subscribed.preview.newest] == [
        "Berita 1", "Berita 2", "Berita 3",
    ]  # fmt: skip
    assert subscribed.topic.schedule == Schedule()


async def test_what_is_no_topic_is_refused(room: Newsroom) -> None:
    with pytest.raises(TopicUnclear) as caught:
        await room.subscriptions.subscribe(ChatTarget(1), 'banjir "')
    assert (caught.value.key, caught.value.offset) == ("topic_open_quote", 7)
    assert caught.value.example == "topic_example_phrase"
    assert (await room.subscriptions.page(1)).total == 0


async def test_a_topic_that_would_match_most_articles_is_refused_with_its_figure(
    room: Newsroom,
) -> None:
    with pytest.raises(TopicTooBroad) as caught:
        await room.subscriptions.subscribe(ChatTarget(1), "padi")
    assert caught.value.arguments == {"topic": "padi", "percent": 76}


async def test_a_twin_is_refused_within_its_place(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    with pytest.raises(TopicKnown) as caught:
        await room.subscribe("banjir")
    assert caught.value.topic_id == topic
    await room.subscribe("banjir", 1, 5)


async def test_capital_letters_make_no_other_topic_but_can_be_changed(room: Newsroom) -> None:
    topic = await room.subscribe("banjir OR gempa")
    with pytest.raises(TopicKnown):
        await room.subscriptions.subscribe(ChatTarget(1), "Banjir OR GEMPA")
    edited = await room.subscriptions.edit(1, topic, "Banjir OR Gempa")
    assert edited.topic.text == "Banjir OR Gempa"


async def test_a_chat_has_room_for_so_many(room: Newsroom) -> None:
    for number in range(10):
        await room.subscribe(f"kata{number}")
    with pytest.raises(TooManyTopics) as caught:
        await room.subscribe("banjir")
    assert caught.value.arguments == {"limit": 10}
    first, last = await room.subscriptions.page(1), await room.subscriptions.page(1, 99)
    assert (first.number, first.pages, len(first.topics)) == (0, 2, TOPICS_PER_PAGE)
    assert (last.number, len(last.topics)) == (1, 2)


async def test_an_edited_topic_matches_by_its_new_words(room: Newsroom) -> None:
    topic = await room.subscribe("banjir")
    await room.subscriptions.set_schedule(1, topic, Schedule(Frequency.HOURLY))
    edited = await room.subscriptions.edit(1, topic, "gempa")
    assert edited.topic.schedule == Schedule(Frequency.HOURLY)
    assert (await room.subscriptions.edit(1, topic, "gempa")).topic == edited.topic
    await room.publish(news(50, "banjir"), news(51, "gempa"))
    await room.alerting.digest_job.send_now(1)
    await room.digest()
    await room.deliver()
    assert room.telegram.titles() == ["Berita 51"]


async def test_another_chats_topic_is_not_found(room: Newsroom) -> None:
    topic = await room.subscribe("banjir", 1)
    for act in (
        room.subscriptions.pause,
        room.subscriptions.resume,
        room.subscriptions.mute,
        room.subscriptions.delete,
    ):
        with pytest.raises(TopicNotFound):
            await act(2, topic)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("asia/makassar", "Asia/Makassar"),
        ("WITA", "Asia/Makassar"),
        ("america/new york", "America/New_York"),
    ],
)
async def test_a_zone_may_be_named_as_people_do(room: Newsroom, said: str, key: str) -> None:
    assert (await room.alerting.chat_settings.set_zone(1, said)).zone.key == key


async def test_what_is_no_zone_is_refused(room: Newsroom) -> None:
    with pytest.raises(BadTimeZone):
        await room.alerting.chat_settings.set_zone(1, "Bandung")
    assert (await room.alerting.chats.state(1)).zone.key == "Asia/Jakarta"


async def test_quiet_hours_and_language_are_remembered(room: Newsroom) -> None:
    settings = room.alerting.chat_settings
    assert (await settings.set_quiet(1, QuietHours(60, 120))).quiet == QuietHours(60, 120)
    assert (await settings.set_quiet(1, None)).quiet is None
    assert await room.alerting.chats.language(1) is None
    await room.alerting.chats.set_language(1, Language.ENGLISH)
    assert await room.alerting.chats.language(1) is Language.ENGLISH


async def test_a_chat_that_shuts_the_bot_out_sleeps(room: Newsroom) -> None:
    await room.subscribe("banjir")
    await room.alerting.chat_settings.deactivate(1, "kicked")
    await room.publish(news(60, "banjir"))
    assert (await room.alerting.outbox.counts()).unreachable == 1
    assert (await room.alerting.outbox.counts()).waiting == 0
    await room.subscribe("gempa")
    assert (await room.alerting.chats.state(1)).unreachable is None
