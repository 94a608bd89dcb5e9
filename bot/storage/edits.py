"""Staff's edits of single articles: which are deleted, and which values override their source's.

``bot.storage.articles`` executes a change's statements in the transaction that stores the change.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Executable, Insert, Text, cast, exists, select
from sqlalchemy.dialects.sqlite import insert

from bot.errors import ArticleDamaged
from bot.model.articles import Origin
from bot.model.edits import (
    NO_OVERRIDE,
    ArticleChange,
    ArticleDeletion,
    ArticleEdit,
    ArticleOverride,
    ArticleRestoration,
    EditDecisions,
)
from bot.storage.article_rows import article_of, row_of
from bot.storage.database import Database
from bot.storage.dialects.reading import BlockingReader
from bot.storage.tables.articles import article_overrides, articles, deleted_articles, last_edits
from index.types import Article


class EditStore:
    """Reads single decisions, and drops in time what undoes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def restorable(self, article_id: int) -> ArticleRestoration | None:
        """Return the change that restores a deleted article; None if its text is gone.

        Raises ArticleDamaged.
        """
        of_article = deleted_articles.c.article_id == article_id
        wanted = select(cast(deleted_articles.c.article, Text)).where(of_article)
        async with self._database.read() as connection:
            stored = await connection.scalar(wanted)
        row = None if stored is None else _deleted_row(stored, article_id)
        return None if row is None else ArticleRestoration(article_of(row), Origin(row["origin"]))

    async def override(self, article: Article) -> ArticleOverride:
        """Return the values that override the article's own."""
        names = (article.key, article.digest)
        values = [article_overrides.c[name] for name in ArticleOverride._fields]
        of_article = article_overrides.c.key.in_(names) | article_overrides.c.digest.in_(names)
        async with self._database.read() as connection:
            row = (await connection.execute(select(*values).where(of_article))).first()
        return ArticleOverride(*row) if row else NO_OVERRIDE

    async def undoable(self, article: Article, origin: Origin) -> ArticleEdit | None:
        """Return the change that takes the last edit of an article back; None if there is none."""
        of_article = last_edits.c.article_id == article.id
        async with self._database.read() as connection:
            row = (await connection.execute(select(last_edits).where(of_article))).first()
        if row is None:
            return None
        before = replace(
            article, title=row.title, date=row.date, source=row.source, section=row.section
        )
        earlier = ArticleOverride(
            row.override_title, row.override_date, row.override_source, row.override_section
        )
        return ArticleEdit(article, origin, earlier, undone=before)

    async def prune(self, before: datetime) -> None:
        """Drop what undoes deletions and edits from before then; these stay as they are."""
        old = (deleted_articles.c.withdrawn_at < before, deleted_articles.c.article.is_not(None))
        await self._database.execute(deleted_articles.update().where(*old).values(article=None))
        await self._database.execute(last_edits.delete().where(last_edits.c.edited_at < before))


def read_edit_decisions(connection: BlockingReader) -> EditDecisions:
    """Return all decisions, for whatever reads articles."""
    deleted = connection.execute(select(deleted_articles.c.key, deleted_articles.c.digest))
    rows = connection.execute(select(article_overrides)).mappings().all()
    names = ArticleOverride._fields
    overrides = [(row, ArticleOverride(*(row[name] for name in names))) for row in rows]
    return EditDecisions(
        deleted=frozenset(name for row in deleted for name in row),
        overrides={row[name]: each for row, each in overrides for name in ("key", "digest")},
    )


def edit_statements(change: ArticleChange, now: datetime) -> Iterator[Executable]:
    """The statements that store the decision behind a change."""
    match change:
        case ArticleDeletion(article, origin):
            yield _delete(article, origin, now)
        case ArticleRestoration(article):
            names = (article.key, article.digest)
            away = deleted_articles.c.key.in_(names) | deleted_articles.c.digest.in_(names)
            yield deleted_articles.delete().where(away)
        case ArticleEdit(article, _, override):
            yield last_edits.delete().where(last_edits.c.article_id == article.id)
            if change.undone is None:
                yield _last_edit(change, now)
            key, digest = article_overrides.c.key, article_overrides.c.digest
            old = (key == article.key) | (digest == article.digest)
            yield article_overrides.delete().where(old)
            values = {"key": article.key, "digest": article.digest} | override._asdict()
            yield insert(article_overrides).values(values)


def _last_edit(change: ArticleEdit, now: datetime) -> Insert:
    article, earlier = change.article, change.earlier
    return insert(last_edits).values(
        article_id=article.id,
        title=article.title,
        date=article.date,
        source=article.source,
        section=article.section,
        override_title=earlier.title,
        override_date=earlier.date,
        override_source=earlier.source,
        override_section=earlier.section,
        edited_at=now,
    )


def _deleted_row(stored: str, article_id: int) -> dict[str, Any] | None:
    """Parse the row of a deleted article, None for JSON's null; raises ArticleDamaged."""
    try:
        row: dict[str, Any] | None = json.loads(stored)
        return row and {"section": ""} | row | {"id": article_id, "body": json.dumps(row["body"])}
    except (ValueError, TypeError, LookupError) as error:
        raise ArticleDamaged([article_id]) from error


def readmit_stored() -> Delete:
    """The statement after which no stored article counts as deleted."""
    by_key = exists().where(articles.c.key == deleted_articles.c.key)
    by_digest = exists().where(articles.c.digest == deleted_articles.c.digest)
    return deleted_articles.delete().where(by_key | by_digest)


def _delete(article: Article, origin: Origin, now: datetime) -> Insert:
    row = row_of(article, origin)
    row["date"] = article.date and article.date.isoformat()
    values: dict[str, Any] = {
        "key": article.key,
        "digest": article.digest,
        "title": article.title,
        "article": row,
        "withdrawn_at": now,
    }
    deletion = insert(deleted_articles).values(values | {"article_id": article.id})
    return deletion.on_conflict_do_update(index_elements=["article_id"], set_=values)
