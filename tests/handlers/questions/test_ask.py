"""Questions, their edits, and the buttons that ask."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Message

from bot.model.interface_language import InterfaceLanguage
from bot.outbox.outcomes import MessageGone
from bot.texts import texts_for
from handlers.callback_data.articles import AskAsTyped, AskQuestion, ReadQuote
from handlers.callback_data.feedback import RateAnswer
from handlers.callback_data.payload import ButtonPayload
from handlers.callback_data.topics import Follow
from index.types import Language
from tests.handlers.harness import BOT, GROUP, READER, Harness, labels, now, payloads, text_of

ENGLISH = texts_for(InterfaceLanguage.ENGLISH)
INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"
HOW_LONG = "Berapa meter panjang Jembatan Sungai Lestari?"


async def test_a_question_is_answered_in_its_language_and_offers_to_follow(
    harness: Harness,
) -> None:
    outcome = await harness.says(WHO)
    assert "Ratna Dewi" in outcome.text
    assert [type(button.payload) for row in outcome.reply.keyboard for button in row] == [
        ReadQuote,
        ButtonPayload,  # the link to the page
        Follow,
        RateAnswer,
        RateAnswer,
    ]
    assert INDONESIAN.follow in labels(outcome.reply)
    assert harness.messenger.typed_in == [READER.id]


@pytest.mark.parametrize("hello", ["halo", "assalamualaikum", "bisa apa aja?"])
async def test_a_greeting_shows_questions_that_the_articles_answer(
    harness: Harness, hello: str
) -> None:
    greeted = await harness.says(hello)
    questions = harness.services.suggestions.questions
    examples = [list(await questions(language)) for language in Language]
    assert all(examples)
    assert labels(greeted.reply) in examples
    assert {type(payload) for payload in payloads(greeted.reply)} == {AskQuestion}
    assert payloads((await harness.says("makasih ya")).reply) == []


async def test_a_command_without_a_question_says_how_to_ask(harness: Harness) -> None:
    outcome = await harness.says("/ask")
    assert outcome.text.startswith(ENGLISH.format("ask_how", example="{").partition("{")[0])


async def test_an_edited_question_gets_its_answer_edited(harness: Harness) -> None:
    question = harness.message(WHO)
    (answer,) = (await harness.update(message=question)).sent
    edited = await harness.edits(question, HOW_LONG)
    assert not edited.sent
    assert "1.250 meter" in text_of(edited.edited[0])
    assert "Ratna Dewi" in text_of(answer)


async def test_an_answer_that_is_gone_is_sent_anew(harness: Harness) -> None:
    question = harness.message(WHO)
    await harness.update(message=question)
    harness.messenger.edit_failure = MessageGone("gone")
    assert "1.250 meter" in text_of((await harness.edits(question, HOW_LONG)).sent[0])


async def test_an_edit_waits_for_the_answer_to_what_it_edits(harness: Harness) -> None:
    question = harness.message(WHO)
    await asyncio.gather(harness.update(message=question), harness.edits(question, HOW_LONG))
    ((_, answer),) = harness.messenger.sent
    ((_, edited),) = harness.messenger.edited
    assert "Ratna Dewi" in text_of(answer)
    assert "1.250 meter" in text_of(edited)


async def test_an_edit_of_long_ago_is_ignored(harness: Harness) -> None:
    question = harness.message(WHO, date=now() - timedelta(hours=49))
    outcome = await harness.edits(question, HOW_LONG)
    assert not outcome.sent
    assert not outcome.edited


async def test_a_group_is_answered_only_when_the_bot_is_meant(harness: Harness) -> None:
    assert not (await harness.says(WHO, chat=GROUP)).sent
    addressed = await harness.says(f"/ask@kutip_bot {WHO}", chat=GROUP)
    assert "Ratna Dewi" in addressed.text
    assert INDONESIAN.follow_here in labels(addressed.reply)


async def test_a_button_asks_the_question_on_it(harness: Harness) -> None:
    started = (await harness.says("/start")).reply
    question = started.keyboard[0][0].label
    answer = await harness.presses(AskQuestion(0), under=started)
    assert answer.text.startswith(question)
    assert answer.sent
    assert (await harness.presses(AskQuestion(0))).notice == ENGLISH.stale_button


async def test_a_button_asks_the_message_above_as_it_was_typed(harness: Harness) -> None:
    above: Message = harness.message("berapa panjang jembatn sungai lestari")
    reply = (await harness.presses(AskAsTyped(), reply_to_message=above)).reply
    assert text_of(reply).startswith("berapa panjang jembatn sungai lestari")
    own = harness.message("/start", BOT)
    assert (await harness.presses(AskAsTyped(), reply_to_message=own)).sent == []
    assert (await harness.presses(AskAsTyped())).notice == ENGLISH.stale_button
