"""Articles that are written and loaded while the bot runs."""

import asyncio
from dataclasses import asdict

from bot.alerts.subscriptions import Subscriptions
from bot.model.messages import OutboxCounts
from bot.model.topics import ChatTarget
from bot.playground.chats import Chat
from bot.services.bot import BotServices
from bot.storage.arrivals import ArrivalStore
from bot.storage.database import Database


class Publisher:
    """Writes articles into the folder and has the bot load them."""

    def __init__(self, services: BotServices, database: Database) -> None:
        self._services = services
        self._database = database
        self._published = 0

    @property
    def subscriptions(self) -> Subscriptions:
        return self._services.alerts.subscriptions

    async def subscribe(self, chat: Chat, text: str = "banjir", thread: int = 0) -> int:
        subscribed = await self.subscriptions.subscribe(ChatTarget(chat.id, thread), text)
        return subscribed.topic.id

    async def publish(self, *words: str) -> None:
        """One article for each of ``words``, all in one reload."""
        for word in words or ("banjir",):
            self._published += 1
            number = self._published
            story = " ".join(f"Kejadian{number} ke{number}x{n} dicatat." for n in range(40))
            path = self._services.settings.articles / f"{word}-{number}.txt"
            path.write_text(
                f"Title: Kabar <{word}> nomor {number}\nSource: Warta & Rekan\n\n"
                f"Kota Melati - Warga melaporkan {word} & lumpur <tinggi> sejak pagi. {story}\n",
                "utf-8",
            )
        await self._services.library.reload()

    async def publish_and_match(self) -> None:
        """Publish an article, and wait until it has been matched with all topics."""
        arrivals = ArrivalStore(self._database)
        await self.publish()
        async with asyncio.timeout(20):
            while await arrivals.waiting(1):  # noqa: ASYNC110 - a table notifies nobody
                await asyncio.sleep(0.05)

    async def retry(self, chat: Chat, thread: int = 0) -> None:
        """Have what waits for a forum topic tried again, as it is by itself after a while."""
        await self._services.alerts.chat_settings.sign_of_life(chat.id, thread)

    async def counts(self) -> OutboxCounts:
        return await self._services.alerts.outbox.counts()

    async def until(self, **wanted: int) -> None:
        """Wait until the outbox counts so many."""
        async with asyncio.timeout(20):
            while not wanted.items() <= asdict(await self.counts()).items():  # noqa: ASYNC110 - a table notifies nobody
                await asyncio.sleep(0.05)
