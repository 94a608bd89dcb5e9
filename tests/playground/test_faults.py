"""Injected faults, as python-telegram-bot sees them."""

import asyncio
from datetime import timedelta

import pytest
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.faults import (
    BadRequest as Refused,
)
from bot.playground.faults import (
    Blocked,
    DroppedConnection,
    Fault,
    Held,
    MigratedChat,
    NotFound,
    NotJson,
    ServerError,
    Slow,
    TooManyRequests,
    Unauthorized,
)
from tests.playground.conftest import bot_of


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    return server.private_chat(server.user("Anna"), started=True)


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (TooManyRequests(retry_after=7), RetryAfter, "Retry in 0:00:07"),
        (Blocked(), Forbidden, "bot was blocked by the user"),
        (ServerError(502), NetworkError, "Bad Gateway"),
        (ServerError(503, "not json"), NetworkError, r"Service Unavailable|\(503\)"),
        (NotJson(), TelegramError, "Invalid server response"),
        (DroppedConnection(), NetworkError, "httpx"),
        (MigratedChat(to=-100), ChatMigrated, "New chat id: -100"),
        (Unauthorized(), InvalidToken, "Unauthorized"),
        (NotFound(), InvalidToken, "Not Found"),
        (Refused("TOPIC_CLOSED"), BadRequest, "(?i)topic_closed"),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_fault_refuses_once_and_nothing_is_sent(
    server: BotApiServer, chat: Chat, fault: Fault, error: type[TelegramError], words: str
) -> None:
    server.fail("sendMessage", fault)
    async with bot_of(server) as bot:
        with pytest.raises(error, match=words):
            await bot.send_message(chat.id, "x")
        assert chat.unread == 0
        assert server.calls[-1].error
        await bot.send_message(chat.id, "x")
    assert chat.unread == 1
    assert server.calls[-1].error == ""


async def test_a_dropped_connection_may_come_after_the_deed(
    server: BotApiServer, bot: telegram.Bot, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("sendMessage", DroppedConnection(done=True))
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "x")
    assert (await chat.next_message()).text == "x"
    assert [each.message for each in caplog.records if each.name.startswith("aiohttp")] == []


async def test_a_slow_answer_comes_all_the_same_if_the_bot_waits(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    server.fail("sendMessage", Slow(0.01))
    assert (await bot.send_message(chat.id, "x")).text == "x"


async def test_a_held_request_goes_on_when_released_and_ends_when_the_bot_hangs_up(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    held = Held()
    server.fail("sendMessage", held)
    sending = asyncio.create_task(bot.send_message(chat.id, "x"))
    await held.reached.wait()
    assert chat.unread == 0
    held.released.set()
    assert (await sending).text == "x"
    server.fail("sendMessage", Held())
    with pytest.raises(TimedOut):
        await bot.send_message(chat.id, "y", read_timeout=0.01)
    await server.next_call("sendMessage")
    assert "Cancelled" in (await server.next_call("sendMessage")).error
    assert chat.unread == 1


async def test_faults_keep_to_their_method_chat_and_number(
    server: BotApiServer, bot: telegram.Bot, chat: Chat
) -> None:
    other = server.private_chat(server.user("Budi"), started=True)
    server.fail("sendMessage", Blocked(), chat=chat, times=2)
    server.fail("*", Refused("X"), chat=other)
    with pytest.raises(BadRequest):
        await bot.send_chat_action(other.id, "typing")
    await bot.send_message(other.id, "x")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await bot.send_message(chat.id, "x")
    await bot.send_message(chat.id, "x")
    assert (chat.unread, other.unread) == (1, 1)


async def test_a_flooded_chat_refuses_until_its_time_is_over() -> None:
    """Others do not; and it says how long is left."""
    now = 1_000_000.0
    async with BotApiServer(clock=lambda: now) as server, bot_of(server) as bot:
        chat = server.private_chat(server.user("Ani"), started=True)
        other = server.private_chat(server.user("Budi"), started=True)
        chat.refuse_for(30)
        now += 20.5
        with pytest.raises(RetryAfter) as refused:
            await bot.send_message(chat.id, "x")
        assert refused.value.retry_after == timedelta(seconds=10)
        await bot.send_message(other.id, "x")
        now += 9.5
        await bot.send_message(chat.id, "x")
    assert (chat.unread, other.unread) == (1, 1)
