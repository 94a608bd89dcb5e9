"""Delete records of persons and chats, and of what was asked, that are older than settings say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, select

from bot.storage.connection import batches
from bot.storage.database import Database
from bot.storage.erasure import delete_chat
from bot.storage.replies import EDITABLE
from bot.storage.tables.chats import chats
from bot.storage.tables.outbox import WAITING, outbox
from bot.storage.tables.readers import replies
from bot.storage.tables.staff import audit
from bot.storage.tables.statistics import counters, unanswered

CHATS_BATCH = 100
"""Chats that are deleted in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPeriods:
    """For how many days records are kept."""

    answers: int = 30
    audit: int = 365
    feedback: int = 365
    inactive: int = 365
    messages: int = 30
    statistics: int = 400
    unanswered: int = 30
    updates: int = 2


class ExpiryStore:
    """Deletes what has expired."""

    def __init__(self, database: Database, periods: RetentionPeriods) -> None:
        self._database = database
        self._periods = periods

    async def prune(self, now: datetime) -> None:
        """Delete all that has expired; raises StorageError."""
        for statement in _expired(now, self._periods):
            await self._database.execute(statement)
        long_ago = now - timedelta(days=self._periods.inactive)
        unreachable = select(chats.c.chat_id).where(chats.c.asleep_at < long_ago)
        ids = [row[0] for row in await self._database.rows(unreachable)]
        for batch in batches(ids, CHATS_BATCH):
            async with self._database.write() as connection:
                for chat_id in batch:
                    await delete_chat(connection, chat_id)


def _expired(now: datetime, periods: RetentionPeriods) -> Iterator[Delete]:
    """Yield a statement for each kind of record."""

    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    yield replies.delete().where(replies.c.created_at < now - EDITABLE)
    yield audit.delete().where(audit.c.at < ago(periods.audit))
    yield counters.delete().where(counters.c.day < ago(periods.statistics).date())
    yield unanswered.delete().where(unanswered.c.day < ago(periods.unanswered).date())
    finished = outbox.c.state.not_in(WAITING)
    # next_try, as it waited before: the end of its last lease, or when its chat became unreachable.
    yield outbox.delete().where(finished, outbox.c.next_try < ago(periods.messages))
