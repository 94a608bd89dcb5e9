"""Topics of chats, and when their pending stories are due.

Texts are stored as given: they are canonical already.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, select

from bot.model.schedule import Frequency, Schedule
from bot.model.topics import ChatState, ChatTarget, TopicState
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables.chats import pending, topics

RecomputeDue = Callable[[TopicState, ChatState], datetime]
"""Return when a topic's pending stories are due."""

TEXTS_BATCH = 1000
"""Topics held in memory while all are read."""


class TopicStore:
    """The topics of chats and of the forum topics in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, target: ChatTarget, text: str, schedule: Schedule, *, now: datetime, limit: int
    ) -> TopicState | None:
        """Add a topic; None if the chat has ``limit`` topics already.

        ``text`` must be unique within the target.
        """
        row = target._asdict() | {"text": text, "paused": False, "created_at": now}
        row |= _timing(schedule)
        async with self._database.write() as connection:
            if await _count(connection, topics.c.chat_id == target.chat_id) >= limit:
                return None
            added = await connection.execute(topics.insert().values(row).returning(topics))
            return _state(added.mappings().one())

    async def get(self, chat_id: int, topic_id: int) -> TopicState | None:
        """Return a topic of the chat; None if it is deleted or another chat's."""
        found = await self._select(topics.c.chat_id == chat_id, topics.c.id == topic_id)
        return found[0] if found else None

    async def of_chat(self, chat_id: int, limit: int, offset: int = 0) -> list[TopicState]:
        """Return topics of the chat, oldest first."""
        return await self._select(topics.c.chat_id == chat_id, limit=limit, offset=offset)

    async def count(self, chat_id: int) -> int:
        """Return how many topics the chat has."""
        async with self._database.read() as connection:
            return await _count(connection, topics.c.chat_id == chat_id)

    async def texts(self) -> AsyncIterator[tuple[int, str]]:
        """Yield the id and text of every topic, by id."""
        wanted = select(topics.c.id, topics.c.text).order_by(topics.c.id)
        async with self._database.read() as connection:
            async for row in connection.stream(wanted, TEXTS_BATCH):
                yield row.id, row.text

    async def change(
        self, topic: TopicState, chat: ChatState, recompute: RecomputeDue | None
    ) -> None:
        """Update a topic. Its pending stories become due by ``recompute``; None deletes them."""
        row = {
            "text": topic.text,
            "paused": topic.paused,
            "snoozed_until": topic.snoozed_until,
            "muted_until": topic.muted_until,
        }
        this = topics.c.id == topic.id
        async with self._database.write() as connection:
            await connection.execute(
                topics.update().where(this).values(row | _timing(topic.schedule))
            )
            if recompute is None:
                await _drop_pending(connection, topic.id)
            else:
                await update_due(connection, chat, recompute, this)

    async def delete(self, topic_id: int) -> None:
        """Delete a topic and its pending stories."""
        async with self._database.write() as connection:
            await _drop_pending(connection, topic_id)
            await connection.execute(topics.delete().where(topics.c.id == topic_id))

    async def make_due(self, chat_id: int, now: datetime) -> int:
        """Make all pending stories of a chat due now; return of how many topics there were any."""
        due = topics.update().where(topics.c.chat_id == chat_id, topics.c.due.is_not(None))
        async with self._database.write() as connection:
            return (await connection.execute(due.values(due=now))).rowcount

    async def next_due(self) -> datetime | None:
        """Return when the next digest is due; None if no story is pending."""
        async with self._database.read() as connection:
            moment: datetime | None = await connection.scalar(select(func.min(topics.c.due)))
        return moment

    async def _select(
        self, *conditions: ColumnElement[bool], limit: int = 1, offset: int = 0
    ) -> list[TopicState]:
        async with self._database.read() as connection:
            return await topic_states(connection, *conditions, limit=limit, offset=offset)


async def topic_states(
    connection: AsyncConnection,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    offset: int = 0,
) -> list[TopicState]:
    """Return the topics that meet the conditions, oldest first."""
    wanted = select(topics).where(*conditions).order_by(topics.c.id)
    rows = await connection.execute(wanted.limit(limit).offset(offset))
    return [_state(row) for row in rows.mappings()]


async def update_due(
    connection: AsyncConnection,
    chat: ChatState,
    recompute: RecomputeDue,
    *conditions: ColumnElement[bool],
) -> None:
    """Recompute the due times of the chat's topics, in the caller's transaction."""
    waiting = (topics.c.chat_id == chat.chat_id, topics.c.due.is_not(None), *conditions)
    for topic in await topic_states(connection, *waiting):
        await set_due(connection, [topic.id], recompute(topic, chat))


async def set_due(connection: AsyncConnection, ids: Sequence[int], due: datetime | None) -> None:
    """Set when the topics' pending stories are due; None if they have none."""
    await connection.execute(topics.update().where(topics.c.id.in_(ids)).values(due=due))


async def _drop_pending(connection: AsyncConnection, topic_id: int) -> None:
    await connection.execute(pending.delete().where(pending.c.topic_id == topic_id))
    await set_due(connection, [topic_id], None)


async def _count(connection: AsyncConnection, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(topics).where(condition)
    return await connection.scalar(counted) or 0


def _timing(schedule: Schedule) -> dict[str, Any]:
    return {
        "rhythm": schedule.frequency.value,
        "minute": schedule.minute,
        "weekday": schedule.weekday,
    }


def _state(row: RowMapping) -> TopicState:
    same = ("id", "chat_id", "thread_id", "text", "created_at", "paused")
    moments = ("snoozed_until", "muted_until", "due")
    return TopicState(
        schedule=Schedule(Frequency(row["rhythm"]), row["minute"], row["weekday"]),
        **{name: row[name] for name in (*same, *moments)},
    )
