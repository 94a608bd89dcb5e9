"""When a feed is polled again: sooner if it changes, later if it fails, never once gone.

Pure: from the result of a poll and ``now`` to the feed as it is to be stored.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import KutipError
from bot.model.feeds import FeedState, WatchedFeed

MIN_INTERVAL = timedelta(minutes=5)
MAX_INTERVAL = timedelta(hours=12)
MAX_BACKOFF = timedelta(days=1)
"""The longest pause after failures."""
ITEM_RETRY_PERIOD = timedelta(days=1)
"""How long an item is retried after it was first seen, while its page cannot be fetched."""

_FACTOR_IF_CHANGED = 0.5
_FACTOR_IF_UNCHANGED = 1.5
_MAX_DOUBLINGS = 20  # keeps the product within timedelta's range


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """The result of a poll that succeeded.

    ``fresh`` counts new articles. ``unfinished`` if some items are to be retried: the document is
    then fetched again whole, changed or not. ``url`` is the feed's permanent address.
    """

    url: str
    fresh: int = 0
    unfinished: bool = False
    etag: str = ""
    last_modified: str = ""
    title: str = ""
    site: str = ""


def succeeded(feed: WatchedFeed, checked: FeedCheck, now: datetime) -> WatchedFeed:
    """Return the feed after a successful poll, with its interval halved if anything was new."""
    factor = _FACTOR_IF_CHANGED if checked.fresh else _FACTOR_IF_UNCHANGED
    interval = max(MIN_INTERVAL, min(feed.interval * factor, MAX_INTERVAL))
    return replace(
        feed,
        url=checked.url or feed.url,
        title=checked.title or feed.title,
        site=checked.site or feed.site,
        etag="" if checked.unfinished else checked.etag,
        last_modified="" if checked.unfinished else checked.last_modified,
        interval=interval,
        next_at=now + interval,
        checked_at=now,
        succeeded_at=now,
        changed_at=now if checked.fresh else feed.changed_at,
        failures=0,
        problem="",
        problem_arguments={},
    )


def failed(
    feed: WatchedFeed, error: KutipError, now: datetime, *, retry_after: int = 0, gone: bool = False
) -> WatchedFeed:
    """Return the feed after a failed poll: the pause doubles with each, up to ``MAX_BACKOFF``.

    ``retry_after`` are the seconds that the host asked to wait.
    """
    doubled = feed.interval * 2 ** min(feed.failures, _MAX_DOUBLINGS)
    pause = min(max(doubled, timedelta(seconds=retry_after)), MAX_BACKOFF)
    return replace(
        feed,
        state=FeedState.GONE if gone else feed.state,
        next_at=now + pause,
        checked_at=now,
        failures=feed.failures + 1,
        problem=error.key,
        problem_arguments=error.arguments,
    )


def resumed(feed: WatchedFeed, now: datetime) -> WatchedFeed:
    """Return the feed watched again and due now, its failures forgotten."""
    return replace(feed, state=FeedState.ON, next_at=now, failures=0)
