"""The rows that a statistics report is made of, read from one state of the database."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from bot.storage.connection import AsyncConnection
from bot.storage.counters import CounterKey
from bot.storage.database import Database
from bot.storage.tables.articles import articles
from bot.storage.tables.chats import topics
from bot.storage.tables.statistics import counters


class AddedArticles(NamedTuple):
    """How many articles of a source were added at one moment; ``source`` is "" if unknown."""

    at: datetime
    source: str
    articles: int


class FollowedTopic(NamedTuple):
    """A topic, and how many chats subscribe to it."""

    topic: str
    chats: int


@dataclass(frozen=True, slots=True)
class StatisticsRows:
    """All rows of a period; ``topics`` are those of now, most chats first."""

    counts: tuple[tuple[CounterKey, int], ...]
    added: tuple[AddedArticles, ...]
    topics: tuple[FollowedTopic, ...]


class StatisticsStore:
    """Reads the rows of a report."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(
        self, first: date, since: datetime, *, min_chats: int, max_topics: int
    ) -> StatisticsRows:
        """Return the rows since the day ``first``, which began at ``since``.

        Topics of fewer than ``min_chats`` chats are left out: they could identify somebody.
        """
        async with self._database.read() as connection:
            return StatisticsRows(
                await _counts(connection, first),
                await _added(connection, since),
                await _topics(connection, min_chats, max_topics),
            )


async def _counts(connection: AsyncConnection, first: date) -> tuple[tuple[CounterKey, int], ...]:
    wanted = select(counters.c.day, counters.c.name, counters.c.label, counters.c.value)
    rows = await connection.execute(wanted.where(counters.c.day >= first))
    return tuple((CounterKey(day, name, label), value) for day, name, label, value in rows)


async def _added(connection: AsyncConnection, since: datetime) -> tuple[AddedArticles, ...]:
    """Articles by moment and source; all articles that one reload adds have the same moment."""
    moment, source = articles.c.added_at, articles.c.source
    wanted = select(moment, source, func.count()).where(moment >= since)
    rows = await connection.execute(wanted.group_by(moment, source).order_by(moment, source))
    return tuple(AddedArticles(*row) for row in rows)


async def _topics(
    connection: AsyncConnection, min_chats: int, max_topics: int
) -> tuple[FollowedTopic, ...]:
    same = func.lower(topics.c.text)
    chats = func.count(topics.c.chat_id.distinct())
    wanted = select(func.min(topics.c.text), chats).group_by(same).having(chats >= min_chats)
    rows = await connection.execute(wanted.order_by(chats.desc(), same).limit(max_topics))
    return tuple(FollowedTopic(*row) for row in rows)
