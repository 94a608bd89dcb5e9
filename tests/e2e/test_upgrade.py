"""The bot on a database of the first schema, and of the last one before the newest."""

import shutil
from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from bot.services.addresses import DATABASE
from bot.services.bot import open_bot_services
from bot.settings import Settings
from bot.storage.backup_folder import stored_backups
from bot.storage.schema_version import HEAD
from tests.bot.storage.stored_schemas import ANI, QUESTION, make_stored, stored_versions
from tests.e2e.conftest import RunningBot

VERSIONS = [version for version in stored_versions() if version != HEAD]


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]])
async def test_a_reader_finds_answers_language_and_topics_after_an_upgrade(
    version: str, server: BotApiServer, settings: Settings
) -> None:
    shutil.rmtree(settings.data)
    make_stored(version, settings.data / DATABASE)
    async with open_bot_services(settings) as services:
        bot = RunningBot(services)
        ani = server.user("Ani", id=ANI, language_code="id")
        chat = server.private_chat(ani, started=True)
        chat.says(ani, QUESTION)
        assert "Ratna Dewi" in (await chat.next_message()).entity_texts("blockquote")[0]
        chat.says(ani, "/topics")
        topics = (await chat.next_message()).text
        assert topics.startswith(("Topics", "You have no"))  # in English, as she chose before
        assert ("banjir" in topics) == (version > "0001")
        bot.stop.set()
        await bot.task
    (backup,) = stored_backups(Path(settings.data / "backups"))
    assert (backup.schema, backup.migrated_to) == (version, HEAD)
