"""When a feed is asked again: oftener where it changes, seldom where it fails, never once gone.

Pure: takes what came of a check and ``now``, and returns the feed as it is to be stored.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import KutipError
from bot.model.feeds import FeedState, WatchedFeed

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=12)
LONGEST_PAUSE = timedelta(days=1)
"""After failures."""
RETRIED = timedelta(days=1)
"""For so long an item whose page could not be had is tried again."""

_OFTENER = 0.5
_SELDOMER = 1.5
_MOST_DOUBLINGS = 20


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What came of a check that succeeded.

    ``fresh`` items were new; where ``unfinished``, some of them are to be tried again and so the
    document has to come again, changed or not. ``url`` is where the feed is from now on.
    """

    url: str
    fresh: int = 0
    unfinished: bool = False
    etag: str = ""
    last_modified: str = ""
    title: str = ""
    site: str = ""


def succeeded(feed: WatchedFeed, checked: FeedCheck, now: datetime) -> WatchedFeed:
    """The feed after a check, due again sooner if it had something new."""
    pace = _OFTENER if checked.fresh else _SELDOMER
    interval = max(SHORTEST, min(feed.interval * pace, LONGEST))
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
    """The feed after a check that failed: each failure doubles the pause, as far as a day.

    ``retry_after`` are the seconds that the host asked for.
    """
    doubled = feed.interval * 2 ** min(feed.failures, _MOST_DOUBLINGS)
    pause = min(max(doubled, timedelta(seconds=retry_after)), LONGEST_PAUSE)
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
    """The feed watched again, from now on, with nothing held against it."""
    return replace(feed, state=FeedState.ON, next_at=now, failures=0)
