"""Messages on their way: queued, claimed for a while, done, failed, or set aside.

Sends nothing, and knows of a payload only how it is kept. ``next_try`` of a claimed message is the
end of its lease: one that is still claimed then was lost with whoever claimed it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, UnaryExpression, func, literal, select, union_all
from sqlalchemy.sql.operators import custom_op

from bot.model.messages import Digest, OutboxCounts, OutboxMessage, Payload, from_data, to_data
from bot.storage.chats import deactivate, migrate_chat
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables.chats import chats, pending, told, topics
from bot.storage.tables.outbox import outbox
from bot.storage.tables.readers import readers
from index.types import Language


class State(StrEnum):
    """How far a message has come."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"
    ASIDE = "aside"


WAITING = (State.QUEUED, State.CLAIMED)


class OutboxStore:
    """The one queue of everything that the bot says by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self, now: datetime, until: datetime, limit: int, without: Collection[int] = ()
    ) -> list[OutboxMessage]:
        """Take messages for oneself until the lease ends: the oldest that may be sent now.

        One a chat, the chat's first, and none of the chats in ``without``. What cannot be read, as
        of another version, is set aside.
        """
        heads = _heads(now, limit, without)
        values = {"state": State.CLAIMED, "next_try": until, "attempts": outbox.c.attempts + 1}
        claim = outbox.update().where(outbox.c.id.in_(heads)).values(values).returning(outbox)
        rows = (await self._database.execute(claim)).all()
        languages = await self._languages([row.chat_id for row in rows]) if rows else {}
        found = {row.id: _message(row, languages.get(row.chat_id)) for row in rows}
        for number in [number for number, message in found.items() if message is None]:
            await self._set([number], state=State.ASIDE, reason="unreadable")
        return [message for _, message in sorted(found.items()) if message is not None]

    async def next_try(self) -> datetime | None:
        """When the next message may be sent or its lease ends; None while none waits."""
        soonest = select(func.min(outbox.c.next_try))
        async with self._database.read() as connection:
            found = [
                await connection.scalar(soonest.where(outbox.c.state == state)) for state in WAITING
            ]
        return min((moment for moment in found if moment is not None), default=None)

    async def give_back(self, messages: Collection[OutboxMessage], now: datetime) -> None:
        """These were claimed and will not be sent: anybody may have them, as if never claimed."""
        ours = (
            outbox.c.id.in_([message.id for message in messages]),
            outbox.c.state == State.CLAIMED,
        )
        values = {"state": State.QUEUED, "next_try": now, "attempts": outbox.c.attempts - 1}
        await self._database.execute(outbox.update().where(*ours).values(values))

    async def done(self, messages: Collection[OutboxMessage]) -> None:
        """They have arrived."""
        await self._set([message.id for message in messages], state=State.DONE)

    async def dead_letter(self, message: OutboxMessage, reason: str) -> None:
        """Telegram does not want it; it is kept with the reason."""
        await self._set([message.id], state=State.ASIDE, reason=reason)

    async def drop(self, message: OutboxMessage) -> None:
        """Nobody wants it sent any more."""
        await self._database.execute(outbox.delete().where(outbox.c.id == message.id))

    async def retry(self, message: OutboxMessage, at: datetime, reason: str) -> None:
        """Try again then."""
        await self._set([message.id], state=State.QUEUED, next_try=at, reason=reason)

    async def hold(self, message: OutboxMessage, until: datetime) -> None:
        """Nothing goes to the message's chat before then, this message included.

        Telegram has not judged the message, so that the attempt does not count.
        """
        here = outbox.c.chat_id == message.chat_id
        waiting = (here, outbox.c.state == State.QUEUED, outbox.c.next_try < until)
        async with self._database.write() as connection:
            again = {"state": State.QUEUED, "attempts": outbox.c.attempts - 1, "next_try": until}
            await connection.execute(outbox.update().where(outbox.c.id == message.id).values(again))
            await connection.execute(outbox.update().where(*waiting).values(next_try=until))

    async def deactivate(self, message: OutboxMessage, reason: str, now: datetime) -> None:
        """The message's chat can't be reached: nothing waits for it any more."""
        async with self._database.write() as connection:
            await deactivate(connection, message.chat_id, reason, now)

    async def migrate(self, message: OutboxMessage, new_chat: int, now: datetime) -> None:
        """The group is a supergroup now: everything follows, and the message is free again."""
        async with self._database.write() as connection:
            await migrate_chat(connection, message.chat_id, new_chat)
            await _free(connection, message, now)

    async def leave_thread(self, message: OutboxMessage, now: datetime) -> None:
        """The forum topic is gone: what was for it is the general one's from now on."""
        async with self._database.write() as connection:
            await _leave_thread(connection, message.chat_id, message.thread_id)
            await _free(connection, message, now)

    async def digest(self, chat_id: int, message_id: int) -> Digest | None:
        """The whole of a digest that went to this chat; None where it is no longer kept."""
        this = (outbox.c.id == message_id, outbox.c.chat_id == chat_id)
        async with self._database.read() as connection:
            data = await connection.scalar(select(outbox.c.payload).where(*this))
        payload = from_data(data) if data else None
        return payload if isinstance(payload, Digest) else None

    async def counts(self) -> OutboxCounts:
        """How many messages and chats are in which state."""
        states = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        unreachable = select(func.count()).select_from(chats).where(chats.c.asleep.is_not(None))
        async with self._database.read() as connection:
            found = {row[0]: int(row[1]) for row in await connection.execute(states)}
            sleeping = await connection.scalar(unreachable) or 0
        return OutboxCounts(
            waiting=found.get(State.QUEUED, 0) + found.get(State.CLAIMED, 0),
            done=found.get(State.DONE, 0),
            failed=found.get(State.FAILED, 0),
            dead_letter=found.get(State.ASIDE, 0),
            unreachable=sleeping,
        )

    async def prune(self, before: datetime) -> int:
        """Forget what was over before then; how many messages that were."""
        over = outbox.c.state.not_in(WAITING)
        async with self._database.write() as connection:
            gone = await connection.execute(
                outbox.delete().where(over, outbox.c.created_at < before)
            )
        return gone.rowcount

    async def _languages(self, chat_ids: Collection[int]) -> Mapping[int, Language]:
        """What was chosen for the chats, or by the readers whose private chats they are.

        Asked for together: for each message by itself it takes as long as a fifth of sending it.
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
    """The numbers of messages that may be sent now, each its chat's first."""
    first = [_heads_in(state, now, limit, without).subquery() for state in WAITING]
    either = union_all(*(select(found.c.id) for found in first)).subquery()
    return select(either.c.id).order_by(either.c.id).limit(limit)


def _heads_in(
    state: State, now: datetime, limit: int, without: Collection[int]
) -> Select[tuple[int]]:
    """Looks from the oldest on and stops when it has enough, however long the queue is.

    The unary plus keeps SQLite from the index by which it would have to sort all of them:
    https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_.
    """
    earlier = outbox.alias("earlier")
    overtaken = select(earlier.c.id).where(
        earlier.c.chat_id == outbox.c.chat_id,
        earlier.c.state.in_(WAITING),
        earlier.c.next_try <= now,
        earlier.c.id < outbox.c.id,
    )
    moment = outbox.c.next_try
    next_try: UnaryExpression[datetime] = UnaryExpression(moment, operator=custom_op("+"))
    free = (
        outbox.c.state == state,
        next_try <= literal(now, moment.type),
        outbox.c.chat_id.not_in(without),
        ~overtaken.exists(),
    )
    return select(outbox.c.id).where(*free).order_by(outbox.c.id).limit(limit)


def _message(row: Row[*tuple[Any, ...]], language: Language | None) -> OutboxMessage | None:
    try:
        payload = from_data(row.payload)
    except ValueError:
        return None
    return OutboxMessage(row.id, row.chat_id, row.thread_id, row.attempts, payload, language)


def outbox_row(
    chat_id: int, thread_id: int, key: str, payload: Payload, now: datetime
) -> dict[str, Any]:
    """A queued message; ``key`` is unique within its chat."""
    return {
        "chat_id": chat_id,
        "thread_id": thread_id,
        "kind": payload.kind,
        "key": key,
        "payload": to_data(payload),
        "state": State.QUEUED,
        "created_at": now,
        "next_try": now,
        "attempts": 0,
        "reason": "",
    }


async def _free(connection: AsyncConnection, message: OutboxMessage, now: datetime) -> None:
    again = {"state": State.QUEUED, "next_try": now}
    await connection.execute(outbox.update().where(outbox.c.id == message.id).values(again))


async def _leave_thread(connection: AsyncConnection, chat_id: int, thread_id: int) -> None:
    """Move subscriptions and messages; what the general topic has already gives way."""
    await _move_alerts(connection, chat_id, thread_id)
    for table in (told, outbox):
        here = (table.c.chat_id == chat_id, table.c.thread_id == thread_id)
        rename = table.update().where(*here).values(thread_id=0)
        await connection.execute(rename.prefix_with("OR REPLACE"))
    general = select(topics.c.text).where(topics.c.chat_id == chat_id, topics.c.thread_id == 0)
    here = (topics.c.chat_id == chat_id, topics.c.thread_id == thread_id)
    twins = select(topics.c.id).where(*here, topics.c.text.in_(general))
    gone = (await connection.execute(twins)).scalars().all()
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(gone)))
    await connection.execute(topics.delete().where(topics.c.id.in_(gone)))
    await connection.execute(topics.update().where(*here).values(thread_id=0))


async def _move_alerts(connection: AsyncConnection, chat_id: int, thread_id: int) -> None:
    """Waiting alerts go to the general topic, but for the stories that were told there."""
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
