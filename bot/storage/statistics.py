"""What the newsroom's figures are made of, read from one state of the database.

Reads only; sums by the day and percentiles are ``bot.statistics.report``'.
"""

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
    """So many articles of a source came at one moment; the source is "" where none is known."""

    at: datetime
    source: str
    articles: int


class FollowedTopic(NamedTuple):
    """A topic, and how many chats subscribe to it."""

    topic: str
    chats: int


@dataclass(frozen=True, slots=True)
class StatisticsRows:
    """Everything that a period's figures are made of; ``topics`` are of now, most chats first."""

    sums: tuple[tuple[CounterKey, int], ...]
    added: tuple[AddedArticles, ...]
    topics: tuple[FollowedTopic, ...]


class StatisticsStore:
    """Reads what figures are made of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def readings(
        self, first: date, since: datetime, *, least_chats: int, most_topics: int
    ) -> StatisticsRows:
        """From the day ``first`` on, which began at ``since``.

        Topics of fewer than ``least_chats`` chats are left out: they could tell of somebody.
        """
        async with self._database.read() as connection:
            return StatisticsRows(
                await _sums(connection, first),
                await _added(connection, since),
                await _followed(connection, least_chats, most_topics),
            )


async def _sums(connection: AsyncConnection, first: date) -> tuple[tuple[CounterKey, int], ...]:
    wanted = select(counters.c.day, counters.c.name, counters.c.label, counters.c.value)
    rows = await connection.execute(wanted.where(counters.c.day >= first))
    return tuple((CounterKey(day, name, label), value) for day, name, label, value in rows)


async def _added(connection: AsyncConnection, since: datetime) -> tuple[AddedArticles, ...]:
    """Grouped by the moment: all articles of one change came at the same."""
    moment, source = articles.c.added_at, articles.c.source
    wanted = select(moment, source, func.count()).where(moment >= since)
    rows = await connection.execute(wanted.group_by(moment, source).order_by(moment, source))
    return tuple(AddedArticles(*row) for row in rows)


async def _followed(
    connection: AsyncConnection, least_chats: int, most_topics: int
) -> tuple[FollowedTopic, ...]:
    same = func.lower(topics.c.text)
    chats = func.count(topics.c.chat_id.distinct())
    wanted = select(func.min(topics.c.text), chats).group_by(same).having(chats >= least_chats)
    rows = await connection.execute(wanted.order_by(chats.desc(), same).limit(most_topics))
    return tuple(FollowedTopic(*row) for row in rows)
