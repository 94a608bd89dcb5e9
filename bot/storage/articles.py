"""The stored articles, and the transaction that applies a staged reload.

``bot.articles.diff`` decides what a reload changes.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Executable, RowMapping, Text, bindparam, cast, func, literal, select, union
from sqlalchemy.dialects.sqlite import insert

from bot.errors import (
    ArticleDamaged,
    ArticleRepaired,
    ReloadRunning,
    StorageDamaged,
)
from bot.model.articles import AppliedReload, Origin, ReloadReport
from bot.runtime.causes import Causes
from bot.storage.arrivals import arriving
from bot.storage.article_filters import conditions
from bot.storage.article_rows import ReportFault, readable, select_articles
from bot.storage.connection import batches
from bot.storage.database import Database
from bot.storage.dialects.dialect import DatabaseAddress, LockName
from bot.storage.dialects.sequences import lift_time_limits
from bot.storage.edits import edit_statements, readmit_stored
from bot.storage.index_changes import record_changes
from bot.storage.quotations import queue_staged
from bot.storage.reloads import LAST_RELOAD, insert_report
from bot.storage.tables.articles import articles, staged_articles, staged_keys, staged_removals
from index.text.canonical_address import address_key, canonical_address
from index.types import ANY_ARTICLE, Article, Filters

if TYPE_CHECKING:
    from bot.storage.staging import StagedReload

log = logging.getLogger(__name__)

BATCH = 100
"""Rows per statement: few, so that the event loop is soon free again."""

_ALL = select_articles(articles)
_SOME = _ALL.where(articles.c.id.in_(bindparam("ids", expanding=True)))

MAX_ID = 2**63 - 1
"""The largest integer of both databases."""

MAX_ROWS = 2**31 - 1
"""The largest number of rows that the driver for PostgreSQL passes on."""


class ArticleStore:
    """Reads articles, and applies reloads.

    Damaged articles are left out wherever articles are read, and reported; ``on_damaged`` is called
    with their ids. ``on_arrivals`` is called after each reload, of another process too. Neither may
    raise. ``causes`` has the updates by which articles arrived.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        on_arrivals: Callable[[], None] = lambda: None,
        report: ReportFault = lambda _: None,
    ) -> None:
        self._database = database
        self._now = now
        self.on_arrivals = on_arrivals
        self.report = report
        self.causes = Causes()
        self.on_damaged: Callable[[Collection[int]], None] = lambda _: None

    @property
    def address(self) -> DatabaseAddress:
        """The address of the database."""
        return self._database.address

    async def all(self) -> AsyncIterator[Article]:
        """Yield every article by id, from one state of the database."""
        damaged: list[int] = []
        async for article in self._read_all(damaged):
            yield article
        self.report_damaged(damaged)

    async def damaged(self) -> list[int]:
        """Return the ids of all articles that are damaged, after reading every one."""
        damaged: list[int] = []
        async for _ in self._read_all(damaged):
            pass
        return damaged

    async def many(self, ids: Collection[int]) -> dict[int, Article]:
        """Return articles by id; ids without an article are left out."""
        wanted = [number for number in ids if 0 < number <= MAX_ID]
        found: dict[int, Article] = {}
        for batch in batches(wanted, BATCH):
            rows = await self._database.rows(_SOME, {"ids": batch})
            readable_rows = self._readable(row._mapping for row in rows)
            found |= {article.id: article for article in readable_rows}
        return found

    async def changed(self, ids: Collection[int]) -> dict[int, Article]:
        """Return those articles by id that still exist, to be indexed as they are now."""
        return await self.many(ids)

    async def latest(
        self, limit: int, offset: int = 0, filters: Filters = ANY_ARTICLE
    ) -> list[Article]:
        """Return those that match, newest first: by date, those without one last, then by id."""
        newest = (
            _ALL.where(*conditions(filters))
            .order_by(articles.c.date.desc().nulls_last(), articles.c.id.desc())
            .limit(min(limit, MAX_ROWS))
            .offset(min(offset, MAX_ROWS))
        )
        async with self._database.read() as connection:
            rows = await connection.execute(newest)
        return self._readable(rows.mappings())

    async def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        """Return those of ``ids`` whose articles match."""
        found: set[int] = set()
        for batch in batches(list(ids), BATCH):
            wanted = select(articles.c.id).where(articles.c.id.in_(batch), *conditions(filters))
            found |= {row[0] for row in await self._database.rows(wanted)}
        return found

    async def count(self) -> int:
        """Return the number of articles."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(articles)) or 0

    async def origin(self, article_id: int) -> Origin | None:
        """Return an article's origin; None if there is no such article."""
        wanted = select(articles.c.origin).where(articles.c.id == article_id)
        async with self._database.read() as connection:
            found = await connection.scalar(wanted)
        return Origin(found) if found else None

    async def id_of(self, article: Article) -> int | None:
        """Return the id of the article with the same key, else of one with the same content."""
        same = (articles.c.key == article.key) | (articles.c.digest == article.digest)
        first = (articles.c.key == article.key).desc()
        wanted = select(articles.c.id).where(same).order_by(first).limit(1)
        async with self._database.read() as connection:
            found: int | None = await connection.scalar(wanted)
        return found

    async def id_of_content(self, article: Article) -> int | None:
        """Return the id of an article with the same content; None if there is none."""
        wanted = select(articles.c.id).where(articles.c.digest == article.digest).limit(1)
        async with self._database.read() as connection:
            found: int | None = await connection.scalar(wanted)
        return found

    async def at_address(self, address: str) -> list[Article]:
        """Return the articles that came from the page at a web address, the newest first."""
        key = address_key(address)
        if key is None:
            return []
        wanted = _ALL.where(articles.c.address == key).order_by(articles.c.id.desc()).limit(BATCH)
        rows = await self._database.rows(wanted)
        page = canonical_address(address)
        found = self._readable(row._mapping for row in rows)
        return [article for article in found if canonical_address(article.url) == page]

    async def added_since(self, moment: datetime, prefix: str, limit: int) -> Sequence[Article]:
        """Return the first articles added since ``moment`` whose keys start with ``prefix``."""
        new = articles.c.added_at >= moment, articles.c.key.startswith(prefix, autoescape=True)
        wanted = _ALL.where(*new).order_by(articles.c.id).limit(limit)
        async with self._database.read() as connection:
            rows = await connection.execute(wanted)
        return self._readable(rows.mappings())

    async def with_prefix(self, prefix: str, after: int, limit: int) -> Sequence[Article]:
        """Return the first articles with ids above ``after`` whose keys start with ``prefix``."""
        own = articles.c.id > after, articles.c.key.startswith(prefix, autoescape=True)
        rows = await self._database.rows(_ALL.where(*own).order_by(articles.c.id).limit(limit))
        return self._readable(row._mapping for row in rows)

    async def undated_since(self, moment: datetime, limit: int) -> Sequence[Article]:
        """Return articles without a date that were added since ``moment``, the last first."""
        new = articles.c.date.is_(None), articles.c.added_at >= moment
        wanted = _ALL.where(*new).order_by(articles.c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            rows = await connection.execute(wanted)
        return self._readable(rows.mappings())

    async def apply(
        self, reload: StagedReload, report: Callable[[], ReloadReport]
    ) -> AppliedReload:
        """Apply a staged reload and add its report to the history, in one transaction.

        ``report`` is called after the articles are written, so that it can include the time that
        took. Added articles become arrivals if they are news. Raises ReloadRunning if another
        process has reloaded since the reload that this one is based on.
        """
        async with self._database.write(reload.path, key=LockName.ARTICLES) as connection:
            if (await connection.scalar(LAST_RELOAD) or 0) != reload.based_on:
                raise ReloadRunning
            for statement in _statements(reload, self._now()):
                executed = await connection.execute(statement)
                if executed.returns_rows:
                    self.causes.note(*executed.scalars())
            await self._database.dialect.keep_ids(connection, articles.name)
            finished = report()
            version = await insert_report(connection, finished)
            for statement in record_changes(version.reload):
                await connection.execute(statement)
        self.report_damaged(reload.damaged, reload.repaired)
        self.on_arrivals()
        return AppliedReload(finished, version)

    def changing(self, *, wait: bool = True) -> AbstractAsyncContextManager[object]:
        """Keep other processes from changing the articles during the block.

        Waits until they do not; else yields None at once if one of them does.
        """
        return self._database.lock("articles", wait=wait)

    async def repaired(self, error: StorageDamaged, since: float) -> bool:
        """Return whether the database's indexes were rebuilt since a time of the event loop."""
        return await self._database.index_repair.repaired(error, since)

    def report_damaged(self, ids: Sequence[int], repaired: Sequence[int] = ()) -> None:
        """Log and report damaged articles, and those that were read anew since."""
        notices = (
            ArticleDamaged(ids) if ids else None,
            ArticleRepaired(repaired) if repaired else None,
        )
        if ids:
            self.on_damaged(ids)
        for notice in filter(None, notices):
            log.error("articles in the database: %s (%s)", notice.key, notice.arguments["numbers"])
            self.report(notice)

    def _readable(self, rows: Iterable[RowMapping]) -> list[Article]:
        damaged: list[int] = []
        found = list(readable(rows, damaged))
        self.report_damaged(damaged)
        return found

    async def _read_all(self, damaged: list[int]) -> AsyncIterator[Article]:
        async with self._database.read() as connection:
            await lift_time_limits(connection)  # an index is built of the rows as they come
            async for row in connection.stream(_ALL.order_by(articles.c.id), BATCH):
                for article in readable([row._mapping], damaged):
                    yield article


def _statements(reload: StagedReload, now: datetime) -> Iterator[Executable]:
    yield from _apply_staged(now, arrive=reload.are_news)
    yield from queue_staged()
    if reload.change is not None:
        yield from edit_statements(reload.change, now)
    elif reload.origin is Origin.ADDED:
        yield readmit_stored()


def _apply_staged(now: datetime, *, arrive: bool) -> Iterator[Executable]:
    """Statements that make the staged articles the stored ones; no row passes through Python.

    Keys that change are first replaced by unique ones: articles may have exchanged theirs.
    """
    yield articles.delete().where(articles.c.id.in_(select(staged_removals.c.id)))
    if arrive:
        # Not NOT IN: PostgreSQL compares with a list, unless there is little memory in it.
        stored = select(articles.c.id).where(articles.c.id == staged_articles.c.id).exists()
        yield arriving(select(staged_articles.c.id).where(staged_articles.c.id > 0, ~stored), now)
    rewritten = union(select(staged_articles.c.id), select(staged_keys.c.id))
    temporary = literal("//").concat(cast(articles.c.id, Text))
    yield articles.update().where(articles.c.id.in_(rewritten)).values(key=temporary)
    # Not UPDATE … FROM: SQLite would look every article up among the few.
    new_key = select(staged_keys.c.key).where(staged_keys.c.id == articles.c.id).scalar_subquery()
    renamed = articles.c.id.in_(select(staged_keys.c.id))
    yield articles.update().where(renamed).values(key=new_key)
    loaded = list(staged_articles.c)
    row = insert(articles).from_select(
        [*(each.name for each in loaded), articles.c.added_at.name],
        select(*loaded, literal(now, articles.c.added_at.type)).where(staged_articles.c.id > 0),
    )
    new = {each.name: row.excluded[each.name] for each in loaded if each.name != "id"}
    yield row.on_conflict_do_update(index_elements=[articles.c.id], set_=new)
