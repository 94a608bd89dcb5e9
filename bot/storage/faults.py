"""Faults of the installation, by their causes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select

from bot.model.faults import NotedFault
from bot.storage.database import Database
from bot.storage.tables.faults import faults


class FaultStore:
    """Reads and writes all faults that are noted: there are few."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> dict[str, NotedFault]:
        """Return all, by cause."""
        rows = await self._database.rows(select(faults).order_by(faults.c.since, faults.c.cause))
        return {row.cause: _noted(row) for row in rows}

    async def replace(self, noted: Mapping[str, NotedFault]) -> None:
        """Store these in place of all that were noted."""
        rows = [_row(each) for each in noted.values()]
        async with self._database.write() as connection:
            await connection.execute(faults.delete())
            if rows:
                await connection.execute(faults.insert(), rows)


def _noted(row: Row[*tuple[Any, ...]]) -> NotedFault:
    return NotedFault(row.cause, row.name, row.since, row.told, row.told_at, row.ended_at)


def _row(noted: NotedFault) -> dict[str, Any]:
    return {
        "cause": noted.cause,
        "name": noted.name,
        "since": noted.since,
        "told": noted.is_told,
        "told_at": noted.told_at,
        "ended_at": noted.ended_at,
    }
