"""The transaction that notifies chats of a story.

What each chat gets is decided by a pure function that the caller passes.
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
from bot.storage.chat_states import chat_states, topic_states
from bot.storage.connection import AsyncConnection, batches
from bot.storage.database import Database
from bot.storage.outbox import outbox_row
from bot.storage.tables.chats import chats, notifications, pending, topics
from bot.storage.tables.outbox import outbox

TOPIC_IDS_BATCH = 5000
"""Ids of one IN clause; SQLite takes 32,766 parameters by default."""


@dataclass(frozen=True, slots=True)
class Fanout:
    """A batch of the topics that an article matches.

    ``topic_ids`` has all matching topics of every target in the batch. After the ``last`` batch
    the article is deleted from ``arrivals``. ``posted_in`` is the channel whose post the article
    is, 0 for any other: it knows the story.
    """

    article_id: int
    story_id: int
    topic_ids: Sequence[int]
    last: bool
    posted_in: int = 0


Decide = Callable[[Sequence[TopicState], ChatState], Decision]
MakeAlert = Callable[[tuple[TopicState, ...]], Alert]


@dataclass(slots=True)
class FanoutRows:
    """The rows to write for a batch: by table, and the due times of topics."""

    notifications: list[dict[str, Any]] = field(default_factory=list)
    outbox: list[dict[str, Any]] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)
    due: list[dict[str, Any]] = field(default_factory=list)
    chats: dict[int, dict[str, Any]] = field(default_factory=dict)

    def add_known(self, target: ChatTarget, fanout: Fanout, now: datetime) -> None:
        """Add the row that says that a target knows the story."""
        row = target._asdict() | {"story_id": fanout.story_id, "told_at": now}
        self.notifications.append(row)

    def add(
        self,
        target: ChatTarget,
        decision: Alerted | Pending,
        fanout: Fanout,
        alert: MakeAlert,
        now: datetime,
    ) -> None:
        """Add the rows that carry out a decision on a target."""
        self.add_known(target, fanout, now)
        match decision:
            case Alerted(alerted, quota):
                key = f"alert:{fanout.story_id}:{target.thread_id}"
                self.outbox.append(outbox_row(target, key, alert(alerted), now))
                self.chats[target.chat_id] = {
                    "chat_id": target.chat_id,
                    "hour_start": quota.since,
                    "hour_alerts": quota.used,
                }
            case Pending(due):
                ids = {"story_id": fanout.story_id, "article_id": fanout.article_id}
                self.pending += [{"topic_id": topic.id, **ids, "kept_at": now} for topic, _ in due]
                self.due += [{"this": topic.id, "then": moment} for topic, moment in due]


class NotificationStore:
    """Records which chats were notified of a story, with what follows from it."""

    def __init__(self, database: Database, default_zone: ZoneInfo) -> None:
        self._database = database
        self._default_zone = default_zone

    async def targets(self, topic_ids: Sequence[int]) -> dict[ChatTarget, list[TopicName]]:
        """Return the topics by target; ids of deleted topics are left out."""
        wanted = select(topics.c.chat_id, topics.c.thread_id, topics.c.id, topics.c.text)
        found: defaultdict[ChatTarget, list[TopicName]] = defaultdict(list)
        async with self._database.read() as connection:
            for batch in batches(topic_ids, TOPIC_IDS_BATCH):
                rows = await connection.execute(wanted.where(topics.c.id.in_(batch)))
                for chat_id, thread_id, number, text in rows:
                    found[ChatTarget(chat_id, thread_id)].append(TopicName(number, text))
        return found

    async def notify(self, fanout: Fanout, decide: Decide, alert: MakeAlert, now: datetime) -> None:
        """Decide on each target of a batch and write what follows, in one transaction.

        Targets that were notified of the story before are skipped.
        """
        async with self._database.write() as connection:
            rows = await self._decided(connection, fanout, decide, alert, now)
            await _write(connection, rows)
            if fanout.last:
                await drop_arrivals(connection, [fanout.article_id])

    async def _decided(
        self,
        connection: AsyncConnection,
        fanout: Fanout,
        decide: Decide,
        alert: MakeAlert,
        now: datetime,
    ) -> FanoutRows:
        targets = _by_target(await topic_states(connection, topics.c.id.in_(fanout.topic_ids)))
        chat_ids = {target.chat_id for target in targets}
        states = await chat_states(connection, chat_ids, self._default_zone)
        rows = FanoutRows()
        for target in sorted(targets.keys() - await _notified(connection, fanout, chat_ids)):
            if target.chat_id == fanout.posted_in:
                rows.add_known(target, fanout, now)
                continue
            chat = states[target.chat_id]
            decision = decide(targets[target], chat)
            if isinstance(decision, Alerted):
                states[chat.chat_id] = replace(chat, quota=decision.quota)
            if decision is not None:
                rows.add(target, decision, fanout, alert, now)
        return rows


async def _write(connection: AsyncConnection, rows: FanoutRows) -> None:
    for table, values in (
        (notifications, rows.notifications),
        (outbox, rows.outbox),
        (pending, rows.pending),
    ):
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


async def _notified(
    connection: AsyncConnection, fanout: Fanout, chat_ids: Iterable[int]
) -> set[ChatTarget]:
    targets = select(notifications.c.chat_id, notifications.c.thread_id).where(
        notifications.c.story_id == fanout.story_id, notifications.c.chat_id.in_(chat_ids)
    )
    return {ChatTarget(*row) for row in await connection.execute(targets)}


def _by_target(states: Iterable[TopicState]) -> Mapping[ChatTarget, list[TopicState]]:
    targets: defaultdict[ChatTarget, list[TopicState]] = defaultdict(list)
    for topic in states:
        targets[topic.target].append(topic)
    return targets
