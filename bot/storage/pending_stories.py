"""What waits for digests, and the transaction in which it becomes messages.

Composes nothing: what a digest says is an argument, and pure.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from bot.model.messages import Digest, PendingStory, StoryLine, TopicName
from bot.model.topics import ChatTarget
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.outbox import outbox_row
from bot.storage.stories import others
from bot.storage.tables.articles import articles
from bot.storage.tables.chats import pending, topics
from bot.storage.tables.outbox import outbox
from bot.storage.topics import set_due

TOPICS_AT_ONCE = 200
"""Due topics of one transaction; those of a place may come in two digests where they are more."""

Compose = Callable[[Sequence[PendingStory]], Digest]


class PendingStoryStore:
    """Stories that are kept until their topics' time has come."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def send_due(self, now: datetime, compose: Compose) -> int:
        """Queue a digest for each place that has due topics; for how many topics that was.

        What goes out leaves every topic of its place. At most ``TOPICS_AT_ONCE``: again, until 0.
        """
        async with self._database.write() as connection:
            due = await _due(connection, now)
            if not due:
                return 0
            kept = await _kept(connection, due)
            rows = []
            for target, ids in due.items():
                if own := [one for one in kept[target] if one.topic.id in ids]:
                    rows.append(_row(target, compose(own), own, now))
                    await _take(connection, kept[target], own)
            await _write(connection, rows, [number for ids in due.values() for number in ids])
        return sum(map(len, due.values()))


async def _due(connection: AsyncConnection, now: datetime) -> dict[ChatTarget, list[int]]:
    wanted = (
        select(topics.c.chat_id, topics.c.thread_id, topics.c.id)
        .where(topics.c.due <= now)
        .order_by(topics.c.chat_id, topics.c.thread_id, topics.c.id)
        .limit(TOPICS_AT_ONCE)
    )
    targets: defaultdict[ChatTarget, list[int]] = defaultdict(list)
    for chat_id, thread_id, number in await connection.execute(wanted):
        targets[ChatTarget(chat_id, thread_id)].append(number)
    return targets


async def _kept(
    connection: AsyncConnection, targets: Collection[ChatTarget]
) -> Mapping[ChatTarget, list[PendingStory]]:
    """What is kept in each place; an article that was removed meanwhile is left out."""
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
    further = await others(connection, {row.story_id for row in rows})
    kept: defaultdict[ChatTarget, list[PendingStory]] = defaultdict(list)
    for row in rows:
        count = further.get(row.story_id, 0)
        line = StoryLine(row.story_id, row.id, row.title, row.source, row.date, row.url, count)
        topic = TopicName(row.topic_id, row.topic)
        kept[ChatTarget(row.chat_id, row.thread_id)].append(PendingStory(topic, line, row.kept_at))
    return kept


def _row(
    target: ChatTarget, digest: Digest, own: Sequence[PendingStory], now: datetime
) -> dict[str, Any]:
    """A story is told to a place once, so that no other digest of the place has this key."""
    key = f"digest:{max(one.story.story_id for one in own)}:{target.thread_id}"
    return outbox_row(*target, key, digest, now)


async def _take(
    connection: AsyncConnection, kept: Sequence[PendingStory], own: Sequence[PendingStory]
) -> None:
    """What goes out leaves the place's other topics, too."""
    stories = {one.story.story_id for one in own}
    mine = {one.topic.id for one in own}
    twins = [
        {"topic": one.topic.id, "story": one.story.story_id}
        for one in kept
        if one.story.story_id in stories and one.topic.id not in mine
    ]
    if twins:
        this = (
            pending.c.topic_id == bindparam("topic"),
            pending.c.story_id == bindparam("story"),
        )
        await connection.execute(pending.delete().where(*this), twins)


async def _write(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], topic_ids: Sequence[int]
) -> None:
    """The messages in, and what they were made of away."""
    if rows:
        await connection.execute(outbox.insert(), rows)
    await set_due(connection, topic_ids, None)
    await connection.execute(pending.delete().where(pending.c.topic_id.in_(topic_ids)))
