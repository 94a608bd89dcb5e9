"""Watched feeds, and the items seen in them.

``bot.feeds.scheduling`` decides when a feed is due again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, case, func, literal, or_, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.feeds import FIRST_INTERVAL, FeedCounts, FeedState, WatchedFeed, feed_item_of
from bot.storage.connection import batches
from bot.storage.database import Database
from bot.storage.dialects.dialect import LockName
from bot.storage.tables.articles import articles
from bot.storage.tables.feeds import feed_items, feeds

BATCH = 500
"""Parameters of one statement, whose number SQLite limits."""

_ITEM = insert(feed_items)
_RECORD = _ITEM.on_conflict_do_update(
    index_elements=["feed_id", "item"],
    set_={"taken": _ITEM.excluded.taken, "words": _ITEM.excluded.words},
)
"""Built once: when a batch ends, many feeds record their items in one turn of the event loop."""

_LOST = ""
"""The content digest of an item whose article is to be taken anew."""

ChangeState = Callable[[WatchedFeed], WatchedFeed]


class FeedStore:
    """Reads and writes feeds and their items; items are identified by fingerprint."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, url: str, now: datetime, *, title: str = "", site: str = ""
    ) -> WatchedFeed | None:
        """Add a feed, due at once; return None if there is one with this address."""
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
        added = (await self._database.execute(new)).mappings().one_or_none()
        return _feed(added) if added else None

    async def get(self, feed_id: int) -> WatchedFeed | None:
        """Return a feed; None if there is none with this id."""
        return next(iter(await self._select(feeds.c.id == feed_id, limit=1)), None)

    async def by_url(self, url: str) -> WatchedFeed | None:
        """Return the feed with this address; None if there is none."""
        return next(iter(await self._select(feeds.c.url == url, limit=1)), None)

    async def with_ids(self, feed_ids: Sequence[int]) -> list[WatchedFeed]:
        """Return the feeds with these ids."""
        found: list[WatchedFeed] = []
        for batch in batches(list(feed_ids), BATCH):
            found += await self._select(feeds.c.id.in_(batch), limit=BATCH)
        return found

    async def page(self, limit: int, offset: int = 0) -> list[WatchedFeed]:
        """Return feeds, oldest first."""
        return await self._select(limit=limit, offset=offset)

    async def count(self) -> int:
        """Return the number of feeds."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(feeds)) or 0

    async def counts(self) -> FeedCounts:
        """Return how many feeds are in which state."""
        failing = func.sum(case((feeds.c.failures > 0, 1), else_=0))
        states = select(feeds.c.state, func.count(), failing).group_by(feeds.c.state)
        async with self._database.read() as connection:
            found = {row[0]: (int(row[1]), int(row[2])) for row in await connection.execute(states)}
        (watched, failures), (paused, _), (gone, _) = (
            found.get(state, (0, 0)) for state in (FeedState.ON, FeedState.PAUSED, FeedState.GONE)
        )
        return FeedCounts(watched, failures, paused, gone)

    async def with_failures(self, limit: int) -> list[WatchedFeed]:
        """Return feeds whose last polls failed, or whose hosts have closed them, oldest first."""
        watched = (feeds.c.state == FeedState.ON.value) & (feeds.c.failures > 0)
        return await self._select(watched | (feeds.c.state == FeedState.GONE.value), limit=limit)

    async def due(self, now: datetime, limit: int, but: Collection[int] = ()) -> list[WatchedFeed]:
        """Return watched feeds that are due, the longest overdue first, but not those ids.

        Due is, too, what was polled later than now: the clock went back.
        """
        due = *_watched(but), or_(feeds.c.next_at <= now, feeds.c.checked_at > now)
        return await self._select(*due, limit=limit, first="next_at")

    async def next_due(self, but: Collection[int] = ()) -> datetime | None:
        """Return when the next feed is due, but those ids; None if no other is watched."""
        earliest = select(func.min(feeds.c.next_at)).where(*_watched(but))
        async with self._database.read() as connection:
            moment: datetime | None = await connection.scalar(earliest)
        return moment

    async def save(self, feed: WatchedFeed, polled: WatchedFeed) -> None:
        """Store a feed after a poll that began with ``polled``.

        Its address stays if another feed has the new one, its due time if somebody has changed it
        during the poll. A feed that was removed meanwhile stays removed.
        """
        row, this = _row(feed), feeds.c.id == feed.id
        taken = select(feeds.c.id).where(feeds.c.url == feed.url, feeds.c.id != feed.id)
        async with self._database.write(key=LockName.FEEDS) as connection:
            if await connection.scalar(taken) is not None:
                del row["url"]
            if await connection.scalar(select(feeds.c.next_at).where(this)) != polled.next_at:
                del row["next_at"]
            await connection.execute(feeds.update().where(this).values(row))

    async def set_state(self, feed_id: int, change: ChangeState) -> WatchedFeed | None:
        """Store whether and when to poll a feed, and nothing that polling writes.

        Returns the feed as ``change`` returned it; None if there is none with this id.
        """
        this = feeds.c.id == feed_id
        async with self._database.write(key=LockName.FEEDS) as connection:
            found = (await connection.execute(select(feeds).where(this))).mappings().one_or_none()
            if found is None:
                return None
            feed = change(_feed(found))
            row = {"state": feed.state.value, "next_at": feed.next_at, "failures": feed.failures}
            await connection.execute(feeds.update().where(this).values(row))
        return feed

    async def make_all_due(self, now: datetime) -> Sequence[int]:
        """Make every watched feed due now, and return their ids."""
        watched = feeds.update().where(feeds.c.state == FeedState.ON.value)
        due = watched.values(next_at=now).returning(feeds.c.id)
        return (await self._database.execute(due)).scalars().all()

    async def prune_items(self, before: datetime) -> None:
        """Delete items first seen before then."""
        await self._database.execute(feed_items.delete().where(feed_items.c.seen_at < before))

    async def remove(self, feed_id: int) -> WatchedFeed | None:
        """Remove a feed but not its articles, and return it; None if there is none."""
        this = feeds.delete().where(feeds.c.id == feed_id).returning(feeds)
        async with self._database.write(key=LockName.FEEDS) as connection:
            gone = (await connection.execute(this)).mappings().one_or_none()
            await connection.execute(feed_items.delete().where(feed_items.c.feed_id == feed_id))
        return _feed(gone) if gone else None

    async def new_items(
        self, feed_id: int, items: Mapping[str, str], retry_since: datetime
    ) -> set[str]:
        """Return the fingerprints of items to read; ``items`` are content digests by fingerprint.

        Left out are items that were seen with the same digest, and either became articles or were
        first seen before ``retry_since``.
        """
        done = or_(feed_items.c.taken, feed_items.c.seen_at < retry_since)
        wanted = select(feed_items.c.item, feed_items.c.words)
        wanted = wanted.where(feed_items.c.feed_id == feed_id, done)
        known: set[str] = set()
        async with self._database.read() as connection:
            for batch in batches(list(items), BATCH):
                rows = await connection.execute(wanted.where(feed_items.c.item.in_(batch)))
                known.update(row.item for row in rows if row.words == items[row.item])
        return set(items) - known

    async def record_items(
        self, feed_id: int, items: Mapping[str, str], now: datetime, *, taken: bool
    ) -> None:
        """Store items by fingerprint, with content digests; known ones keep when first seen."""
        if not items:
            return
        shared = {"feed_id": feed_id, "seen_at": now, "taken": taken}
        async with self._database.write(key=LockName.FEEDS) as connection:
            rows = [
                {"item": fingerprint, "words": content_digest, **shared}
                for fingerprint, content_digest in items.items()
            ]
            await connection.execute(_RECORD, rows)

    async def retake(
        self, article_ids: Collection[int], now: datetime, but: Collection[int]
    ) -> set[int]:
        """Have damaged articles taken anew from their feeds, which become due at once.

        Returns those of the feeds ``but``, for which nothing is done.
        """
        wanted = select(articles.c.id, articles.c.key).where(articles.c.id.in_(article_ids))
        async with self._database.write(key=LockName.FEEDS) as connection:
            left = set()
            for row in await connection.execute(wanted):
                feed_id, fingerprint = feed_item_of(row.key)
                if feed_id in but:
                    left.add(row.id)
                elif feed_id:
                    item = {"feed_id": feed_id, "item": fingerprint, "seen_at": now}
                    await connection.execute(_RECORD, item | {"taken": False, "words": _LOST})
                    at_once = {"next_at": now, "etag": "", "last_modified": ""}
                    await connection.execute(
                        feeds.update().where(feeds.c.id == feed_id).values(at_once)
                    )
        return left

    async def lost_items(self, feed_id: int, listed: Collection[str]) -> Mapping[str, str]:
        """Return the addresses, by fingerprint, of articles to take anew that are not listed."""
        lost = feed_items.c.feed_id == feed_id, feed_items.c.words == _LOST
        key = literal(f"feed:{feed_id}/").concat(feed_items.c.item)
        wanted = select(feed_items.c.item, articles.c.url).join(articles, articles.c.key == key)
        async with self._database.read() as connection:
            rows = (await connection.execute(wanted.where(*lost))).all()
        return {row.item: str(row.url) for row in rows if row.item not in listed}

    async def article_counts(self, feed_ids: Sequence[int], since: datetime) -> Mapping[int, int]:
        """Return how many articles each feed brought after ``since``."""
        counted = select(feed_items.c.feed_id, func.count().label("items"))
        recent = counted.where(feed_items.c.seen_at > since, feed_items.c.taken)
        found: dict[int, int] = {}
        async with self._database.read() as connection:
            for batch in batches(list(feed_ids), BATCH):
                wanted = recent.where(feed_items.c.feed_id.in_(batch))
                rows = await connection.execute(wanted.group_by(feed_items.c.feed_id))
                found.update({row.feed_id: row.items for row in rows})
        return found

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


def _watched(but: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return feeds.c.state == FeedState.ON.value, feeds.c.id.not_in(but)


def _feed(row: RowMapping) -> WatchedFeed:
    values = dict(row)
    interval, state = timedelta(seconds=values.pop("interval")), FeedState(values.pop("state"))
    return WatchedFeed(**values, interval=interval, state=state)


def _row(feed: WatchedFeed) -> dict[str, Any]:
    """The columns that polling writes: the state only if gone, since staff may have paused it."""
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
