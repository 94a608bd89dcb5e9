"""Arrivals: new articles that have not been matched with topics yet.

They are stored in the transaction that stores their articles, so that a crash loses none.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Executable, Select, literal, select

from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables.articles import arrivals


class Arrival(NamedTuple):
    """An article's id, and when it arrived."""

    article_id: int
    arrived_at: datetime


class ArrivalStore:
    """Reads and drops arrivals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self, limit: int) -> list[Arrival]:
        """Return the oldest arrivals."""
        wanted = select(arrivals).order_by(arrivals.c.article_id).limit(limit)
        async with self._database.read() as connection:
            return [Arrival(*row) for row in await connection.execute(wanted)]

    async def drop(self, ids: Sequence[int]) -> None:
        """Drop arrivals that match no topic."""
        await self._database.execute(arrivals.delete().where(arrivals.c.article_id.in_(ids)))


def arriving(ids: Select[tuple[int]], now: datetime) -> Executable:
    """Return the statement that inserts an arrival for each article id, and returns the ids."""
    moment = literal(now, arrivals.c.arrived_at.type)
    rows = select(*ids.subquery().c, moment)
    row = arrivals.insert().from_select(["article_id", "arrived_at"], rows)
    return row.returning(arrivals.c.article_id)


async def drop_arrivals(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Drop matched arrivals, at most a few hundred, in the caller's transaction."""
    await connection.execute(arrivals.delete().where(arrivals.c.article_id.in_(ids)))
