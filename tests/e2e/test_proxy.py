"""The whole bot behind a proxy: polling, answers, files and feeds go through it, and no other way.

The Bot API server and the site have names that only the proxy knows.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.services.bot import open_bot_services
from bot.settings import Settings
from tests.bot.feeds.documents import full, rss
from tests.bot.fetching.sites import open_site
from tests.e2e.conftest import ADMIN
from tests.proxies import Address, Proxy, open_proxy

API, NEWS = "telegram.example", "warta.example"


def address_of(url: str) -> Address:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 0


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with open_bot_services(settings) as services:
        bot = asyncio.create_task(serve(services, stop))
        yield
        stop.set()
        async with asyncio.timeout(20):
            await bot


@pytest.mark.parametrize("by", ["KUTIP_PROXY", "the system"])
async def test_telegram_and_feeds_go_through_the_same_proxy(
    by: str, folder: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = "socks5h" if by == "KUTIP_PROXY" else "http"
    async with BotApiServer("4242:SECRET") as server, open_site() as site:
        site.serve("/rss", rss(full(1)), type="application/rss+xml")
        names = {API: address_of(server.url), NEWS: (site.host, site.port)}
        async with open_proxy(kind, names, user="budi", password="p@ss:word") as proxy:
            if by == "the system":
                monkeypatch.setenv("HTTP_PROXY", proxy.url)
            settings = Settings(
                token=SecretStr(server.token),
                api_url=f"http://{API}/bot",
                articles=folder,
                data=data_folder,
                owners=frozenset({ADMIN}),
                watch=False,
                proxy=SecretStr(proxy.url) if by == "KUTIP_PROXY" else None,
            )
            async with running(settings):
                await converse(server, proxy)
    assert {request.headers["Host"] for request in site.requests} == {NEWS}


async def converse(server: BotApiServer, proxy: Proxy) -> None:
    admin = server.user("Admin", id=ADMIN, language_code="en")
    chat = server.private_chat(admin, started=True)
    await server.polled()
    chat.says(admin, "Berapa berat anak badak itu saat lahir?")
    assert "28 kilogram" in (await chat.next_message()).text
    chat.says(admin, f"/feed http://{NEWS}/rss")
    assert (await chat.next_message()).text.startswith("Warta Umpan")
    chat.says(admin, "/feed http://10.0.0.1/rss")
    assert "not on the public web" in (await chat.next_message()).text
    chat.says(admin, "/backup")
    assert (await chat.next_message()).media is not None
    assert set(proxy.asked) == {f"{API}:80", f"{NEWS}:80"}
