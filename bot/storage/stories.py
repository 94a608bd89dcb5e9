"""Stories: groups of articles that report the same event.

Whether two signatures are of one story is decided by a function that the caller passes.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.dialects.dialect import LockName
from bot.storage.tables.chats import notifications, pending
from bot.storage.tables.stories import stories, story_articles, story_bands

MAX_CANDIDATES = 200
"""Articles sharing a band that a new one is compared with, the newest first."""

PRUNE_BATCH = 200
"""Stories that one transaction deletes."""


@dataclass(frozen=True, slots=True)
class SignedArticle:
    """An article's id, its signature, and the keys of its bands, which similar articles share."""

    article_id: int
    signature: bytes
    bands: tuple[int, ...]


Same = Callable[[bytes, bytes], bool]
"""Return whether two signatures are of one story."""


class StoryStore:
    """Assigns articles to stories and reads stories back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def assign(
        self, signed: Sequence[SignedArticle], same: Same, *, since: datetime, now: datetime
    ) -> dict[int, int]:
        """Return the story id of each article id.

        An article that has no story yet joins the story of a similar article seen since ``since``,
        or begins a new one.
        """
        async with self._database.write(key=LockName.STORIES) as connection:
            return {
                article.article_id: await _assign(connection, article, same, since, now)
                for article in signed
            }

    async def further_articles(self, ids: Collection[int]) -> dict[int, int]:
        """Return how many articles each story has beyond the first."""
        async with self._database.read() as connection:
            return await further_articles(connection, ids)

    async def articles(self, story_id: int) -> list[int]:
        """Return the ids of a story's articles in the order in which they arrived."""
        members = select(story_articles.c.article_id).where(story_articles.c.story_id == story_id)
        ordered = members.order_by(story_articles.c.seen_at, story_articles.c.article_id)
        async with self._database.read() as connection:
            return list((await connection.execute(ordered)).scalars().all())

    async def prune(self, before: datetime) -> int:
        """Delete a batch of stories without articles since ``before``; return how many.

        Stories that are pending for a digest stay.
        """
        old = select(stories.c.id).where(
            stories.c.seen_at < before, stories.c.id.not_in(select(pending.c.story_id))
        )
        async with self._database.write(key=LockName.STORIES) as connection:
            gone = (await connection.execute(old.limit(PRUNE_BATCH))).scalars().all()
            await _delete(connection, gone)
        return len(gone)


async def further_articles(connection: AsyncConnection, ids: Collection[int]) -> dict[int, int]:
    """Return how many articles each story has beyond the first, in the caller's transaction."""
    story = story_articles.c.story_id
    counted = select(story, func.count()).where(story.in_(ids)).group_by(story)
    return {number: count - 1 for number, count in await connection.execute(counted)}


async def _assign(
    connection: AsyncConnection, article: SignedArticle, same: Same, since: datetime, now: datetime
) -> int:
    known = select(story_articles.c.story_id).where(
        story_articles.c.article_id == article.article_id
    )
    if (story := await connection.scalar(known)) is not None:
        return int(story)
    found = await _similar(connection, article, same, since)
    story_id = found if found is not None else await _add_story(connection, now)
    await _add_article(connection, article, story_id, now)
    return story_id


async def _similar(
    connection: AsyncConnection, article: SignedArticle, same: Same, since: datetime
) -> int | None:
    sharing = select(story_bands.c.article_id).where(story_bands.c.band.in_(article.bands))
    candidates = (
        select(story_articles.c.story_id, story_articles.c.signature)
        .where(story_articles.c.article_id.in_(sharing), story_articles.c.seen_at >= since)
        .order_by(story_articles.c.seen_at.desc(), story_articles.c.article_id.desc())
        .limit(MAX_CANDIDATES)
    )
    for story_id, signature in await connection.execute(candidates):
        if same(article.signature, signature):
            return int(story_id)
    return None


async def _add_story(connection: AsyncConnection, now: datetime) -> int:
    added = await connection.execute(stories.insert().values(seen_at=now).returning(stories.c.id))
    return int(added.scalar_one())


async def _add_article(
    connection: AsyncConnection, article: SignedArticle, story_id: int, now: datetime
) -> None:
    await connection.execute(
        story_articles.insert().values(
            article_id=article.article_id,
            story_id=story_id,
            signature=article.signature,
            seen_at=now,
        )
    )
    rows = [{"band": band, "article_id": article.article_id} for band in set(article.bands)]
    if rows:
        await connection.execute(story_bands.insert(), rows)
    await connection.execute(stories.update().where(stories.c.id == story_id).values(seen_at=now))


async def _delete(connection: AsyncConnection, ids: Sequence[int]) -> None:
    members = select(story_articles.c.article_id).where(story_articles.c.story_id.in_(ids))
    await connection.execute(story_bands.delete().where(story_bands.c.article_id.in_(members)))
    for table in (story_articles, notifications):
        await connection.execute(table.delete().where(table.c.story_id.in_(ids)))
    await connection.execute(stories.delete().where(stories.c.id.in_(ids)))
