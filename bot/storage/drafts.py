"""Drafts of pages: few, for some days, and saved by one process at a time."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select

from bot.errors import ArticleDamaged
from bot.model.articles import Origin
from bot.storage.article_rows import article_of, row_of
from bot.storage.database import Database
from bot.storage.dialects.dialect import LockName
from bot.storage.tables.articles import drafts
from index.types import Article

MAX_DRAFTS = 50
MAX_CHARACTERS = 20_000_000
"""Of all drafts together, where usual ones have some thousands and a page at most ten million."""

DRAFT_LIFETIME = timedelta(days=7)

CLAIM_PERIOD = timedelta(seconds=5)
"""A draft that is being saved is nobody else's for so long. It is less than the time after which
another process handles what one that died was handling; saving a draft twice adds one article."""

_NUMBERS = 10**12


class DraftStore:
    """Drafts by number; the oldest are deleted where there are too many."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def add(self, article: Article) -> int:
        """Store a draft, and return its number."""
        number = secrets.randbelow(_NUMBERS)
        row = {"number": number, "article": _encoded(article), "created_at": self._now()}
        async with self._database.write(key=LockName.DRAFTS) as connection:
            await connection.execute(drafts.insert().values(row))
            await connection.execute(drafts.delete().where(drafts.c.id.not_in(_newest())))
        return number

    async def claim(self, number: int) -> Article | None:
        """Return the article of a draft, which nobody else gets for ``CLAIM_PERIOD``.

        None if it is gone, or being saved.
        """
        claim = drafts.update().where(*self._free(number)).values(claimed_at=self._now())
        stored = (await self._database.execute(claim.returning(drafts.c.article))).scalar()
        return None if stored is None else _decoded(stored)

    async def release(self, number: int) -> None:
        """Let others have a draft that was claimed."""
        this = drafts.update().where(drafts.c.number == number)
        await self._database.execute(this.values(claimed_at=None))

    async def discard(self, number: int) -> Article | None:
        """Delete a draft, and return its article; None if it is gone, or being saved."""
        gone = drafts.delete().where(*self._free(number)).returning(drafts.c.article)
        stored = (await self._database.execute(gone)).scalar()
        return None if stored is None else _decoded(stored)

    async def delete(self, number: int) -> None:
        """Delete a draft that was saved."""
        await self._database.execute(drafts.delete().where(drafts.c.number == number))

    async def prune(self, now: datetime) -> None:
        """Delete drafts that are older than ``DRAFT_LIFETIME``."""
        old = drafts.c.created_at < now - DRAFT_LIFETIME
        await self._database.execute(drafts.delete().where(old))

    def _free(self, number: int) -> tuple[ColumnElement[bool], ...]:
        ended = drafts.c.claimed_at < self._now() - CLAIM_PERIOD
        return drafts.c.number == number, drafts.c.claimed_at.is_(None) | ended


def _newest() -> Select[tuple[int]]:
    """Select the newest drafts as far as they are within the bounds."""
    order = drafts.c.id.desc()
    characters = func.sum(func.length(drafts.c.article)).over(order_by=order)
    counted = select(drafts.c.id, characters.label("characters")).order_by(order)
    newest = counted.limit(MAX_DRAFTS).subquery()
    return select(newest.c.id).where(newest.c.characters <= MAX_CHARACTERS)


def _encoded(article: Article) -> str:
    row = row_of(article, Origin.ADDED) | {"date": article.date and article.date.isoformat()}
    return json.dumps(row, ensure_ascii=False)


def _decoded(stored: str) -> Article | None:
    """Return the article; None if a bit of it has flipped: the page can be fetched again."""
    try:
        row = json.loads(stored)
        return article_of(row | {"id": 0, "body": json.dumps(row["body"])})
    except (ArticleDamaged, ValueError, TypeError, LookupError):
        return None
