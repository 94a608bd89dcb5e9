"""Feeds over a real database, a real index and sites on loopback."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.articles.library import Library
from bot.feeds.service import FeedService, open_feed_service
from bot.fetching.addresses import AllowedHosts
from bot.model.articles import Origin, ReloadReport
from bot.services import Services, open_services
from bot.settings import Settings
from bot.storage.database import open_database
from index.errors import LoadError
from index.types import Article

START = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
STORY = "Nelayan di desa {0} pulang dengan perahu yang penuh ikan pada malam ke-{0}. "


@dataclass
class Clock:
    """A clock that stands until it is set."""

    time: datetime = START

    def __call__(self) -> datetime:
        return self.time

    def advance(self, span: timedelta) -> None:
        self.time += span


@dataclass
class Room:
    """What a test looks at; ``reports`` are of what the feeds brought."""

    services: Services
    feed_service: FeedService
    clock: Clock
    reports: list[ReloadReport] = field(default_factory=list)

    @property
    def library(self) -> Library:
        return self.services.library

    async def sweep(self) -> list[ReloadReport]:
        """Ask what is due; the reports of this sweep."""
        before = len(self.reports)
        await self.feed_service.poller.work()
        return self.reports[before:]

    async def articles(self) -> Sequence[Article]:
        return await self.library.latest(limit=1000)


@asynccontextmanager
async def open_room(folder: Path) -> AsyncIterator[Room]:
    """A newsroom without a bot; it may fetch from 127.0.0.1."""
    clock, reports = Clock(), list[ReloadReport]()
    (folder / "articles").mkdir()
    settings = Settings(articles=folder / "articles", data=folder / "data")
    allowed = AllowedHosts.parse(["127.0.0.1"])
    async with open_services(settings, clock) as services:

        async def take_in(items: Sequence[Article | LoadError]) -> None:
            reports.append(await services.library.take_in(items, Origin.FEED))

        async with (
            open_database(settings.data / "kutip.db") as database,
            open_feed_service(database, allowed, take_in, now=clock, pause_s=0.0) as feed_service,
        ):
            yield Room(services, feed_service, clock, reports)


def rss(*items: str, title: str = "Warta Umpan") -> str:
    """A feed of the items."""
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = f"<title>{title}</title><link>/</link>"
    return f'<rss version="2.0" {content}><channel>{head}{"".join(items)}</channel></rss>'


def full(number: int, link: str = "", date: str = "Sat, 14 Mar 2026 08:00:00 +0700") -> str:
    """An item with the whole text of its article."""
    return (
        f"<item><title>Panen ikan {number}</title><guid>g{number}</guid>"
        f"<link>{link or f'/{number}'}</link><pubDate>{date}</pubDate>"
        f"<content:encoded>{STORY.format(number) * 8}</content:encoded></item>"
    )


def teaser(number: int) -> str:
    """An item whose text stands on its page."""
    return (
        f"<item><title>Berita {number}</title><guid>t{number}</guid><link>/halaman/{number}</link>"
        "<description>Ringkasan pendek.</description></item>"
    )


def page(number: int) -> str:
    """That page."""
    paragraphs = "".join(f"<p>{STORY.format(number) * 3}</p>" for _ in range(3))
    return (
        f'<html lang="id"><head><title>Berita {number}</title>'
        '<meta property="og:site_name" content="Situs Warta"></head>'
        f"<body><article><h1>Berita {number}</h1>{paragraphs}</article></body></html>"
    )
