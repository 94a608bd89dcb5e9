"""The feeds as a whole: what they consist of, and the task that keeps them going.

Decides, stores and fetches nothing itself.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.batching import TakeIn
from bot.feeds.poller import FeedPoller
from bot.feeds.watchlist import FeedWatchlist
from bot.fetching.addresses import AllowedHosts
from bot.fetching.fetcher import Fetcher, open_fetcher
from bot.fetching.politeness import HOST_PAUSE_S
from bot.runtime.supervisor import ReportError, keep_working, running
from bot.runtime.wakeup import Wakeup
from bot.storage.database import Database
from bot.storage.feeds import FeedStore


@dataclass(frozen=True, slots=True)
class FeedService:
    """What handlers use of the feeds, and what keeps them going.

    ``fetcher`` is for whatever else is fetched: its politeness is one for all.
    """

    watchlist: FeedWatchlist
    poller: FeedPoller
    fetcher: Fetcher
    store: FeedStore
    due: Wakeup
    report: ReportError

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Feeds are asked meanwhile, each when its time has come."""
        async with running(keep_working(self.poller.work, self._until_due, self.report)):
            yield

    async def _until_due(self) -> None:
        await self.due.wait(await self.store.next_due())


@asynccontextmanager
async def open_feed_service(  # noqa: PLR0913 - what the feeds stand on
    database: Database,
    allowed: AllowedHosts,
    take_in: TakeIn,
    *,
    report: ReportError = lambda _error: None,
    now: Callable[[], datetime],
    pause_s: float = HOST_PAUSE_S,
) -> AsyncIterator[FeedService]:
    """Open the feeds; new items go to ``take_in``, unexpected errors to ``report``.

    ``pause_s`` is between two requests to a host.
    """
    due, store = Wakeup(now), FeedStore(database)
    async with open_fetcher(allowed, pause_s=pause_s) as fetcher:
        yield FeedService(
            watchlist=FeedWatchlist(store, fetcher, now=now, due=due.notify),
            poller=FeedPoller(store, fetcher, take_in, now=now),
            fetcher=fetcher,
            store=store,
            due=due,
            report=report,
        )
