"""What goes wrong unexpectedly reaches the admins, once, without a reader's words."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices
from bot.texts import texts_for
from tests.e2e.conftest import ADMIN, RunningBot

TROUBLE = texts_for(InterfaceLanguage.INDONESIAN).trouble


@pytest.fixture
async def admin_chat(server: BotApiServer, bot: RunningBot) -> Chat:
    """The owner's chat with the running bot."""
    await server.polled()
    return server.private_chat(server.user("Owner", id=ADMIN), started=True)


async def drop(services: BotServices, table: str) -> None:
    """Somebody else has broken the database, while the bot may be writing."""

    def broken() -> None:
        with closing(sqlite3.connect(services.settings.data / DATABASE)) as database:
            database.execute(f"DROP TABLE {table}")
            database.commit()

    await asyncio.to_thread(broken)


async def test_a_handler_that_fails_is_told_of_once_and_readers_are_left_alone(
    admin_chat: Chat, chat: Chat, ani: User, services: BotServices, server: BotApiServer
) -> None:
    await drop(services, "chats")
    for _ in range(3):
        chat.says(ani, "/quiet rahasia")
        assert (await chat.next_message()).text == TROUBLE
    reports = {(await admin_chat.next_message()).text for _ in range(2)}
    assert len(reports) == 2  # the handler's, and that of waking the chat beside it
    for report in reports:
        assert report.startswith(
            "Ada yang salah: StorageError storage_failed di bot.storage.chats:"
        )
        assert "rahasia" not in report
        assert server.token not in report
    assert (admin_chat.unread, chat.unread) == (0, 0)


async def test_jobs_that_fail_are_told_of(admin_chat: Chat, services: BotServices) -> None:
    await drop(services, "outbox")
    services.alerts.queued.notify()
    await reported(admin_chat, "bot.storage.outbox:")
    await drop(services, "broadcasts")
    services.announcements.started.notify()
    await reported(admin_chat, "bot.storage.announcements:")


async def reported(admin_chat: Chat, place: str) -> None:
    """Once it is; other jobs fail on the same table elsewhere."""
    while f"StorageError storage_failed di {place}" not in (await admin_chat.next_message()).text:
        pass
