"""The audit log: what members of the staff did, and when."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from bot.model.staff import AuditEntry
from bot.storage.database import Database
from bot.storage.dialects.dialect import LockName
from bot.storage.tables.staff import audit

MAX_SUBJECT = 300


class AuditStore:
    """Adds entries, and reads the newest."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def add(self, user_id: int, name: str, action: str, subject: str = "") -> None:
        """Add an entry of now."""
        values = {
            "at": self._now(),
            "user_id": user_id,
            "name": name,
            "action": action,
            "subject": subject[:MAX_SUBJECT],
        }
        async with self._database.write(key=LockName.AUDIT) as connection:
            await connection.execute(audit.insert().values(values))

    async def latest(self, limit: int, offset: int = 0) -> list[AuditEntry]:
        """Return entries, newest first."""
        columns = [audit.c[name] for name in AuditEntry._fields]
        newest = select(*columns).order_by(audit.c.id.desc()).limit(limit).offset(offset)
        async with self._database.read() as connection:
            return [AuditEntry(*row) for row in await connection.execute(newest)]

    async def count(self) -> int:
        """Return the number of entries."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(audit)) or 0
