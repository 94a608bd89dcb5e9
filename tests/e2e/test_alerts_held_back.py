"""Alerts of chats that cannot be reached, are closed, or have moved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.errors import forbidden
from bot.playground.faults import (
    BadRequest,
    Blocked,
    Fault,
    Held,
)
from bot.playground.messages import User
from bot.texts import texts_for
from tests.e2e.publisher import Publisher

INDONESIAN = texts_for(InterfaceLanguage.INDONESIAN)
WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A 403 for this reason."""

    reason: str

    async def apply(self, _request: object, _perform: object) -> NoReturn:
        raise forbidden(self.reason)


@pytest.mark.parametrize(
    "fault",
    [
        Blocked(),
        Forbidden("user is deactivated"),
        Forbidden("bot was kicked from the supergroup chat"),
        BadRequest("chat not found"),
    ],
    ids=repr,
)
async def test_a_chat_that_is_closed_sleeps_and_wakes_with_start(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer, fault: Fault
) -> None:
    await publisher.subscribe(chat)
    server.fail("sendMessage", fault, chat=chat)
    await publisher.publish()
    await publisher.until(failed=1, unreachable=1)
    await publisher.publish_and_match()
    chat.says(ani, "/start")
    await chat.next_message()
    assert (await publisher.subscriptions.page(chat.id)).total == 1
    await publisher.publish()
    assert "nomor 3" in (await chat.next_message()).text


async def test_whoever_blocks_and_unblocks_the_bot_sleeps_and_wakes(
    chat: Chat, ani: User, publisher: Publisher
) -> None:
    await publisher.subscribe(chat)
    chat.blocks_bot(ani)
    await publisher.until(unreachable=1)
    await publisher.publish_and_match()
    chat.unblocks_bot(ani)
    await publisher.until(unreachable=0)
    await publisher.publish()
    assert "nomor 2" in (await chat.next_message()).text


async def test_a_group_that_kicks_the_bot_and_lets_it_in_again_sleeps_and_wakes(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    group = server.group("Warga", ani)
    await publisher.subscribe(group)
    group.kicks_bot(ani)
    await publisher.until(unreachable=1)
    group.adds_bot(ani)
    await publisher.until(unreachable=0)
    await publisher.publish()
    assert "nomor 1" in (await group.next_message()).text


async def test_a_chat_without_topics_that_shuts_the_bot_out_is_not_remembered(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    chat.blocks_bot(ani)
    beni = server.user("Beni")
    other = server.private_chat(beni)
    other.says(beni, "Halo")
    await other.next_message()
    assert (await publisher.counts()).unreachable == 0


async def test_alerts_follow_a_group_that_is_upgraded_unseen(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    """The first to say so is the refusal of an alert: the bot hears nothing of it before."""
    group = server.group("Warga", ani, supergroup=False)
    await publisher.subscribe(group)
    held = Held()
    server.fail("getUpdates", held)
    successor = server.migrate(group)
    await publisher.publish()
    assert "nomor 1" in (await successor.next_message()).text
    held.released.set()
    await publisher.publish()
    assert "nomor 2" in (await successor.next_message()).text
    assert (await publisher.subscriptions.page(successor.id)).total == 1


async def test_alerts_follow_a_group_that_says_it_is_upgraded(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    group = server.group("Warga", ani, supergroup=False)
    await publisher.subscribe(group)
    successor = server.migrate(group)
    successor.says(ani, f"/ask@{server.bot.username} {WHO}")
    assert "Ratna Dewi" in (await successor.next_message()).text
    await publisher.publish()
    assert "nomor 1" in (await successor.next_message()).text
    refused = [call for call in server.calls if "upgraded" in call.error]
    assert refused == []


@pytest.mark.parametrize("reason", ["TOPIC_DELETED", "message thread not found"])
async def test_a_forum_topic_that_is_gone_falls_back_to_the_general_one_and_then_sleeps(
    ani: User, publisher: Publisher, server: BotApiServer, reason: str
) -> None:
    forum = server.group("Forum", ani, forum=True)
    thread = forum.topic("Banjir")
    await publisher.subscribe(forum, thread=thread)
    await publisher.publish()
    assert (await forum.next_message()).message_thread_id == thread
    server.fail("sendMessage", BadRequest(reason), chat=forum)
    await publisher.publish()
    assert (await forum.next_message()).message_thread_id is None
    server.fail("sendMessage", BadRequest(reason), chat=forum)
    await publisher.publish()
    await publisher.until(unreachable=1, failed=1)
    forum.announce({"forum_topic_reopened": {}})
    await publisher.until(unreachable=0)


async def alerted_in_a_closed_topic(
    ani: User, publisher: Publisher, server: BotApiServer
) -> tuple[Chat, int]:
    """A forum with a closed topic, for which an alert waits."""
    forum = server.group("Forum", ani, forum=True)
    thread = forum.topic("Banjir")
    await publisher.subscribe(forum, thread=thread)
    forum.closes_topic(thread)
    await publisher.publish()
    await publisher.until(suspended=1, waiting=1)
    return forum, thread


async def test_alerts_wait_for_a_closed_forum_topic_and_return_when_it_is_reopened(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    forum, thread = await alerted_in_a_closed_topic(ani, publisher, server)
    forum.says(ani, "/topics")
    listed = (await forum.next_message()).text
    assert INDONESIAN.delivery.topics_closed in listed
    assert forum.unread == 0
    forum.reopens_topic(thread)
    alert = await forum.next_message()
    assert ("nomor 1" in alert.text, alert.message_thread_id) == (True, thread)
    await publisher.until(suspended=0, waiting=0)
    assert (await publisher.subscriptions.page(forum.id)).topics[0].thread_id == thread


async def test_a_closed_forum_topic_that_is_deleted_falls_back_to_the_general_one(
    ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    forum, thread = await alerted_in_a_closed_topic(ani, publisher, server)
    forum.deletes_topic(thread)
    await publisher.retry(forum, thread)
    assert (await forum.next_message()).message_thread_id is None
    await publisher.until(suspended=0, done=1)


SIGNS: dict[str, Callable[[Chat, User], object]] = {
    "command": lambda group, ani: group.says(ani, "/help"),
    "service message": lambda group, _: group.announce({"new_chat_title": "Warga Baru"}),
}


@pytest.mark.parametrize("sign", SIGNS)
async def test_rights_that_were_lost_silence_a_group_until_it_shows_a_sign_of_life(
    ani: User, publisher: Publisher, server: BotApiServer, sign: str
) -> None:
    """Telegram's own fault: the bot's rights come and go without a word."""
    group = server.group("Warga", ani)
    await publisher.subscribe(group)
    group.bot_may_write = False
    await publisher.publish()
    await publisher.until(suspended=1, waiting=1, failed=0)
    group.bot_may_write = True
    SIGNS[sign](group, ani)
    texts = [(await group.next_message()).text]
    while "nomor 1" not in texts[-1]:
        texts.append((await group.next_message()).text)
    await publisher.until(suspended=0, waiting=0, dead_letter=0)


async def test_a_pressed_button_is_a_sign_of_life(
    chat: Chat, ani: User, publisher: Publisher, server: BotApiServer
) -> None:
    await publisher.subscribe(chat)
    await publisher.publish()
    alert = await chat.next_message()
    chat.bot_may_write = False
    await publisher.publish()
    await publisher.until(suspended=1, waiting=1)
    chat.bot_may_write = True
    chat.presses(ani, alert, "⏸ 24 jam")
    assert "nomor 2" in (await chat.next_message()).text


async def test_a_group_that_silences_the_bot_sees_so_in_topics_and_status(
    ani: User, admin_chat: Chat, admin: User, publisher: Publisher, server: BotApiServer
) -> None:
    group = server.group("Warga", ani)
    await publisher.subscribe(group)
    group.silences_bot()
    await publisher.until(suspended=1, unreachable=0)
    admin_chat.says(admin, "/status")
    assert "1 paused" in (await admin_chat.next_message()).text
    group.bot_may_write = True
    group.says(ani, "/topics")
    assert "⏸ Kabar dijeda" in (await group.next_message()).text
    await publisher.until(suspended=0)  # the list has arrived: the bot may write
