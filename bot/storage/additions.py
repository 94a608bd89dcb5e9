"""Articles found by what came of adding them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.storage.articles import article_of
from bot.storage.database import Database
from bot.storage.tables import articles
from index.types import Article


class AdditionStore:
    """Reads the articles by their key, their content, and when they came."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def number_of(self, article: Article) -> int | None:
        """The number of what has this key, else of what has this content."""
        same = (articles.c.key == article.key) | (articles.c.digest == article.digest)
        first = (articles.c.key == article.key).desc()
        wanted = select(articles.c.id).where(same).order_by(first).limit(1)
        async with self._database.read() as connection:
            found: int | None = await connection.scalar(wanted)
        return found

    async def since(self, moment: datetime, place: str, limit: int) -> Sequence[Article]:
        """The first that came since then and whose keys begin so."""
        new = articles.c.added_at >= moment, articles.c.key.startswith(place, autoescape=True)
        wanted = select(articles).where(*new).order_by(articles.c.id).limit(limit)
        async with self._database.read() as connection:
            rows = await connection.execute(wanted)
        return [article_of(row) for row in rows.mappings()]
