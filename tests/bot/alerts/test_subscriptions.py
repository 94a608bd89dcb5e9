"""Subscriptions and chat settings, and what they refuse."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.alerts.subscriptions import TOPICS_PER_PAGE
from bot.errors import (
    BadTimeZone,
    TooManyTopics,
    TopicKnown,
    TopicNotFound,
    TopicTooBroad,
    TopicUnclear,
)
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import ChatTarget
from bot.storage.dialects.dialect import LockKey
from bot.storage.tables.chats import pending, topics
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness
from tests.bot.samples import Clock
from tests.index.builders import build_article

DAY = timedelta(days=1)


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock, topics=10) as harness:
        today = clock().date()
        floods = [
            make_news(number, "banjir", today - timedelta(days=number)) for number in range(1, 6)
        ]
        old = make_news(9, "banjir", today - timedelta(days=40))
        await harness.reload(
            [*floods, old, *(make_news(number, "padi") for number in range(20, 40))]
        )
        yield harness


async def test_a_subscription_has_a_preview(harness: AlertHarness) -> None:
    subscribed = await harness.subscriptions.subscribe(ChatTarget(1), " BANJIR ")
    assert subscribed.preview.text == subscribed.topic.text
    assert subscribed.preview.matching == 5
    assert [article.title for article in subscribed.preview.newest] == [
        "Berita 1", "Berita 2", "Berita 3",
    ]  # fmt: skip
    assert subscribed.topic.schedule == Schedule()


async def test_a_preview_shows_first_what_is_about_the_topic(
    harness: AlertHarness, clock: Clock
) -> None:
    mention, lead, titled = (
        replace(
            build_article(*text, title=title, date=clock().date() - number * DAY),
            key=f"{number}.txt",
        )
        for number, title, text in (
            (1, "Rest area untuk jemaah", ("Satu.", "Dua.", "Hadir pula Danantara.")),
            (2, "Modal baru", ("Danantara menambah modal.", "Dua.", "Tiga.")),
            (3, "Danantara menjelaskan", ("Satu.", "Dua.")),
        )
    )
    await harness.publish(mention, lead, titled)
    preview = (await harness.subscriptions.subscribe(ChatTarget(1), "danantara")).preview
    assert preview.matching == 3
    assert [article.title for article in preview.newest] == [
        "Danantara menjelaskan", "Modal baru", "Rest area untuk jemaah",
    ]  # fmt: skip


async def test_articles_without_a_date_count_as_of_the_day_they_arrived(
    harness: AlertHarness, clock: Clock
) -> None:
    """Of feeds and folders without dates, a preview would say that there is nothing."""
    await harness.publish(make_news(50, "lahar"), make_news(51, "lahar"))
    preview = (await harness.subscriptions.subscribe(ChatTarget(1), "lahar")).preview
    assert preview.matching == 2
    assert [article.title for article in preview.newest] == ["Berita 51", "Berita 50"]
    clock.advance(timedelta(days=40))
    preview = (await harness.subscriptions.subscribe(ChatTarget(2), "lahar")).preview
    assert preview.matching == 0


async def test_a_text_that_is_no_topic_is_refused(harness: AlertHarness) -> None:
    with pytest.raises(TopicUnclear) as caught:
        await harness.subscriptions.subscribe(ChatTarget(1), 'banjir "')
    assert (caught.value.key, caught.value.offset) == ("topic_open_quote", 7)
    assert caught.value.example == "topic_example_phrase"
    assert (await harness.subscriptions.page(1)).total == 0


async def test_a_topic_that_matches_most_articles_is_refused_with_the_percentage(
    harness: AlertHarness,
) -> None:
    with pytest.raises(TopicTooBroad) as caught:
        await harness.subscriptions.subscribe(ChatTarget(1), "padi")
    assert caught.value.arguments == {"topic": "padi", "percent": 76}


async def test_a_duplicate_is_refused_within_its_target(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    with pytest.raises(TopicKnown) as caught:
        await harness.subscribe("banjir")
    assert caught.value.topic_id == topic
    await harness.subscribe("banjir", 1, 5)


async def test_all_topics_of_a_chat_are_deleted_in_one_transaction(
    harness: AlertHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the stories that wait for their digests; those of other chats stay."""
    for topic, chat in (("banjir", 1), ("gempa", 1), ("lahar", 1), ("banjir", 2)):
        topic_id = await harness.subscribe(topic, chat)
        await harness.subscriptions.set_schedule(chat, topic_id, Schedule(Frequency.DAILY, 60))
    await harness.publish(make_news(50, "banjir"))
    assert await pending_chats(harness) == [1, 2]
    begun: list[object] = []
    write = harness.database.write

    def counted(*staged: Path, **key: LockKey) -> object:
        begun.append(None)
        return write(*staged, **key)  # type: ignore[arg-type]

    monkeypatch.setattr(harness.database, "write", counted)
    assert not await harness.subscriptions.delete_all(1, 2)
    assert (await harness.subscriptions.page(1)).total == 3
    assert await harness.subscriptions.delete_all(1, 3)
    assert len(begun) == 2
    assert (await harness.subscriptions.page(1)).total == 0
    assert await pending_chats(harness) == [2]
    await harness.publish(make_news(51, "gempa"))
    assert await pending_chats(harness) == [2]


async def pending_chats(harness: AlertHarness) -> list[int]:
    """The chats of whose topics stories wait."""
    async with harness.database.read() as connection:
        rows = await connection.execute(
            select(topics.c.chat_id).where(topics.c.id.in_(select(pending.c.topic_id)))
        )
        return sorted(row.chat_id for row in rows)


async def test_topics_are_compared_without_case_which_can_be_edited(
    harness: AlertHarness,
) -> None:
    topic = await harness.subscribe("banjir OR gempa")
    with pytest.raises(TopicKnown):
        await harness.subscriptions.subscribe(ChatTarget(1), "Banjir OR GEMPA")
    edited = await harness.subscriptions.edit(1, topic, "Banjir OR Gempa")
    assert edited.topic.text == "Banjir OR Gempa"


async def test_the_number_of_topics_is_limited(harness: AlertHarness) -> None:
    for number in range(10):
        await harness.subscribe(f"kata{number}")
    with pytest.raises(TooManyTopics) as caught:
        await harness.subscribe("banjir")
    assert caught.value.arguments == {"limit": 10}
    first, last = await harness.subscriptions.page(1), await harness.subscriptions.page(1, 99)
    assert (first.number, first.pages, len(first.topics)) == (0, 2, TOPICS_PER_PAGE)
    assert (last.number, len(last.topics)) == (1, 2)


async def test_an_edited_topic_matches_by_its_new_words(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await harness.subscriptions.set_schedule(1, topic, Schedule(Frequency.HOURLY))
    edited = await harness.subscriptions.edit(1, topic, "gempa")
    assert edited.topic.schedule == Schedule(Frequency.HOURLY)
    assert (await harness.subscriptions.edit(1, topic, "gempa")).topic == edited.topic
    await harness.publish(make_news(50, "banjir"), make_news(51, "gempa"))
    await harness.alerts.digest_job.send_now(1)
    await harness.digest()
    await harness.deliver()
    assert harness.sender.titles() == ["Berita 51"]


async def test_another_chats_topic_is_not_found(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir", 1)
    for act in (
        harness.subscriptions.pause,
        harness.subscriptions.resume,
        harness.subscriptions.mute,
        harness.subscriptions.delete,
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
async def test_a_zone_may_be_named_as_people_do(harness: AlertHarness, said: str, key: str) -> None:
    assert (await harness.alerts.chat_settings.set_zone(1, said)).zone.key == key


async def test_an_unknown_zone_is_refused(harness: AlertHarness) -> None:
    with pytest.raises(BadTimeZone):
        await harness.alerts.chat_settings.set_zone(1, "Atlantis")
    assert (await harness.alerts.chats.state(1)).zone.key == "Asia/Jakarta"


async def test_quiet_hours_and_language_are_stored(harness: AlertHarness) -> None:
    settings = harness.alerts.chat_settings
    assert (await settings.set_quiet(1, QuietHours(60, 120))).quiet == QuietHours(60, 120)
    assert (await settings.set_quiet(1, None)).quiet is None
    assert await harness.alerts.chats.language(1) is None
    await harness.alerts.chats.set_language(1, InterfaceLanguage.ENGLISH)
    assert await harness.alerts.chats.language(1) is InterfaceLanguage.ENGLISH


async def test_a_chat_that_removes_the_bot_is_unreachable(harness: AlertHarness) -> None:
    await harness.subscribe("banjir")
    await harness.alerts.chat_settings.deactivate(1, "kicked")
    await harness.publish(make_news(60, "banjir"))
    assert (await harness.alerts.outbox.counts()).unreachable == 1
    assert (await harness.alerts.outbox.counts()).waiting == 0
    await harness.subscribe("gempa")
    assert (await harness.alerts.chats.state(1)).unreachable is None
