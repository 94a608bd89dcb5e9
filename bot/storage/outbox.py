"""The outbox: messages that are queued, claimed, done, failed or dead letters.

``next_try`` of a claimed message is the end of its lease: a message that is still claimed then was
lost with the process that claimed it, and is claimed again. Of a finished one it is when it was
finished, up to a lease later: it is kept for ``KUTIP_MESSAGES_DAYS`` from then on.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    func,
    select,
)

from bot.errors import DeliveryNotice
from bot.model.interface_language import InterfaceLanguage
from bot.model.messages import (
    Digest,
    OutboxBacklog,
    OutboxCounts,
    OutboxMessage,
    Payload,
    from_data,
    to_data,
)
from bot.model.suspensions import Suspension, SuspensionReason
from bot.model.topics import ChatTarget
from bot.storage.chat_states import chat_states
from bot.storage.chats import deactivate, migrate_chat
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.forum_topics import leave_thread
from bot.storage.outbox_heads import queue_heads
from bot.storage.suspensions import FOR_RIGHTS, end_suspensions, suspend, suspensions_of
from bot.storage.tables.chats import LANGUAGE, chats, suspensions
from bot.storage.tables.outbox import WAITING, OutboxState, outbox
from bot.storage.tables.readers import readers

log = logging.getLogger(__name__)


class Recipient(NamedTuple):
    """The properties of a chat that its messages carry."""

    language: InterfaceLanguage | None
    suspended: bool


UNKNOWN = Recipient(None, suspended=False)


class OutboxStore:
    """The queue of all messages that the bot sends unasked."""

    def __init__(
        self,
        database: Database,
        default_zone: ZoneInfo,
        report: Callable[[DeliveryNotice], None] = lambda _error: None,
    ) -> None:
        self._database = database
        self._default_zone = default_zone
        self._report = report

    async def claim(
        self, now: datetime, until: datetime, limit: int, without: Collection[int] = ()
    ) -> list[OutboxMessage]:
        """Lease the oldest messages that may be sent now, until ``until``.

        One per chat, its oldest; none of the chats in ``without``. A payload that cannot be read,
        as of another version, becomes a dead letter and is reported.
        """
        heads = queue_heads(now, limit, without)
        values = {
            "state": OutboxState.CLAIMED,
            "next_try": until,
            "attempts": outbox.c.attempts + 1,
        }
        claim = outbox.update().where(outbox.c.id.in_(heads)).values(values).returning(outbox)
        rows = (await self._database.execute(claim)).all()
        recipients = await self._recipients([row.chat_id for row in rows]) if rows else {}
        found = {row.id: _message(row, recipients.get(row.chat_id, UNKNOWN)) for row in rows}
        for number in [number for number, message in found.items() if message is None]:
            log.error("message %d cannot be read and is set aside", number)
            await self._set_claimed(number, state=OutboxState.DEAD_LETTER, reason="unreadable")
            self._report(DeliveryNotice("message_unreadable"))
        return [message for _, message in sorted(found.items()) if message is not None]

    async def end_leases(self, at: datetime) -> None:
        """Let what other processes have claimed be sent at ``at``: none of them will any more."""
        claimed = (outbox.c.state == OutboxState.CLAIMED, outbox.c.next_try > at)
        await self._database.execute(outbox.update().where(*claimed).values(next_try=at))

    async def follow_clock(self, now: datetime) -> None:
        """Let what was queued later than now be sent now: the clock went back since."""
        late = (outbox.c.state == OutboxState.QUEUED, outbox.c.created_at > now)
        if await self._database.scalar(select(outbox.c.id).where(*late).limit(1)) is not None:
            changed = outbox.update().where(*late, outbox.c.next_try > now).values(next_try=now)
            await self._database.execute(changed)

    async def next_try(self) -> datetime | None:
        """Return when the next message may be sent or its lease ends; None if none is waiting."""
        soonest = select(func.min(outbox.c.next_try))
        async with self._database.read() as connection:
            found = [
                await connection.scalar(soonest.where(outbox.c.state == state)) for state in WAITING
            ]
        return min((moment for moment in found if moment is not None), default=None)

    async def give_back(self, messages: Collection[OutboxMessage], now: datetime) -> None:
        """Queue claimed messages again, as if they were never claimed."""
        ours = (
            outbox.c.id.in_([message.id for message in messages]),
            outbox.c.state == OutboxState.CLAIMED,
        )
        values = {"state": OutboxState.QUEUED, "next_try": now, "attempts": outbox.c.attempts - 1}
        await self._database.execute(outbox.update().where(*ours).values(values))

    async def done(self, messages: Collection[OutboxMessage]) -> None:
        """Mark messages as sent."""
        these = outbox.c.id.in_([message.id for message in messages])
        await self._database.execute(outbox.update().where(these).values(state=OutboxState.DONE))

    async def dead_letter(self, message: OutboxMessage, reason: str) -> None:
        """Keep a message that Telegram refused, with the reason."""
        await self._set_claimed(message.id, state=OutboxState.DEAD_LETTER, reason=reason)

    async def drop(self, message: OutboxMessage) -> None:
        """Delete a message that was cancelled."""
        await self._database.execute(outbox.delete().where(outbox.c.id == message.id))

    async def retry(self, message: OutboxMessage, at: datetime) -> None:
        """Queue a message for another attempt at ``at``."""
        await self._set_claimed(message.id, state=OutboxState.QUEUED, next_try=at, reason="retry")

    async def hold(self, message: OutboxMessage, until: datetime) -> None:
        """Queue a message again and hold its chat's messages until then.

        The attempt does not count: Telegram has not judged the message.
        """
        here = outbox.c.chat_id == message.chat_id
        waiting = (here, outbox.c.state == OutboxState.QUEUED, outbox.c.next_try < until)
        async with self._database.write(key=message.chat_id) as connection:
            await _requeue(connection, message, until, attempts=outbox.c.attempts - 1)
            await connection.execute(outbox.update().where(*waiting).values(next_try=until))

    async def suspend(
        self, message: OutboxMessage, reason: SuspensionReason, now: datetime
    ) -> Suspension:
        """Suspend the message's target: this one and those behind it wait, however often refused.

        The attempt does not count.
        """
        target = ChatTarget(message.chat_id, message.thread_id)
        async with self._database.write(key=message.chat_id) as connection:
            await _requeue(connection, message, now, attempts=outbox.c.attempts - 1)
            return await suspend(connection, target, reason, now)

    async def resume(self, message: OutboxMessage, now: datetime) -> None:
        """End the suspensions of a chat that a message has reached."""
        there = FOR_RIGHTS | (suspensions.c.thread_id == message.thread_id)
        async with self._database.write(key=message.chat_id) as connection:
            await self._end_suspensions(connection, message, now, there)

    async def deactivate(self, message: OutboxMessage, reason: str, now: datetime) -> None:
        """Mark the message's chat as unreachable: all its messages fail."""
        async with self._database.write(key=message.chat_id) as connection:
            await deactivate(connection, message.chat_id, reason, now)

    async def migrate(self, message: OutboxMessage, new_chat: int, now: datetime) -> None:
        """Move everything of the chat to its new id and queue the message again."""
        async with self._database.write() as connection:
            await migrate_chat(connection, message.chat_id, new_chat)
            await _requeue(connection, message, now)

    async def leave_thread(self, message: OutboxMessage, now: datetime) -> None:
        """Move what was for a deleted forum topic to the general one, the message included."""
        async with self._database.write() as connection:
            this = suspensions.c.thread_id == message.thread_id
            await self._end_suspensions(connection, message, now, this)
            await leave_thread(connection, message.chat_id, message.thread_id)
            await _requeue(connection, message, now)

    async def digest(self, chat_id: int, message_id: int) -> Digest | None:
        """Return all pages of a digest that was sent to the chat; None if it was pruned."""
        this = (outbox.c.id == message_id, outbox.c.chat_id == chat_id)
        async with self._database.read() as connection:
            data = await connection.scalar(select(outbox.c.payload).where(*this))
        payload = from_data(data) if data else None
        return payload if isinstance(payload, Digest) else None

    async def counts(self) -> OutboxCounts:
        """Return how many messages are in which state, and chats unreachable or suspended."""
        states = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        unreachable = select(func.count()).select_from(chats).where(chats.c.asleep.is_not(None))
        suspended = select(func.count(suspensions.c.chat_id.distinct()))
        async with self._database.read() as connection:
            found = {row[0]: int(row[1]) for row in await connection.execute(states)}
            chats_unreachable = await connection.scalar(unreachable) or 0
            chats_suspended = await connection.scalar(suspended) or 0
        return OutboxCounts(
            waiting=found.get(OutboxState.QUEUED, 0) + found.get(OutboxState.CLAIMED, 0),
            done=found.get(OutboxState.DONE, 0),
            failed=found.get(OutboxState.FAILED, 0),
            dead_letter=found.get(OutboxState.DEAD_LETTER, 0),
            unreachable=chats_unreachable,
            suspended=chats_suspended,
        )

    async def backlog(self) -> OutboxBacklog:
        """Return how many messages wait, and since when; quick however many there are."""
        waiting = select(func.count()).select_from(outbox).where(outbox.c.state.in_(WAITING))
        reached = outbox.c.chat_id.not_in(select(suspensions.c.chat_id))
        oldest = select(outbox.c.created_at).where(reached).order_by(outbox.c.id).limit(1)
        async with self._database.read() as connection:
            count = await connection.scalar(waiting) or 0
            found = [
                await connection.scalar(oldest.where(outbox.c.state == state)) for state in WAITING
            ]
        return OutboxBacklog(count, min((at for at in found if at is not None), default=None))

    async def _recipients(self, chat_ids: Collection[int]) -> Mapping[int, Recipient]:
        """Return what is known of chats: the language, and whether they are suspended.

        The language is the chat's, else the one chosen by the reader whose private chat it is. Read
        for a batch of messages: for each one it took a fifth of the time of sending it.
        """
        reader, chat = readers.c.reader_id, chats.c.chat_id
        by_reader = select(reader, readers.c.language).where(reader.in_(chat_ids))
        for_chat = select(chat, LANGUAGE).where(chat.in_(chat_ids), LANGUAGE.is_not(None))
        async with self._database.read() as connection:
            chosen = [tuple(row) for row in await connection.execute(by_reader)]
            chosen += [tuple(row) for row in await connection.execute(for_chat)]
            suspended = {target.chat_id for target in await suspensions_of(connection, chat_ids)}
        languages = {number: InterfaceLanguage(language) for number, language in chosen}
        return {
            number: Recipient(languages.get(number), number in suspended) for number in chat_ids
        }

    async def _end_suspensions(
        self,
        connection: AsyncConnection,
        message: OutboxMessage,
        now: datetime,
        there: ColumnElement[bool],
    ) -> None:
        states = await chat_states(connection, [message.chat_id], self._default_zone)
        await end_suspensions(connection, states[message.chat_id], now, there)

    async def _set_claimed(self, number: int, **values: Any) -> None:
        """Change a message, unless its chat became unreachable or was erased meanwhile."""
        this = (outbox.c.id == number, outbox.c.state == OutboxState.CLAIMED)
        await self._database.execute(outbox.update().where(*this).values(values))


def _message(row: Row[*tuple[Any, ...]], recipient: Recipient) -> OutboxMessage | None:
    try:
        payload = from_data(row.payload)
    except ValueError:
        return None
    return OutboxMessage(row.id, row.chat_id, row.thread_id, row.attempts, payload, *recipient)


def outbox_row(
    target: ChatTarget,
    key: str,
    payload: Payload,
    now: datetime,
    held_until: datetime | None = None,
) -> dict[str, Any]:
    """Return the row of a queued message; ``key`` is unique within its chat."""
    return {
        **target._asdict(),
        "kind": payload.kind,
        "key": key,
        "payload": to_data(payload),
        "state": OutboxState.QUEUED,
        "created_at": now,
        "next_try": max(now, held_until or now),
        "attempts": 0,
        "reason": "",
    }


async def _requeue(
    connection: AsyncConnection, message: OutboxMessage, at: datetime, **values: Any
) -> None:
    this = (outbox.c.id == message.id, outbox.c.state == OutboxState.CLAIMED)
    again = {"state": OutboxState.QUEUED, "next_try": at}
    await connection.execute(outbox.update().where(*this).values(again | values))
