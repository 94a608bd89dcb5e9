"""Which topics were added, changed or deleted: the index of topics may be in another process.

A change is recorded in the transaction that makes it. These transactions have no key: each ends
before the next begins, so that a change with a lower id is never seen after one with a higher.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables.chats import topic_changes, topics

KEPT_CHANGES = 1000
"""Changes that are left in the table although they were read: two processes may both believe, for
some seconds, that they lead."""


async def record_changes(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> None:
    """Record that the topics which meet the conditions were written or are about to be deleted."""
    changed = select(topics.c.id).where(*conditions)
    await connection.execute(topic_changes.insert().from_select(["topic_id"], changed))


class TopicChangeStore:
    """Reads the changes, in their order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self) -> int:
        """Return the id of the last change; 0 if there is none."""
        return await self._database.scalar(select(func.max(topic_changes.c.id))) or 0

    async def after(self, change_id: int, limit: int) -> tuple[int, Sequence[int]]:
        """Return the id of the last of the changes after one, and the ids of their topics."""
        later = select(topic_changes).where(topic_changes.c.id > change_id)
        rows = await self._database.rows(later.order_by(topic_changes.c.id).limit(limit))
        return (rows[-1].id if rows else change_id), [row.topic_id for row in rows]

    async def prune(self, change_id: int) -> None:
        """Delete changes up to one that was read, but for the last ``KEPT_CHANGES``."""
        old = topic_changes.c.id <= change_id - KEPT_CHANGES
        await self._database.execute(topic_changes.delete().where(old))
