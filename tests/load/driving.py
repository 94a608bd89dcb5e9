"""The program under a crowd, with an owner who reloads and a story that alerts many chats."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.runtime.supervisor import running
from bot.services.core import database_address, open_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.texts import texts_for
from tests.e2e.killing import subscribe
from tests.load.collection import STORY, TOPIC, Collection
from tests.load.people import DAY_S, Crowd
from tests.load.process_memory import MemoryRecord
from tests.load.running_bot import RunningBot, running_bot

REPORT_TIMEOUT_S = 120.0
TEXTS = texts_for(InterfaceLanguage.INDONESIAN)


class Newsroom:
    """The owner's chat, and the chats that follow a topic."""

    def __init__(self, server: BotApiServer, collection: Collection, subscribers: int) -> None:
        self.owner = server.user("Pemilik")
        self.chat = server.private_chat(self.owner, started=True)
        users = [server.user(f"Pelanggan {number}") for number in range(subscribers)]
        self.subscribers = [server.private_chat(user, started=True) for user in users]
        self._collection = collection
        self._reloading = asyncio.Lock()

    async def add_articles(self) -> str:
        """Add the articles that were held back, and reload; return what became of it."""
        count, began = self._collection.add_later(), time.monotonic()
        await self._reload()
        return f"reload: {count:,} articles more in {time.monotonic() - began:.1f} s"

    async def add_story(self) -> str:
        """Add the story, reload, and wait for the alerts; return what became of it."""
        self._collection.add_story()
        began = time.monotonic()
        await self._reload()
        alerted = [_alert(chat) for chat in self.subscribers]
        times = [each - began for each in await asyncio.gather(*alerted) if each]
        return (
            f"alerts: {len(times):,} of {len(self.subscribers):,} chats"
            + (f", {min(times):.1f} to {max(times):.1f} s after the reload began" if times else "")
            + f", {sum(chat.unread for chat in self.subscribers)} more than one"
        )

    @property
    def missed(self) -> int:
        """Return how many chats got no alert, or more than one message."""
        return sum(
            sum(STORY in message.text for message in chat.messages.values()) != 1
            for chat in self.subscribers
        )

    async def _reload(self) -> None:
        """Reload once a reload that runs has ended."""
        async with self._reloading:
            self.chat.says(self.owner, "/reload")
            await self.chat.next_message(timeout=DAY_S)
            while not (await self.chat.next_edit(timeout=DAY_S)).text.startswith(TEXTS.reload_done):
                pass


async def _alert(chat: Chat) -> float | None:
    """Return when the chat was alerted; None if it was not in time."""
    try:
        await chat.next_message(timeout=REPORT_TIMEOUT_S)
    except TimeoutError:
        return None
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Stage:
    """All that takes part in a load."""

    server: BotApiServer
    crowd: Crowd
    newsroom: Newsroom
    bot: RunningBot
    memory: MemoryRecord


@asynccontextmanager
async def staged(
    folder: Path, collection: Collection, people: int, subscribers: int, messages_per_second: int
) -> AsyncIterator[Stage]:
    """Load the articles, start the program, and read what it sends."""
    async with BotApiServer("4242:SECRET") as server:
        crowd = Crowd.of(server, people, collection.questions)
        newsroom = Newsroom(server, collection, subscribers)
        await _prepare(server, folder, [chat.id for chat in newsroom.subscribers])
        began = time.monotonic()
        settings = {
            "owners": str(newsroom.owner.id),
            "messages_per_second": str(messages_per_second),
        }
        async with running_bot(server, folder, **settings) as bot:
            print(f"ready {time.monotonic() - began:.1f} s after the start", flush=True)
            memory = MemoryRecord(bot.pid)
            async with running(*(person.read() for person in crowd.people), memory.sample()):
                yield Stage(server, crowd, newsroom, bot, memory)


async def _prepare(server: BotApiServer, folder: Path, chats: Sequence[int]) -> None:
    """Load the articles, and store a topic for each chat."""
    settings = Settings(
        token=SecretStr(server.token),
        api_url=server.url,
        articles=folder / "articles",
        data=folder / "data",
    )
    async with open_services(settings) as services:
        await services.library.reload()
    async with open_database(database_address(settings)) as database:
        await subscribe(database, list(chats), TOPIC)
