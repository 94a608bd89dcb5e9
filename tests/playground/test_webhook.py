"""Updates sent to a webhook: in order, with the secret, until they are taken, by turns."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram
from aiohttp import web
from telegram.error import BadRequest

from bot.playground.botapi import BotApiServer

PATH = "/telegram"


class Process:
    """A process that takes updates, or says what ``statuses`` has next."""

    def __init__(self) -> None:
        self.taken: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.secrets: set[str | None] = set()
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.held: asyncio.Event | None = None
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.held is not None:
            await self.held.wait()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0), headers=self.headers)
        self.taken.put_nowait(update)
        return web.Response()

    async def next(self) -> str:
        async with asyncio.timeout(10):
            return str((await self.taken.get())["message"]["text"])


async def serve(process: Process) -> web.AppRunner:
    application = web.Application()
    application.router.add_post(PATH, process.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    process.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


@pytest.fixture
async def processes(server: BotApiServer) -> AsyncIterator[tuple[Process, Process]]:
    one, other = Process(), Process()
    runners = [await serve(one), await serve(other)]
    server.proxy(one.url, other.url, retry_s=0.01)
    yield one, other
    for runner in runners:
        await runner.cleanup()


async def test_what_waits_and_what_comes_is_sent_with_the_secret_by_turns(
    server: BotApiServer, bot: telegram.Bot, processes: tuple[Process, Process]
) -> None:
    anna, (one, other) = server.user("Anna"), processes
    chat = server.private_chat(anna)
    chat.says(anna, "satu")
    await bot.set_webhook("https://kutip.example" + PATH, secret_token="rahasia")
    assert await one.next() == "satu"
    chat.says(anna, "dua")
    assert await other.next() == "dua"
    chat.says(anna, "tiga")
    assert await one.next() == "tiga"
    assert one.secrets == other.secrets == {"rahasia"}


async def test_what_is_refused_is_sent_again_before_the_next_of_its_chat(
    server: BotApiServer, bot: telegram.Bot, processes: tuple[Process, Process]
) -> None:
    anna, budi, (one, other) = server.user("Anna"), server.user("Budi"), processes
    one.statuses, other.statuses = [503, 500], [403]
    await bot.set_webhook("https://kutip.example" + PATH)
    chat = server.private_chat(anna)
    for words in ("satu", "dua"):
        chat.says(anna, words)
    server.private_chat(budi).says(budi, "Budi")
    found: list[str] = []
    async with asyncio.timeout(10):
        while len(found) < 3:
            for process in processes:
                while not process.taken.empty():
                    found.append(process.taken.get_nowait()["message"]["text"])
            await asyncio.gather(asyncio.sleep(0))
    assert [each for each in found if each != "Budi"] == ["satu", "dua"]
    info = await bot.get_webhook_info()
    assert info.last_error_message is not None
    assert info.last_error_message.startswith("Wrong response from the webhook: ")


async def test_the_proxy_asks_another_process_where_nobody_answers(
    server: BotApiServer, bot: telegram.Bot, processes: tuple[Process, Process]
) -> None:
    anna, (one, _) = server.user("Anna"), processes
    server.proxy("http://127.0.0.1:1", one.url)
    await bot.set_webhook("https://kutip.example" + PATH)
    chat = server.private_chat(anna)
    for words in ("satu", "dua", "tiga"):
        chat.says(anna, words)
        assert await one.next() == words


async def test_what_a_deleted_webhook_did_not_take_is_polled(
    server: BotApiServer, bot: telegram.Bot, processes: tuple[Process, Process]
) -> None:
    anna, (one, _) = server.user("Anna"), processes
    one.held = asyncio.Event()
    await bot.set_webhook("https://kutip.example" + PATH)
    server.private_chat(anna).says(anna, "satu")
    await bot.delete_webhook()
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "satu"
    one.held.set()


async def test_without_a_proxy_a_webhook_on_loopback_gets_the_updates(
    server: BotApiServer, bot: telegram.Bot, processes: tuple[Process, Process]
) -> None:
    anna, (one, _) = server.user("Anna"), processes
    server.proxy()
    await bot.set_webhook(one.url + PATH, max_connections=7)
    server.private_chat(anna).says(anna, "satu")
    assert await one.next() == "satu"
    info = await bot.get_webhook_info()
    assert (info.max_connections, info.has_custom_certificate) == (7, False)


async def test_nothing_outside_loopback_is_contacted(
    server: BotApiServer, bot: telegram.Bot
) -> None:
    anna = server.user("Anna")
    server.private_chat(anna).says(anna, "satu")
    await bot.set_webhook("https://contoh.id")
    assert await server.state.sender.post({"update_id": 1}) == 502
    assert (await bot.get_webhook_info()).pending_update_count == 1


async def test_a_secret_of_other_characters_is_refused(bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://contoh.id", secret_token="ra ha")
