"""Which articles tell the same story.

Compares nothing itself: whether two signatures are of one story is an argument.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.tables.chats import pending, told
from bot.storage.tables.stories import stories, story_articles, story_bands

COMPARED = 200
"""The newest articles that share a band with a new one; more of them say nothing new."""


@dataclass(frozen=True, slots=True)
class SignedArticle:
    """An article's number, its signature, and the keys under which similar ones are found."""

    article_id: int
    signature: bytes
    bands: tuple[int, ...]


Same = Callable[[bytes, bytes], bool]
"""Whether two signatures are of one story."""


class StoryStore:
    """The stories of late, by number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def assign(
        self, signed: Sequence[SignedArticle], same: Same, *, since: datetime, now: datetime
    ) -> dict[int, int]:
        """The story of each article, new ones made where it is like none seen after ``since``.

        An article keeps the story that it has.
        """
        async with self._database.write() as connection:
            return {
                article.article_id: await _assign(connection, article, same, since, now)
                for article in signed
            }

    async def others(self, ids: Collection[int]) -> dict[int, int]:
        """How many articles each story has beyond the first."""
        async with self._database.read() as connection:
            return await others(connection, ids)

    async def articles(self, story_id: int) -> list[int]:
        """The numbers of the articles that tell a story, first seen first."""
        members = select(story_articles.c.article_id).where(story_articles.c.story_id == story_id)
        ordered = members.order_by(story_articles.c.seen_at, story_articles.c.article_id)
        async with self._database.read() as connection:
            return list((await connection.execute(ordered)).scalars().all())

    async def prune(self, before: datetime) -> int:
        """Forget the stories that nothing was added to since ``before``; how many they were."""
        old = select(stories.c.id).where(
            stories.c.seen_at < before, stories.c.id.not_in(select(pending.c.story_id))
        )
        async with self._database.write() as connection:
            gone = (await connection.execute(old.limit(COMPARED))).scalars().all()
            await _forget(connection, gone)
        return len(gone)


async def others(connection: AsyncConnection, ids: Collection[int]) -> dict[int, int]:
    """As part of the caller's transaction: see ``StoryStore.others``."""
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
    found = await _alike(connection, article, same, since)
    number = found if found is not None else await _begin(connection, now)
    await _join(connection, article, number, now)
    return number


async def _alike(
    connection: AsyncConnection, article: SignedArticle, same: Same, since: datetime
) -> int | None:
    sharing = select(story_bands.c.article_id).where(story_bands.c.band.in_(article.bands))
    candidates = (
        select(story_articles.c.story_id, story_articles.c.signature)
        .where(story_articles.c.article_id.in_(sharing), story_articles.c.seen_at >= since)
        .order_by(story_articles.c.seen_at.desc(), story_articles.c.article_id.desc())
        .limit(COMPARED)
    )
    for story_id, signature in await connection.execute(candidates):
        if same(article.signature, signature):
            return int(story_id)
    return None


async def _begin(connection: AsyncConnection, now: datetime) -> int:
    begun = await connection.execute(stories.insert().values(seen_at=now).returning(stories.c.id))
    return int(begun.scalar_one())


async def _join(
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


async def _forget(connection: AsyncConnection, ids: Sequence[int]) -> None:
    members = select(story_articles.c.article_id).where(story_articles.c.story_id.in_(ids))
    await connection.execute(story_bands.delete().where(story_bands.c.article_id.in_(members)))
    for table in (story_articles, told):
        await connection.execute(table.delete().where(table.c.story_id.in_(ids)))
    await connection.execute(stories.delete().where(stories.c.id.in_(ids)))
