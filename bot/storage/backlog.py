"""The messages of the outbox that could be sent now."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from bot.storage.database import Database
from bot.storage.tables.chats import suspensions
from bot.storage.tables.outbox import WAITING, OutboxState, outbox


class BacklogStore:
    """Counts what waits; what is held for quiet hours or for a suspended chat does not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self, now: datetime) -> int:
        """Return how many messages wait to be sent."""
        counts = [
            await self._database.scalar(select(func.count()).where(*_waiting(state, now)))
            for state in WAITING
        ]
        return sum(counts)

    async def oldest(self, now: datetime) -> datetime | None:
        """Return when the oldest of them was queued; None if nothing waits."""
        found = []
        for state in WAITING:  # by the index of states, which stops at the first
            first = select(outbox.c.created_at).where(*_waiting(state, now))
            found.append(await self._database.scalar(first.order_by(outbox.c.id).limit(1)))
        return min((each for each in found if each is not None), default=None)


def _waiting(state: OutboxState, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what is in a state and due, or was tried before."""
    is_due = (outbox.c.next_try <= now) | (outbox.c.attempts > 0)
    suspended = outbox.c.chat_id.in_(select(suspensions.c.chat_id))
    return outbox.c.state == state, is_due, ~suspended
