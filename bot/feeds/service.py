"""The feed service: the watchlist and the task that polls the feeds when they are due."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.feeds.batching import Ingest
from bot.feeds.first_polls import PollObserver
from bot.feeds.poller import FeedPoller
from bot.feeds.watchlist import FeedWatchlist
from bot.fetching.fetcher import FETCH_TIMEOUT_S, Fetcher, open_fetcher
from bot.fetching.politeness import HOST_PAUSE_S
from bot.fetching.proxies import ProxyRoutes
from bot.model.feeds import WatchedFeed
from bot.runtime.causes import Causes
from bot.runtime.supervisor import ReportError, keep_working, running
from bot.runtime.wakeup import Wakeup
from bot.storage.database import Database
from bot.storage.feeds import FeedStore


@dataclass(frozen=True, slots=True)
class FeedService:
    """The watchlist and the poller.

    ``fetcher`` is shared with whatever else is fetched, so that politeness holds for all.
    """

    watchlist: FeedWatchlist
    polls: PollObserver
    poller: FeedPoller
    fetcher: Fetcher
    store: FeedStore
    due: Wakeup
    report: ReportError

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Poll feeds when they are due, until the block ends."""
        begin = keep_working(self.poller.begin_due, self._until_due, self.report, "feeds")
        async with self.poller.running(), running(begin):
            yield

    def retake(self, article_ids: Collection[int]) -> None:
        """Take damaged articles anew if they are of feeds."""
        self.poller.retake(article_ids)
        self.due.notify()

    async def _until_due(self) -> None:
        await self.due.wait(await self.poller.next_due())


@asynccontextmanager
async def open_feed_service(  # noqa: PLR0913 - all but what it is opened on are named
    database: Database,
    routes: ProxyRoutes,
    ingest: Ingest,
    *,
    report: ReportError = lambda _error: None,
    now: Callable[[], datetime],
    causes: Causes | None = None,
    pause_s: float = HOST_PAUSE_S,
    timeout_s: float = FETCH_TIMEOUT_S,
) -> AsyncIterator[FeedService]:
    """Open the feeds; new items go to ``ingest``, unexpected errors to ``report``.

    ``routes`` say which hosts are allowed, and which way out there is to all others; ``pause_s``
    is between two requests to a host. ``timeout_s`` for a whole fetch. ``causes`` are
    shared with the storage of articles.
    """
    due, store, causes = Wakeup(now), FeedStore(database), causes or Causes()
    polls = PollObserver(store, now)

    def done(feed: WatchedFeed) -> None:
        polls.polled(feed)
        due.wake()

    async with open_fetcher(
        routes.direct, pause_s=pause_s, timeout_s=timeout_s, routes=routes
    ) as fetcher:
        yield FeedService(
            watchlist=FeedWatchlist(store, fetcher, now=now, notify_due=due.notify, causes=causes),
            polls=polls,
            poller=FeedPoller(
                store, fetcher, ingest, now=now, report=report, on_done=done, causes=causes
            ),
            fetcher=fetcher,
            store=store,
            due=due,
            report=report,
        )
