"""Files."""

import pytest
import telegram
from telegram.error import BadRequest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    return server.private_chat(server.user("Anna"), started=True)


async def test_a_document_arrives_and_can_be_fetched_and_sent_again(
    bot: telegram.Bot, chat: Chat
) -> None:
    sent = await bot.send_document(
        chat.id, b"id,judul\n", caption="<b>Laporan</b>", parse_mode="HTML", filename="lapor.csv"
    )
    message = await chat.next_message()
    assert message.text == "Laporan"
    assert message.media is not None
    assert (message.media.name, message.media.content) == ("lapor.csv", b"id,judul\n")
    assert sent.document is not None
    assert sent.caption_entities[0].type == "bold"
    file = await sent.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"id,judul\n"
    await bot.send_document(chat.id, sent.document.file_id)
    assert (await chat.next_message()).media == message.media


async def test_a_photo_has_sizes(bot: telegram.Bot, chat: Chat) -> None:
    sent = await bot.send_photo(chat.id, b"\x89PNG")
    assert len(sent.photo) == 1
    assert (await chat.next_message()).media is not None


async def test_what_is_no_file_is_refused(bot: telegram.Bot, chat: Chat) -> None:
    with pytest.raises(BadRequest, match=r"(?i)there is no document in the request"):
        await bot.send_document(chat.id, "")
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier"):
        await bot.send_document(chat.id, "unknown")
    with pytest.raises(BadRequest, match=r"(?i)file must be non-empty"):
        await bot.send_document(chat.id, b"", filename="kosong.txt")
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id"):
        await bot.get_file("unknown")
    with pytest.raises(BadRequest, match=r"(?i)message caption is too long"):
        await bot.send_document(chat.id, b"x", caption="a" * 1025)
