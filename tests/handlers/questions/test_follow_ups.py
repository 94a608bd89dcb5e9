"""Messages that go on from what was asked before, in chats, groups and forum topics."""

import asyncio
from datetime import timedelta
from typing import Any

from telegram import Message

from bot.model.interface_language import InterfaceLanguage
from bot.texts import texts_for
from handlers.callback_data.articles import AskAbout, AskAsTyped, AskQuestion
from tests.bot.samples import Clock
from tests.handlers.harness import (
    BOT,
    GROUP,
    OTHER,
    READER,
    Harness,
    labels,
    now,
    payloads,
    text_of,
)

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
HOW_LONG = "berapa meter panjangnya?"
LENGTH = "1.250 meter"
SEARCHED = "Saya cari: berapa meter panjang Jembatan Sungai Lestari"


def answered(harness: Harness, question: Message) -> dict[str, Any]:
    """The fields of a message that replies to the bot's last answer."""
    id_ = harness.messenger.sent_ids[-1]
    answer = Message(id_, now(), question.chat, from_user=BOT, text=".")
    answer.set_bot(harness.bot)
    return {"chat": question.chat, "reply_to_message": answer}


async def test_a_follow_up_is_answered_and_says_what_was_searched(harness: Harness) -> None:
    await harness.says(WHO)
    outcome = await harness.says(HOW_LONG)
    assert outcome.text.startswith(SEARCHED)
    assert LENGTH in outcome.text
    assert INDONESIAN.as_typed in labels(outcome.reply)


async def test_a_follow_up_waits_for_the_answer_that_it_refers_to(harness: Harness) -> None:
    """Somebody writes two messages at once, which are two updates handled at the same time."""
    messages = [harness.message(WHO), harness.message(HOW_LONG)]
    await asyncio.gather(*(harness.update(message=message) for message in messages))
    second = text_of(harness.messenger.sent[-1][1])
    assert second.startswith(SEARCHED)


async def test_it_can_be_asked_as_it_was_written(harness: Harness) -> None:
    await harness.says(WHO)
    above = harness.message(HOW_LONG)
    reply = (await harness.update(message=above)).reply
    outcome = await harness.presses(AskAsTyped(), under=reply, reply_to_message=above)
    assert outcome.text.startswith(HOW_LONG)
    assert "Saya cari" not in outcome.text


async def test_the_answer_of_a_button_is_followed_too(harness: Harness) -> None:
    started = (await harness.says("/start")).reply
    await harness.presses(AskQuestion(0), under=started)
    assert "Searched for: " in (await harness.says("kenapa?")).text


async def test_without_anything_before_it_is_asked_what_is_meant(harness: Harness) -> None:
    outcome = await harness.says("kapan itu?")
    assert outcome.text == INDONESIAN.conversation.subject_missing
    assert outcome.reply.keyboard == ()


async def test_after_some_time_the_last_subjects_are_offered(
    harness: Harness, monkeypatch: Any
) -> None:
    await harness.says(WHO)
    clock = Clock(now() + timedelta(minutes=11))
    monkeypatch.setattr(harness.services.conversation, "_now", clock)
    above = harness.message(HOW_LONG)
    asked = (await harness.update(message=above)).reply
    assert text_of(asked) == INDONESIAN.conversation.subject_which
    assert labels(asked) == ["Jembatan Sungai Lestari"]
    (about,) = payloads(asked)
    outcome = await harness.presses(about, under=asked, reply_to_message=above)
    assert LENGTH in outcome.text


async def test_a_subject_that_was_forgotten_is_no_longer_offered(harness: Harness) -> None:
    above = harness.message(WHO)
    await harness.update(message=above)
    await harness.says("/forget")
    about = AskAbout(above.message_id)
    question = harness.message(HOW_LONG)
    assert (await harness.presses(about, reply_to_message=question)).notice
    assert (await harness.says(HOW_LONG)).text == INDONESIAN.conversation.subject_missing


async def test_in_a_group_each_goes_on_from_their_own_question(harness: Harness) -> None:
    question = harness.message(f"/ask {WHO}", chat=GROUP)
    await harness.update(message=question)
    others = await harness.says(f"/ask {HOW_LONG}", OTHER, chat=GROUP)
    assert others.text == INDONESIAN.conversation.subject_missing
    assert LENGTH in (await harness.says(f"/ask {HOW_LONG}", chat=GROUP)).text


async def test_a_reply_in_a_group_goes_on_from_that_answer(harness: Harness) -> None:
    question = harness.message(f"/ask {WHO}", chat=GROUP)
    await harness.update(message=question)
    outcome = await harness.says(HOW_LONG, OTHER, **answered(harness, question))
    assert LENGTH in outcome.text


async def test_the_subject_asked_for_may_be_given_in_a_reply(harness: Harness) -> None:
    question = harness.message(f"/ask {HOW_LONG}", chat=GROUP)
    await harness.update(message=question)
    named = await harness.says("Jembatan Sungai Lestari", OTHER, **answered(harness, question))
    assert LENGTH in named.text


async def test_forum_topics_are_apart(harness: Harness) -> None:
    one: dict[str, Any] = {"chat": GROUP, "message_thread_id": 7, "is_topic_message": True}
    other = one | {"message_thread_id": 8}
    await harness.says(f"/ask {WHO}", **one)
    elsewhere = await harness.says(f"/ask {HOW_LONG}", **other)
    assert elsewhere.text == INDONESIAN.conversation.subject_missing
    assert LENGTH in (await harness.says(f"/ask {HOW_LONG}", **one)).text


async def test_an_edited_question_changes_what_is_followed(harness: Harness) -> None:
    question = harness.message("siapa pelatih persib")
    await harness.update(message=question)
    await harness.edits(question, WHO)
    assert LENGTH in (await harness.says(HOW_LONG)).text


async def test_an_edited_follow_up_goes_on_from_what_came_before_it(harness: Harness) -> None:
    await harness.says(WHO)
    follow_up = harness.message("kapan?")
    await harness.update(message=follow_up)
    await harness.says("siapa pelatih persib")
    edited = (await harness.edits(follow_up, HOW_LONG)).edited
    assert LENGTH in text_of(edited[0])


async def test_a_whole_question_is_looked_up_without_the_history(
    harness: Harness, monkeypatch: Any
) -> None:
    async def fail(*_: object) -> None:
        raise AssertionError("the history was read")

    monkeypatch.setattr(harness.services.preferences, "history", fail)
    assert (await harness.says("Berapa meter panjang Jembatan Sungai Lestari?", READER)).sent
