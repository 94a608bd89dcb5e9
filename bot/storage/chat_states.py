"""Chats and topics as read within a transaction, and the due times that follow from both."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, RowMapping, select

from bot.errors import BadTimeZone
from bot.model.schedule import Frequency, QuietHours, Schedule, time_zone
from bot.model.topics import AlertQuota, ChatState, TopicState
from bot.storage.connection import AsyncConnection
from bot.storage.suspensions import suspensions_of
from bot.storage.tables.chats import chats, topics

RecomputeDue = Callable[[TopicState, ChatState], datetime]
"""Return when a topic's pending stories are due."""


async def chat_states(
    connection: AsyncConnection, ids: Collection[int], default_zone: ZoneInfo
) -> dict[int, ChatState]:
    """Return the state of each chat; at most a few hundred at a time."""
    states = {chat_id: ChatState(chat_id, default_zone) for chat_id in ids}
    rows = await connection.execute(select(chats).where(chats.c.chat_id.in_(ids)))
    states |= {row["chat_id"]: _chat_state(row, default_zone) for row in rows.mappings()}
    for (chat_id, thread_id), suspension in (await suspensions_of(connection, ids)).items():
        chat = states[chat_id]
        states[chat_id] = replace(chat, suspensions={**chat.suspensions, thread_id: suspension})
    return states


async def topic_states(
    connection: AsyncConnection,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    offset: int = 0,
) -> list[TopicState]:
    """Return the topics that meet the conditions, oldest first."""
    wanted = select(topics).where(*conditions).order_by(topics.c.id)
    rows = await connection.execute(wanted.limit(limit).offset(offset))
    return [topic_state(row) for row in rows.mappings()]


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


def topic_state(row: RowMapping) -> TopicState:
    """Return the topic of a row."""
    same = ("id", "chat_id", "thread_id", "text", "created_at", "paused")
    moments = ("snoozed_until", "muted_until", "due")
    return TopicState(
        schedule=Schedule(Frequency(row["rhythm"]), row["minute"], row["weekday"]),
        **{name: row[name] for name in (*same, *moments)},
    )


def _chat_state(row: RowMapping, default_zone: ZoneInfo) -> ChatState:
    quiet = None
    if row["quiet_start"] is not None and row["quiet_end"] is not None:
        quiet = QuietHours(row["quiet_start"], row["quiet_end"])
    return ChatState(
        chat_id=row["chat_id"],
        zone=_zone(row["zone"], default_zone),
        quiet=quiet,
        unreachable=row["asleep"],
        quota=AlertQuota(row["hour_start"], row["hour_alerts"]),
    )


def _zone(name: str | None, default_zone: ZoneInfo) -> ZoneInfo:
    # A zone that this system no longer knows must not stop the other chats' alerts.
    try:
        return time_zone(name) if name else default_zone
    except BadTimeZone:
        return default_zone
