"""Alerts from a new article to the reader's screen, whatever Telegram answers on the way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.services import Services
from bot.storage.outbox import OutboxCounts
from bot.subscriptions import Place, Subscriptions
from tests.e2e.conftest import Bot

WHO = "Siapa yang meresmikan Jembatan Sungai Lestari?"


class Newspaper:
    """Prints articles into the folder, and has the bot load them."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._printed = 0

    @property
    def subscriptions(self) -> Subscriptions:
        return self._services.subscriptions

    async def subscribe(self, chat: Chat, text: str = "banjir", thread: int = 0) -> int:
        subscribed = await self.subscriptions.subscribe(Place(chat.id, thread), text)
        return subscribed.topic.id

    async def print(self, *words: str) -> None:
        """One article for each of ``words``, all in one reload."""
        for word in words or ("banjir",):
            self._printed += 1
            number = self._printed
            story = " ".join(f"Kejadian{number} ke{number}x{n} dicatat." for n in range(40))
            path = self._services.settings.articles / f"{word}-{number}.txt"
            path.write_text(
                f"Title: Kabar <{word}> nomor {number}\nSource: Warta & Rekan\n\n"
                f"Kota Melati - Warga melaporkan {word} & lumpur <tinggi> sejak pagi. {story}\n",
                "utf-8",
            )
        await self._services.library.reload()

    async def counts(self) -> OutboxCounts:
        return await self.subscriptions.counts()

    async def until(self, **wanted: int) -> None:
        """Until the outbox counts so many."""
        async with asyncio.timeout(20):
            while not wanted.items() <= asdict(await self.counts()).items():
                await asyncio.sleep(0.05)


@pytest.fixture
async def newspaper(server: BotApiServer, bot: Bot, services: Services) -> AsyncIterator[Newspaper]:
    """It begins when the bot has read the folder and waits for updates."""
    await server.polled()
    yield Newspaper(services)


async def test_an_alert_arrives_with_its_quote_and_nothing_in_it_is_markup(
    chat: Chat, newspaper: Newspaper
) -> None:
    await newspaper.subscribe(chat)
    await newspaper.print()
    alert = await chat.next_message()
    assert "Kabar <banjir> nomor 1" in alert.text
    assert "Warta & Rekan" in alert.text
    assert "Warga melaporkan banjir & lumpur <tinggi> sejak pagi." in alert.text
    assert alert.entity_texts("bold") == ["Kabar <banjir> nomor 1", "banjir"]
    assert alert.button("📖 Baca")
    await newspaper.until(done=1, waiting=0)
