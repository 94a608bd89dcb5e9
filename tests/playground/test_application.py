"""A whole python-telegram-bot application runs against the server, by long polling."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import telegram
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.playground.botapi import BotApiServer
from bot.playground.faults import DroppedConnection, TooManyRequests
from tests.playground.conftest import bot_of

Context = ContextTypes.DEFAULT_TYPE
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def start(update: telegram.Update, _context: Context) -> None:
    assert update.message is not None
    button = telegram.InlineKeyboardButton("Tekan", callback_data="pressed")
    await update.message.reply_html(
        "<b>Halo</b>", reply_markup=telegram.InlineKeyboardMarkup.from_button(button)
    )


async def echo(update: telegram.Update, _context: Context) -> None:
    message = update.effective_message
    assert message is not None
    assert message.text is not None
    await message.reply_text(message.text[::-1], do_quote=True)


async def press(update: telegram.Update, _context: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("ya")
    await query.edit_message_text("<i>ditekan</i>", parse_mode="HTML")


@asynccontextmanager
async def application(server: BotApiServer) -> AsyncIterator[AnyApplication]:
    """An application that answers, from start to end."""
    built: AnyApplication = (
        ApplicationBuilder()
        .bot(bot_of(server, rate_limiter=AIORateLimiter(max_retries=3)))
        .concurrent_updates(16)
        .build()
    )
    built.add_handler(CommandHandler("start", start))
    built.add_handler(CallbackQueryHandler(press))
    built.add_handler(MessageHandler(filters.TEXT, echo))
    async with built:
        await built.start()
        try:
            yield built
        finally:
            await built.stop()


@pytest.fixture
async def running(server: BotApiServer) -> AsyncIterator[AnyApplication]:
    """An application that answers and polls."""
    async with application(server) as built:
        assert built.updater is not None
        await built.updater.start_polling(poll_interval=0)
        yield built
        await built.updater.stop()


async def test_a_dialogue_with_a_command_a_button_and_a_question(
    server: BotApiServer, running: AnyApplication
) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    asked = chat.says(anna, "/start")
    greeting = await chat.next_message()
    assert (greeting.text, greeting.reply_to_message_id) == ("Halo", None)
    chat.presses(anna, greeting, "Tekan")
    assert (await server.next_callback_answer()).text == "ya"
    assert (await chat.next_edit()).text == "ditekan"
    question = chat.says(anna, "abc")
    answer = await chat.next_message()
    assert (answer.text, answer.reply_to_message_id) == ("cba", question.message_id)
    assert asked.message_id < question.message_id


async def test_an_edited_question_arrives_as_one(
    server: BotApiServer, running: AnyApplication
) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    question = chat.says(anna, "abc")
    await chat.next_message()
    chat.edits(anna, question, "xyz")
    assert (await chat.next_message()).text == "zyx"


async def test_many_people_at_once_each_get_their_answer(
    server: BotApiServer, running: AnyApplication
) -> None:
    people = [server.user(f"P{number}") for number in range(20)]
    chats = [server.private_chat(person) for person in people]
    for person, chat in zip(people, chats, strict=True):
        chat.says(person, f"{person.first_name}?")
    answers = await asyncio.gather(*(chat.next_message() for chat in chats))
    assert [each.text for each in answers] == [f"?{each.first_name[::-1]}" for each in people]


async def test_a_flooded_answer_is_sent_after_the_wait(
    server: BotApiServer, running: AnyApplication
) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    server.fail("sendMessage", TooManyRequests(retry_after=1))
    chat.says(anna, "abc")
    assert (await chat.next_message()).text == "cba"
    errors = [call.error for call in server.calls if call.method == "sendMessage"]
    assert errors == ["Too Many Requests: retry after 1", ""]


async def test_polling_goes_on_after_trouble_and_loses_nothing(server: BotApiServer) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    server.fail("getUpdates", DroppedConnection())
    chat.says(anna, "abc")
    async with application(server) as built:
        assert built.updater is not None
        await built.updater.start_polling(poll_interval=0)
        assert (await chat.next_message()).text == "cba"
        await built.updater.stop()


async def test_stopping_confirms_what_has_been_answered(server: BotApiServer) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    async with application(server) as built:
        assert built.updater is not None
        await built.updater.start_polling(poll_interval=0)
        chat.says(anna, "abc")
        await chat.next_message()
        await built.updater.stop()
    assert server.state.updates.pending == 0
