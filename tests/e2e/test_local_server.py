"""Files from a Bot API server in its local mode, which says where they lie on this machine."""

import json
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.settings import Settings
from tests.e2e.test_content import ENGLISH, report_of

NAME = "pasar.jsonl"
ROW = json.dumps({"title": "Pasar apung dibuka", "text": "Pasar apung dibuka Bupati Sinta."})


@pytest.fixture(params=[True, False])
def is_local(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def settings(settings: Settings, is_local: bool) -> Settings:
    return settings.model_copy(update={"api_local": is_local})


async def titles(services: BotServices) -> set[str]:
    return {article.title for article in await services.library.latest(limit=50)}


async def test_a_file_is_read_where_the_server_put_it_if_the_settings_say_so(
    server: BotApiServer, admin_chat: Chat, admin: User, services: BotServices, tmp_path: Path
) -> None:
    """No other server may name a file of this machine: it could name any that the bot can read."""
    server.store_files_in(tmp_path / server.token)
    report = await report_of(admin_chat, admin, NAME, ROW.encode())
    if is_local := services.settings.api_local:
        assert report.text.startswith(ENGLISH.format("document_done", name=NAME))
    else:
        assert report.text == ENGLISH.format("document_failed", name=NAME)
    assert ("Pasar apung dibuka" in await titles(services)) == is_local


@pytest.mark.parametrize("is_local", [True], indirect=True)
async def test_a_file_that_is_not_there_is_told(
    server: BotApiServer, admin_chat: Chat, admin: User, services: BotServices
) -> None:
    """As where server and bot do not share the folder; nothing is fetched over HTTP then."""
    report = await report_of(admin_chat, admin, NAME, ROW.encode())
    assert report.text == ENGLISH.format("document_failed", name=NAME)
    assert "Pasar apung dibuka" not in await titles(services)
