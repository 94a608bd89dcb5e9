"""The history of reloads: what each one did.

Does not reload; a report is written in the transaction that carries out its changes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, select

from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables import reloads
from index.errors import LoadError


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a reload did to the articles; ``failures`` are the items that could not be read."""

    added: int
    changed: int
    removed: int
    unchanged: int
    duplicates: int
    failures: tuple[LoadError, ...]
    seconds: float
    finished_at: datetime


class Mark(NamedTuple):
    """Names a state of the articles: the reload that brought it about, 0 before the first one.

    With the reload's end, so that a state is never taken for one of another database.
    """

    reload: int
    finished_at: datetime | None

    def __str__(self) -> str:
        finished = "never" if self.finished_at is None else self.finished_at.isoformat()
        return f"{self.reload} {finished}"


class ReloadStore:
    """The reports of past reloads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self) -> ReloadReport | None:
        """The newest report; None before the first reload."""
        newest = select(reloads).order_by(reloads.c.id.desc()).limit(1)
        async with self._database.read() as connection:
            row = (await connection.execute(newest)).mappings().one_or_none()
        return _report(row) if row else None

    async def mark(self) -> Mark:
        """The mark of the articles as they are stored now."""
        newest = select(reloads.c.id, reloads.c.finished_at).order_by(reloads.c.id.desc()).limit(1)
        async with self._database.read() as connection:
            row = (await connection.execute(newest)).one_or_none()
        return Mark(row.id, row.finished_at) if row else Mark(0, None)


async def insert_report(connection: AsyncConnection, report: ReloadReport) -> None:
    """Add a report to the history, as part of the caller's transaction."""
    await connection.execute(reloads.insert(), _row(report))


def _row(report: ReloadReport) -> dict[str, Any]:
    failures = [[error.where, error.reason, error.arguments] for error in report.failures]
    return {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "failures": failures,
        "seconds": report.seconds,
        "finished_at": report.finished_at,
    }


def _report(row: RowMapping) -> ReloadReport:
    values = {name: value for name, value in row.items() if name not in {"id", "failures"}}
    failures = tuple(
        LoadError(where, reason, **arguments) for where, reason, arguments in row["failures"]
    )
    return ReloadReport(**values, failures=failures)
