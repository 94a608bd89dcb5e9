"""Read from the database what a status shows, as far as it can be read."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import StorageError
from bot.model.articles import ReloadReport
from bot.model.channels import ChannelCounts
from bot.model.faults import NotedFault
from bot.model.feeds import FeedCounts, WatchedFeed
from bot.model.messages import OutboxCounts
from bot.status.detection import Backlog
from bot.status.monitor import MAX_FEEDS, FaultStores
from bot.storage.articles import ArticleStore
from bot.storage.channels import ChannelStore
from bot.storage.database import Database
from bot.storage.inspection import schema_of
from bot.storage.outbox import OutboxStore
from bot.storage.reloads import ReloadStore
from bot.storage.schema_version import HEAD, is_newer, newer
from bot.storage.topics import TopicStore

_HOPELESS = frozenset({"storage_busy", "storage_unavailable", "storage_unwritable"})
"""Errors after which the next question would only wait for as long again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredState:
    """The contents of a database; None of what could not be read, ``error`` says why.

    ``schema`` is the version of its tables; of another version than this program's, nothing else
    is read.
    """

    schema: str = ""
    error: StorageError | None = None
    articles: int | None = None
    last_reload: ReloadReport | None = None
    feeds: FeedCounts | None = None
    failing: Sequence[WatchedFeed] | None = None
    channels: ChannelCounts | None = None
    queue: OutboxCounts | None = None
    backlog: Backlog | None = None
    topics: int | None = None
    noted: Mapping[str, NotedFault] = field(default_factory=dict)

    @property
    def is_current(self) -> bool:
        """Return whether its tables are those of this program."""
        return self.schema == HEAD


async def read_stored(database: Database, now: datetime) -> StoredState:
    """Read all that can be read; raises nothing."""
    found: dict[str, Any] = {}
    error: StorageError | None = None
    readers: dict[str, Callable[[], Awaitable[Any]]] = {"schema": lambda: schema_of(database)}
    readers |= _readers(database, now)
    for name, read in readers.items():
        try:
            found[name] = await read()
        except StorageError as failed:
            error = error or failed
            if failed.key in _HOPELESS:
                break
        if (schema := found.get("schema")) != HEAD:
            if schema and is_newer(schema):
                error = newer(database.address.name, schema)
            break
    return StoredState(error=error, **found)


def _readers(database: Database, now: datetime) -> dict[str, Callable[[], Awaitable[Any]]]:
    """Return how each is read, the cheapest first."""
    stores = FaultStores.on(database)
    zone = ZoneInfo("UTC")  # nothing that is read here is by the time of a chat

    async def backlog() -> Backlog:
        oldest = await stores.backlog.oldest(now)
        return Backlog(await stores.backlog.waiting(now) if oldest else 0, oldest)

    return {
        "articles": ArticleStore(database, lambda: now).count,
        "last_reload": ReloadStore(database).last,
        "feeds": stores.feeds.counts,
        "failing": lambda: stores.feeds.with_failures(MAX_FEEDS),
        "channels": ChannelStore(database).counts,
        "queue": OutboxStore(database, zone).counts,
        "backlog": backlog,
        "topics": TopicStore(database, zone).total,
        "noted": stores.noted.all,
    }
