"""The whole bot on a real database, a real index and a Bot API server on loopback."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.storage.database import open_database
from handlers.telegram.polling import PollingRequest
from tests.e2e.articles import write_articles
from tests.e2e.publisher import Publisher
from tests.tdlib import tdlib_parse

ADMIN = 900_001


@pytest.fixture(autouse=True)
def flood_control_in_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, python-telegram-bot emits a DeprecationWarning at each flood-control error."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of articles."""
    return write_articles(tmp_path / "articles")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server that has TDLib check the markup of every text."""
    async with BotApiServer("4242:SECRET-of-the-test", reference_parser=tdlib_parse) as server:
        yield server


@pytest.fixture
def settings(server: BotApiServer, folder: Path, data_folder: Path) -> Settings:
    return Settings(
        token=SecretStr(server.token),
        api_url=server.url,
        articles=folder,
        data=data_folder,
        owners=frozenset({ADMIN}),
        watch=False,  # tests say when the folder is read
    )


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[BotServices]:
    async with open_bot_services(settings) as services:
        yield services


class RunningBot:
    """The bot as a task; ``stop`` ends it, and ``task`` has its result."""

    def __init__(self, services: BotServices) -> None:
        self.stop = asyncio.Event()
        polling = PollingRequest(max_conflicts=2)
        self.task = asyncio.create_task(serve(services, self.stop, polling))


@pytest.fixture
async def bot(services: BotServices, server: BotApiServer) -> AsyncIterator[RunningBot]:
    """The running bot, which has to end cleanly."""
    bot = RunningBot(services)
    yield bot
    bot.stop.set()
    async with asyncio.timeout(20):
        await bot.task


@pytest.fixture
def ani(server: BotApiServer) -> User:
    """A reader whose Telegram speaks Indonesian."""
    return server.user("Ani", language_code="id")


@pytest.fixture
def chat(server: BotApiServer, ani: User, bot: RunningBot) -> Chat:
    """Ani's private chat with the running bot."""
    return server.private_chat(ani, started=True)


@pytest.fixture
def admin(server: BotApiServer) -> User:
    """An owner whose Telegram speaks English."""
    return server.user("Admin", id=ADMIN, language_code="en")


@pytest.fixture
def admin_chat(server: BotApiServer, admin: User, bot: RunningBot) -> Chat:
    """The owner's private chat with the running bot."""
    return server.private_chat(admin, started=True)


@pytest.fixture
async def publisher(
    server: BotApiServer, bot: RunningBot, services: BotServices
) -> AsyncIterator[Publisher]:
    """A publisher, once the bot has read the folder and polls for updates."""
    await server.polled()
    async with open_database(services.settings.data / DATABASE) as database:
        yield Publisher(services, database)
