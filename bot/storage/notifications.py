"""The transaction that carries out what was decided on an article.

Decides nothing: what becomes of a story for a place is an argument, and pure.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.messages import Alert, TopicName
from bot.model.topics import Alerted, ChatState, ChatTarget, Decision, Pending, TopicState
from bot.storage.arrivals import drop_arrivals
from bot.storage.chats import chat_states
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.outbox import outbox_row
from bot.storage.tables.chats import chats, pending, told, topics
from bot.storage.tables.outbox import outbox
from bot.storage.topics import topic_states


@dataclass(frozen=True, slots=True)
class Fanout:
    """A slice of the places that an article's story may be told to.

    ``topic_ids`` are all that match of each place in the slice; ``last`` is the slice after which
    the article has been seen by every topic.
    """

    article_id: int
    story_id: int
    topic_ids: Sequence[int]
    last: bool


Decide = Callable[[Sequence[TopicState], ChatState], Decision]
MakeAlert = Callable[[tuple[TopicState, ...]], Alert]


@dataclass(slots=True)
class FanoutRows:
    """What is to be written for a slice."""

    told: list[dict[str, Any]] = field(default_factory=list)
    outbox: list[dict[str, Any]] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)
    due: list[dict[str, Any]] = field(default_factory=list)
    chats: dict[int, dict[str, Any]] = field(default_factory=dict)


class NotificationStore:
    """Carries out decisions, a slice at a time."""

    def __init__(self, database: Database, default_zone: ZoneInfo) -> None:
        self._database = database
        self._default_zone = default_zone

    async def targets(self, topic_ids: Sequence[int]) -> dict[ChatTarget, list[TopicName]]:
        """Return the topics grouped by target, as they are now; unknown ids are left out."""
        wanted = select(topics.c.chat_id, topics.c.thread_id, topics.c.id, topics.c.text)
        found: defaultdict[ChatTarget, list[TopicName]] = defaultdict(list)
        async with self._database.read() as connection:
            for batch in _batches(topic_ids, 5000):
                rows = await connection.execute(wanted.where(topics.c.id.in_(batch)))
                for chat_id, thread_id, number, text in rows:
                    found[ChatTarget(chat_id, thread_id)].append(TopicName(number, text))
        return found

    async def tell(self, telling: Fanout, decide: Decide, alert: MakeAlert, now: datetime) -> None:
        """Decide on each place of a slice and write what follows, all in one transaction.

        A place that knows the story already is left alone.
        """
        async with self._database.write() as connection:
            rows = await self._decided(connection, telling, decide, alert, now)
            await _write(connection, rows)
            if telling.last:
                await drop_arrivals(connection, [telling.article_id])

    async def _decided(
        self,
        connection: AsyncConnection,
        telling: Fanout,
        decide: Decide,
        alert: MakeAlert,
        now: datetime,
    ) -> FanoutRows:
        targets = _by_target(await topic_states(connection, topics.c.id.in_(telling.topic_ids)))
        ids = {chat_id for chat_id, _ in targets}
        states = await chat_states(connection, ids, self._default_zone)
        rows = FanoutRows()
        known = await _knowing(connection, telling.story_id, ids)
        for target in sorted(targets.keys() - known):
            chat = states[target.chat_id]
            decision = decide(targets[target], chat)
            if isinstance(decision, Alerted):
                states[chat.chat_id] = replace(chat, allowance=decision.allowance)
            _add(rows, target, decision, telling, alert, now)
        return rows


def _add(  # noqa: PLR0913, PLR0917 - a decision and what it is about
    rows: FanoutRows,
    target: ChatTarget,
    decision: Decision,
    telling: Fanout,
    alert: MakeAlert,
    now: datetime,
) -> None:
    chat_id, thread_id = target
    if decision is None:
        return
    rows.told.append(
        {"chat_id": chat_id, "thread_id": thread_id, "story_id": telling.story_id, "told_at": now}
    )
    match decision:
        case Alerted(topics=named, allowance=allowance):
            key = f"alert:{telling.story_id}:{thread_id}"
            rows.outbox.append(outbox_row(chat_id, thread_id, key, alert(named), now))
            rows.chats[chat_id] = {
                "chat_id": chat_id,
                "hour_start": allowance.since,
                "hour_alerts": allowance.used,
            }
        case Pending(due=kept):
            same = {"story_id": telling.story_id, "article_id": telling.article_id, "kept_at": now}
            rows.pending += [{"topic_id": topic.id, **same} for topic, _ in kept]
            rows.due += [{"this": topic.id, "then": due} for topic, due in kept]


async def _write(connection: AsyncConnection, rows: FanoutRows) -> None:
    for table, values in ((told, rows.told), (outbox, rows.outbox), (pending, rows.pending)):
        if values:
            await connection.execute(table.insert(), values)
    if rows.due:
        due = topics.update().where(topics.c.id == bindparam("this"))
        await connection.execute(due.values(due=bindparam("then")), rows.due)
    if rows.chats:
        row = insert(chats)
        names = ("hour_start", "hour_alerts")
        row = row.on_conflict_do_update(
            index_elements=[chats.c.chat_id], set_={name: row.excluded[name] for name in names}
        )
        await connection.execute(row, list(rows.chats.values()))


async def _knowing(
    connection: AsyncConnection, story_id: int, chat_ids: Iterable[int]
) -> set[ChatTarget]:
    targets = select(told.c.chat_id, told.c.thread_id)
    known = targets.where(told.c.story_id == story_id, told.c.chat_id.in_(chat_ids))
    return {ChatTarget(*row) for row in await connection.execute(known)}


def _by_target(states: Iterable[TopicState]) -> Mapping[ChatTarget, list[TopicState]]:
    targets: defaultdict[ChatTarget, list[TopicState]] = defaultdict(list)
    for topic in states:
        targets[topic.target].append(topic)
    return targets


def _batches(ids: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
