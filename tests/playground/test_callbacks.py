"""Pressed buttons and their answers."""

import pytest
import telegram
from telegram.error import BadRequest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message
from tests.playground.conftest import Clock

TOO_OLD = r"(?i)query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    return server.private_chat(server.user("Anna"), started=True)


@pytest.fixture
async def sent(bot: telegram.Bot, chat: Chat) -> Message:
    button = telegram.InlineKeyboardButton("Lagi", callback_data="more:1")
    await bot.send_message(
        chat.id, "x", reply_markup=telegram.InlineKeyboardMarkup.from_button(button)
    )
    return await chat.next_message()


async def test_a_press_arrives_and_is_answered_once(
    server: BotApiServer, bot: telegram.Bot, chat: Chat, sent: Message
) -> None:
    number = chat.presses(chat.owner, sent, "Lagi")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.id, query.data) == (number, "more:1")
    assert query.message is not None
    assert query.message.message_id == sent.message_id
    await query.answer("Sebentar", show_alert=True)
    answer = await server.next_callback_answer()
    assert (answer.id, answer.text, answer.show_alert) == (number, "Sebentar", True)
    with pytest.raises(BadRequest, match=TOO_OLD):
        await query.answer()


async def test_an_answer_can_come_too_late_or_too_long_or_to_nothing(
    bot: telegram.Bot, chat: Chat, sent: Message, clock: Clock
) -> None:
    number = chat.presses(chat.owner, sent, "more:1")
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(number, "x" * 201)
    clock.now += 15 * 60 + 1
    for query in (number, "none"):
        with pytest.raises(BadRequest, match=TOO_OLD):
            await bot.answer_callback_query(query)


async def test_only_what_is_there_now_can_be_pressed(
    bot: telegram.Bot, chat: Chat, sent: Message
) -> None:
    await bot.edit_message_reply_markup(chat.id, sent.message_id)
    with pytest.raises(LookupError, match="there are: none"):
        chat.presses(chat.owner, sent, "Lagi")
    await bot.delete_message(chat.id, sent.message_id)
    with pytest.raises(LookupError, match="has been deleted"):
        chat.presses(chat.owner, sent, "Lagi")
