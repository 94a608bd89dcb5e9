"""A Telegram on loopback, and a courier that delivers there."""

from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from handlers.telegram.messenger import Messenger, SendTimeouts
from handlers.telegram.rate_limiter import PacedRateLimiter
from tests.tdlib import tdlib_parse


@pytest.fixture(autouse=True)
def flood_control_in_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the library warns of itself each time Telegram asks it to wait."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(reference_parser=tdlib_parse) as server:
        yield server


@pytest.fixture
def chat(server: BotApiServer) -> Chat:
    """A private chat that the bot may write to."""
    return server.private_chat(server.user("Ani"), started=True)


@pytest.fixture
def migrations() -> list[tuple[int, int]]:
    """The groups that the courier has been told of."""
    return []


@pytest.fixture
async def messenger(
    server: BotApiServer, migrations: list[tuple[int, int]]
) -> AsyncIterator[Messenger]:
    async def note(old: int, new: int) -> None:
        migrations.append((old, new))

    async with ExtBot(server.token, server.url, rate_limiter=PacedRateLimiter()) as bot:
        yield Messenger(bot, note, SendTimeouts(retry_delays=(0.0, 0.0, 0.0), typing_interval=0.01))
