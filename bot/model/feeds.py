"""Watched feeds as storage knows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

FIRST = timedelta(minutes=30)


class FeedState(StrEnum):
    """Whether a feed is watched."""

    ON = "on"
    PAUSED = "paused"
    GONE = "gone"
    """Its host says that it is gone for good."""


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed that was subscribed to, and how it fares.

    ``problem`` is the text key of the last failure, with its arguments; "" after a success.
    ``changed_at`` is when it last had something new, ``succeeded_at`` when it was last had at all.
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
    interval: timedelta = FIRST
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    failures: int = 0
    problem: str = ""
    problem_arguments: Mapping[str, str | int] = field(default_factory=dict)
