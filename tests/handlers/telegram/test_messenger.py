"""A message reaches Telegram in spite of everything, or is given up for a reason."""

import logging

import pytest
from telegram.ext import ExtBot

from bot.errors import KutipError, StorageError
from bot.outbox.outcomes import Malformed, MessageGone, NotModified, RateLimited
from bot.outbox.rate_limit import RateLimit
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import (
    BadRequest,
    Blocked,
    DroppedConnection,
    MigratedChat,
    ServerError,
    Slow,
    TooManyRequests,
)
from handlers.render.reply import text_reply
from handlers.telegram.messenger import Messenger, ReplyTarget
from handlers.telegram.rate_limiter import AnswerRateLimiter


def sends(server: BotApiServer) -> int:
    return sum(call.method == "sendMessage" for call in server.calls)


async def test_an_outage_is_outlasted(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("sendMessage", ServerError(502))
    server.fail("sendMessage", DroppedConnection())
    assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo")) is not None
    assert (await chat.next_message()).text == "Halo"


async def test_a_long_outage_is_given_up(
    server: BotApiServer, chat: Chat, messenger: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("sendMessage", ServerError(502), times=99)
    assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo")) is None
    assert sends(server) == 3
    assert "gave up on a message: RetryLater" in caplog.text


async def test_a_wait_that_is_too_long_is_not_waited(
    server: BotApiServer, chat: Chat, messenger: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor is the next message sent to that chat meanwhile; others are."""
    other = server.private_chat(server.user("Budi"), started=True)
    server.fail("sendMessage", TooManyRequests(3600), chat=chat)
    assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo")) is None
    assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo lagi")) is None
    assert await messenger.send(ReplyTarget(other.id), text_reply("Halo")) is not None
    assert sends(server) == 2
    assert caplog.text.count("gave up on a message: RateLimited") == 2
    assert (messenger.gives_up(chat.id), messenger.gives_up(other.id)) == (True, False)


async def test_a_short_wait_is_waited(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("sendMessage", TooManyRequests(1))
    assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo")) is not None


async def test_short_waits_that_do_not_end_are_given_up(server: BotApiServer, chat: Chat) -> None:
    """However often Telegram asks for a little more."""
    server.fail("sendMessage", TooManyRequests(30), times=9)
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    limiter = AnswerRateLimiter(RateLimit(), monotonic=lambda: sum(slept), sleep=sleep)
    async with ExtBot(server.token, server.url, rate_limiter=limiter) as bot:
        messenger = Messenger(bot, on_migration=unexpected)
        assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo")) is None
    assert slept == [30.0, 30.0]
    assert sends(server) == 3


async def unexpected(old: int, new: int) -> None:
    raise AssertionError(f"{old} did not become {new}")


async def test_whoever_blocked_the_bot_is_not_tried_again(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("sendMessage", Blocked(), times=99)
    assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo")) is None
    assert sends(server) == 1


async def test_a_malformed_message_goes_once_more_without_its_markup(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("sendMessage", BadRequest("can't parse entities: Unsupported start tag"))
    assert await messenger.send(ReplyTarget(chat.id), text_reply("1 < 2")) is not None
    assert (await chat.next_message()).text == "1 < 2"


async def test_what_arrives_is_a_sign_of_the_right_to_write_and_what_is_malformed_is_told(
    server: BotApiServer, chat: Chat
) -> None:
    arrived: list[tuple[int, int]] = []
    told: list[BaseException] = []

    async def note(chat_id: int, thread_id: int) -> None:
        arrived.append((chat_id, thread_id))
        raise StorageError("storage_busy")  # which concerns nobody who got the message

    async def follow(_old: int, _new: int) -> None:
        raise AssertionError

    forum = server.group("Forum", forum=True)
    thread = forum.topic("Banjir")
    limiter = AnswerRateLimiter(RateLimit())
    async with ExtBot(server.token, server.url, rate_limiter=limiter) as bot:
        messenger = Messenger(bot, follow, on_sent=note, report=told.append)
        server.fail("sendMessage", BadRequest("can't parse entities"), chat=chat)
        assert await messenger.send(ReplyTarget(chat.id), text_reply("0")) is not None
        assert await messenger.send(ReplyTarget(forum.id, thread), text_reply("1")) is not None
        forum.bot_may_write = False
        assert await messenger.send(ReplyTarget(forum.id, thread), text_reply("2")) is None
    assert arrived == [(chat.id, 0), (forum.id, thread)]
    keys = [error.key for error in told if isinstance(error, KutipError)]
    assert keys == ["message_plain", "storage_busy", "storage_busy"]


async def test_what_is_malformed_even_so_is_dropped(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("editMessageText", BadRequest("message is too long"), times=9)
    sent = await messenger.send(ReplyTarget(chat.id), text_reply("0"))
    assert sent is not None
    failed = await messenger.edit(chat.id, sent.message_id, text_reply("1"))
    assert isinstance(failed, Malformed)


async def test_a_message_follows_its_group_and_quotes_nothing_there(
    server: BotApiServer, messenger: Messenger, migrations: list[tuple[int, int]]
) -> None:
    group = server.group("Warga", supergroup=False)
    successor = server.group("Warga")
    server.fail("sendMessage", MigratedChat(successor.id), chat=group)
    sent = await messenger.send(ReplyTarget(group.id, reply_to=1), text_reply("Halo"))
    assert sent is not None
    assert sent.chat_id == successor.id
    assert (await successor.next_message()).reply_to_message_id is None
    assert migrations == [(group.id, successor.id)]


async def test_an_edit_does_not_follow_its_group(
    server: BotApiServer, messenger: Messenger, migrations: list[tuple[int, int]]
) -> None:
    """In the supergroup the number would be another message's."""
    group = server.group("Warga", supergroup=False)
    sent = await messenger.send(ReplyTarget(group.id), text_reply("Halo"))
    assert sent is not None
    server.fail("editMessageText", MigratedChat(-1001), chat=group)
    failed = await messenger.edit(group.id, sent.message_id, text_reply("Hai"))
    assert isinstance(failed, MessageGone)
    assert migrations == [(group.id, -1001)]


async def test_saying_the_same_again_is_not_trouble(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    sent = await messenger.send(ReplyTarget(chat.id), text_reply("Halo"))
    assert sent is not None
    failed = await messenger.edit(chat.id, sent.message_id, text_reply("Halo"))
    assert isinstance(failed, NotModified)


async def test_an_attempt_at_an_edit_is_refused_without_holding_up_anything_else(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    sent = await messenger.send(ReplyTarget(chat.id), text_reply("0"))
    assert sent is not None
    server.fail("editMessageText", TooManyRequests(60))
    assert await messenger.try_edit(chat.id, sent.message_id, text_reply("1")) == RateLimited(60)
    assert await messenger.send(ReplyTarget(chat.id), text_reply("Halo")) is not None


async def test_typing_is_shown_again_and_again_while_one_waits(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    async with messenger.typing(ReplyTarget(chat.id)):
        for _ in range(3):
            await server.next_call("sendChatAction")
    assert chat.actions[:3] == ["typing"] * 3


async def test_an_answer_that_takes_no_longer_than_a_moment_comes_without_typing(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    async with messenger.typing(ReplyTarget(chat.id)):
        pass
    assert "sendChatAction" not in [call.method for call in server.calls]


async def test_typing_that_takes_long_is_not_waited_for(
    server: BotApiServer, chat: Chat, messenger: Messenger
) -> None:
    server.fail("sendChatAction", Slow(30))
    async with messenger.typing(ReplyTarget(chat.id)):
        pass
    assert chat.actions == []


async def test_a_release_that_fails_is_only_logged(
    server: BotApiServer, messenger: Messenger, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "handlers.telegram.messenger"):
        await messenger.answer_callback("1")
    assert "not answered" in caplog.text
