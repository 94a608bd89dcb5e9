"""getMe, getUpdates and the webhook methods."""

import asyncio

import pytest
import telegram
from telegram.error import BadRequest, Conflict

from bot.playground.botapi import BotApiServer
from bot.playground.updates import UpdateQueue
from tests.playground.conftest import Post, bot_of


def texts(updates: tuple[telegram.Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_get_me_shows_privacy_mode(bot: telegram.Bot) -> None:
    me = await bot.get_me()
    assert me.username == "kutip_bot"
    assert me.can_read_all_group_messages is False


async def test_updates_come_again_until_a_higher_offset_confirms_them(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    for text in ("satu", "dua", "tiga"):
        chat.says(anna, text)
    first = await bot.get_updates()
    assert texts(first) == ["satu", "dua", "tiga"]
    assert texts(await bot.get_updates(limit=2)) == ["satu", "dua"]
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["dua", "tiga"]
    assert texts(await bot.get_updates()) == ["dua", "tiga"]
    assert server.state.updates.pending == 2


async def test_a_negative_offset_keeps_only_the_last_updates(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    for text in ("satu", "dua", "tiga"):
        chat.says(anna, text)
    assert texts(await bot.get_updates(offset=-1)) == ["tiga"]
    assert texts(await bot.get_updates()) == ["tiga"]


async def test_a_long_poll_ends_as_soon_as_an_update_arrives(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    async with asyncio.timeout(5):
        await server.polled()
        server.private_chat(anna).says(anna, "halo")
        assert texts(await poll) == ["halo"]


async def test_a_poll_in_vain_ends_with_nothing() -> None:
    assert await UpdateQueue().fetch(offset=0, limit=100, seconds=0.01) == []


async def test_a_second_poll_ends_the_first_with_a_conflict(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    async with bot_of(server) as other:
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await server.polled()
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        anna = server.user("Anna")
        server.private_chat(anna).says(anna, "halo")
        assert texts(await second) == ["halo"]


async def test_allowed_updates_hold_until_others_are_named(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    await bot.get_updates(allowed_updates=["edited_message"])
    message = chat.says(anna, "tidak diminta")
    chat.edits(anna, message, "diminta")
    (update,) = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "diminta"
    assert update.edited_message.edit_date is not None


async def test_chat_member_updates_come_only_on_request(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna, budi = server.user("Anna"), server.user("Budi")
    group = server.group("Redaksi", anna, budi)
    group.promote_admin(budi)
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=telegram.Update.ALL_TYPES)
    group.promote_admin(anna, by=budi)
    (update,) = await bot.get_updates()
    assert update.chat_member is not None
    assert update.chat_member.new_chat_member.status == "administrator"


async def test_deleting_the_webhook_drops_what_waits_if_asked(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    server.private_chat(anna).says(anna, "halo")
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_webhook_stands_in_the_way_of_polling_until_it_is_deleted(
    bot: telegram.Bot,
) -> None:
    with pytest.raises(BadRequest, match=r"(?i)an https url must be provided"):
        await bot.set_webhook("http://contoh.id")
    await bot.set_webhook("https://contoh.id")
    assert (await bot.get_webhook_info()).url == "https://contoh.id"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.get_updates() == ()


async def test_limit_and_timeout_are_brought_into_range(server: BotApiServer, post: Post) -> None:
    anna = server.user("Anna")
    chat = server.private_chat(anna)
    for number in range(101):
        chat.says(anna, str(number))
    assert len((await post("getUpdates", limit=1000, timeout=-1))["result"]) == 100
    assert len((await post("getUpdates", limit=0))["result"]) == 1


async def test_leaving_the_server_ends_a_poll_that_waits() -> None:
    async with BotApiServer() as server, bot_of(server) as api:
        poll = asyncio.create_task(api.get_updates(timeout=30))
        await server.polled()
        await server.stop()
        assert await poll == ()
