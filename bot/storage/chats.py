"""The chats that alerts go to: what they chose, and whether they can be reached.

Keeps nothing of a chat that chose nothing and has no topics.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.errors import BadTimeZone
from bot.model.schedule import QuietHours, time_zone
from bot.model.topics import Allowance, ChatState
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.erasure import clear_waiting
from bot.storage.tables.chats import chats, pending, told, topics
from bot.storage.tables.outbox import outbox
from bot.storage.tables.readers import replies
from bot.storage.topics import RecomputeDue, update_due
from index.types import Language


class ChatStore:
    """Zones, quiet hours, languages and sleep, by Telegram's chat id."""

    def __init__(self, database: Database, default_zone: ZoneInfo) -> None:
        self._database = database
        self._default_zone = default_zone

    async def state(self, chat_id: int) -> ChatState:
        """A chat as it stands, with what it did not choose as it is by default."""
        async with self._database.read() as connection:
            states = await chat_states(connection, [chat_id], self._default_zone)
        return states[chat_id]

    async def language(self, chat_id: int) -> Language | None:
        """The language that was chosen for this chat; None where none was."""
        chosen = select(chats.c.language).where(chats.c.chat_id == chat_id)
        async with self._database.read() as connection:
            code = await connection.scalar(chosen)
        return Language(code) if code else None

    async def set_language(self, chat_id: int, language: Language) -> None:
        """Speak this language in the chat's alerts."""
        async with self._database.write() as connection:
            await put_chat(connection, chat_id, language=language.value)

    async def set_zone(self, chat_id: int, zone: ZoneInfo, recompute: RecomputeDue) -> None:
        """Another time zone; what is kept becomes due by it."""
        async with self._database.write() as connection:
            await put_chat(connection, chat_id, zone=zone.key)
            await self._update_due(connection, chat_id, recompute)

    async def set_quiet(
        self, chat_id: int, quiet: QuietHours | None, recompute: RecomputeDue
    ) -> None:
        """Other quiet hours, or none; what is kept becomes due by them."""
        start, end = (quiet.start, quiet.end) if quiet else (None, None)
        async with self._database.write() as connection:
            await put_chat(connection, chat_id, quiet_start=start, quiet_end=end)
            await self._update_due(connection, chat_id, recompute)

    async def reactivate(self, chat_id: int) -> bool:
        """The chat can be reached again; whether it was asleep."""
        sleeping = chats.update().where(chats.c.chat_id == chat_id, chats.c.asleep.is_not(None))
        async with self._database.write() as connection:
            woken = await connection.execute(sleeping.values(asleep=None, asleep_at=None))
        return woken.rowcount > 0

    async def deactivate(self, chat_id: int, reason: str, now: datetime) -> None:
        """The chat can't be reached: nothing waits for it any more, and its topics stay."""
        async with self._database.write() as connection:
            await deactivate(connection, chat_id, reason, now)

    async def unreachable(self) -> int:
        """How many chats sleep."""
        sleeping = select(func.count()).select_from(chats).where(chats.c.asleep.is_not(None))
        async with self._database.read() as connection:
            return await connection.scalar(sleeping) or 0

    async def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup: everything of the old chat is the new one's."""
        async with self._database.write() as connection:
            await migrate_chat(connection, old, new)

    async def _update_due(
        self, connection: AsyncConnection, chat_id: int, recompute: RecomputeDue
    ) -> None:
        states = await chat_states(connection, [chat_id], self._default_zone)
        await update_due(connection, states[chat_id], recompute)


async def chat_states(
    connection: AsyncConnection, ids: Collection[int], default_zone: ZoneInfo
) -> dict[int, ChatState]:
    """The chats as they stand, each of ``ids``; at most a few hundred of them."""
    states = {chat_id: ChatState(chat_id, default_zone) for chat_id in ids}
    rows = await connection.execute(select(chats).where(chats.c.chat_id.in_(ids)))
    return states | {row["chat_id"]: _state(row, default_zone) for row in rows.mappings()}


async def put_chat(connection: AsyncConnection, chat_id: int, **values: Any) -> None:
    """Set columns of a chat, which need not have a row yet."""
    row = insert(chats).values({"chat_id": chat_id, "hour_alerts": 0} | values)
    await connection.execute(
        row.on_conflict_do_update(index_elements=[chats.c.chat_id], set_=values)
        if values
        else row.on_conflict_do_nothing()
    )


async def deactivate(connection: AsyncConnection, chat_id: int, reason: str, now: datetime) -> None:
    """As part of the caller's transaction: see ``ChatStore.put_to_sleep``."""
    await put_chat(connection, chat_id, asleep=reason, asleep_at=now)
    await clear_waiting(connection, chat_id)
    waiting = outbox.c.state.in_(("queued", "claimed"))
    await connection.execute(
        outbox.update()
        .where(outbox.c.chat_id == chat_id, waiting)
        .values(state="failed", reason=reason)
    )


async def migrate_chat(connection: AsyncConnection, old: int, new: int) -> None:
    """As part of the caller's transaction: see ``ChatStore.migrate``.

    What the new chat has already of the same kind gives way; a supergroup numbers its messages
    anew, so that replies are dropped.
    """
    if await connection.scalar(select(chats.c.chat_id).where(chats.c.chat_id == old)):
        await connection.execute(chats.delete().where(chats.c.chat_id == new))
    for table in (chats, told, outbox):
        rename = table.update().where(table.c.chat_id == old).values(chat_id=new)
        await connection.execute(rename.prefix_with("OR REPLACE"))
    await _migrate_topics(connection, old, new)
    await connection.execute(replies.delete().where(replies.c.chat_id == old))


async def _migrate_topics(connection: AsyncConnection, old: int, new: int) -> None:
    """The old chat's topics go on; a twin that was made in the new one meanwhile gives way."""
    theirs = topics.alias()
    twins = select(topics.c.id).where(
        topics.c.chat_id == new,
        select(theirs.c.id)
        .where(
            theirs.c.chat_id == old,
            theirs.c.thread_id == topics.c.thread_id,
            theirs.c.text == topics.c.text,
        )
        .exists(),
    )
    gone = (await connection.execute(twins)).scalars().all()
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(gone)))
    await connection.execute(topics.delete().where(topics.c.id.in_(gone)))
    await connection.execute(topics.update().where(topics.c.chat_id == old).values(chat_id=new))


def _state(row: RowMapping, default_zone: ZoneInfo) -> ChatState:
    quiet = None
    if row["quiet_start"] is not None and row["quiet_end"] is not None:
        quiet = QuietHours(row["quiet_start"], row["quiet_end"])
    return ChatState(
        chat_id=row["chat_id"],
        zone=_zone(row["zone"], default_zone),
        quiet=quiet,
        unreachable=row["asleep"],
        allowance=Allowance(row["hour_start"], row["hour_alerts"]),
    )


def _zone(name: str | None, default_zone: ZoneInfo) -> ZoneInfo:
    """A zone that this system does not know, or no longer, must not hold up the others' alerts."""
    try:
        return time_zone(name) if name else default_zone
    except BadTimeZone:
        return default_zone
