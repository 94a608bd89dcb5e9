"""What the buttons of feeds do; each names the page of the list that it stands under."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class ListFeeds(NumberPayload):
    """Show a page of the feeds; pages count from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class PauseFeed(NumberPayload):
    """Ask a feed no more."""

    feed_id: int
    page: int


@dataclass(frozen=True, slots=True)
class FetchFeed(NumberPayload):
    """Ask a feed at once, and go on asking it."""

    feed_id: int
    page: int


@dataclass(frozen=True, slots=True)
class RemoveFeed(NumberPayload):
    """Take a feed away."""

    feed_id: int
    page: int


FeedAction = ListFeeds | PauseFeed | FetchFeed | RemoveFeed

CODES: Codes = MappingProxyType(
    {
        "fl": ListFeeds,
        "fp": PauseFeed,
        "fn": FetchFeed,
        "fd": RemoveFeed,
    }
)
