"""What goes wrong unexpectedly reaches the admins, once, without a reader's words."""

import sqlite3
from contextlib import closing

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services import DATABASE, Services
from bot.texts import texts_for
from index.types import Language
from tests.e2e.conftest import ADMIN, Bot

TROUBLE = texts_for(Language.INDONESIAN).trouble


@pytest.fixture
async def office(server: BotApiServer, bot: Bot) -> Chat:
    """The owner's chat with the running bot."""
    await server.polled()
    return server.private_chat(server.user("Owner", id=ADMIN), started=True)


def drop(services: Services, table: str) -> None:
    """Somebody has broken the database."""
    with closing(sqlite3.connect(services.settings.data / DATABASE)) as database:
        database.execute(f"DROP TABLE {table}")
        database.commit()


async def test_a_handler_that_fails_is_told_of_once_and_readers_are_left_alone(
    office: Chat, chat: Chat, ani: User, services: Services, server: BotApiServer
) -> None:
    drop(services, "topics")
    for _ in range(3):
        chat.says(ani, "/subscribe rahasia")
        assert (await chat.next_message()).text == TROUBLE
    report = (await office.next_message()).text
    assert report.startswith("Ada yang salah: StorageError di bot.")
    assert "rahasia" not in report
    assert server.token not in report
    assert (office.unread, chat.unread) == (0, 0)


async def test_a_job_that_fails_is_told_of(office: Chat, services: Services) -> None:
    drop(services, "outbox")
    assert services.alerting is not None
    services.alerting.queued.ring()
    assert "StorageError di bot.storage." in (await office.next_message()).text
