"""Editing and deleting."""

import pytest
import telegram
from telegram.error import BadRequest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import Message
from tests.playground.conftest import Clock

BUTTON = telegram.InlineKeyboardMarkup.from_button(
    telegram.InlineKeyboardButton("Lagi", callback_data="more")
)


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    return server.private_chat(server.user("Anna"), started=True)


@pytest.fixture
async def sent(bot: telegram.Bot, chat: Chat) -> Message:
    await bot.send_message(chat.id, "<b>lama</b>", "HTML", reply_markup=BUTTON)
    return await chat.next_message()


async def test_an_edit_changes_the_text_and_takes_the_keyboard(
    bot: telegram.Bot, chat: Chat, sent: Message
) -> None:
    await bot.edit_message_text("<i>baru</i>", chat.id, sent.message_id, parse_mode="HTML")
    edited = await chat.next_edit()
    assert (edited.message_id, edited.text) == (sent.message_id, "baru")
    assert edited.reply_markup is None
    assert edited.edit_date is not None
    assert chat.unread == 0


async def test_an_edit_that_changes_nothing_is_refused(
    bot: telegram.Bot, chat: Chat, sent: Message
) -> None:
    with pytest.raises(BadRequest, match="specified new message content and reply markup are ex"):
        await bot.edit_message_text(
            "<b>lama</b>", chat.id, sent.message_id, parse_mode="HTML", reply_markup=BUTTON
        )
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(chat.id, sent.message_id, reply_markup=BUTTON)


async def test_a_keyboard_is_changed_alone(bot: telegram.Bot, chat: Chat, sent: Message) -> None:
    await bot.edit_message_reply_markup(chat.id, sent.message_id)
    edited = await chat.next_edit()
    assert (edited.text, edited.buttons) == ("lama", [])


async def test_only_own_messages_that_are_there_can_be_edited(
    bot: telegram.Bot, chat: Chat
) -> None:
    question = chat.says(chat.owner, "tanya")
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await bot.edit_message_text("x", chat.id, question.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_text("x", chat.id, 999)
    with pytest.raises(BadRequest, match=r"(?i)message identifier is not specified"):
        await bot.edit_message_text("x", chat.id)


async def test_a_deleted_message_is_gone(bot: telegram.Bot, chat: Chat, sent: Message) -> None:
    question = chat.says(chat.owner, "tanya")
    assert await bot.delete_message(chat.id, sent.message_id)
    assert await bot.delete_message(chat.id, question.message_id)
    assert chat.find(sent.message_id) is None
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(chat.id, sent.message_id)


async def test_an_old_message_can_no_longer_be_deleted(
    bot: telegram.Bot, chat: Chat, sent: Message, clock: Clock
) -> None:
    clock.now += 48 * 3600 + 1
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted for everyone"):
        await bot.delete_message(chat.id, sent.message_id)


async def test_in_a_group_others_messages_are_deleted_by_administrators_only(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    group = server.group("Redaksi", anna)
    message = group.says(anna, "halo")
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted$"):
        await bot.delete_message(group.id, message.message_id)
    group.promote_admin(server.bot)
    assert await bot.delete_message(group.id, message.message_id)


async def test_captions_and_texts_are_not_confused(
    bot: telegram.Bot, chat: Chat, sent: Message
) -> None:
    await bot.send_document(chat.id, b"isi", caption="lama", filename="a.txt")
    document = await chat.next_message()
    with pytest.raises(BadRequest, match=r"(?i)there is no text in the message to edit"):
        await bot.edit_message_text("x", chat.id, document.message_id)
    with pytest.raises(BadRequest, match=r"(?i)there is no caption in the message to edit"):
        await bot.edit_message_caption(chat.id, sent.message_id, caption="x")
    await bot.edit_message_caption(
        chat.id, document.message_id, caption="<b>baru</b>", parse_mode="HTML"
    )
    assert (await chat.next_edit()).text == "baru"
