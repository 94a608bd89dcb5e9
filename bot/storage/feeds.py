"""The feeds that are watched, and which of their items were seen.

Does not tell when a feed is due again; ``bot.feeds.scheduling`` does.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.feeds import FIRST_INTERVAL, FeedState, WatchedFeed
from bot.storage.database import Database
from bot.storage.tables.feeds import feed_items, feeds

AT_ONCE = 500
"""Parameters of one statement: SQLite takes a limited number."""

_NEW = insert(feed_items)
_NOTED = _NEW.on_conflict_do_update(
    index_elements=["feed_id", "item"],
    set_={"taken": _NEW.excluded.taken, "words": _NEW.excluded.words},
)
"""Made once: a batch of many feeds ends for all of them in one turn of the event loop."""


class FeedStore:
    """The feeds and their items; an item is known by its fingerprint."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, url: str, now: datetime, *, title: str = "", site: str = ""
    ) -> WatchedFeed | None:
        """A new feed, due at once; None where there is one at this address."""
        row = {
            "url": url,
            "title": title,
            "site": site,
            "state": FeedState.ON.value,
            "etag": "",
            "last_modified": "",
            "interval": FIRST_INTERVAL.total_seconds(),
            "next_at": now,
            "failures": 0,
            "problem": "",
            "problem_arguments": {},
            "added_at": now,
        }
        new = insert(feeds).values(row).on_conflict_do_nothing().returning(feeds)
        async with self._database.write() as connection:
            added = (await connection.execute(new)).mappings().one_or_none()
        return _feed(added) if added else None

    async def get(self, feed_id: int) -> WatchedFeed | None:
        """One feed."""
        return next(iter(await self._select(feeds.c.id == feed_id, limit=1)), None)

    async def at(self, url: str) -> WatchedFeed | None:
        """The feed of this address."""
        return next(iter(await self._select(feeds.c.url == url, limit=1)), None)

    async def listed(self, limit: int, offset: int = 0) -> list[WatchedFeed]:
        """The feeds, oldest first."""
        return await self._select(limit=limit, offset=offset)

    async def count(self) -> int:
        """How many feeds there are."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(feeds)) or 0

    async def due(self, now: datetime, limit: int) -> list[WatchedFeed]:
        """Watched feeds whose time has come, those that wait longest first."""
        watched = feeds.c.state == FeedState.ON.value
        return await self._select(watched, feeds.c.next_at <= now, limit=limit, first="next_at")

    async def next_due(self) -> datetime | None:
        """When the next feed is due; None where none is watched."""
        earliest = select(func.min(feeds.c.next_at)).where(feeds.c.state == FeedState.ON.value)
        async with self._database.read() as connection:
            moment: datetime | None = await connection.scalar(earliest)
        return moment

    async def save(self, feed: WatchedFeed) -> None:
        """Write a feed as it is now; it keeps its address where another has the new one.

        A feed that was removed meanwhile stays removed.
        """
        row = _row(feed)
        taken = select(feeds.c.id).where(feeds.c.url == feed.url, feeds.c.id != feed.id)
        async with self._database.write() as connection:
            if await connection.scalar(taken) is not None:
                del row["url"]
            await connection.execute(feeds.update().where(feeds.c.id == feed.id).values(row))

    async def set_state(self, feed: WatchedFeed) -> None:
        """Write whether and when a feed is watched, and nothing that a check writes."""
        row = {"state": feed.state.value, "next_at": feed.next_at, "failures": feed.failures}
        await self._database.execute(feeds.update().where(feeds.c.id == feed.id).values(row))

    async def hasten(self, now: datetime) -> int:
        """Make every watched feed due now; how many these are."""
        watched = feeds.update().where(feeds.c.state == FeedState.ON.value)
        return (await self._database.execute(watched.values(next_at=now))).rowcount

    async def prune_items(self, before: datetime) -> None:
        """Delete items first seen before then."""
        await self._database.execute(feed_items.delete().where(feed_items.c.seen_at < before))

    async def remove(self, feed_id: int) -> None:
        """Take a feed away; its articles stay."""
        async with self._database.write() as connection:
            await connection.execute(feed_items.delete().where(feed_items.c.feed_id == feed_id))
            await connection.execute(feeds.delete().where(feeds.c.id == feed_id))

    async def unsettled(
        self, feed_id: int, items: Mapping[str, str], retried_since: datetime
    ) -> set[str]:
        """Those of the items that are to be taken, by fingerprint; the values are content digests.

        They were not seen with these words, or not taken and first seen since then.
        """
        fingerprints = list(items)
        settled = or_(feed_items.c.taken, feed_items.c.seen_at < retried_since)
        known: set[str] = set()
        async with self._database.read() as connection:
            for start in range(0, len(fingerprints), AT_ONCE):
                these = feed_items.c.item.in_(fingerprints[start : start + AT_ONCE])
                wanted = select(feed_items.c.item, feed_items.c.words)
                wanted = wanted.where(feed_items.c.feed_id == feed_id, these, settled)
                rows = await connection.execute(wanted)
                known.update(row.item for row in rows if row.words == items[row.item])
        return set(fingerprints) - known

    async def note(
        self, feed_id: int, items: Mapping[str, str], now: datetime, *, taken: bool
    ) -> None:
        """Remember items and their words; one that is known keeps when it was first seen."""
        if not items:
            return
        shared = {"feed_id": feed_id, "seen_at": now, "taken": taken}
        async with self._database.write() as connection:
            rows = [
                {"item": fingerprint, "words": content_digest, **shared}
                for fingerprint, content_digest in items.items()
            ]
            await connection.execute(_NOTED, rows)

    async def rates(
        self, feed_ids: Sequence[int], now: datetime, over: timedelta
    ) -> Mapping[int, int]:
        """How many articles came from each of the feeds within the time before ``now``."""
        recent = feed_items.c.feed_id.in_(feed_ids), feed_items.c.seen_at > now - over
        counted = select(feed_items.c.feed_id, func.count().label("items"))
        wanted = counted.where(*recent, feed_items.c.taken).group_by(feed_items.c.feed_id)
        async with self._database.read() as connection:
            return {row.feed_id: row.items for row in await connection.execute(wanted)}

    async def _select(
        self,
        *conditions: ColumnElement[bool],
        limit: int,
        offset: int = 0,
        first: str = "id",
    ) -> list[WatchedFeed]:
        wanted = select(feeds).where(*conditions).order_by(feeds.c[first], feeds.c.id)
        async with self._database.read() as connection:
            rows = await connection.execute(wanted.limit(limit).offset(offset))
        return [_feed(row) for row in rows.mappings()]


def _feed(row: RowMapping) -> WatchedFeed:
    values = dict(row)
    interval, state = timedelta(seconds=values.pop("interval")), FeedState(values.pop("state"))
    return WatchedFeed(**values, interval=interval, state=state)


def _row(feed: WatchedFeed) -> dict[str, Any]:
    """The columns that a check writes: not the state of a feed that was paused meanwhile."""
    row = {
        "url": feed.url,
        "title": feed.title,
        "site": feed.site,
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "interval": feed.interval.total_seconds(),
        "next_at": feed.next_at,
        "checked_at": feed.checked_at,
        "succeeded_at": feed.succeeded_at,
        "changed_at": feed.changed_at,
        "failures": feed.failures,
        "problem": feed.problem,
        "problem_arguments": dict(feed.problem_arguments),
    }
    if feed.state is FeedState.GONE:
        row["state"] = feed.state.value
    return row
