"""The payloads of the buttons of feeds; ``page`` is the page of the list that they are under."""

from dataclasses import dataclass
from types import MappingProxyType

from handlers.callback_data.numbers import Codes, NumberPayload


@dataclass(frozen=True, slots=True)
class ListFeeds(NumberPayload):
    """Show a page of the feeds; pages count from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class PauseFeed(NumberPayload):
    """Stop fetching a feed."""

    feed_id: int
    page: int


@dataclass(frozen=True, slots=True)
class FetchFeed(NumberPayload):
    """Fetch a feed now, and go on fetching it."""

    feed_id: int
    page: int


@dataclass(frozen=True, slots=True)
class RemoveFeed(NumberPayload):
    """Ask whether to remove a feed."""

    feed_id: int
    page: int


@dataclass(frozen=True, slots=True)
class DeleteFeed(NumberPayload):
    """Remove a feed."""

    feed_id: int
    page: int


CODES: Codes = MappingProxyType(
    {
        "fl": ListFeeds,
        "fp": PauseFeed,
        "fn": FetchFeed,
        "fd": RemoveFeed,
        "fx": DeleteFeed,
    }
)
