"""The payloads of the buttons of feeds; ``page`` is the page of the list that they are under."""

from handlers.callback_data.payload import NumberPayload, payload


@payload("fl")
class ListFeeds(NumberPayload):
    """Show a page of the feeds; pages count from 0."""

    page: int


@payload("fp")
class PauseFeed(NumberPayload):
    """Stop fetching a feed."""

    feed_id: int
    page: int


@payload("fn")
class FetchFeed(NumberPayload):
    """Fetch a feed now, and go on fetching it."""

    feed_id: int
    page: int


@payload("fd")
class RemoveFeed(NumberPayload):
    """Ask whether to remove a feed."""

    feed_id: int
    page: int


@payload("fx")
class DeleteFeed(NumberPayload):
    """Remove a feed."""

    feed_id: int
    page: int
