"""Topics of chats, and when their pending stories are due.

Texts are stored as given: they are canonical already. A change reads and writes in one transaction,
and writes only the columns that it is about, so that two people may change a topic at once.
"""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from bot.errors import TooManyTopics, TopicKnown
from bot.model.schedule import Schedule
from bot.model.topics import ChatTarget, TopicState
from bot.storage.chat_states import (
    RecomputeDue,
    chat_states,
    set_due,
    topic_state,
    topic_states,
    update_due,
)
from bot.storage.connection import AsyncConnection, batches
from bot.storage.database import Database
from bot.storage.tables.chats import pending, topics
from bot.storage.topic_changes import record_changes

IsSame = Callable[[str], bool]
"""Return whether a stored text is that of the topic to be written."""

CHATS_BATCH = 100
"""Chats of which topics are changed in one transaction."""

TEXTS_BATCH = 1000
"""Topics held in memory while all are read."""


class TopicChange(TypedDict, total=False):
    """The columns of a topic to write."""

    text: str
    paused: bool
    snoozed_until: datetime | None
    muted_until: datetime | None
    rhythm: str
    minute: int | None
    weekday: int | None


class TopicStore:
    """The topics of chats and of the forum topics in them."""

    def __init__(self, database: Database, default_zone: ZoneInfo) -> None:
        self._database = database
        self._default_zone = default_zone

    async def add(  # noqa: PLR0913 - all but what is added are named
        self,
        target: ChatTarget,
        text: str,
        schedule: Schedule,
        *,
        same: IsSame,
        now: datetime,
        limit: int,
    ) -> TopicState:
        """Add a topic.

        Raises TopicKnown if one of the target's is the ``same``, and TooManyTopics if the chat has
        ``limit`` topics already.
        """
        row = target._asdict() | {"text": text, "paused": False, "created_at": now}
        async with self._database.write() as connection:
            await _refuse_known(connection, target, same)
            if await _count(connection, topics.c.chat_id == target.chat_id) >= limit:
                raise TooManyTopics(limit)
            new = topics.insert().values({**row, **timing(schedule)}).returning(topics)
            added = topic_state((await connection.execute(new)).mappings().one())
            await record_changes(connection, topics.c.id == added.id)
        return added

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

    async def texts_of(self, topic_ids: Collection[int]) -> dict[int, str]:
        """Return texts by id, of at most a thousand topics; those of deleted ones are left out."""
        wanted = select(topics.c.id, topics.c.text).where(topics.c.id.in_(topic_ids))
        return {row.id: row.text for row in await self._database.rows(wanted)}

    async def texts(self) -> AsyncIterator[tuple[int, str]]:
        """Yield the id and text of every topic, by id."""
        wanted = select(topics.c.id, topics.c.text).order_by(topics.c.id)
        async with self._database.read() as connection:
            async for row in connection.stream(wanted, TEXTS_BATCH):
                yield row.id, row.text

    async def change(
        self, chat_id: int, topic_id: int, change: TopicChange, recompute: RecomputeDue | None
    ) -> TopicState | None:
        """Write columns of a topic of the chat, and return it; None if it has none of this id.

        Its pending stories become due by ``recompute``; None deletes them.
        """
        async with self._database.write() as connection:
            return await self._change(connection, chat_id, topic_id, change, recompute)

    async def edit(
        self, chat_id: int, topic_id: int, text: str, same: IsSame, recompute: RecomputeDue
    ) -> TopicState | None:
        """Change the text of a topic, as ``change``; raises TopicKnown as ``add`` does."""
        this = (topics.c.chat_id == chat_id, topics.c.id == topic_id)
        async with self._database.write() as connection:
            found = await topic_states(connection, *this)
            if found and found[0].text != text:
                await _refuse_known(connection, found[0].target, same, topics.c.id != topic_id)
            await record_changes(connection, *this)
            return await self._change(connection, chat_id, topic_id, {"text": text}, recompute)

    async def delete(self, chat_id: int, topic_id: int) -> TopicState | None:
        """Delete a topic of the chat and its pending stories, and return it as it was.

        None if the chat has none of this id.
        """
        this = (topics.c.chat_id == chat_id, topics.c.id == topic_id)
        async with self._database.write() as connection:
            found = await topic_states(connection, *this)
            if not found:
                return None
            await _drop_pending(connection, topic_id)
            await record_changes(connection, *this)
            await connection.execute(topics.delete().where(*this))
        return found[0]

    async def total(self) -> int:
        """Return how many topics all chats have."""
        return int(await self._database.scalar(select(func.count()).select_from(topics)))

    async def delete_all(self, chat_id: int, count: int) -> bool:
        """Delete all topics of the chat and their pending stories.

        Return False, and delete nothing, unless it has exactly ``count``.
        """
        of_chat = topics.c.chat_id == chat_id
        async with self._database.write() as connection:
            if await _count(connection, of_chat) != count:
                return False
            await record_changes(connection, of_chat)
            chosen = select(topics.c.id).where(of_chat)
            await connection.execute(pending.delete().where(pending.c.topic_id.in_(chosen)))
            await connection.execute(topics.delete().where(of_chat))
        return True

    async def make_due(self, chat_id: int, now: datetime) -> Sequence[int]:
        """Make all pending stories of a chat due now; return the topics of which there are any."""
        due = topics.update().where(topics.c.chat_id == chat_id, topics.c.due.is_not(None))
        made = due.values(due=now).returning(topics.c.id)
        return (await self._database.execute(made)).scalars().all()

    async def follow_clock(self, now: datetime, recompute: RecomputeDue) -> None:
        """Recompute the due times of stories that became pending later than now."""
        is_early = topics.c.id.in_(select(pending.c.topic_id).where(pending.c.kept_at > now))
        wanted = select(topics.c.chat_id).where(topics.c.due > now, is_early).distinct()
        ids = [row[0] for row in await self._database.rows(wanted)]
        for batch in batches(ids, CHATS_BATCH):
            async with self._database.write() as connection:
                chats = await chat_states(connection, batch, self._default_zone)
                for chat in chats.values():
                    await update_due(connection, chat, recompute, is_early)

    async def next_due(self) -> datetime | None:
        """Return when the next digest is due; None if no story is pending."""
        async with self._database.read() as connection:
            moment: datetime | None = await connection.scalar(select(func.min(topics.c.due)))
        return moment

    async def _change(
        self,
        connection: AsyncConnection,
        chat_id: int,
        topic_id: int,
        change: TopicChange,
        recompute: RecomputeDue | None,
    ) -> TopicState | None:
        this = (topics.c.chat_id == chat_id, topics.c.id == topic_id)
        changed = await connection.execute(topics.update().where(*this).values(**change))
        if not changed.rowcount:
            return None
        if recompute is None:
            await _drop_pending(connection, topic_id)
        else:
            chats = await chat_states(connection, [chat_id], self._default_zone)
            await update_due(connection, chats[chat_id], recompute, topics.c.id == topic_id)
        (topic,) = await topic_states(connection, *this)
        return topic

    async def _select(
        self, *conditions: ColumnElement[bool], limit: int = 1, offset: int = 0
    ) -> list[TopicState]:
        async with self._database.read() as connection:
            return await topic_states(connection, *conditions, limit=limit, offset=offset)


def timing(schedule: Schedule) -> TopicChange:
    """Return the columns of a schedule."""
    return {
        "rhythm": schedule.frequency.value,
        "minute": schedule.minute,
        "weekday": schedule.weekday,
    }


async def _refuse_known(
    connection: AsyncConnection, target: ChatTarget, same: IsSame, *others: ColumnElement[bool]
) -> None:
    here = (topics.c.chat_id == target.chat_id, topics.c.thread_id == target.thread_id)
    for known in await topic_states(connection, *here, *others):
        if same(known.text):
            raise TopicKnown(known.id, known.text)


async def _drop_pending(connection: AsyncConnection, topic_id: int) -> None:
    await connection.execute(pending.delete().where(pending.c.topic_id == topic_id))
    await set_due(connection, [topic_id], None)


async def _count(connection: AsyncConnection, condition: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(topics).where(condition)
    return await connection.scalar(counted) or 0
