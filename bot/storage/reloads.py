"""The history of reloads; a report is stored in the transaction that applies its reload."""

from typing import Any

from sqlalchemy import RowMapping, func, select

from bot.model.articles import ArticlesVersion, Origin, ReloadReport
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.index_changes import IndexChanges, changed_since
from bot.storage.tables.articles import reloads
from index.errors import LoadError

MAX_REPORTS = 1000
"""Older reports are deleted, but for the folder's newest; feeds cause many reloads a day."""

LAST_RELOAD = select(func.max(reloads.c.id))
_LAST_VERSION = select(reloads.c.id, reloads.c.finished_at).order_by(reloads.c.id.desc()).limit(1)


class ReloadStore:
    """Reads the reports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self) -> ReloadReport | None:
        """Return the folder's newest report; None before its first reload."""
        newest = (
            select(reloads)
            .where(reloads.c.origin == Origin.FOLDER)
            .order_by(reloads.c.id.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(newest)).mappings().one_or_none()
        return _report(row) if row else None

    async def version(self) -> ArticlesVersion:
        """Return the version of the articles as they are stored now."""
        async with self._database.read() as connection:
            return await version_in(connection)

    async def changes_since(self, version: str) -> IndexChanges | None:
        """Return what was changed since a version; None if that is not known, or not any more."""
        async with self._database.read() as connection:
            ids = await changed_since(connection, version)
            return None if ids is None else IndexChanges(await version_in(connection), ids)


async def version_in(connection: AsyncConnection) -> ArticlesVersion:
    """Return the version of the articles as the caller's transaction sees them."""
    row = (await connection.execute(_LAST_VERSION)).one_or_none()
    return ArticlesVersion(row.id, row.finished_at) if row else ArticlesVersion(0, None)


async def insert_report(connection: AsyncConnection, report: ReloadReport) -> ArticlesVersion:
    """Add a report to the history, in the caller's transaction; return the version it makes."""
    await connection.execute(reloads.insert(), _row(report))
    newest = (
        select(func.max(reloads.c.id)).where(reloads.c.origin == Origin.FOLDER).scalar_subquery()
    )
    oldest = select(func.max(reloads.c.id)).scalar_subquery() - MAX_REPORTS
    old = (reloads.c.id <= oldest, reloads.c.id != newest)
    await connection.execute(reloads.delete().where(*old))
    return await version_in(connection)


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
        "origin": report.origin,
        "mojibake": report.mojibake,
    }


def _report(row: RowMapping) -> ReloadReport:
    values = {name: value for name, value in row.items() if name not in {"id", "failures"}}
    failures = tuple(
        LoadError(where, reason, **arguments) for where, reason, arguments in row["failures"]
    )
    return ReloadReport(**values, failures=failures)
