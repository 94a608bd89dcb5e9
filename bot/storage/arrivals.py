"""Articles that arrived and that no topic has seen yet.

Written in the transaction that writes the articles, so that no crash comes in between.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Insert, Select, literal, select

from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables.articles import arrivals


class Arrival(NamedTuple):
    """An article's number, and when it came."""

    article_id: int
    arrived_at: datetime


class ArrivalStore:
    """What is yet to be matched, oldest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self, limit: int) -> list[Arrival]:
        """The first of them."""
        wanted = select(arrivals).order_by(arrivals.c.article_id).limit(limit)
        async with self._database.read() as connection:
            return [Arrival(*row) for row in await connection.execute(wanted)]

    async def drop(self, ids: Sequence[int]) -> None:
        """These concern nobody."""
        async with self._database.write() as connection:
            await drop_arrivals(connection, ids)


def arriving(ids: Select[tuple[int]], now: datetime) -> Insert:
    """The statement that has the articles with these ids arrive."""
    moment = literal(now, arrivals.c.arrived_at.type)
    rows = select(*ids.subquery().c, moment)
    return arrivals.insert().from_select(["article_id", "arrived_at"], rows)


async def drop_arrivals(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """These are matched, as part of the caller's transaction; at most a few hundred."""
    await connection.execute(arrivals.delete().where(arrivals.c.article_id.in_(ids)))
