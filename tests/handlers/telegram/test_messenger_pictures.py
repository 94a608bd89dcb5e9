"""Pictures are sent and changed with the same patience as words."""

from dataclasses import replace

from bot.outbox.outcomes import MessageGone
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import BadRequest, ServerError
from handlers.callback_data.keyboard import Button
from handlers.callback_data.statistics import ShowStatistics
from handlers.render.reply import text_reply
from handlers.telegram.messenger import Messenger, ReplyTarget

PICTURE = replace(
    text_reply("1 < 2", ((Button("7 hari", ShowStatistics(7)),),)), picture=b"\x89PNG 1"
)


async def test_a_picture_arrives_after_an_outage_with_words_and_buttons(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("sendPhoto", ServerError(502))
    assert await messenger.send(ReplyTarget(chat.id), PICTURE) is not None
    message = await chat.next_message()
    assert message.text == "1 < 2"
    assert message.media is not None
    assert message.media.content == b"\x89PNG 1"
    assert message.button("7 hari")["callback_data"] == "if:7"


async def test_another_picture_takes_its_place(chat: Chat, messenger: Messenger) -> None:
    sent = await messenger.send(ReplyTarget(chat.id), PICTURE)
    assert sent is not None
    other = replace(PICTURE, picture=b"\x89PNG 2")
    assert await messenger.edit(chat.id, sent.message_id, other) is None
    edited = await chat.next_edit()
    assert edited.media is not None
    assert edited.media.content == b"\x89PNG 2"
    assert edited.text == "1 < 2"


async def test_a_picture_whose_words_are_malformed_goes_with_bare_words(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("sendPhoto", BadRequest("can't parse entities: Unsupported start tag"))
    assert await messenger.send(ReplyTarget(chat.id), PICTURE) is not None
    message = await chat.next_message()
    assert message.text == "1 < 2"
    assert message.media is not None


async def test_a_picture_that_is_gone_is_said_to_be(chat: Chat, messenger: Messenger) -> None:
    assert isinstance(await messenger.edit(chat.id, 999, PICTURE), MessageGone)
