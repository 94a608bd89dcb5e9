"""What a message asks, told from commands, names and other people's talk."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    Bot,
    ExternalReplyInfo,
    Message,
    MessageEntity,
    MessageOriginUser,
    TextQuote,
    User,
)

from bot.playground.entities import detected_entities
from handlers.questions.message_text import MAX_QUESTION, command_of, is_addressed, question_in

BOT = User(42, "Kutip", is_bot=True, username="kutip_bot")
ANI = User(1, "Ani", is_bot=False)
API = Bot("42:TEST")


def message(text: str = "", **more: Any) -> Message:
    """A message with the entities that Telegram would find in it."""
    entities = [MessageEntity(e.type, e.offset, e.length) for e in detected_entities(text)]
    fields: dict[str, Any] = {
        "message_id": 5,
        "date": datetime.now(UTC),
        "chat": None,
        "from_user": ANI,
    }
    made = Message(**(fields | {"text": text or None, "entities": entities} | more))
    made.set_bot(API)
    return made


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Siapa dia?", "Siapa dia?"),
        ("  Siapa \n\n dia?\t", "Siapa dia?"),
        ("/ask Siapa dia?", "Siapa dia?"),
        ("/ask@kutip_bot\nSiapa dia?", "Siapa dia?"),
        ("/ask", ""),
        ("@kutip_bot", ""),
        ("@KUTIP_BOT Siapa dia?", "Siapa dia?"),
        ("Siapa @kutip_bot dia?", "Siapa dia?"),
        ("😀😀 @kutip_bot Siapa 😀 dia? @kutip_bot", "😀😀 Siapa 😀 dia?"),
        ("Siapa @kutip_bot2 dan @budi_s?", "Siapa @kutip_bot2 dan @budi_s?"),
        ("Apa itu /ask?", "Apa itu /ask?"),
        ("x" * 5000, "x" * MAX_QUESTION),
    ],
)
def test_a_question_is_what_is_left_without_command_and_name(text: str, question: str) -> None:
    assert question_in(message(text), BOT) == question


def test_a_caption_is_read_like_a_text() -> None:
    captioned = message(
        caption="@kutip_bot Siapa dia?",
        caption_entities=[MessageEntity(MessageEntity.MENTION, 0, 10)],
    )
    assert question_in(captioned, BOT) == "Siapa dia?"
    assert is_addressed(captioned, BOT)


@pytest.mark.parametrize(
    ("command", "is_mine"), [("/ask", True), ("/ask@kutip_bot", True), ("/ask@budi_bot", False)]
)
def test_a_picture_can_carry_the_command(command: str, *, is_mine: bool) -> None:
    leading = MessageEntity(MessageEntity.BOT_COMMAND, 0, len(command))
    captioned = message(caption=f"{command} Siapa dia?", caption_entities=[leading])
    assert is_addressed(captioned, BOT) is is_mine
    assert question_in(captioned, BOT) == "Siapa dia?"


def test_a_mention_without_a_username_is_a_mention_too() -> None:
    named = message("Kutip, siapa dia?", entities=[mention(BOT, 5)])
    other = message("Ani, siapa dia?", entities=[mention(ANI, 3)])
    assert is_addressed(named, BOT)
    assert question_in(named, BOT) == ", siapa dia?"
    assert not is_addressed(other, BOT)


def mention(user: User, length: int) -> MessageEntity:
    return MessageEntity(MessageEntity.TEXT_MENTION, 0, length, user=user)


def test_words_of_its_own_come_before_those_it_replies_to() -> None:
    reply = message("/ask Kapan?", reply_to_message=message("Siapa dia?"))
    assert question_in(reply, BOT) == "Kapan?"


def test_a_bare_call_asks_what_it_replies_to_or_the_part_that_it_quotes() -> None:
    first = message("Siapa dia? Dan kapan itu?")
    assert question_in(message("/ask", reply_to_message=first), BOT) == "Siapa dia? Dan kapan itu?"
    part = message("/ask", reply_to_message=first, quote=TextQuote("Dan kapan itu?", 11))
    assert question_in(part, BOT) == "Dan kapan itu?"


def test_a_bare_call_in_reply_to_the_bot_asks_nothing() -> None:
    """But what somebody has chosen to quote of it."""
    mine = message("Sebuah jawaban. Siapa dia?", from_user=BOT)
    assert question_in(message("/ask", reply_to_message=mine), BOT) == ""
    whole = TextQuote("Sebuah jawaban. Siapa dia?", 0)
    assert question_in(message("/ask", reply_to_message=mine, quote=whole), BOT) == ""
    part = TextQuote("Siapa dia?", 16, is_manual=True)
    assert question_in(message("/ask", reply_to_message=mine, quote=part), BOT) == "Siapa dia?"


@pytest.mark.parametrize("call", ["/ask", "/ask@kutip_bot", "@kutip_bot"])
def test_a_reply_to_another_chat_asks_what_it_quotes(call: str) -> None:
    """Telegram shows the quote and where it comes from, and no message that is replied to."""
    origin = MessageOriginUser(datetime.now(UTC), ANI)
    elsewhere = {"external_reply": ExternalReplyInfo(origin=origin)}
    quote = TextQuote("Siapa dia?\nKapan?", 0, is_manual=True)
    assert question_in(message(call, quote=quote, **elsewhere), BOT) == "Siapa dia? Kapan?"
    assert question_in(message(f"{call} Di mana?", quote=quote, **elsewhere), BOT) == "Di mana?"
    assert question_in(message(call, **elsewhere), BOT) == ""


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/ask Siapa", "ask"),
        ("/Ask@Kutip_Bot Siapa", "ask"),
        ("/cuaca", "cuaca"),
        ("/ask@budi_bot Siapa", None),
        ("Siapa /ask", None),
        ("/ Siapa", None),
        ("Siapa", None),
        ("", None),
    ],
)
def test_a_command_is_known_in_a_text_and_in_a_caption(text: str, command: str | None) -> None:
    entities = message(text).entities
    captioned = message(caption=text or None, caption_entities=entities)
    assert command_of(message(text), BOT) == command
    assert command_of(captioned, BOT) == command


def test_a_message_is_addressed_by_name_or_by_reply() -> None:
    mine = message("Sebuah jawaban.", from_user=BOT)
    theirs = message("Sebuah pendapat.")
    assert is_addressed(message("Siapa dia?", reply_to_message=mine), BOT)
    assert is_addressed(message("Hai @Kutip_Bot"), BOT)
    assert not is_addressed(message("Siapa dia?", reply_to_message=theirs), BOT)
    assert not is_addressed(message("Siapa dia?"), BOT)
    assert not is_addressed(message("Tanya @kutip_bottle"), BOT)
