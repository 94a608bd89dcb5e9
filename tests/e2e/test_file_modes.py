"""What the bot writes is for its own user alone, whatever the umask says."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from tests.e2e.conftest import RunningBot
from tests.e2e.test_local_server import NAME, ROW


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"data": tmp_path / "made" / "data"})


@pytest.fixture
async def services(settings: Settings) -> AsyncIterator[BotServices]:
    before = os.umask(0)
    try:
        async with open_bot_services(settings) as services:
            yield services
    finally:
        os.umask(before)


async def test_nobody_else_may_read_what_the_bot_writes(
    server: BotApiServer, admin_chat: Chat, admin: User, services: BotServices, bot: RunningBot
) -> None:
    """The database with what lies beside it, the index, what is received, and a backup."""
    admin_chat.sends_document(admin, NAME, ROW.encode())
    assert (await admin_chat.next_message()).text
    await admin_chat.next_edit()
    admin_chat.says(admin, "/backup")
    assert (await admin_chat.next_message()).media is not None
    bot.stop.set()
    await bot.task
    found = list(services.settings.data.rglob("*"))
    assert {"kutip.db"} < {path.name for path in found}
    wrong = [
        f"{path.relative_to(services.settings.data)} {path.stat().st_mode & 0o777:o}"
        for path in (services.settings.data, *found)
        if path.stat().st_mode & 0o077
    ]
    assert wrong == []
