"""A Telegram on loopback with a messenger that delivers there; and handlers without one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from bot.outbox.rate_limit import RateLimit
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from handlers.telegram.messenger import Messenger, SendTimeouts
from handlers.telegram.rate_limiter import AnswerRateLimiter
from tests.e2e.articles import write_articles
from tests.handlers.harness import OWNER, Harness
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
    """The groups that the messenger has reported."""
    return []


@pytest.fixture
async def messenger(
    server: BotApiServer, migrations: list[tuple[int, int]]
) -> AsyncIterator[Messenger]:
    async def note(old: int, new: int) -> None:
        migrations.append((old, new))

    limiter = AnswerRateLimiter(RateLimit())
    async with ExtBot(server.token, server.url, rate_limiter=limiter) as bot:
        yield Messenger(bot, note, SendTimeouts(retry_delays=(0.0, 0.0, 0.0), typing_interval=0.01))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Four articles, one owner, no token."""
    return Settings(
        token=None,
        articles=write_articles(tmp_path / "articles"),
        data=tmp_path / "data",
        owners=frozenset({OWNER.id}),
        watch=False,
    )


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[BotServices]:
    """The services of a bot that has read the articles."""
    async with open_bot_services(settings) as services:
        await services.library.reload()
        yield services


@pytest.fixture
async def harness(services: BotServices) -> AsyncIterator[Harness]:
    """The handlers on these services."""
    harness = Harness(services)
    async with harness.running():
        yield harness
