"""The processes of the bot that failure and load tests run."""

import contextlib
import functools
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from bot.playground.botapi import BotApiServer
from tests.cluster.telegram import SECRET_HEADER, WEBHOOK_URL, Bots, Deliveries, bots, until
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


class Recipients(Bots):
    """Two servers that take updates, the first of which refuses each once."""

    def __init__(self, server: BotApiServer, folder: Path) -> None:
        super().__init__(server, folder, {"KUTIP_MODE": "webhook"}, number=2)
        self.taken: list[tuple[int, str, int]] = []

    async def take(self, number: int, request: web.Request) -> web.Response:
        update = (await request.json())["update_id"]
        self.taken.append((number, request.headers[SECRET_HEADER], update))
        again = [each for *_, each in self.taken].count(update) > 1
        return web.Response(status=200 if number or again else 500)

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            for number in self.numbers:
                application = web.Application()
                path = urlsplit(self.webhook(number)).path
                application.router.add_post(path, functools.partial(self.take, number))
                runner = web.AppRunner(application, shutdown_timeout=0.1)
                await runner.setup()
                stack.push_async_callback(runner.cleanup)
                await web.TCPSite(runner, "127.0.0.1", urlsplit(self.webhook(number)).port).start()
            yield


async def test_updates_are_offered_until_one_process_has_taken_them(tmp_path: Path) -> None:
    async with BotApiServer("4242:SECRET-of-the-test") as server:
        server.state.webhook = WEBHOOK_URL
        recipients = Recipients(server, tmp_path)
        async with recipients.listening(), Deliveries(server, recipients) as deliveries:
            ani = server.user("Ani")
            chat = server.private_chat(ani, started=True)
            for _ in range(4):
                chat.says(ani, "Halo")
            await until(lambda: deliveries.delivered == 4, "four updates")
    assert deliveries.refusals == [(0, 500)] * 2
    assert sorted(number for number, *_ in recipients.taken) == [0, 0, 1, 1, 1, 1]
    assert {secret for _, secret, _ in recipients.taken} == {""}
