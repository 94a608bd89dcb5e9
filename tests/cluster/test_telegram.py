"""The processes of the bot that failure and load tests run."""

from pathlib import Path

import pytest

from bot.playground.botapi import BotApiServer
from tests.cluster.telegram import bots
from tests.e2e.articles import write_articles

pytestmark = pytest.mark.long


async def test_a_killed_process_answers_again_after_its_start(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles")
    async with (
        BotApiServer("4242:SECRET-of-the-test") as server,
        bots(server, tmp_path, 1, watch="no") as processes,
    ):
        ani = server.user("Ani", language_code="id")
        chat = server.private_chat(ani, started=True)
        chat.says(ani, "Berapa panjang Jembatan Sungai Lestari?")
        assert "1.250 meter" in (await chat.next_message()).text
        processes.kill(0)
        assert processes.running == []
        chat.says(ani, "Siapa nama anak badak?")
        await processes.start(0)
        assert "Wulan" in (await chat.next_message()).text
        assert "SECRET" not in processes.log(0)
        await processes.stop(0)
        assert processes.running == []
