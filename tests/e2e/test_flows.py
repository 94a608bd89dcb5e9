"""The flows of docs/architecture.md, run: their modules are called, and in the order written."""

import asyncio
import re
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import FrameType

import pytest

from bot.model.interface_language import InterfaceLanguage
from bot.model.topics import ChatTarget
from bot.playground.botapi import BotApiServer
from bot.playground.chats import Chat
from bot.playground.messages import User
from bot.services.bot import BotServices
from bot.settings import Settings
from bot.texts import texts_for
from index import workers
from tests.bot.feeds.documents import page, rss, teaser
from tests.bot.fetching.sites import Site, open_site

ROOT = Path(__file__).parents[2]
DONE = tuple(texts_for(language).announcements.broadcast_done for language in InterfaceLanguage)
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
FLOWS = {
    name: re.findall(r"`([a-z_/]+)`", line)
    for name, line in re.findall(r"^- \*\*(\w+)\*\*: (.+)$", PAGE, re.MULTILINE)
}


class Calls:
    """The modules of the three packages in the order in which they call each other."""

    def __init__(self) -> None:
        self.modules: list[str] = []
        self._packages = tuple(f"{ROOT / name}/" for name in ("bot", "handlers", "index"))

    def record(self, frame: FrameType, event: str, _argument: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(self._packages):
            module = file[len(str(ROOT)) + 1 :].removesuffix(".py")
            if self.modules[-1:] != [module]:
                self.modules.append(module)

    def follow(self, flow: Sequence[str]) -> list[str]:
        """As much of the flow as was called in its order."""
        calls = iter(self.modules)
        return list(takewhile(lambda module: module in calls, flow))


@pytest.fixture(autouse=True)
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """Record calls in all threads that start from now on: those of other tests are not used."""
    monkeypatch.setattr(workers, "WORKER_THREADS", ThreadPoolExecutor(thread_name_prefix="worker"))
    calls = Calls()
    sys.setprofile(calls.record)
    threading.setprofile(calls.record)
    yield calls
    sys.setprofile(None)
    threading.setprofile(None)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A feed with one teaser, and the page that it leads to."""
    async with open_site() as site:
        site.serve("/rss", rss(teaser(1)), type="application/rss+xml")
        site.serve("/halaman/1", page(1))
        yield site


@pytest.fixture
def settings(settings: Settings, site: Site) -> Settings:
    return settings.model_copy(update={"fetch_allow": (site.netloc,)})


@dataclass
class Stage:
    """Who and what takes part in a flow."""

    chat: Chat
    ani: User
    admin_chat: Chat
    admin: User
    services: BotServices
    server: BotApiServer
    site: Site


@pytest.fixture
def stage(  # noqa: PLR0917 - fixtures
    chat: Chat,
    ani: User,
    admin_chat: Chat,
    admin: User,
    services: BotServices,
    server: BotApiServer,
    site: Site,
) -> Stage:
    return Stage(chat, ani, admin_chat, admin, services, server, site)


async def question(stage: Stage) -> None:
    stage.chat.says(stage.ani, "Siapa yang meresmikan Jembatan Sungai Lestari?")
    await stage.chat.next_message()


def write_news(stage: Stage) -> None:
    news = stage.services.settings.articles / "pasar.txt"
    news.write_text("Title: Pasar apung dibuka\n\nPasar apung dibuka oleh bupati.", "utf-8")


async def article(stage: Stage) -> None:
    write_news(stage)
    await stage.services.library.reload()
    await stage.services.library.close()  # then the index is on disk


async def feed(stage: Stage) -> None:
    await stage.services.feeds.watchlist.subscribe(stage.site.url("/rss"))
    async with asyncio.timeout(20):
        while not await polled(stage):  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.05)


async def polled(stage: Stage) -> bool:
    page = await stage.services.feeds.watchlist.page(0)
    return page.feeds[0].feed.succeeded_at is not None


async def alert(stage: Stage) -> None:
    await stage.services.alerts.subscriptions.subscribe(ChatTarget(stage.chat.id), "pasar apung")
    write_news(stage)
    await stage.services.library.reload()
    await stage.chat.next_message()


async def statistic(stage: Stage) -> None:
    await question(stage)
    async with asyncio.timeout(10):
        while not (await stage.services.statistics.report(7)).questions:
            pass
    stage.admin_chat.says(stage.admin, "/stats")
    await stage.admin_chat.next_message(timeout=20)


async def announcement(stage: Stage) -> None:
    await stage.services.alerts.subscriptions.subscribe(ChatTarget(stage.chat.id), "pasar apung")
    stage.admin_chat.says(stage.admin, "/broadcast Besok kami pindah.")
    await stage.admin_chat.next_message()
    asked = await stage.admin_chat.next_message()
    send = next(button["text"] for button in asked.buttons if "📣" in button["text"])
    stage.admin_chat.presses(stage.admin, asked, send)
    await stage.chat.next_message()
    while not (await stage.admin_chat.next_edit(timeout=10)).text.startswith(DONE):
        pass


RUNS = (question, article, feed, alert, statistic, announcement)


def test_each_flow_of_the_page_is_run() -> None:
    assert list(FLOWS) == [run.__name__ for run in RUNS]


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.__name__)
async def test_a_flow_calls_its_modules_in_the_order_written(
    run: Callable[[Stage], Awaitable[None]], stage: Stage, calls: Calls
) -> None:
    await stage.server.polled()
    calls.modules.clear()
    await run(stage)
    flow = FLOWS[run.__name__]
    assert calls.follow(flow) == flow
