"""Channels whose posts become articles, their albums, and which of their posts are stored."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.channels import ChannelCounts, ChannelPost, ChannelSource, key_prefix
from bot.storage.connection import batches
from bot.storage.database import Database
from bot.storage.tables.articles import articles, deleted_articles
from bot.storage.tables.channels import channel_albums, channels

BATCH = 500
"""Parameters of one statement, whose number SQLite limits."""

MAX_ALBUM_POSTS = 20
"""Posts of an album whose captions are kept; Telegram makes albums of ten."""


class ChannelStore:
    """Reads and writes channels, by Telegram's chat id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, source: ChannelSource) -> ChannelSource | None:
        """Add a channel; return None if it is there already."""
        values = {name: getattr(source, name) for name in source.__slots__}
        new = insert(channels).values(values).on_conflict_do_nothing().returning(channels)
        added = (await self._database.execute(new)).mappings().one_or_none()
        return None if added is None else _source(added)

    async def get(self, chat_id: int) -> ChannelSource | None:
        """Return a channel; None if it is no source."""
        rows = await self._database.rows(select(channels).where(channels.c.chat_id == chat_id))
        return next((_source(row._mapping) for row in rows), None)

    async def with_ids(self, chat_ids: Collection[int]) -> dict[int, ChannelSource]:
        """Return those of the channels that are sources, by id."""
        found: dict[int, ChannelSource] = {}
        for batch in batches(sorted(chat_ids), BATCH):
            rows = await self._database.rows(select(channels).where(channels.c.chat_id.in_(batch)))
            found |= {row.chat_id: _source(row._mapping) for row in rows}
        return found

    async def page(self, limit: int, offset: int = 0) -> list[ChannelSource]:
        """Return channels, those named first first."""
        ordered = select(channels).order_by(channels.c.named_at, channels.c.chat_id)
        rows = await self._database.rows(ordered.limit(limit).offset(offset))
        return [_source(row._mapping) for row in rows]

    async def counts(self) -> ChannelCounts:
        """Return how many channels are sources."""
        columns = func.count(), func.count(channels.c.lost_at)
        ((named, lost),) = await self._database.rows(select(*columns).select_from(channels))
        return ChannelCounts(named, lost)

    async def rename(self, chat_id: int, title: str, username: str) -> bool:
        """Store what a channel is called now; return whether that is another name than before."""
        other = (channels.c.title != title) | (channels.c.username != username)
        renamed = channels.update().where(channels.c.chat_id == chat_id, other)
        values = {"title": title, "username": username}
        return bool((await self._database.execute(renamed.values(values))).rowcount)

    async def set_lost(self, chat_id: int, lost_at: datetime | None) -> ChannelSource | None:
        """Store since when the bot can't read a channel; None if that was known, or no source."""
        was_lost = channels.c.lost_at.is_not(None)
        changes = ~was_lost if lost_at is not None else was_lost
        changed = channels.update().where(channels.c.chat_id == chat_id, changes)
        rows = await self._database.execute(changed.values(lost_at=lost_at).returning(channels))
        found = rows.mappings().one_or_none()
        return None if found is None else _source(found)

    async def remove(self, chat_id: int) -> ChannelSource | None:
        """Remove a channel but not its articles, and return it; None if it is no source."""
        this = channels.delete().where(channels.c.chat_id == chat_id).returning(channels)
        async with self._database.write(key=chat_id) as connection:
            gone = (await connection.execute(this)).mappings().one_or_none()
            albums = channel_albums.delete().where(channel_albums.c.chat_id == chat_id)
            await connection.execute(albums)
        return None if gone is None else _source(gone)

    async def add_to_album(self, post: ChannelPost, now: datetime) -> tuple[int, str]:
        """Store the words of a post of an album.

        Returns the number that the album's article has in its key, and all words of the album in
        the order of its posts.
        """
        this = channel_albums.c.chat_id == post.chat_id, channel_albums.c.album == post.album
        async with self._database.write(key=post.chat_id) as connection:
            found = (await connection.execute(select(channel_albums).where(*this))).first()
            first: int = post.message_id if found is None else found.message_id
            captions = {} if found is None else dict(found.captions)
            if len(captions) < MAX_ALBUM_POSTS or str(post.message_id) in captions:
                captions[str(post.message_id)] = post.words
            values = {"message_id": first, "captions": captions, "seen_at": now}
            row = insert(channel_albums).values(chat_id=post.chat_id, album=post.album, **values)
            row = row.on_conflict_do_update(index_elements=["chat_id", "album"], set_=values)
            await connection.execute(row)
        ordered = sorted(captions.items(), key=lambda item: int(item[0]))
        return first, "\n\n".join(words for _, words in ordered if words)

    async def prune_albums(self, before: datetime) -> None:
        """Forget the captions of albums that were last seen before then; articles stay."""
        old = channel_albums.c.seen_at < before
        await self._database.execute(channel_albums.delete().where(old))

    async def stored(self, keys: Collection[str]) -> set[str]:
        """Return those of the keys that articles have."""
        return await self._among(keys, articles.c.key)

    async def deleted(self, keys: Collection[str]) -> set[str]:
        """Return those of the keys whose articles staff have deleted."""
        return await self._among(keys, deleted_articles.c.key)

    async def article_counts(self, chat_ids: Sequence[int]) -> Mapping[int, int]:
        """Return how many articles there are of each channel."""
        counted = select(func.count()).select_from(articles)
        return {
            chat_id: await self._database.scalar(counted.where(_articles_of(chat_id)))
            for chat_id in chat_ids
        }

    async def _among(self, keys: Collection[str], column: ColumnElement[Any]) -> set[str]:
        found: set[str] = set()
        for batch in batches(sorted(keys), BATCH):
            found |= {
                row[0] for row in await self._database.rows(select(column).where(column.in_(batch)))
            }
        return found


def _articles_of(chat_id: int) -> ColumnElement[bool]:
    """Return the condition that an article is of a channel; its index on keys is used."""
    prefix = key_prefix(chat_id)
    return (articles.c.key >= prefix) & (articles.c.key < f"{prefix}:")  # ":" comes after digits


def _source(row: RowMapping) -> ChannelSource:
    return ChannelSource(**row)
