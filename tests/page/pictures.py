"""The documents' pictures of chats: ``python -m tests.page.pictures`` writes docs/pictures.

The real bot with the shipped articles, and the page in Chromium as on a phone. The newsroom's
figures are those of an invented month.
"""

import asyncio
import io
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import FloatRect, Locator, expect
from pydantic import SecretStr
from sqlalchemy import update

from bot.app import serve
from bot.model.schedule import Frequency
from bot.playground.botapi import BotApiServer
from bot.playground.page.application import ChatPage
from bot.playground.page.cast import OWNER_ID, make_cast
from bot.services.addresses import DATABASE
from bot.services.bot import BotServices, open_bot_services
from bot.settings import Settings
from bot.statistics.report import days_until
from bot.storage.counters import CounterStore
from bot.storage.database import open_database
from bot.storage.tables.articles import articles
from bot.storage.tables.chats import topics
from tests.bot.statistics.sample_report import TOPICS, counts
from tests.page.conftest import ROOT, WAIT_MS, launched
from tests.page.screen import PHONE, Screen

FOLDER = ROOT / "docs" / "pictures"
WIDTH, HEIGHT, SCALE = 420, 2400, 1.5
MARGIN = 10
DESKTOP, GAP, WINDOW_HEIGHT = 800, 6, 640
MAX_BYTES = 60_000
COLOURS = 40
NEWEST = "meletusnya-krakatau-1883.txt"
"""The article that arrives while the bot runs; it alerts whoever asked for it."""


@dataclass(frozen=True, slots=True)
class Studio:
    """The running bot, a window in front of it, and where the pictures go."""

    services: BotServices
    screen: Screen
    folder: Path

    async def shoot(self, name: str, count: int) -> None:
        """Write the picture of the last ``count`` messages."""
        await self.screen.page.mouse.move(0, 0)
        await self.screen.page.evaluate("document.activeElement.blur()")
        first = await _box(self.screen.messages.nth(-count))
        last = await _box(self.screen.messages.last)
        top = first["y"] - MARGIN
        height = last["y"] + last["height"] + MARGIN - top
        taken = await self.screen.page.screenshot(
            animations="disabled",
            caret="hide",
            clip={"x": 0, "y": top, "width": WIDTH, "height": height},
        )
        (self.folder / f"{name}.png").write_bytes(_reduced(Image.open(io.BytesIO(taken))))


async def _box(shown: Locator) -> FloatRect:
    box = await shown.bounding_box()
    assert box is not None
    return box


def _reduced(picture: Image.Image) -> bytes:
    """Return a PNG in few colours; raises ValueError for one above ``MAX_BYTES``."""
    reduced = io.BytesIO()
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        reduced, "PNG", optimize=True
    )
    if len(reduced.getvalue()) > MAX_BYTES:
        raise ValueError(f"a picture of {len(reduced.getvalue())} bytes")
    return reduced.getvalue()


async def question(studio: Studio) -> None:
    await studio.screen.ask("siapa yang mengetik naskah proklamasi")
    await studio.shoot("question", 2)


async def refusal(studio: Studio) -> None:
    await studio.screen.ask("berapa harga tiket candi borobudur")
    await studio.shoot("refusal", 2)


async def topic(studio: Studio) -> None:
    await studio.screen.ask("kabarin kalau ada berita krakatau")
    await studio.shoot("topic", 2)
    await studio.screen.press("✓")
    await expect(studio.screen.last).to_contain_text("🔔")


async def alert(studio: Studio) -> None:
    before = await studio.screen.replies.count()
    shutil.copy(ROOT / "articles" / NEWEST, studio.services.settings.articles)
    await studio.services.library.reload()
    await expect(studio.screen.replies).to_have_count(before + 1)
    await studio.shoot("alert", 1)


async def figures(studio: Studio) -> None:
    await studio.screen.page.locator("#back").click()
    await studio.screen.choose("Redaksi")
    await studio.screen.ask("/stats")
    await expect(studio.screen.last.locator("img")).to_be_visible()
    await studio.shoot("figures", 2)


async def windows(studio: Studio) -> None:
    """Show a desktop in the light theme, and beside it a phone in the dark one."""
    page = studio.screen.page
    whole = Image.new("RGB", (DESKTOP + GAP + PHONE, WINDOW_HEIGHT), "white")
    for left, width in ((0, DESKTOP), (DESKTOP + GAP, PHONE)):
        await page.emulate_media(color_scheme="dark" if left else "light")
        await page.set_viewport_size({"width": width, "height": WINDOW_HEIGHT})
        await studio.screen.log.locator(".key").last.scroll_into_view_if_needed()
        taken = await page.screenshot(animations="disabled", caret="hide", scale="css")
        whole.paste(Image.open(io.BytesIO(taken)), (left, 0))
    (studio.folder / "page.png").write_bytes(_reduced(whole))
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


SCENES = (question, windows, refusal, topic, alert, figures)


@asynccontextmanager
async def studio(home: Path) -> AsyncIterator[Studio]:
    """Load all articles but the newest, start the bot, and open the page."""
    skipped = shutil.ignore_patterns(NEWEST)
    shutil.copytree(ROOT / "articles", home / "articles", ignore=skipped)
    async with BotApiServer("4242:SECRET") as server:
        cast = make_cast(server)
        settings = Settings(
            token=SecretStr(server.token),
            api_url=server.url,
            articles=home / "articles",
            data=home / "data",
            owners=frozenset({OWNER_ID}),
            watch=False,
            alert_days=3650,  # the articles are as old as they are
        )
        async with open_bot_services(settings) as services:
            await services.library.reload()
            await _invent_a_month(services)
            stop = asyncio.Event()
            running = asyncio.create_task(serve(services, stop))
            await server.polled()
            async with ChatPage(server, cast) as page, launched() as browser:
                page.tell_ready()
                context = await browser.new_context(
                    locale="id-ID",
                    viewport={"width": WIDTH, "height": HEIGHT},
                    device_scale_factor=SCALE,
                )
                context.set_default_timeout(WAIT_MS)
                screen = Screen(await context.new_page())
                await screen.go_to(page.url)
                yield Studio(services, screen, FOLDER)
                await screen.close()
            stop.set()
            await running


async def _invent_a_month(services: BotServices) -> None:
    """Store counts, topics of other chats, and a day for each article to have arrived on."""
    now = services.now()
    days = days_until(now.date(), 29)
    topic = {"thread_id": 0, "rhythm": Frequency.AT_ONCE, "paused": True, "created_at": now}
    topic |= dict.fromkeys(("minute", "weekday", "snoozed_until", "muted_until", "due"))
    followed = [
        topic | {"chat_id": 1_000 + number, "text": each.topic}
        for each in TOPICS
        for number in range(each.chats)
    ]
    async with open_database(services.settings.data / DATABASE) as database:
        await CounterStore(database).add(counts(days), ())
        async with database.write() as connection:
            await connection.execute(topics.insert(), followed)
            for number in range(len(days)):
                arrived = update(articles).where(articles.c.id % len(days) == number)
                moment = now - timedelta(days=number)
                await connection.execute(arrived.values(added_at=moment))


async def main() -> None:
    """Take every picture."""
    os.environ["PTB_TIMEDELTA"] = "true"
    expect.set_options(timeout=WAIT_MS)
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        async with studio(Path(home)) as opened:
            for scene in SCENES:
                await scene(opened)


if __name__ == "__main__":
    asyncio.run(main())
