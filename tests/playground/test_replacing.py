"""editMessageMedia."""

import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Lagi", callback_data="1")]])


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    return server.private_chat(server.user("Anna"), started=True)


async def test_a_photo_and_its_caption_are_replaced(bot: telegram.Bot, chat: Chat) -> None:
    sent = await bot.send_photo(chat.id, b"\x89PNG 1", "satu", reply_markup=KEYBOARD)
    new = InputMediaPhoto(b"\x89PNG 2", "<b>dua</b>", parse_mode="HTML")
    edited = await bot.edit_message_media(new, chat.id, sent.message_id)
    assert isinstance(edited, telegram.Message)
    assert edited.message_id == sent.message_id
    assert edited.caption == "dua"
    message = await chat.next_edit()
    assert message.media is not None
    assert message.media.content == b"\x89PNG 2"
    assert message.entity_texts("bold") == ["dua"]
    assert message.buttons == []


async def test_the_same_file_again_is_no_change(bot: telegram.Bot, chat: Chat) -> None:
    sent = await bot.send_photo(chat.id, b"\x89PNG", "satu", reply_markup=KEYBOARD)
    same = InputMediaPhoto(sent.photo[0].file_id, "satu")
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_media(same, chat.id, sent.message_id, reply_markup=KEYBOARD)


async def test_what_cannot_be_replaced_is_refused(bot: telegram.Bot, chat: Chat) -> None:
    text = await bot.send_message(chat.id, "teks")
    photo = InputMediaPhoto(b"\x89PNG")
    with pytest.raises(BadRequest, match=r"(?i)there is no media in the message"):
        await bot.edit_message_media(photo, chat.id, text.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await bot.edit_message_media(photo, chat.id, 999)
    with pytest.raises(BadRequest, match=r"(?i)unsupported type"):
        await bot.edit_message_media(telegram.InputMediaVideo(b"x"), chat.id, text.message_id)
