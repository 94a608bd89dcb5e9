"""Watched feeds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_INTERVAL = timedelta(minutes=30)
"""Between the first two polls of a feed."""


class FeedState(StrEnum):
    """The polling state of a feed."""

    ON = "on"
    PAUSED = "paused"
    GONE = "gone"
    """Its host answered 410 Gone."""


@dataclass(frozen=True, slots=True)
class FeedCounts:
    """The number of feeds that are polled, of these those that fail, and of those that are not."""

    watched: int
    failing: int
    paused: int
    gone: int


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed of the watchlist and the results of its last polls.

    ``problem`` is the text key of the last failure, with its arguments; "" after a success.
    ``changed_at`` is when a poll last brought an item, ``succeeded_at`` when one last succeeded.
    """

    id: int
    url: str
    title: str
    site: str
    state: FeedState
    next_at: datetime
    added_at: datetime
    etag: str = ""
    last_modified: str = ""
    interval: timedelta = FIRST_INTERVAL
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    failures: int = 0
    problem: str = ""
    problem_arguments: Mapping[str, str | int] = field(default_factory=dict)

    def key_of(self, fingerprint: str) -> str:
        """Return the key of an item's article."""
        return f"feed:{self.id}/{fingerprint}"


def feed_item_of(key: str) -> tuple[int, str]:
    """Return the feed's id and the item's fingerprint in an article's key; 0 and "" of others."""
    found = _KEY.fullmatch(key)
    return (int(found[1]), found[2]) if found else (0, "")


_KEY = re.compile(r"feed:(\d{1,18})/(.+)")
