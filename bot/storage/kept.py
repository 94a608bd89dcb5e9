"""What waits for digests, and the transaction in which it becomes messages.

Composes nothing: what a digest says is an argument, and pure.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests import KeptStory
from bot.messages import Digest, StoryLine, TopicName
from bot.storage.database import Database
from bot.storage.outbox import outbox_row
from bot.storage.stories import others
from bot.storage.tables import articles, outbox, pending, topics
from bot.storage.topics import set_due

TOPICS_AT_ONCE = 200
"""Due topics of one transaction; those of a place may come in two digests where they are more."""

Place = tuple[int, int]
Compose = Callable[[Sequence[KeptStory]], Digest]


class KeptStore:
    """Stories that are kept until their topics' time has come."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def send_due(self, now: datetime, compose: Compose) -> int:
        """Queue a digest for each place that has due topics; for how many topics that was.

        What goes out leaves every topic of its place. At most ``TOPICS_AT_ONCE``: again, until 0.
        """
        async with self._database.write() as connection:
            due = await _due(connection, now)
            kept = await _kept(connection, [number for ids in due.values() for number in ids])
            for place, ids in due.items():
                own = [one for number in ids for one in kept.get(number, ())]
                if own:
                    await _queue(connection, place, compose(own), own, now)
                await set_due(connection, ids, None)
                await connection.execute(pending.delete().where(pending.c.topic_id.in_(ids)))
        return sum(map(len, due.values()))


async def _due(connection: AsyncConnection, now: datetime) -> dict[Place, list[int]]:
    wanted = (
        select(topics.c.chat_id, topics.c.thread_id, topics.c.id)
        .where(topics.c.due <= now)
        .order_by(topics.c.chat_id, topics.c.thread_id, topics.c.id)
        .limit(TOPICS_AT_ONCE)
    )
    places: defaultdict[Place, list[int]] = defaultdict(list)
    for chat_id, thread_id, number in await connection.execute(wanted):
        places[chat_id, thread_id].append(number)
    return places


async def _kept(
    connection: AsyncConnection, topic_ids: Sequence[int]
) -> dict[int, list[KeptStory]]:
    """What is kept for each topic; an article that was removed meanwhile is left out."""
    wanted = (
        select(
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
        .where(pending.c.topic_id.in_(topic_ids))
    )
    rows = (await connection.execute(wanted)).all()
    further = await others(connection, {row.story_id for row in rows})
    kept: defaultdict[int, list[KeptStory]] = defaultdict(list)
    for row in rows:
        count = further.get(row.story_id, 0)
        line = StoryLine(row.story_id, row.id, row.title, row.source, row.date, row.url, count)
        topic = TopicName(row.topic_id, row.topic)
        kept[row.topic_id].append(KeptStory(topic, line, row.kept_at))
    return kept


async def _queue(
    connection: AsyncConnection,
    place: Place,
    digest: Digest,
    kept: Sequence[KeptStory],
    now: datetime,
) -> None:
    """A story is told to a place once, so that no other digest of the place has this key."""
    stories = {one.story.story_id for one in kept}
    key = f"digest:{max(stories)}:{place[1]}"
    await connection.execute(outbox.insert().values(outbox_row(*place, key, digest, now)))
    own = and_(topics.c.chat_id == place[0], topics.c.thread_id == place[1])
    told = pending.c.story_id.in_(stories)
    twins = pending.c.topic_id.in_(select(topics.c.id).where(own))
    await connection.execute(pending.delete().where(told, twins))
