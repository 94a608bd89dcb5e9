"""The loaded articles, and the one transaction that carries out a reload.

Does not decide what a reload changes; that is ``bot.articles.diff``.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    Executable,
    RowMapping,
    Select,
    Text,
    cast,
    column,
    func,
    literal,
    select,
    table,
    union,
)
from sqlalchemy.dialects.sqlite import insert

from bot.errors import ReloadRunning
from bot.model.articles import Origin, ReloadReport, article_values, fingerprint
from bot.storage.arrivals import arriving
from bot.storage.connection import AsyncConnection
from bot.storage.database import Database
from bot.storage.reloads import insert_report
from bot.storage.tables.articles import (
    articles,
    reloads,
    staged_articles,
    staged_keys,
    staged_removals,
)
from index.types import Article, Language, Span

BATCH = 100
"""Rows a statement: few enough to leave the event loop soon, and for SQLite's variables."""

LARGEST_ID = 2**63 - 1
LAST_RELOAD = select(func.max(reloads.c.id))
Statement = Executable
"""What others may ask to be carried out in the same transaction."""
Item = TypeVar("Item")
SEQUENCES = table("sqlite_sequence", column("name"), column("seq"))


class ArticleStore:
    """Reads articles, and replaces them as a whole.

    ``on_arrivals`` is called when articles may have arrived, and must not raise.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        on_arrivals: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._now = now
        self._on_arrivals = on_arrivals

    @property
    def path(self) -> Path:
        """The file of the database."""
        return self._database.path

    async def all(self) -> AsyncIterator[Article]:
        """Every article, ordered by id, read bit by bit from one state of the database."""
        async with self._database.read() as connection:
            async for row in _stream(connection, select(articles).order_by(articles.c.id)):
                yield article_of(row._mapping)

    async def many(self, ids: Collection[int]) -> dict[int, Article]:
        """The articles that have one of these ids; ids without an article are left out."""
        wanted = [number for number in ids if 0 < number <= LARGEST_ID]
        found: dict[int, Article] = {}
        async with self._database.read() as connection:
            for batch in _batches(wanted):
                rows = await connection.execute(select(articles).where(articles.c.id.in_(batch)))
                found |= {row["id"]: article_of(row) for row in rows.mappings()}
        return found

    async def latest(self, limit: int, offset: int = 0) -> list[Article]:
        """The newest articles first; those without a date come last, then the latest added."""
        newest = (
            select(articles)
            .order_by(articles.c.date.desc(), articles.c.id.desc())
            .limit(min(limit, LARGEST_ID))
            .offset(min(offset, LARGEST_ID))
        )
        async with self._database.read() as connection:
            rows = await connection.execute(newest)
        return [article_of(row) for row in rows.mappings()]

    async def count(self) -> int:
        """How many articles there are."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(articles)) or 0

    async def origin(self, article_id: int) -> Origin | None:
        """How an article came here; None where there is no such article."""
        wanted = select(articles.c.origin).where(articles.c.id == article_id)
        async with self._database.read() as connection:
            found = await connection.scalar(wanted)
        return Origin(found) if found else None

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

    async def apply(
        self,
        staged: Path,
        based_on: int,
        report: Callable[[], ReloadReport],
        *,
        news: bool = True,
        also: Iterable[Statement] = (),
    ) -> ReloadReport:
        """Carry out what is staged and add its report to the history, all in one transaction.

        What is added has arrived, and waits to be matched, where it is ``news``: never with the
        first reload ever. ``report`` is called when the articles are written, so that it can count
        their time too. ``also`` are statements of the same transaction. Raises ReloadRunning where
        another process has reloaded since reload ``based_on``.
        """
        async with self._database.write(staged) as connection:
            if (await connection.scalar(LAST_RELOAD) or 0) != based_on:
                raise ReloadRunning
            for statement in (*_taking_over(self._now(), news=news and based_on > 0), *also):
                await connection.execute(statement)
            finished = report()
            await insert_report(connection, finished)
        self._on_arrivals()
        return finished


def _taking_over(now: datetime, *, news: bool) -> Iterator[Executable]:
    """What is staged becomes what is stored; no row passes through Python.

    Old keys go first, since articles may have exchanged theirs.
    """
    yield articles.delete().where(articles.c.id.in_(select(staged_removals.c.id)))
    if news:
        stored = select(articles.c.id)
        added = staged_articles.c.id > 0, staged_articles.c.id.not_in(stored)
        yield arriving(select(staged_articles.c.id).where(*added), now)
    rewritten = union(select(staged_articles.c.id), select(staged_keys.c.id))
    parked = literal("//").concat(cast(articles.c.id, Text))
    yield articles.update().where(articles.c.id.in_(rewritten)).values(key=parked)
    renamed = articles.c.id == staged_keys.c.id
    yield articles.update().where(renamed).values(key=staged_keys.c.key)
    loaded = list(staged_articles.c)
    row = insert(articles).from_select(
        [*(each.name for each in loaded), articles.c.added_at.name],
        select(*loaded, literal(now, articles.c.added_at.type)).where(staged_articles.c.id > 0),
    )
    new = {each.name: row.excluded[each.name] for each in loaded if each.name != "id"}
    yield row.on_conflict_do_update(index_elements=[articles.c.id], set_=new)


async def _stream(connection: AsyncConnection, wanted: Select[Any]) -> AsyncIterator[Any]:
    async for row in connection.stream(wanted, BATCH):
        yield row


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def row_of(article: Article, origin: Origin) -> dict[str, Any]:
    """An article's columns but its number and when it was added."""
    return article_values(article) | {"fingerprint": fingerprint(article), "origin": origin.value}


def article_of(row: RowMapping) -> Article:
    """The article in a row."""
    return Article(
        id=row["id"],
        key=row["key"],
        external_id=row["external_id"],
        digest=row["digest"],
        title=row["title"],
        text=row["text"],
        body=tuple(Span(*span) for span in row["body"]),
        language=Language(row["language"]),
        date=row["date"],
        place=row["place"],
        credits=row["credits"],
        source=row["source"],
        url=row["url"],
    )
