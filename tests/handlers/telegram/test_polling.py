"""An update that cannot be parsed is skipped, once, and hinders none behind it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from telegram import Update

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from handlers.telegram.polling import PollingBot, PollingRequest
from handlers.telegram.turns import PERSON_WAITING

WRITER = {"id": 7, "is_bot": False, "first_name": "Rahasia"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Rahasia"}
MESSAGE = {"message_id": 1, "date": 1_700_000_000, "chat": PRIVATE, "from": WRITER}
OPTION = {"text": "rahasia", "voter_count": 1}
UNPARSEABLE: list[tuple[str, Any]] = [
    ("message", MESSAGE | {"poll": {"id": "1", "options": [OPTION]}}),
    ("message", MESSAGE | {"date": "rahasia"}),
    ("message", {"text": "rahasia"}),
    ("edited_message", MESSAGE | {"chat": {"title": "rahasia"}}),
    ("message", MESSAGE | {"entities": [{"offset": 0}]}),
    ("callback_query", {"data": "rahasia"}),
    ("my_chat_member", {"chat": PRIVATE, "new_chat_member": {}}),
    ("poll", {"id": "1", "options": [OPTION]}),
    ("poll_answer", {"poll_id": "1", "option_ids": [0]}),
    ("message", 5),
    ("message", ["rahasia"]),
    ("message", MESSAGE | {"text": "/ask", "chat": {"id": -5}, "sender_chat": ["rahasia"]}),
    ("message", MESSAGE | {"text": "rahasia", "from": "rahasia"}),
    ("message", MESSAGE | {"text": {"rahasia": 5}, "chat": "rahasia"}),
]


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[PollingBot]:
    async with PollingBot(server.token, PollingRequest(), base_url=server.url) as bot:
        yield bot


@pytest.fixture
def queue() -> asyncio.Queue[Update]:
    return asyncio.Queue()


@pytest.fixture
async def deferring(
    server: BotApiServer, queue: asyncio.Queue[Update]
) -> AsyncIterator[PollingBot]:
    async with PollingBot(server.token, PollingRequest(), queue, base_url=server.url) as bot:
        yield bot


@pytest.mark.parametrize("update", UNPARSEABLE)
async def test_what_cannot_be_parsed_is_logged_once_without_its_words(
    server: BotApiServer,
    chat: Chat,
    bot: PollingBot,
    update: tuple[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    chat.says(chat.owner, "sebelum")
    server.send_update(*update)
    chat.says(chat.owner, "sesudah")
    with caplog.at_level(logging.INFO):
        updates = await bot.get_updates()
    assert [text_of(each) for each in updates] == ["sebelum", None, "sesudah"]
    (line,) = [record.getMessage() for record in caplog.records if record.levelno > logging.INFO]
    assert f"update {updates[1].update_id} ({update[0]})" in line
    assert "rahasia" not in caplog.text.lower()


async def test_the_last_of_a_batch_is_confirmed_too(server: BotApiServer, bot: PollingBot) -> None:
    """An empty update stands for it, by which the next fetch confirms it."""
    server.send_update("message", {})
    (update,) = await bot.get_updates(timeout=5)
    await bot.get_updates(offset=update.update_id + 1)
    assert server.state.updates.pending == 0


async def test_parameters_arrive_as_with_any_bot(
    server: BotApiServer, chat: Chat, bot: PollingBot
) -> None:
    for text in ("satu", "dua"):
        chat.says(chat.owner, text)
    await bot.get_updates(None, 1, 2, allowed_updates=["message"])
    parameters = next(call for call in server.calls if call.method == "getUpdates").parameters
    assert parameters == {"limit": 1, "timeout": 2, "allowed_updates": ["message"]}


async def test_a_busy_chat_waits_for_the_others_and_loses_nothing_but_a_flood(
    server: BotApiServer, chat: Chat, deferring: PollingBot, queue: asyncio.Queue[Update]
) -> None:
    """Nobody answers pictures in a group, and yet each is handled: it shows that a chat lives."""
    writer = server.user("Budi")
    group, flooded = server.group("Warga", writer), server.private_chat(writer, started=True)
    group.promote_admin(server.bot)
    for number in range(120):
        group.sends_photo(writer, f"gambar {number}")
        flooded.says(writer, f"tanya {number}")
    chat.says(chat.owner, "penting")
    said = await until(deferring, "penting")
    assert [words for words in said if words] == ["penting"]
    later = [text_of(await queue.get()) for _ in range(1 + 120 + PERSON_WAITING + 1)]
    assert [words for words in later if words and "gambar" in words] == [
        f"gambar {number}" for number in range(120)
    ]
    assert [words for words in later if words and "tanya" in words] == [
        f"tanya {number}" for number in range(120 - PERSON_WAITING - 1, 120)
    ]


async def test_what_is_deferred_is_confirmed_and_released_at_the_end(
    server: BotApiServer, chat: Chat, deferring: PollingBot, queue: asyncio.Queue[Update]
) -> None:
    for number in range(8):
        chat.says(chat.owner, f"tanya {number}")
    (last,) = await deferring.get_updates(timeout=5)
    deferring.release_deferred()
    assert [text_of(queue.get_nowait()) for _ in range(8)] == [f"tanya {n}" for n in range(8)]
    await deferring.get_updates(offset=last.update_id + 1)
    assert server.state.updates.pending == 0


async def test_the_updaters_last_fetch_defers_nothing_as_telegram_sends_it_again(
    chat: Chat, deferring: PollingBot, queue: asyncio.Queue[Update]
) -> None:
    for number in range(8):
        chat.says(chat.owner, f"tanya {number}")
    assert len(await deferring.get_updates(timeout=timedelta(0))) == 8
    deferring.release_deferred()
    assert queue.empty()


async def until(bot: PollingBot, words: str) -> list[str | None]:
    """Fetch as the updater does until somebody says this; return all that was said at once."""
    said: list[str | None] = []
    offset = None
    while words not in said:
        updates = await bot.get_updates(offset, timeout=5)
        offset = updates[-1].update_id + 1
        said += [text_of(update) for update in updates]
    return said


def text_of(update: Update) -> str | None:
    return (update.message.text or update.message.caption) if update.message else None


async def test_what_has_no_number_is_left_out(
    server: BotApiServer, chat: Chat, bot: PollingBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.says(chat.owner, "sesudah")
    (known,) = await server.state.updates.fetch(0, 100, 0)
    answered: list[Any] = [{"update_id": "x"}, None, 3, {"message": {}}, known]

    async def post(*_: object, **__: object) -> object:
        return answered

    monkeypatch.setattr(bot, "_post", post)
    assert [text_of(each) for each in await bot.get_updates()] == ["sesudah"]
