"""Sums of each day, and what was asked and not answered: nobody's, only how many and what.

Counts nothing itself; that is ``bot.statistics.recorder``'s.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from bot.storage.database import Database
from bot.storage.tables.statistics import counters, unanswered

MOST_UNANSWERED = 20_000
"""Questions that are kept, so that nobody who asks without end fills the disk."""


class CounterKey(NamedTuple):
    """What is counted: ``label`` tells kinds of ``name`` apart. A local day."""

    day: date
    name: str
    label: str


class Unanswered(NamedTuple):
    """A question that the articles did not answer, and the local day it was asked on."""

    day: date
    question: str


class CounterStore:
    """Adds to the sums, and keeps questions for a while."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, counts: Mapping[CounterKey, int], questions: Sequence[Unanswered]) -> None:
        """All of it in one transaction; beyond ``MOST_UNANSWERED`` the oldest questions go."""
        row = insert(counters)
        row = row.on_conflict_do_update(
            index_elements=[counters.c.day, counters.c.name, counters.c.label],
            set_={"value": counters.c.value + row.excluded.value},
        )
        newest = select(func.max(unanswered.c.id)).scalar_subquery()
        async with self._database.write() as connection:
            if counts:
                values = [{**tally._asdict(), "value": value} for tally, value in counts.items()]
                await connection.execute(row, values)
            if questions:
                await connection.execute(unanswered.insert(), [q._asdict() for q in questions])
                await connection.execute(
                    unanswered.delete().where(unanswered.c.id <= newest - MOST_UNANSWERED)
                )

    async def unanswered(self, first: date, limit: int) -> list[Unanswered]:
        """What was asked from that day on, newest first."""
        wanted = select(unanswered.c.day, unanswered.c.question).where(unanswered.c.day >= first)
        newest = wanted.order_by(unanswered.c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            return [Unanswered(*row) for row in await connection.execute(newest)]

    async def prune(self, *, sums: date, questions: date) -> None:
        """Forget the sums and the questions of the days before these."""
        async with self._database.write() as connection:
            await connection.execute(counters.delete().where(counters.c.day < sums))
            await connection.execute(unanswered.delete().where(unanswered.c.day < questions))
