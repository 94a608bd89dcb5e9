"""What the newsroom decided about single articles, whatever their sources say.

An article that was taken away stays away, and what was said of one in place of its source goes on
being said: each reading asks here. Whoever changes articles carries the statements out.
"""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Delete, Executable, Insert, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.articles import Origin
from bot.storage.articles import article_of, row_of
from bot.storage.database import Database
from bot.storage.tables.articles import article_overrides, articles, deleted_articles
from index.types import Article


class ArticleOverride(NamedTuple):
    """What the newsroom says of an article; None where it leaves that to the source."""

    title: str | None = None
    date: datetime.date | None = None
    source: str | None = None

    def of(self, article: Article) -> Article:
        """The article with it."""
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return replace(article, **said)

    def over(self, before: "ArticleOverride") -> "ArticleOverride":
        """This, and what was said before where this says nothing."""
        return ArticleOverride(
            self.title or before.title, self.date or before.date, self.source or before.source
        )


NOTHING_SAID = ArticleOverride()


@dataclass(frozen=True, slots=True)
class EditDecisions:
    """All decisions, by key and by digest: an article may change either, seldom both at once."""

    withdrawn: frozenset[str]
    amended: Mapping[str, ArticleOverride]

    def of(self, article: Article, origin: Origin) -> Article | None:
        """The article as the newsroom has it, or None where it was taken away.

        Who adds it again by hand wants it back.
        """
        names = (article.key, article.digest)
        if origin is not Origin.ADDED and not self.withdrawn.isdisjoint(names):
            return None
        found = (self.amended[name] for name in names if name in self.amended)
        return next(found, NOTHING_SAID).of(article)


@dataclass(frozen=True, slots=True)
class DeletedArticle:
    """An article that was taken away and can still be brought back."""

    article: Article
    origin: Origin


class EditStore:
    """Reads the decisions."""

    def __init__(self, database: Database, now: Callable[[], datetime.datetime]) -> None:
        self._database = database
        self._now = now

    async def withdrawn(self, article_id: int) -> DeletedArticle | None:
        """What was taken away under this number, while it is kept."""
        wanted = select(deleted_articles.c.article).where(
            deleted_articles.c.article_id == article_id
        )
        async with self._database.read() as connection:
            row = await connection.scalar(wanted)
        if row is None:
            return None
        row |= {"id": article_id, "date": row["date"] and datetime.date.fromisoformat(row["date"])}
        return DeletedArticle(article_of(row), Origin(row["origin"]))

    async def amendment(self, article: Article) -> ArticleOverride:
        """What is said of an article already."""
        names = (article.key, article.digest)
        wanted = select(
            article_overrides.c.title, article_overrides.c.date, article_overrides.c.source
        ).where(article_overrides.c.key.in_(names) | article_overrides.c.digest.in_(names))
        async with self._database.read() as connection:
            row = (await connection.execute(wanted)).first()
        return ArticleOverride(*row) if row else NOTHING_SAID

    async def forget_texts(self, before: datetime.datetime) -> None:
        """What was taken away before then can no longer be brought back, but still stays away."""
        old = (deleted_articles.c.withdrawn_at < before, deleted_articles.c.article.is_not(None))
        async with self._database.write() as connection:
            await connection.execute(deleted_articles.update().where(*old).values(article=None))

    def withdrawing(self, article: Article, origin: Origin) -> Insert:
        """The statement that keeps an article away."""
        row = row_of(article, origin)
        row["date"] = article.date and article.date.isoformat()
        values: dict[str, Any] = {
            "key": article.key,
            "digest": article.digest,
            "title": article.title,
            "article": row,
            "withdrawn_at": self._now(),
        }
        kept = insert(deleted_articles).values(values | {"article_id": article.id})
        return kept.on_conflict_do_update(index_elements=["article_id"], set_=values)


def readmit(names: Collection[str]) -> Delete:
    """The statement by which articles with these keys or digests may come again."""
    away = deleted_articles.c.key.in_(names) | deleted_articles.c.digest.in_(names)
    return deleted_articles.delete().where(away)


def readmit_present() -> Delete:
    """The same for what is here again, since somebody has added it by hand."""
    keys, digests = select(articles.c.key), select(articles.c.digest)
    return deleted_articles.delete().where(
        deleted_articles.c.key.in_(keys) | deleted_articles.c.digest.in_(digests)
    )


def overriding(article: Article, amendment: ArticleOverride) -> list[Executable]:
    """The statements that have this said of the article from now on."""
    values = {"key": article.key, "digest": article.digest} | amendment._asdict()
    old = (article_overrides.c.key == article.key) | (article_overrides.c.digest == article.digest)
    return [article_overrides.delete().where(old), insert(article_overrides).values(values)]


def read_edit_decisions(connection: Connection) -> EditDecisions:
    """All decisions, read by whoever reads articles."""
    away = connection.execute(select(deleted_articles.c.key, deleted_articles.c.digest))
    said = connection.execute(select(article_overrides)).mappings().all()
    amendments = [(row, ArticleOverride(row["title"], row["date"], row["source"])) for row in said]
    return EditDecisions(
        withdrawn=frozenset(name for row in away for name in row),
        amended={row[name]: each for row, each in amendments for name in ("key", "digest")},
    )
