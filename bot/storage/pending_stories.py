"""Stories that are pending for digests, and the transaction that queues the digests.

The digest itself is composed by a pure function that the caller passes.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from bot.model.messages import Digest, PendingStory, StoryLine, TopicName
from bot.model.topics import ChatTarget
from bot.storage.chat_states import set_due
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.outbox import outbox_row
from bot.storage.stories import further_articles
from bot.storage.suspensions import suspensions_of
from bot.storage.tables.articles import articles
from bot.storage.tables.chats import pending, topics
from bot.storage.tables.outbox import WAITING, outbox

DUE_TOPICS_BATCH = 200
"""Due topics of one transaction; a target at the batch's end may get two digests."""

Compose = Callable[[Sequence[PendingStory]], Digest]
OnDigest = Callable[[Sequence[int], Digest], None]
"""Called with the due topics of a target and the digest of their stories; must not raise."""


class PendingStoryStore:
    """Stories that wait for the digests of their topics."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def send_due(
        self, now: datetime, compose: Compose, on_digest: OnDigest = lambda *_: None
    ) -> int:
        """Queue a digest for each target with due topics; return the number of due topics.

        The stories of a digest are no longer pending for any topic of the target. Those of a
        suspended target stay pending while another message of it waits. Handles at most
        ``DUE_TOPICS_BATCH`` topics: repeat until 0. ``on_digest`` is called before they are queued.
        """
        async with self._database.write() as connection:
            due = await _due(connection, now)
            if not due:
                return 0
            count = sum(map(len, due.values()))
            suspended = await suspensions_of(connection, {target.chat_id for target in due})
            for target in await _with_messages(connection, suspended.keys() & due.keys()):
                await set_due(connection, due.pop(target), None)
            waiting = await _pending(connection, due)
            rows = []
            for target, ids in due.items():
                if sent := [story for story in waiting[target] if story.topic.id in ids]:
                    held_until = suspended[target].retry_at if target in suspended else None
                    digest = compose(sent)
                    rows.append(_row(target, digest, sent, now, held_until))
                    on_digest(ids, digest)
                    await _delete_duplicates(connection, waiting[target], sent)
            await _write(connection, rows, [number for ids in due.values() for number in ids])
        return count


async def _due(connection: AsyncConnection, now: datetime) -> dict[ChatTarget, list[int]]:
    wanted = (
        select(topics.c.chat_id, topics.c.thread_id, topics.c.id)
        .where(topics.c.due <= now)
        .order_by(topics.c.chat_id, topics.c.thread_id, topics.c.id)
        .limit(DUE_TOPICS_BATCH)
    )
    targets: defaultdict[ChatTarget, list[int]] = defaultdict(list)
    for chat_id, thread_id, number in await connection.execute(wanted):
        targets[ChatTarget(chat_id, thread_id)].append(number)
    return targets


async def _with_messages(
    connection: AsyncConnection, targets: Collection[ChatTarget]
) -> set[ChatTarget]:
    """Return those of the targets for which a message waits in the outbox."""
    if not targets:
        return set()
    waiting = (
        outbox.c.chat_id.in_({target.chat_id for target in targets}),
        outbox.c.state.in_(WAITING),
    )
    rows = await connection.execute(select(outbox.c.chat_id, outbox.c.thread_id).where(*waiting))
    return {ChatTarget(*row) for row in rows} & set(targets)


async def _pending(
    connection: AsyncConnection, targets: Collection[ChatTarget]
) -> Mapping[ChatTarget, list[PendingStory]]:
    """Return the pending stories by target; those of removed articles are left out."""
    wanted = (
        select(
            topics.c.chat_id,
            topics.c.thread_id,
            pending.c.topic_id,
            pending.c.story_id,
            pending.c.kept_at,
            topics.c.text.label("topic"),
            articles.c.id,
            articles.c.title,
            articles.c.source,
            articles.c.date,
            articles.c.url,
        )
        .join(topics, topics.c.id == pending.c.topic_id)
        .join(articles, articles.c.id == pending.c.article_id)
        .where(topics.c.chat_id.in_({chat_id for chat_id, _ in targets}))
    )
    rows = (await connection.execute(wanted)).all()
    further = await further_articles(connection, {row.story_id for row in rows})
    found: defaultdict[ChatTarget, list[PendingStory]] = defaultdict(list)
    for row in rows:
        count = further.get(row.story_id, 0)
        line = StoryLine(row.story_id, row.id, row.title, row.source, row.date, row.url, count)
        story = PendingStory(TopicName(row.topic_id, row.topic), line, row.kept_at)
        found[ChatTarget(row.chat_id, row.thread_id)].append(story)
    return found


def _row(
    target: ChatTarget,
    digest: Digest,
    sent: Sequence[PendingStory],
    now: datetime,
    held_until: datetime | None,
) -> dict[str, Any]:
    # A target is notified of a story once, so that no other digest of it has this key.
    key = f"digest:{max(one.story.story_id for one in sent)}:{target.thread_id}"
    return outbox_row(target, key, digest, now, held_until)


async def _delete_duplicates(
    connection: AsyncConnection, waiting: Sequence[PendingStory], sent: Sequence[PendingStory]
) -> None:
    """Delete the sent stories from the target's topics that are not due yet."""
    stories = {one.story.story_id for one in sent}
    due = {one.topic.id for one in sent}
    duplicates = [
        {"topic": one.topic.id, "story": one.story.story_id}
        for one in waiting
        if one.story.story_id in stories and one.topic.id not in due
    ]
    if duplicates:
        this = (pending.c.topic_id == bindparam("topic"), pending.c.story_id == bindparam("story"))
        await connection.execute(pending.delete().where(*this), duplicates)


async def _write(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], topic_ids: Sequence[int]
) -> None:
    """Queue the messages and delete the pending stories of the topics."""
    if rows:
        await connection.execute(outbox.insert(), rows)
    await set_due(connection, topic_ids, None)
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(topic_ids)))
