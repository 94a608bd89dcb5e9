"""Channels: what a bot that administers one gets to see of it."""

import pytest
import telegram
from telegram.constants import ChatType

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from tests.playground.test_chats import updates


@pytest.fixture
def anna(server: BotApiServer) -> User:
    return server.user("Anna")


@pytest.fixture
def channel(server: BotApiServer, anna: User) -> Chat:
    return server.channel("Warta", anna, username="warta")


async def only_post(bot: telegram.Bot) -> telegram.Message:
    (update,) = await updates(bot)
    assert update.message is None
    assert update.channel_post is not None
    return update.channel_post


async def test_a_post_is_the_channels(bot: telegram.Bot, channel: Chat, anna: User) -> None:
    bold = {"type": "bold", "offset": 0, "length": 6}
    channel.says(anna, "Banjir surut", styled=(bold,))
    post = await only_post(bot)
    assert (post.chat.type, post.chat.username) == (ChatType.CHANNEL, "warta")
    assert post.from_user is None
    assert post.sender_chat == post.chat
    assert post.text == "Banjir surut"
    assert [entity.type for entity in post.entities] == ["bold"]
    assert post.link == "https://t.me/warta/1"


async def test_an_edit_of_a_post_is_a_kind_of_its_own(
    bot: telegram.Bot, channel: Chat, anna: User
) -> None:
    message = channel.says(anna, "Banjir")
    await updates(bot)
    channel.edits(anna, message, "Banjir surut")
    (update,) = await updates(bot)
    assert update.edited_message is None
    assert update.edited_channel_post is not None
    assert update.edited_channel_post.text == "Banjir surut"
    assert update.edited_channel_post.message_id == message.message_id


async def test_each_picture_of_an_album_is_a_post(
    bot: telegram.Bot, channel: Chat, anna: User
) -> None:
    channel.sends_album(anna, "Parade di Solo", "")
    posts = [update.channel_post for update in await updates(bot)]
    assert [post.caption for post in posts if post] == ["Parade di Solo", None]
    assert len({post.media_group_id for post in posts if post}) == 1


async def test_the_bots_own_posts_are_no_updates(bot: telegram.Bot, channel: Chat) -> None:
    await bot.send_message(channel.id, "Kabar")
    assert await updates(bot) == []


async def test_a_new_title_is_a_service_message_and_a_new_username_none(
    bot: telegram.Bot, channel: Chat, anna: User
) -> None:
    channel.renames(username="warta_baru")
    assert await updates(bot) == []
    channel.renames(title="Warta Baru")
    post = await only_post(bot)
    assert post.new_chat_title == "Warta Baru"
    assert (post.chat.title, post.chat.username) == ("Warta Baru", "warta_baru")
    found = await bot.get_chat("@warta_baru")
    assert found.id == channel.id


async def test_a_bot_that_is_removed_sees_no_more_posts(
    bot: telegram.Bot, channel: Chat, anna: User
) -> None:
    channel.kicks_bot(anna)
    (update,) = await updates(bot)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    channel.says(anna, "Banjir")
    assert await updates(bot) == []
    channel.promote_admin(channel._state.bot)
    channel.says(anna, "Banjir surut")
    _, posted = await updates(bot)
    assert posted.channel_post is not None


async def test_who_is_an_administrator_is_known(
    server: BotApiServer, bot: telegram.Bot, channel: Chat, anna: User
) -> None:
    budi = server.user("Budi")
    assert (await bot.get_chat_member(channel.id, anna.id)).status == "creator"
    assert (await bot.get_chat_member(channel.id, bot.id)).status == "administrator"
    assert (await bot.get_chat_member(channel.id, budi.id)).status == "left"


async def test_a_post_is_forwarded_into_a_private_chat(
    server: BotApiServer, bot: telegram.Bot, channel: Chat, anna: User
) -> None:
    message = channel.says(anna, "Banjir surut")
    await updates(bot)
    server.private_chat(anna).forwards_post(anna, channel, message)
    (update,) = await updates(bot)
    assert update.message is not None
    assert isinstance(update.message.forward_origin, telegram.MessageOriginChannel)
    assert update.message.forward_origin.chat.id == channel.id
    assert update.message.text == "Banjir surut"
