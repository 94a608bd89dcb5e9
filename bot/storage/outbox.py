"""The outbox: messages that are queued, claimed, done, failed or dead letters.

``next_try`` of a claimed message is the end of its lease: a message that is still claimed then was
lost with the process that claimed it, and is claimed again.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, UnaryExpression, func, literal, select, union_all
from sqlalchemy.sql.operators import custom_op

from bot.model.messages import Digest, OutboxCounts, OutboxMessage, Payload, from_data, to_data
from bot.model.topics import ChatTarget
from bot.storage.chats import deactivate, migrate_chat
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables.chats import chats, notifications, pending, topics
from bot.storage.tables.outbox import WAITING, OutboxState, outbox
from bot.storage.tables.readers import readers
from index.types import Language


class OutboxStore:
    """The queue of all messages that the bot sends unasked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, now: datetime, until: datetime, limit: int, without: Collection[int] = ()
    ) -> list[OutboxMessage]:
        """Lease the oldest messages that may be sent now, until ``until``.

        One per chat, its oldest; none of the chats in ``without``. A payload that cannot be read,
        as of another version, becomes a dead letter.
        """
        heads = _heads(now, limit, without)
        values = {
            "state": OutboxState.CLAIMED,
            "next_try": until,
            "attempts": outbox.c.attempts + 1,
        }
        claim = outbox.update().where(outbox.c.id.in_(heads)).values(values).returning(outbox)
        rows = (await self._database.execute(claim)).all()
        languages = await self._languages([row.chat_id for row in rows]) if rows else {}
        found = {row.id: _message(row, languages.get(row.chat_id)) for row in rows}
        for number in [number for number, message in found.items() if message is None]:
            await self._set([number], state=OutboxState.DEAD_LETTER, reason="unreadable")
        return [message for _, message in sorted(found.items()) if message is not None]

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
        await self._set([message.id for message in messages], state=OutboxState.DONE)

    async def dead_letter(self, message: OutboxMessage, reason: str) -> None:
        """Keep a message that Telegram refused, with the reason."""
        await self._set([message.id], state=OutboxState.DEAD_LETTER, reason=reason)

    async def drop(self, message: OutboxMessage) -> None:
        """Delete a message that was cancelled."""
        await self._database.execute(outbox.delete().where(outbox.c.id == message.id))

    async def retry(self, message: OutboxMessage, at: datetime) -> None:
        """Queue a message for another attempt at ``at``."""
        await self._set([message.id], state=OutboxState.QUEUED, next_try=at, reason="retry")

    async def hold(self, message: OutboxMessage, until: datetime) -> None:
        """Queue a message again and hold its chat's messages until then.

        The attempt does not count: Telegram has not judged the message.
        """
        here = outbox.c.chat_id == message.chat_id
        waiting = (here, outbox.c.state == OutboxState.QUEUED, outbox.c.next_try < until)
        async with self._database.write() as connection:
            again = {
                "state": OutboxState.QUEUED,
                "attempts": outbox.c.attempts - 1,
                "next_try": until,
            }
            await connection.execute(outbox.update().where(outbox.c.id == message.id).values(again))
            await connection.execute(outbox.update().where(*waiting).values(next_try=until))

    async def deactivate(self, message: OutboxMessage, reason: str, now: datetime) -> None:
        """Mark the message's chat as unreachable: all its messages fail."""
        async with self._database.write() as connection:
            await deactivate(connection, message.chat_id, reason, now)

    async def migrate(self, message: OutboxMessage, new_chat: int, now: datetime) -> None:
        """Move everything of the chat to its new id and queue the message again."""
        async with self._database.write() as connection:
            await migrate_chat(connection, message.chat_id, new_chat)
            await _requeue(connection, message, now)

    async def leave_thread(self, message: OutboxMessage, now: datetime) -> None:
        """Move what was for a deleted forum topic to the general one, the message included."""
        async with self._database.write() as connection:
            await _leave_thread(connection, message.chat_id, message.thread_id)
            await _requeue(connection, message, now)

    async def digest(self, chat_id: int, message_id: int) -> Digest | None:
        """Return all pages of a digest that was sent to the chat; None if it was pruned."""
        this = (outbox.c.id == message_id, outbox.c.chat_id == chat_id)
        async with self._database.read() as connection:
            data = await connection.scalar(select(outbox.c.payload).where(*this))
        payload = from_data(data) if data else None
        return payload if isinstance(payload, Digest) else None

    async def counts(self) -> OutboxCounts:
        """Return how many messages are in which state, and how many chats are unreachable."""
        states = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        unreachable = select(func.count()).select_from(chats).where(chats.c.asleep.is_not(None))
        async with self._database.read() as connection:
            found = {row[0]: int(row[1]) for row in await connection.execute(states)}
            chats_unreachable = await connection.scalar(unreachable) or 0
        return OutboxCounts(
            waiting=found.get(OutboxState.QUEUED, 0) + found.get(OutboxState.CLAIMED, 0),
            done=found.get(OutboxState.DONE, 0),
            failed=found.get(OutboxState.FAILED, 0),
            dead_letter=found.get(OutboxState.DEAD_LETTER, 0),
            unreachable=chats_unreachable,
        )

    async def prune(self, before: datetime) -> int:
        """Delete finished messages that were queued before then; return how many."""
        finished = outbox.c.state.not_in(WAITING)
        async with self._database.write() as connection:
            gone = await connection.execute(
                outbox.delete().where(finished, outbox.c.created_at < before)
            )
        return gone.rowcount

    async def _languages(self, chat_ids: Collection[int]) -> Mapping[int, Language]:
        """Return what was set for the chats, else by the readers whose private chats they are.

        Read for a batch of messages: for each one it took a fifth of the time of sending it.
        """
        reader, chat = readers.c.reader_id, chats.c.chat_id
        by_reader = select(reader, readers.c.language).where(reader.in_(chat_ids))
        for_chat = select(chat, chats.c.language).where(
            chat.in_(chat_ids), chats.c.language.is_not(None)
        )
        async with self._database.read() as connection:
            chosen = [tuple(row) for row in await connection.execute(by_reader)]
            chosen += [tuple(row) for row in await connection.execute(for_chat)]
        return {number: Language(language) for number, language in chosen}

    async def _set(self, numbers: Collection[int], **values: Any) -> None:
        these = outbox.c.id.in_(numbers)
        await self._database.execute(outbox.update().where(these).values(values))


def _heads(now: datetime, limit: int, without: Collection[int]) -> Select[tuple[int]]:
    """Select the ids of messages that may be sent now, the oldest of each chat."""
    first = [_heads_in(state, now, limit, without).subquery() for state in WAITING]
    either = union_all(*(select(found.c.id) for found in first)).subquery()
    return select(either.c.id).order_by(either.c.id).limit(limit)


def _heads_in(
    state: OutboxState, now: datetime, limit: int, without: Collection[int]
) -> Select[tuple[int]]:
    """Scan from the oldest message on and stop at ``limit``, however long the queue is.

    The unary plus keeps SQLite from an index by which it would have to sort all messages:
    https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_.
    """
    earlier = outbox.alias("earlier")
    older = select(earlier.c.id).where(
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.state.in_(WAITING),
        earlier.c.next_try <= now,
        earlier.c.id < outbox.c.id,
    )
    moment = outbox.c.next_try
    next_try: UnaryExpression[datetime] = UnaryExpression(moment, operator=custom_op("+"))
    sendable = (
        outbox.c.state == state,
        next_try <= literal(now, moment.type),
        outbox.c.chat_id.not_in(without),
        ~older.exists(),
    )
    return select(outbox.c.id).where(*sendable).order_by(outbox.c.id).limit(limit)


def _message(row: Row[*tuple[Any, ...]], language: Language | None) -> OutboxMessage | None:
    try:
        payload = from_data(row.payload)
    except ValueError:
        return None
    return OutboxMessage(row.id, row.chat_id, row.thread_id, row.attempts, payload, language)


def outbox_row(target: ChatTarget, key: str, payload: Payload, now: datetime) -> dict[str, Any]:
    """Return the row of a queued message; ``key`` is unique within its chat."""
    return {
        **target._asdict(),
        "kind": payload.kind,
        "key": key,
        "payload": to_data(payload),
        "state": OutboxState.QUEUED,
        "created_at": now,
        "next_try": now,
        "attempts": 0,
        "reason": "",
    }


async def _requeue(connection: AsyncConnection, message: OutboxMessage, now: datetime) -> None:
    again = {"state": OutboxState.QUEUED, "next_try": now}
    await connection.execute(outbox.update().where(outbox.c.id == message.id).values(again))


async def _leave_thread(connection: AsyncConnection, chat_id: int, thread_id: int) -> None:
    """Move topics and messages; duplicates in the general forum topic are replaced or deleted."""
    await _move_alerts(connection, chat_id, thread_id)
    for table in (notifications, outbox):
        here = (table.c.chat_id == chat_id, table.c.thread_id == thread_id)
        rename = table.update().where(*here).values(thread_id=0)
        await connection.execute(rename.prefix_with("OR REPLACE"))
    general = select(topics.c.text).where(topics.c.chat_id == chat_id, topics.c.thread_id == 0)
    here = (topics.c.chat_id == chat_id, topics.c.thread_id == thread_id)
    duplicates = select(topics.c.id).where(*here, topics.c.text.in_(general))
    gone = (await connection.execute(duplicates)).scalars().all()
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(gone)))
    await connection.execute(topics.delete().where(topics.c.id.in_(gone)))
    await connection.execute(topics.update().where(*here).values(thread_id=0))


async def _move_alerts(connection: AsyncConnection, chat_id: int, thread_id: int) -> None:
    """Move waiting alerts, but for stories that the general forum topic was notified of."""
    here = (
        outbox.c.chat_id == chat_id,
        outbox.c.thread_id == thread_id,
        outbox.c.kind == "alert",
        outbox.c.state.in_(WAITING),
    )
    stem = func.substr(outbox.c.key, 1, func.length(outbox.c.key) - len(str(thread_id)))
    moved = outbox.update().where(*here).values(thread_id=0, key=stem.concat("0"))
    await connection.execute(moved.prefix_with("OR IGNORE"))
    await connection.execute(outbox.delete().where(*here))
