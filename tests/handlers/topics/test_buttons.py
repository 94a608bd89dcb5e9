"""The buttons of topics and their schedules, of alerts and digests."""

from datetime import timedelta

import pytest
from telegram import MessageEntity

from bot.errors import TopicNotFound
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatTarget, TopicState
from bot.texts import texts_for
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import (
    ChooseDay,
    ChooseFrequency,
    ChooseHour,
    ChooseSnooze,
    DeleteTopic,
    EditTopic,
    ListToDelete,
    MuteTopics,
    NarrowTopics,
    PauseTopic,
    ReplaceTopic,
    RestoreTopic,
    ResumeTopic,
    SetQuietHours,
    SetSchedule,
    SetTimeZone,
    ShowSources,
    ShowTopic,
    SnoozeTopic,
    TurnDigest,
    Unsubscribe,
)
from handlers.render.reply import text_reply
from handlers.render.topics import FREQUENCIES
from tests.handlers.harness import READER, Harness, labels, payloads

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
DAILY, WEEKLY = FREQUENCIES.index(Frequency.DAILY), FREQUENCIES.index(Frequency.WEEKLY)


@pytest.fixture
async def topic(harness: Harness) -> TopicState:
    """Ani's topic."""
    return await subscribe(harness, "jembatan")


async def subscribe(harness: Harness, text: str) -> TopicState:
    target = ChatTarget(READER.id)
    return (await harness.services.alerts.subscriptions.subscribe(target, text)).topic


async def stored(harness: Harness, topic: TopicState) -> TopicState:
    return await harness.services.alerts.subscriptions.topic(READER.id, topic.id)


async def test_a_topic_is_paused_and_resumed(harness: Harness, topic: TopicState) -> None:
    paused = await harness.presses(PauseTopic(topic.id))
    assert ENGLISH.topic_paused in paused.text
    assert ResumeTopic(topic.id) in payloads(paused.edited[0])
    assert (await stored(harness, topic)).paused
    await harness.presses(ResumeTopic(topic.id))
    assert not (await stored(harness, topic)).paused


async def test_a_topic_is_snoozed_for_the_hours_of_a_button(
    harness: Harness, topic: TopicState
) -> None:
    offered = await harness.presses(ChooseSnooze(topic.id))
    assert SnoozeTopic(topic.id, 24) in payloads(offered.reply)
    await harness.presses(SnoozeTopic(topic.id, 24))
    until = (await stored(harness, topic)).snoozed_until
    assert until is not None
    assert until - harness.services.now() > timedelta(hours=23)
    assert (await harness.presses(SnoozeTopic(topic.id, 25))).notice == ENGLISH.stale_button


async def test_a_topic_is_deleted_and_restored_with_its_schedule(
    harness: Harness, topic: TopicState
) -> None:
    await harness.presses(SetSchedule(topic.id, WEEKLY, 2, 420))
    listed = await harness.presses(ListToDelete(0))
    assert DeleteTopic(topic.id) in payloads(listed.reply)
    deleted = await harness.presses(DeleteTopic(topic.id))
    (restore,) = payloads(deleted.reply)
    with pytest.raises(TopicNotFound):
        await stored(harness, topic)
    code = [MessageEntity(MessageEntity.CODE, 0, 8)]
    restored = await harness.presses(restore, under=text_reply("jembatan"), entities=code)
    assert restored.text.startswith(ENGLISH.topic_restored)
    (again,) = (await harness.services.alerts.subscriptions.page(READER.id)).topics
    assert again.schedule == Schedule(Frequency.WEEKLY, 420, 2)
    assert (await harness.presses(RestoreTopic(0, 0, 0))).notice == ENGLISH.stale_button


async def test_a_schedule_is_chosen_step_by_step(harness: Harness, topic: TopicState) -> None:
    frequencies = await harness.presses(ChooseFrequency(topic.id))
    assert ChooseDay(topic.id) in payloads(frequencies.reply)
    days = await harness.presses(ChooseDay(topic.id))
    assert ChooseHour(topic.id, 0) in payloads(days.reply)
    hours = await harness.presses(ChooseHour(topic.id, 7))
    assert SetSchedule(topic.id, DAILY, 0, 6 * 60) in payloads(hours.reply)
    await harness.presses(SetSchedule(topic.id, DAILY, 0, 6 * 60))
    assert (await stored(harness, topic)).schedule == Schedule(Frequency.DAILY, 6 * 60)


@pytest.mark.parametrize(
    "payload",
    [
        SetSchedule(1, len(FREQUENCIES)),
        SetSchedule(1, DAILY, 0, 24 * 60),
        SetSchedule(1, WEEKLY, 7, 0),
        ChooseHour(1, 8),
        SetQuietHours(0, 24 * 60),
        SetTimeZone(99),
    ],
)
async def test_numbers_that_no_button_offers_are_stale(
    harness: Harness, topic: TopicState, payload: ButtonPayload
) -> None:
    outcome = await harness.presses(payload)
    assert outcome.notice == ENGLISH.stale_button
    assert not outcome.edited
    assert await stored(harness, topic) == topic


async def test_a_topic_of_another_chat_is_not_found(harness: Harness, topic: TopicState) -> None:
    for payload in (ShowTopic(99), PauseTopic(99), Unsubscribe((99,)), MuteTopics((99, 98))):
        outcome = await harness.presses(payload)
        assert outcome.notice == ENGLISH.topic_not_found
        assert not outcome.sent
        assert not outcome.edited


async def test_quiet_hours_and_time_zone_are_set_by_button(harness: Harness) -> None:
    await harness.presses(SetQuietHours(22 * 60, 6 * 60))
    await harness.presses(SetTimeZone(2))
    chat = await harness.services.alerts.chats.state(READER.id)
    assert chat.quiet is not None
    assert chat.zone.key == "Asia/Jayapura"
    await harness.presses(SetQuietHours(0, 0))
    assert (await harness.services.alerts.chats.state(READER.id)).quiet is None


async def test_another_text_is_asked_for_and_taken_from_the_reply(
    harness: Harness, topic: TopicState
) -> None:
    asked = await harness.presses(EditTopic(topic.id))
    assert asked.reply.asks
    assert asked.sent
    command = f"/edit_{topic.id}"
    at = asked.text.index(command)
    entity = MessageEntity(MessageEntity.BOT_COMMAND, at, len(command))
    question = harness.message(asked.text, harness.bot.bot, entities=[entity])
    edited = await harness.says("banjir bandang", reply_to_message=question)
    assert edited.text.startswith(ENGLISH.topic_changed)
    assert (await stored(harness, topic)).text == "banjir bandang"


async def test_another_text_follows_the_command_of_a_topic(
    harness: Harness, topic: TopicState
) -> None:
    assert (await harness.says(f"/edit_{topic.id}")).reply.asks
    assert (await harness.says(f"/edit_{topic.id}@kutip_bot banjir")).sent
    assert (await stored(harness, topic)).text == "banjir"
    assert not (await harness.says(f"/edit_{topic.id}@other_bot gempa")).sent
    assert (await harness.says("/edit_99 gempa")).text == ENGLISH.topic_not_found
    unclear = await harness.says(f'/edit_{topic.id} "gempa')
    assert ENGLISH.topic_open_quote in unclear.text


async def test_an_alert_is_narrowed_by_a_text_on_a_button(
    harness: Harness, topic: TopicState
) -> None:
    (newest,) = await harness.services.library.latest(limit=1)
    other = await subscribe(harness, "badak")
    which = await harness.presses(NarrowTopics(newest.id, (topic.id, other.id)))
    assert which.text == ENGLISH.which_topic
    narrower = await harness.presses(NarrowTopics(newest.id, (topic.id,)), under=which.reply)
    assert narrower.sent
    chosen = await harness.presses(ReplaceTopic(topic.id, 0), under=narrower.reply)
    assert chosen.text.startswith(ENGLISH.topic_changed)
    assert (await stored(harness, topic)).text == labels(narrower.reply)[0]
    assert (await harness.presses(ReplaceTopic(topic.id, 0))).notice == ENGLISH.stale_button


async def test_an_alerts_topics_are_muted_with_a_notice(
    harness: Harness, topic: TopicState
) -> None:
    outcome = await harness.presses(MuteTopics((topic.id, 99)))
    assert outcome.notice is not None
    assert outcome.notice.startswith(ENGLISH.format("alert_muted", moment="{").partition("{")[0])
    assert not outcome.edited
    assert (await stored(harness, topic)).muted_until is not None


async def test_an_alerts_topic_is_unsubscribed_in_a_new_message(
    harness: Harness, topic: TopicState
) -> None:
    other = await subscribe(harness, "badak")
    which = await harness.presses(Unsubscribe((topic.id, other.id)))
    assert payloads(which.sent[0]) == [Unsubscribe((topic.id,)), Unsubscribe((other.id,))]
    deleted = await harness.presses(Unsubscribe((topic.id,)))
    assert deleted.text.startswith(ENGLISH.topic_deleted)
    assert deleted.sent


async def test_what_is_no_longer_stored_is_stale(harness: Harness) -> None:
    assert (await harness.presses(ShowSources(99))).notice == ENGLISH.stale_button
    assert (await harness.presses(TurnDigest(99, 0))).notice == ENGLISH.stale_button
