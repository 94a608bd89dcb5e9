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
from bot.runtime.supervisor import running
from bot.services.addresses import database_address
from bot.services.core import open_services
from bot.settings import Settings
from bot.storage.database import open_database
from bot.texts import texts_for
from tests.e2e.killing import subscribe
from tests.load.collection import TOPIC, Collection
from tests.load.driven_bot import DrivenBot, driven_bot
from tests.load.people import DAY_S, Crowd
from tests.load.process_memory import MemoryRecord

REPORT_TIMEOUT_S = 120.0
RETRY_S = 0.5
TEXTS = texts_for(InterfaceLanguage.INDONESIAN)


class Newsroom:
    """The owner's chat, and the chats that follow a topic."""

    def __init__(self, server: BotApiServer, collection: Collection, subscribers: int) -> None:
        self.owner = server.user("Pemilik")
        self.chat = server.private_chat(self.owner, started=True)
        users = [server.user(f"Pelanggan {number}") for number in range(subscribers)]
        self.subscribers = [server.private_chat(user, started=True) for user in users]
        self._collection = collection
        self._titles: list[str] = []
        self._reloading = asyncio.Lock()

    async def add_articles(self) -> str:
        """Add the articles that were held back, and reload; return what became of it."""
        count, began = self._collection.add_later(), time.monotonic()
        await self._reload()
        return f"reload: {count:,} articles more in {time.monotonic() - began:.1f} s"

    async def add_story(self, number: int = 0) -> str:
        """Add a story, reload, and wait for the alerts; return what became of it."""
        self._titles.append(self._collection.add_story(number))
        began = time.monotonic()
        await self._reload()
        moments = await asyncio.gather(*(_alerted(chat) for chat in self.subscribers))
        times = [moment - began for moment in moments if moment]
        return f"alerts: {len(times):,} of {len(moments):,} chats" + (
            f", {min(times):.1f} to {max(times):.1f} s after the reload began" if times else ""
        )

    async def come_and_go(self, number: int) -> None:
        """Add a story and articles, or delete these articles in every second round."""
        if number % 2:
            self._collection.add_later()
        else:
            self._collection.remove_later()
        await self.add_story(number)

    @property
    def missed(self) -> int:
        """Return how many alerts did not come, or came more than once."""
        return sum(
            sum(title in message.text for message in chat.messages.values()) != 1
            for chat in self.subscribers
            for title in self._titles
        )

    async def _reload(self) -> None:
        """Reload once a reload that runs has ended."""
        async with self._reloading:
            while await self._is_busy():  # noqa: ASYNC110 - of another process
                await asyncio.sleep(RETRY_S)
            while not (await self.chat.next_edit(timeout=DAY_S)).text.startswith(TEXTS.reload_done):
                pass

    async def _is_busy(self) -> bool:
        """Ask for a reload; return whether another runs, such as that of the start."""
        self.chat.says(self.owner, "/reload")
        return (await self.chat.next_message(timeout=DAY_S)).text == TEXTS.reload_running


async def _alerted(chat: Chat) -> float | None:
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
    bot: DrivenBot
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
            "alerts_per_hour": "1000",  # more would become digests
        }
        async with driven_bot(server, folder, **settings) as bot:
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
