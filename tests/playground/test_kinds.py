"""Messages that are not simply a person's text, as python-telegram-bot sees them."""

import pytest
import telegram
from telegram.constants import ChatType

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user("Anna")


@pytest.fixture
async def group(server: BotApiServer, bot: telegram.Bot, anna: User) -> Chat:
    """A group in which the bot hears everything."""
    group = server.group("Redaksi", anna)
    group.promote_admin(server.bot)
    (promoted,) = await bot.get_updates()
    await bot.get_updates(offset=promoted.update_id + 1)
    return group


async def only_message(bot: telegram.Bot) -> telegram.Message:
    (update,) = await bot.get_updates()
    assert update.message is not None
    return update.message


async def test_another_bot_writes_as_itself(
    server: BotApiServer, bot: telegram.Bot, group: Chat
) -> None:
    group.says(server.user("Cuaca", is_bot=True), "/ask cuaca")
    message = await only_message(bot)
    assert message.from_user is not None
    assert message.from_user.is_bot
    assert message.sender_chat is None


async def test_who_writes_as_a_channel_is_shown_by_a_bot_of_telegrams(
    server: BotApiServer, bot: telegram.Bot, group: Chat, anna: User
) -> None:
    channel = server.channel("Warta", anna)
    group.says(anna, "/ask siapa", channel=channel)
    message = await only_message(bot)
    assert message.from_user is not None
    assert message.from_user.is_bot
    assert message.sender_chat is not None
    assert message.sender_chat.id == channel.id


async def test_a_channels_post_is_forwarded_to_the_group_where_it_is_discussed(
    server: BotApiServer, bot: telegram.Bot, group: Chat, anna: User
) -> None:
    channel = server.channel("Warta", anna, username="warta")
    group.shows_post(channel, "Jembatan dibuka @kutip_bot")
    message = await only_message(bot)
    assert message.is_automatic_forward
    assert message.sender_chat is not None
    assert message.sender_chat.type == ChatType.CHANNEL
    assert isinstance(message.forward_origin, telegram.MessageOriginChannel)
    assert message.forward_origin.chat.id == channel.id
    assert message.from_user is not None
    assert not message.from_user.is_bot


async def test_a_reply_to_another_chat_shows_the_quote_only(
    bot: telegram.Bot, group: Chat, anna: User
) -> None:
    group.quotes_elsewhere(anna, "/ask", "Siapa yang datang?", writer=anna)
    message = await only_message(bot)
    assert message.reply_to_message is None
    assert message.external_reply is not None
    assert message.external_reply.origin.type == "user"
    assert message.quote is not None
    assert message.quote.text == "Siapa yang datang?"


async def test_each_picture_of_an_album_is_an_update_of_its_own(
    bot: telegram.Bot, server: BotApiServer, anna: User
) -> None:
    server.private_chat(anna).sends_album(anna, "", "Siapa ini?", "")
    updates = await bot.get_updates()
    pictures = [update.message for update in updates if update.message]
    assert [picture.caption for picture in pictures] == [None, "Siapa ini?", None]
    assert len({picture.media_group_id for picture in pictures}) == 1
    assert all(picture.photo for picture in pictures)


async def test_a_command_in_a_caption_is_an_entity_of_the_caption(
    bot: telegram.Bot, server: BotApiServer, anna: User
) -> None:
    server.private_chat(anna).sends_photo(anna, "/ask siapa")
    message = await only_message(bot)
    assert message.text is None
    assert message.caption_entities[0].type == "bot_command"
