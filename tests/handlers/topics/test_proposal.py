"""A topic is proposed, changed and confirmed; only confirming it stores it."""

import pytest
from telegram import ChatMemberOwner, MessageEntity

from bot.alerts.subscriptions import AT_ONCE
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatTarget, TopicState
from bot.texts import texts_for
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.proposals import ConfirmTopic, ProposeAnother, ProposeSchedule
from handlers.callback_data.topics import ChooseFrequency, Follow
from handlers.render.reply import Reply
from handlers.render.topics import FREQUENCIES
from tests.handlers.harness import GROUP, OTHER, READER, Harness, Outcome, labels, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
DAILY = FREQUENCIES.index(Frequency.DAILY)
MORNING = Schedule(Frequency.DAILY, 420)


async def topics(harness: Harness, chat: int = READER.id) -> tuple[TopicState, ...]:
    return (await harness.services.alerts.subscriptions.page(chat)).topics


async def presses(harness: Harness, payload: ButtonPayload, under: Reply) -> Outcome:
    """Press under a message that shows its topic as code."""
    text = text_of(under)
    line = text.partition("🔔 ")[2].partition("\n")[0]
    start = len(text.partition("🔔 ")[0].encode("utf-16-le")) // 2 + 3
    code = [MessageEntity(MessageEntity.CODE, start, len(line))]
    return await harness.presses(payload, under=under, entities=code)


async def test_the_bell_shows_the_topic_and_stores_nothing(harness: Harness) -> None:
    shown = await harness.presses(Follow("jembatan sungai"))
    assert shown.sent
    assert "🔔 jembatan sungai" in shown.text
    assert ENGLISH.conversation.proposal_ask in shown.text
    kinds = {type(payload) for payload in payloads(shown.reply)}
    assert kinds == {ConfirmTopic, ProposeSchedule, ProposeAnother}
    assert {"jembatan", "sungai", "Only in titles"} < set(labels(shown.reply))
    assert await topics(harness) == ()


async def test_only_confirming_stores_the_topic_on_its_schedule(harness: Harness) -> None:
    shown = await harness.presses(Follow("jembatan sungai"))
    daily = await presses(harness, ProposeSchedule(DAILY, 0, 420), shown.reply)
    assert not daily.sent
    assert ConfirmTopic(DAILY, 0, 420) in payloads(daily.reply)
    assert await topics(harness) == ()
    confirmed = await presses(harness, ConfirmTopic(DAILY, 0, 420), daily.reply)
    assert confirmed.text.startswith(ENGLISH.conversation.proposal_done)
    (topic,) = await topics(harness)
    assert (topic.text, topic.schedule) == ("jembatan sungai", MORNING)
    assert ChooseFrequency(topic.id) in payloads(confirmed.reply)


async def test_another_topic_is_proposed_in_place(harness: Harness) -> None:
    shown = await harness.presses(Follow("jembatan sungai"))
    other = next(
        button.payload
        for row in shown.reply.keyboard
        for button in row
        if button.label == "Only in titles"
    )
    changed = await presses(harness, other, shown.reply)
    assert ENGLISH.conversation.proposal_in_title not in labels(changed.reply)
    assert "🔔 title:(jembatan sungai)" in changed.text
    await presses(harness, ConfirmTopic(0, 0, 0), changed.reply)
    (topic,) = await topics(harness)
    assert (topic.text, topic.schedule) == ("judul:(jembatan sungai)", AT_ONCE)


async def test_a_topic_that_exists_is_shown(harness: Harness) -> None:
    await harness.services.alerts.subscriptions.subscribe(ChatTarget(READER.id), "jembatan")
    again = await harness.presses(Follow("Jembatan"))
    assert ENGLISH.format("topic_known", topic="{").partition("{")[0] in again.text
    assert len(await topics(harness)) == 1


async def test_a_proposal_confirmed_twice_is_stored_once(harness: Harness) -> None:
    shown = await harness.presses(Follow("jembatan"))
    await presses(harness, ConfirmTopic(0, 0, 0), shown.reply)
    again = await presses(harness, ConfirmTopic(0, 0, 0), shown.reply)
    assert ENGLISH.format("topic_known", topic="{").partition("{")[0] in again.text
    assert len(await topics(harness)) == 1


async def test_what_cannot_be_read_is_explained(harness: Harness) -> None:
    unclear = await harness.presses(Follow('"banjir'))
    assert ENGLISH.topic_open_quote in unclear.text
    assert unclear.notice is None


@pytest.mark.parametrize(
    "payload", [ProposeAnother(0, 0, 0, 0), ProposeSchedule(0, 0, 0), ConfirmTopic(0, 0, 0)]
)
async def test_a_message_without_the_topic_is_stale(
    harness: Harness, payload: ButtonPayload
) -> None:
    assert (await harness.presses(payload)).notice == ENGLISH.stale_button
    assert await topics(harness) == ()


@pytest.mark.parametrize("payload", [ProposeSchedule(9, 0, 0), ConfirmTopic(DAILY, 0, 9999)])
async def test_a_schedule_that_no_button_offers_does_nothing(
    harness: Harness, payload: ButtonPayload
) -> None:
    shown = await harness.presses(Follow("jembatan"))
    assert (await presses(harness, payload, shown.reply)).notice == ENGLISH.stale_button
    assert await topics(harness) == ()


async def test_in_a_group_only_administrators_are_shown_a_proposal(harness: Harness) -> None:
    harness.known.administrators[GROUP.id] = (ChatMemberOwner(OTHER, False),)
    refused = await harness.presses(Follow("jembatan"), READER, chat=GROUP)
    assert refused.notice == ENGLISH.topics_admins_only
    shown = await harness.presses(Follow("jembatan"), OTHER, chat=GROUP)
    assert ENGLISH.conversation.proposal_ask in shown.text
