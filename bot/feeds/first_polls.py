"""The results of feeds' first polls, for the person who has just listed them."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.feeds import WatchedFeed
from bot.runtime.wakeup import Wakeup
from bot.storage.feeds import FeedStore

TIMEOUT = timedelta(minutes=3)
"""Feeds that have not been polled by then are left to the list of feeds."""

LOOK_INTERVAL = timedelta(seconds=2)
"""Between looks whether another process, which leads, has polled a feed."""


@dataclass(frozen=True, slots=True)
class FirstPolls:
    """How many feeds were fetched, their articles, those that failed, and how many remain."""

    fetched: int
    failed: Sequence[WatchedFeed]
    waiting: int
    articles: int = 0

    @property
    def done(self) -> int:
        """The number of feeds that were polled."""
        return self.fetched + len(self.failed)


class PollObserver:
    """Observes the polls of feeds; ``polled`` is to be called after each."""

    def __init__(self, store: FeedStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._observed: list[tuple[dict[int, WatchedFeed | None], Wakeup]] = []

    def polled(self, feed: WatchedFeed) -> None:
        """Note the feed after a poll."""
        for feeds, wakeup in self._observed:
            if feed.id in feeds and feed.checked_at is not None:
                feeds[feed.id] = feed
                wakeup.notify()

    async def first_polls(self, feed_ids: Sequence[int]) -> AsyncIterator[FirstPolls]:
        """Yield what is known after some polls, at last with the number of articles.

        Ends when all feeds are polled, or after ``TIMEOUT``.
        """
        begun = self._now()
        observed = dict[int, WatchedFeed | None].fromkeys(feed_ids), Wakeup(self._now)
        self._observed.append(observed)
        try:
            shown = None
            while await self._are_left(observed[0]) and self._now() < begun + TIMEOUT:
                if (known := _known(observed[0].values())) != shown:
                    yield (shown := known)
                await observed[1].wait(min(begun + TIMEOUT, self._now() + LOOK_INTERVAL))
        finally:
            self._observed.remove(observed)
        articles = await self._store.article_counts(feed_ids, begun - TIMEOUT)
        yield _known(observed[0].values(), sum(articles.values()))

    async def _are_left(self, feeds: dict[int, WatchedFeed | None]) -> bool:
        """Look for polls of other processes; return whether some feeds are not polled yet."""
        left = [feed_id for feed_id, feed in feeds.items() if feed is None]
        for feed in await self._store.with_ids(left):
            if feed.checked_at is not None:
                feeds[feed.id] = feed
        return None in feeds.values()


def _known(feeds: Collection[WatchedFeed | None], articles: int = 0) -> FirstPolls:
    polled = [feed for feed in feeds if feed]
    failed = [feed for feed in polled if feed.problem]
    return FirstPolls(len(polled) - len(failed), failed, len(feeds) - len(polled), articles)
