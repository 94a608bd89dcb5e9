"""An update that cannot be parsed is skipped, once, and hinders none behind it."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Update

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from handlers.telegram.polling import PollingBot, PollingRequest

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
]


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[PollingBot]:
    async with PollingBot(server.token, PollingRequest(), base_url=server.url) as bot:
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


def text_of(update: Update) -> str | None:
    return update.message.text if update.message else None
