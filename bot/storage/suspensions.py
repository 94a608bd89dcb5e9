"""Targets that get nothing for now: their messages wait in the outbox, their stories in pending.

All functions run in the caller's transaction. While a message of a suspended target waits, no
digest is queued beside it: the ``due`` of its topics is NULL although stories are pending.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.schedule import quiet_until
from bot.model.suspensions import Suspension, SuspensionReason, hurried, suspended
from bot.model.topics import ChatState, ChatTarget
from bot.storage.connection import AsyncConnection
from bot.storage.tables.chats import pending, suspensions, topics
from bot.storage.tables.outbox import OutboxState, outbox

FOR_RIGHTS = suspensions.c.reason == SuspensionReason.RIGHTS
FOR_CLOSED = suspensions.c.reason == SuspensionReason.CLOSED


async def read_suspensions(
    connection: AsyncConnection, *conditions: ColumnElement[bool]
) -> dict[ChatTarget, Suspension]:
    """Return the suspensions that meet the conditions."""
    rows = (await connection.execute(select(suspensions).where(*conditions))).mappings()
    return {ChatTarget(row["chat_id"], row["thread_id"]): _suspension(row) for row in rows}


async def suspensions_of(
    connection: AsyncConnection, chat_ids: Collection[int]
) -> dict[ChatTarget, Suspension]:
    """Return the suspensions of chats; at most a few hundred at a time."""
    return await read_suspensions(connection, suspensions.c.chat_id.in_(chat_ids))


async def suspend(
    connection: AsyncConnection, target: ChatTarget, reason: SuspensionReason, now: datetime
) -> Suspension:
    """Suspend a target after a refusal, and hold its queued messages until the next try."""
    before = (await read_suspensions(connection, *_is(target))).get(target)
    after = suspended(before, reason, now)
    await _put(connection, target, after)
    await _hold(connection, target, after.retry_at, outbox.c.next_try < after.retry_at)
    return after


async def hurry(
    connection: AsyncConnection, chat_id: int, now: datetime, *conditions: ColumnElement[bool]
) -> bool:
    """Try the chat's suspended targets soon; return whether any is tried sooner than before."""
    found = await read_suspensions(connection, suspensions.c.chat_id == chat_id, *conditions)
    sooner = {
        target: soon
        for target, suspension in found.items()
        if (soon := hurried(suspension, now)).retry_at < suspension.retry_at
    }
    for target, soon in sooner.items():
        await _put(connection, target, soon)
        await _hold(connection, target, soon.retry_at, outbox.c.next_try > soon.retry_at)
        await _set_due(connection, target, soon.retry_at, topics.c.due == found[target].retry_at)
    return bool(sooner)


async def end_suspensions(
    connection: AsyncConnection, chat: ChatState, now: datetime, *conditions: ColumnElement[bool]
) -> bool:
    """End suspensions of a chat: what waited is sent, in quiet hours after their end.

    Returns whether there was any.
    """
    these = (suspensions.c.chat_id == chat.chat_id, *conditions)
    found = await read_suspensions(connection, *these)
    if not found:
        return False
    await connection.execute(suspensions.delete().where(*these))
    due = quiet_until(chat.quiet, chat.zone, now) or now
    waiting = topics.c.due.is_(None) & topics.c.id.in_(select(pending.c.topic_id))
    for target, suspension in found.items():
        await _hold(connection, target, now, outbox.c.next_try > now)
        await _set_due(connection, target, due, (topics.c.due == suspension.retry_at) | waiting)
    return True


async def delete_suspensions(connection: AsyncConnection, chat_id: int) -> None:
    """Delete the suspensions of a chat that has nothing waiting any more."""
    await connection.execute(suspensions.delete().where(suspensions.c.chat_id == chat_id))


async def _put(connection: AsyncConnection, target: ChatTarget, suspension: Suspension) -> None:
    values = {
        "reason": suspension.reason,
        "tried_at": suspension.tried_at,
        "retry_at": suspension.retry_at,
        "refusals": suspension.refusals,
    }
    row = insert(suspensions).values(target._asdict() | values)
    key = [suspensions.c.chat_id, suspensions.c.thread_id]
    await connection.execute(row.on_conflict_do_update(index_elements=key, set_=values))


async def _hold(
    connection: AsyncConnection,
    target: ChatTarget,
    until: datetime,
    condition: ColumnElement[bool],
) -> None:
    queued = (
        outbox.c.chat_id == target.chat_id,
        outbox.c.thread_id == target.thread_id,
        outbox.c.state == OutboxState.QUEUED,
        condition,
    )
    await connection.execute(outbox.update().where(*queued).values(next_try=until))


async def _set_due(
    connection: AsyncConnection,
    target: ChatTarget,
    due: datetime,
    condition: ColumnElement[bool],
) -> None:
    here = (topics.c.chat_id == target.chat_id, topics.c.thread_id == target.thread_id)
    await connection.execute(topics.update().where(*here, condition).values(due=due))


def _is(target: ChatTarget) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return suspensions.c.chat_id == target.chat_id, suspensions.c.thread_id == target.thread_id


def _suspension(row: RowMapping) -> Suspension:
    return Suspension(
        SuspensionReason(row["reason"]), row["tried_at"], row["retry_at"], row["refusals"]
    )
