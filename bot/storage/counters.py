"""Daily counters and unanswered questions, without who asked.

``bot.statistics.recorder`` counts.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from bot.storage.database import Database
from bot.storage.dialects.dialect import LockName
from bot.storage.tables.statistics import counters, unanswered

MAX_UNANSWERED = 20_000
"""Stored questions, so that nobody can fill the disk by asking on and on."""


class CounterKey(NamedTuple):
    """The key of a counter: a local day, and ``label`` tells kinds of ``name`` apart."""

    day: date
    name: str
    label: str


class Unanswered(NamedTuple):
    """A question that the articles did not answer, and the local day it was asked on."""

    day: date
    question: str


class CounterStore:
    """Adds to the counters, and stores unanswered questions for some time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, counts: Mapping[CounterKey, int], questions: Sequence[Unanswered]) -> None:
        """Add both in one transaction; beyond ``MAX_UNANSWERED``, delete the oldest questions."""
        row = insert(counters)
        row = row.on_conflict_do_update(
            index_elements=[counters.c.day, counters.c.name, counters.c.label],
            set_={"value": counters.c.value + row.excluded.value},
        )
        newest = select(func.max(unanswered.c.id)).scalar_subquery()
        async with self._database.write(key=LockName.COUNTERS) as connection:
            if counts:
                values = [{**key._asdict(), "value": value} for key, value in counts.items()]
                await connection.execute(row, values)
            if questions:
                await connection.execute(unanswered.insert(), [q._asdict() for q in questions])
                await connection.execute(
                    unanswered.delete().where(unanswered.c.id <= newest - MAX_UNANSWERED)
                )

    async def unanswered(self, first: date, limit: int) -> list[Unanswered]:
        """Return the questions asked since the day ``first``, newest first."""
        wanted = select(unanswered.c.day, unanswered.c.question).where(unanswered.c.day >= first)
        newest = wanted.order_by(unanswered.c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            return [Unanswered(*row) for row in await connection.execute(newest)]
