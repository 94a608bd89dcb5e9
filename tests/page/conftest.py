"""The real bot with the shipped articles, its page, and Chromium in front of it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect
from pydantic import SecretStr

from bot.app import serve
from bot.playground.botapi import BotApiServer
from bot.playground.page.application import ChatPage
from bot.playground.page.cast import OWNER_ID, make_cast
from bot.playground.page.view import Cast
from bot.services.bot import BotServices, open_bot_services
from bot.services.core import open_services
from bot.settings import Settings
from tests.page.needs import chromium
from tests.page.screen import Screen

ROOT = Path(__file__).parents[2]
WAIT_MS = 20_000  # for what has to come; a busy machine is slow


@pytest.fixture(autouse=True, scope="session")
def time_to_wait() -> None:
    expect.set_options(timeout=WAIT_MS)


@pytest.fixture(autouse=True)
def flood_control_in_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, python-telegram-bot emits a DeprecationWarning at each flood-control error."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped articles, and data that they are loaded into."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "articles", folder / "articles")

    async def load() -> None:
        settings = Settings(articles=folder / "articles", data=folder / "data")
        async with open_services(settings) as services:
            await services.library.reload()

    asyncio.run(load())
    return folder


@pytest.fixture
def home(tmp_path: Path, loaded: Path) -> Path:
    """A copy of these, whose articles and data the test may change."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer("4242:SECRET-of-the-test") as server:
        yield server


@pytest.fixture
def cast(server: BotApiServer) -> Cast:
    return make_cast(server)


@pytest.fixture
async def services(server: BotApiServer, home: Path) -> AsyncIterator[BotServices]:
    settings = Settings(
        token=SecretStr(server.token),
        api_url=server.url,
        articles=home / "articles",
        data=home / "data",
        owners=frozenset({OWNER_ID}),
        watch=False,
    )
    async with open_bot_services(settings) as services:
        yield services


@pytest.fixture
async def bot(server: BotApiServer, cast: Cast, services: BotServices) -> AsyncIterator[None]:
    """The running bot, which has to end cleanly."""
    stop = asyncio.Event()
    task = asyncio.create_task(serve(services, stop))
    await server.polled()
    yield
    stop.set()
    async with asyncio.timeout(20):
        await task


@pytest.fixture
async def page(server: BotApiServer, cast: Cast, bot: None) -> AsyncIterator[ChatPage]:
    async with ChatPage(server, cast) as page:
        page.tell_ready()
        yield page


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """Chromium, without its sandbox if this is root, to whom it gives none."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=[*arguments, "--disable-gpu"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


class Windows:
    """Opens pages in the browser, each as a person's own, and looks at all in the end."""

    def __init__(self, browser: Browser, page: ChatPage, stack: AsyncExitStack) -> None:
        self._browser, self._page, self._stack = browser, page, stack

    async def open(self, *, locale: str = "id-ID", width: int = 1200, dark: bool = False) -> Screen:
        """Open the page in a window of this width, in pixels."""
        context = await self._browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        context.set_default_timeout(WAIT_MS)
        screen = Screen(await context.new_page())
        self._stack.push_async_callback(screen.close)
        await screen.go_to(self._page.url)
        return screen


@pytest.fixture
async def windows(browser: Browser, page: ChatPage) -> AsyncIterator[Windows]:
    async with AsyncExitStack() as stack:
        yield Windows(browser, page, stack)


@pytest.fixture
async def screen(windows: Windows) -> Screen:
    """Ani's chat, on a desktop, in Indonesian."""
    return await windows.open()
