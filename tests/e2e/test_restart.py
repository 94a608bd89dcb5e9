"""A start that finds articles stored answers from them at once, and reads the folder meanwhile."""

import logging
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.services.bot import open_bot_services
from bot.settings import Settings
from tests.e2e.conftest import RunningBot

NEWS = "Title: Pasar apung dibuka\n\nPasar apung dibuka oleh Bupati Sinta Wijaya pada hari Minggu."


@pytest.fixture(autouse=True)
def _info(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")


async def run_until_read(settings: Settings, chat: Chat, question: str, answer: str) -> None:
    """Run the bot until it answers from what the folder has now."""
    async with open_bot_services(settings) as services:
        bot = RunningBot(services)
        text = ""
        while answer not in text:
            chat.says(chat.owner, question)
            text = (await chat.next_message()).text
        bot.stop.set()
        await bot.task


def order(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged of the beginning of answers and of the folder, in order."""
    said = {"answering as": "answering", "folder read": "read"}
    found = [
        name for line in caplog.messages for text, name in said.items() if line.startswith(text)
    ]
    caplog.clear()
    return found


async def test_a_restart_answers_before_it_has_read_the_folder(
    settings: Settings, server: BotApiServer, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chat = server.private_chat(server.user("Ani", language_code="id"), started=True)
    await run_until_read(settings, chat, "Siapa yang meresmikan Jembatan Lestari?", "Ratna Dewi")
    assert order(caplog) == ["read", "answering"]
    (folder / "pasar.txt").write_text(NEWS, "utf-8")
    await run_until_read(settings, chat, "Siapa yang membuka pasar apung?", "Sinta Wijaya")
    assert order(caplog) == ["answering", "read"]
