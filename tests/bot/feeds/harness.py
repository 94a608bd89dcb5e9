"""A feed service over a real database and index, without a bot."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.articles.library import Library
from bot.feeds.service import FeedService, open_feed_service
from bot.fetching.addresses import AllowedHosts
from bot.fetching.fetcher import FETCH_TIMEOUT_S
from bot.fetching.proxies import ProxyRoutes
from bot.model.articles import Origin, ReloadReport
from bot.services.core import Services, open_services
from bot.settings import Settings
from bot.storage.database import open_database
from index.errors import LoadError
from index.types import Article

START = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands until it is advanced."""

    time: datetime = START

    def __call__(self) -> datetime:
        return self.time

    def advance(self, span: timedelta) -> None:
        self.time += span


@dataclass
class FeedHarness:
    """The feed service, and the ``reports`` of what it ingested."""

    services: Services
    feed_service: FeedService
    clock: Clock
    reports: list[ReloadReport] = field(default_factory=list)
    ingested: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def library(self) -> Library:
        return self.services.library

    async def poll(self) -> list[ReloadReport]:
        """Poll what is due; return the reports of this poll."""
        before = len(self.reports)
        await self.feed_service.poller.poll()
        return self.reports[before:]

    async def until_stored(self, title: str) -> None:
        """Wait until an article with this title has been ingested."""
        while title not in {article.title for article in await self.articles()}:
            self.ingested.clear()
            await self.ingested.wait()

    async def articles(self) -> Sequence[Article]:
        return await self.library.latest(limit=1000)


@asynccontextmanager
async def open_harness(
    folder: Path, timeout_s: float = FETCH_TIMEOUT_S
) -> AsyncIterator[FeedHarness]:
    """Open a harness whose fetcher may contact 127.0.0.1, also as localhost."""
    clock, reports, ingested = Clock(), list[ReloadReport](), asyncio.Event()
    (folder / "articles").mkdir()
    settings = Settings(articles=folder / "articles", data=folder / "data")
    allowed = AllowedHosts.parse(["127.0.0.1", "localhost"])
    async with open_services(settings, clock) as services:

        async def ingest(items: Sequence[Article | LoadError]) -> None:
            reports.append(await services.library.ingest(items, Origin.FEED))
            ingested.set()

        async with (
            open_database(settings.data / "kutip.db") as database,
            open_feed_service(
                database,
                ProxyRoutes(direct=allowed),
                ingest,
                now=clock,
                pause_s=0.0,
                timeout_s=timeout_s,
            ) as feed_service,
        ):
            yield FeedHarness(services, feed_service, clock, reports, ingested)
