"""Two people change one chat's topics and settings at the same moment, and no change is lost.

A group's topics belong to all its administrators, and one person can press twice.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.alerts.subscriptions import MUTE
from bot.errors import TooManyTopics, TopicKnown, TopicNotFound
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.model.topics import ChatState, ChatTarget, TopicState
from bot.storage.readers import ReaderStore
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness
from tests.bot.samples import Clock
from tests.bot.two_at_once import at_once

CHAT = 1
HOURLY = Schedule(Frequency.HOURLY)
QUIET = QuietHours(60, 120)
LIMIT = 3


@pytest.fixture
async def harness(database_path: Path, clock: Clock) -> AsyncIterator[AlertHarness]:
    async with open_alert_harness(database_path, clock, topics=LIMIT) as harness:
        await harness.reload([make_news(0, "padi")])
        yield harness


Change = Callable[[AlertHarness, int], Awaitable[object]]
Holds = Callable[[TopicState, AlertHarness], bool]

CHANGES: dict[str, tuple[Change, Holds]] = {
    "pause": (
        lambda harness, topic: harness.subscriptions.pause(CHAT, topic),
        lambda topic, _: topic.paused,
    ),
    "snooze": (
        lambda harness, topic: harness.subscriptions.snooze(
            CHAT, topic, harness.clock() + timedelta(hours=3)
        ),
        lambda topic, harness: topic.snoozed_until == harness.clock() + timedelta(hours=3),
    ),
    "mute": (
        lambda harness, topic: harness.subscriptions.mute(CHAT, topic),
        lambda topic, harness: topic.muted_until == harness.clock() + MUTE,
    ),
    "schedule": (
        lambda harness, topic: harness.subscriptions.set_schedule(CHAT, topic, HOURLY),
        lambda topic, _: topic.schedule == HOURLY,
    ),
    "edit": (
        lambda harness, topic: harness.subscriptions.edit(CHAT, topic, "gempa"),
        lambda topic, _: topic.text == "gempa",
    ),
}


async def test_changes_of_a_topic_at_the_same_moment_are_all_kept(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir", CHAT)
    results = await at_once(*(change(harness, topic) for change, _ in CHANGES.values()))
    assert [result for result in results if isinstance(result, BaseException)] == []
    after = await harness.subscriptions.topic(CHAT, topic)
    lost = [name for name, (_, holds) in CHANGES.items() if not holds(after, harness)]
    assert lost == []


async def test_of_two_equal_subscriptions_one_is_made_and_the_other_is_told(
    harness: AlertHarness,
) -> None:
    results = await at_once(harness.subscribe("banjir"), harness.subscribe("Banjir"))
    (refused,) = [result for result in results if isinstance(result, TopicKnown)]
    assert refused.topic_id in results
    assert (await harness.subscriptions.page(CHAT)).total == 1


async def test_of_two_topics_that_become_equal_one_is_refused(harness: AlertHarness) -> None:
    topics = [await harness.subscribe(text) for text in ("banjir", "longsor")]
    edits = [harness.subscriptions.edit(CHAT, topic, "gempa") for topic in topics]
    errors = [each for each in await at_once(*edits) if isinstance(each, BaseException)]
    assert [type(error) for error in errors] == [TopicKnown]
    texts = [topic.text for topic in (await harness.subscriptions.page(CHAT)).topics]
    assert sorted(texts) in (["banjir", "gempa"], ["gempa", "longsor"])


async def test_the_last_place_is_given_once(harness: AlertHarness) -> None:
    for number in range(LIMIT - 1):
        await harness.subscribe(f"kata{number}")
    results = await at_once(harness.subscribe("banjir"), harness.subscribe("gempa"))
    assert len([each for each in results if isinstance(each, TooManyTopics)]) == 1
    assert (await harness.subscriptions.page(CHAT)).total == LIMIT


async def test_a_topic_is_deleted_once(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    results = await at_once(*(harness.subscriptions.delete(CHAT, topic) for _ in range(2)))
    assert sorted(type(each).__name__ for each in results) == ["TopicNotFound", "TopicState"]


async def test_a_topic_that_is_deleted_while_it_is_changed_does_not_come_back(
    harness: AlertHarness,
) -> None:
    for change, _ in CHANGES.values():
        topic = await harness.subscribe("banjir")
        deleted, changed = await at_once(
            harness.subscriptions.delete(CHAT, topic), change(harness, topic)
        )
        assert isinstance(deleted, TopicState)
        assert not isinstance(changed, BaseException) or isinstance(changed, TopicNotFound)
    assert (await harness.subscriptions.page(CHAT)).total == 0
    await harness.publish(make_news(1, "banjir"), make_news(2, "gempa"))
    await harness.deliver()
    assert harness.sender.tried == []


async def test_of_two_edits_the_one_stored_last_is_matched(harness: AlertHarness) -> None:
    topic = await harness.subscribe("banjir")
    await at_once(*(harness.subscriptions.edit(CHAT, topic, text) for text in ("gempa", "longsor")))
    stored = (await harness.subscriptions.topic(CHAT, topic)).text
    for words in ("gempa", "longsor"):
        await harness.publish(make_news(len(harness.loaded), words))
    await harness.deliver()
    number = {"gempa": 1, "longsor": 2}[stored]
    assert harness.sender.titles() == [f"Berita {number}"]


Setting = tuple[Callable[[AlertHarness], Awaitable[object]], Callable[[ChatState], bool]]
SETTINGS: dict[str, Setting] = {
    "zone": (
        lambda harness: harness.alerts.chat_settings.set_zone(CHAT, "Asia/Makassar"),
        lambda chat: chat.zone.key == "Asia/Makassar",
    ),
    "quiet": (
        lambda harness: harness.alerts.chat_settings.set_quiet(CHAT, QUIET),
        lambda chat: chat.quiet == QUIET,
    ),
    "unreachable": (
        lambda harness: harness.alerts.chat_settings.deactivate(CHAT, "kicked"),
        lambda chat: chat.unreachable == "kicked",
    ),
}


async def test_settings_of_a_chat_at_the_same_moment_are_all_kept(harness: AlertHarness) -> None:
    await harness.subscribe("banjir", CHAT)
    results = await at_once(*(change(harness) for change, _ in SETTINGS.values()))
    assert [result for result in results if isinstance(result, BaseException)] == []
    chat = await harness.alerts.chats.state(CHAT)
    assert [name for name, (_, holds) in SETTINGS.items() if not holds(chat)] == []


async def test_a_language_that_was_chosen_is_not_replaced_by_a_default(
    harness: AlertHarness,
) -> None:
    settings = harness.alerts.chat_settings
    await at_once(
        harness.alerts.chats.set_language(CHAT, InterfaceLanguage.ENGLISH),
        settings.set_language_once(CHAT, InterfaceLanguage.INDONESIAN),
    )
    assert await harness.alerts.chats.language(CHAT) is InterfaceLanguage.ENGLISH


async def test_a_language_is_not_set_again_for_a_chat_that_is_erased(
    harness: AlertHarness,
) -> None:
    await harness.alerts.chats.set_language(CHAT, InterfaceLanguage.ENGLISH)
    await at_once(
        ReaderStore(harness.database).delete(CHAT),
        harness.alerts.chat_settings.change_language(CHAT, InterfaceLanguage.INDONESIAN),
    )
    assert await harness.alerts.chats.language(CHAT) is None


async def test_alerts_of_two_stories_count_both(harness: AlertHarness) -> None:
    """A chat's quota is read and written in the transaction that decides."""
    target = ChatTarget(CHAT)
    await harness.subscriptions.subscribe(target, "banjir")
    await harness.reload([*harness.loaded, make_news(1), make_news(2)])
    await at_once(harness.match(), harness.match())
    assert (await harness.alerts.outbox.counts()).waiting == 2
    assert (await harness.alerts.chats.state(CHAT)).quota.used == 2
