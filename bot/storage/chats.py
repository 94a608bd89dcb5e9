"""Chats that get alerts: their settings, and whether they are reachable.

A chat that set nothing and got no alert yet has no row.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.group_language import add_message, language_spoken
from bot.model.interface_language import InterfaceLanguage
from bot.model.schedule import QuietHours
from bot.model.suspensions import SuspensionReason
from bot.model.topics import ChatState, ChatTarget
from bot.storage.chat_states import RecomputeDue, chat_states, update_due
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.erasure import delete_pending
from bot.storage.moving import move_rows
from bot.storage.suspensions import (
    FOR_CLOSED,
    FOR_RIGHTS,
    delete_suspensions,
    end_suspensions,
    hurry,
    suspend,
)
from bot.storage.tables.chats import LANGUAGE, chats, notifications, pending, suspensions, topics
from bot.storage.tables.outbox import WAITING, OutboxState, outbox
from bot.storage.tables.readers import replies
from bot.storage.topic_changes import record_changes
from index.types import Language

_UNREACHABLE = select(chats.c.chat_id).where(
    chats.c.chat_id == bindparam("chat"), chats.c.asleep.is_not(None)
)
_SUSPENDED = select(suspensions.c.chat_id).where(suspensions.c.chat_id == bindparam("chat"))
_KEYS = {
    chats: (),
    suspensions: ("thread_id",),
    notifications: ("thread_id", "story_id"),
    outbox: ("key",),
}
"""The tables whose rows move with a chat: what is their key within one."""

_INACTIVE = _UNREACHABLE.union(_SUSPENDED).limit(1)


class ChatStore:
    """Time zones, quiet hours, languages and reachability, by Telegram's chat id."""

    def __init__(self, database: Database, default_zone: ZoneInfo) -> None:
        self._database = database
        self._default_zone = default_zone

    async def state(self, chat_id: int) -> ChatState:
        """Return the state of a chat, with defaults for what it did not set."""
        async with self._database.read() as connection:
            states = await chat_states(connection, [chat_id], self._default_zone)
        return states[chat_id]

    async def language(self, chat_id: int) -> InterfaceLanguage | None:
        """Return the language that was set for the chat, else the one that is spoken there."""
        chosen = select(LANGUAGE).where(chats.c.chat_id == chat_id)
        code = await self._database.scalar(chosen)
        return InterfaceLanguage(code) if code else None

    async def set_language(self, chat_id: int, language: InterfaceLanguage) -> None:
        """Set the language of the chat's alerts."""
        async with self._database.write(key=chat_id) as connection:
            await put_chat(connection, chat_id, language=language.value)

    async def set_language_once(self, chat_id: int, language: InterfaceLanguage) -> None:
        """Set the language of the chat's alerts unless one was set before."""
        row = insert(chats).values(chat_id=chat_id, hour_alerts=0, language=language.value)
        first = func.coalesce(chats.c.language, row.excluded.language)
        await self._database.execute(
            row.on_conflict_do_update(index_elements=[chats.c.chat_id], set_={"language": first})
        )

    async def hear(self, chat_id: int, language: Language, *, first: bool = False) -> None:
        """Count the language of a message in a group; ``first`` only if none was counted before."""
        counted = select(chats.c.heard).where(chats.c.chat_id == chat_id)
        async with self._database.read() as connection:
            before = await connection.scalar(counted)
        if _with_message(before, language) == before or (first and before):
            return
        async with self._database.write(key=chat_id) as connection:
            heard = _with_message(await connection.scalar(counted), language)
            spoken = language_spoken(_languages(heard))
            await put_chat(connection, chat_id, heard=heard, spoken=spoken and spoken.value)

    async def change_language(self, chat_id: int, language: InterfaceLanguage) -> None:
        """Change the language of the chat's alerts if one was set before."""
        chosen = (chats.c.chat_id == chat_id, chats.c.language.is_not(None))
        await self._database.execute(chats.update().where(*chosen).values(language=language.value))

    async def set_zone(self, chat_id: int, zone: ZoneInfo, recompute: RecomputeDue) -> None:
        """Set the time zone; due times are recomputed."""
        async with self._database.write(key=chat_id) as connection:
            await put_chat(connection, chat_id, zone=zone.key)
            await self._update_due(connection, chat_id, recompute)

    async def set_quiet(
        self, chat_id: int, quiet: QuietHours | None, recompute: RecomputeDue
    ) -> None:
        """Set or remove the quiet hours; due times are recomputed."""
        start, end = (quiet.start, quiet.end) if quiet else (None, None)
        async with self._database.write(key=chat_id) as connection:
            await put_chat(connection, chat_id, quiet_start=start, quiet_end=end)
            await self._update_due(connection, chat_id, recompute)

    async def reactivate(self, chat_id: int) -> bool:
        """Mark the chat as reachable; return whether it was not."""
        async with self._database.write(key=chat_id) as connection:
            return await _reactivate(connection, chat_id)

    async def sign_of_life(self, chat_id: int, thread_id: int, now: datetime) -> bool:
        """Reactivate a chat in which somebody is active, or try again soon to send to it.

        In a forum topic that is closed, only what is written there counts. Returns whether
        anything was changed; in a chat that is neither unreachable nor suspended nothing is
        written.
        """
        if not await self._is_inactive(chat_id):
            return False
        there = FOR_RIGHTS | (suspensions.c.thread_id == thread_id)
        async with self._database.write(key=chat_id) as connection:
            reactivated = await _reactivate(connection, chat_id)
            return await hurry(connection, chat_id, now, there) or reactivated

    async def resume(self, chat_id: int, now: datetime, thread_id: int | None = None) -> bool:
        """Send again to a chat in which the bot may write, as Telegram has shown.

        ``thread_id`` is the forum topic in which it has written. Returns as ``sign_of_life``.
        """
        there = FOR_RIGHTS
        if thread_id is not None:
            there |= suspensions.c.thread_id == thread_id
        return await self._resume(chat_id, now, there)

    async def reopen(self, chat_id: int, now: datetime, thread_id: int | None) -> bool:
        """Send again to a forum topic that was opened, or to all of them if it is unknown which.

        Returns as ``sign_of_life``.
        """
        there = FOR_CLOSED
        if thread_id is not None:
            there &= suspensions.c.thread_id == thread_id
        return await self._resume(chat_id, now, there)

    async def suspend(self, chat_id: int, reason: SuspensionReason, now: datetime) -> None:
        """Suspend every target of a chat that has topics."""
        threads = select(topics.c.thread_id).where(topics.c.chat_id == chat_id).distinct()
        async with self._database.write(key=chat_id) as connection:
            for thread_id in (await connection.execute(threads)).scalars().all():
                await suspend(connection, ChatTarget(chat_id, thread_id), reason, now)

    async def deactivate(self, chat_id: int, reason: str, now: datetime) -> None:
        """Mark the chat as unreachable: its messages fail, its topics stay.

        A chat without topics is ignored.
        """
        subscribed = select(topics.c.id).where(topics.c.chat_id == chat_id).limit(1)
        async with self._database.write(key=chat_id) as connection:
            if await connection.scalar(subscribed) is not None:
                await deactivate(connection, chat_id, reason, now)

    async def migrate(self, old: int, new: int) -> None:
        """Move everything of a group that became a supergroup to its new id."""
        async with self._database.write() as connection:
            await migrate_chat(connection, old, new)

    async def _is_inactive(self, chat_id: int) -> bool:
        return await self._database.scalar(_INACTIVE, {"chat": chat_id}) is not None

    async def _resume(self, chat_id: int, now: datetime, there: ColumnElement[bool]) -> bool:
        if not await self._is_inactive(chat_id):
            return False
        async with self._database.write(key=chat_id) as connection:
            reactivated = await _reactivate(connection, chat_id)
            states = await chat_states(connection, [chat_id], self._default_zone)
            return await end_suspensions(connection, states[chat_id], now, there) or reactivated

    async def _update_due(
        self, connection: AsyncConnection, chat_id: int, recompute: RecomputeDue
    ) -> None:
        states = await chat_states(connection, [chat_id], self._default_zone)
        await update_due(connection, states[chat_id], recompute)


def _languages(heard: str | None) -> list[Language]:
    return [Language(code) for code in (heard or "").split()]


def _with_message(heard: str | None, language: Language) -> str:
    return " ".join(add_message(_languages(heard), language))


async def _reactivate(connection: AsyncConnection, chat_id: int) -> bool:
    unreachable = chats.update().where(chats.c.chat_id == chat_id, chats.c.asleep.is_not(None))
    changed = await connection.execute(unreachable.values(asleep=None, asleep_at=None))
    return changed.rowcount > 0


async def put_chat(connection: AsyncConnection, chat_id: int, **values: Any) -> None:
    """Insert or update columns of a chat."""
    row = insert(chats).values({"chat_id": chat_id, "hour_alerts": 0} | values)
    await connection.execute(
        row.on_conflict_do_update(index_elements=[chats.c.chat_id], set_=values)
        if values
        else row.on_conflict_do_nothing()
    )


async def deactivate(connection: AsyncConnection, chat_id: int, reason: str, now: datetime) -> None:
    """Mark a chat as unreachable, as ``ChatStore.deactivate``, in the caller's transaction."""
    await put_chat(connection, chat_id, asleep=reason, asleep_at=now)
    await delete_pending(connection, chat_id)
    await delete_suspensions(connection, chat_id)
    waiting = outbox.c.state.in_(WAITING)
    await connection.execute(
        outbox.update()
        .where(outbox.c.chat_id == chat_id, waiting)
        .values(state=OutboxState.FAILED, reason=reason, next_try=now)
    )


async def migrate_chat(connection: AsyncConnection, old: int, new: int) -> None:
    """Move everything to the new id, as ``ChatStore.migrate``, in the caller's transaction.

    Rows that the new chat has under the same keys are replaced. Replies are deleted: a supergroup
    has other message ids.
    """
    for table, key in _KEYS.items():
        await move_rows(connection, table, {"chat_id": old}, {"chat_id": new}, key)
    await _migrate_topics(connection, old, new)
    await connection.execute(replies.delete().where(replies.c.chat_id == old))


async def _migrate_topics(connection: AsyncConnection, old: int, new: int) -> None:
    """Move the topics; those of the new chat with the same text and thread are deleted."""
    old_topics = topics.alias()
    duplicates = select(topics.c.id).where(
        topics.c.chat_id == new,
        select(old_topics.c.id)
        .where(
            old_topics.c.chat_id == old,
            old_topics.c.thread_id == topics.c.thread_id,
            old_topics.c.text == topics.c.text,
        )
        .exists(),
    )
    gone = (await connection.execute(duplicates)).scalars().all()
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(gone)))
    await record_changes(connection, topics.c.id.in_(gone))
    await connection.execute(topics.delete().where(topics.c.id.in_(gone)))
    await connection.execute(topics.update().where(topics.c.chat_id == old).values(chat_id=new))
