"""The loaded articles, and the one transaction that carries out a reload.

Does not decide what a reload changes; that is ``bot.library.diff``.
"""

import json
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import RowMapping, Select, bindparam, column, func, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import ReloadRunning
from bot.storage.arrivals import insert_arrivals
from bot.storage.database import Database
from bot.storage.reloads import ReloadReport, insert_report
from bot.storage.tables import articles, reloads
from index.types import Article, Language, Span

BATCH = 100
"""Rows a statement: few enough to leave the event loop soon, and for SQLite's variables."""

LARGEST_ID = 2**63 - 1
Item = TypeVar("Item")
SEQUENCES = table("sqlite_sequence", column("name"), column("seq"))


class StoredArticle(NamedTuple):
    """What a reload needs to know of a stored article to compare it with a loaded one."""

    id: int
    key: str
    digest: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything that is stored, at one moment.

    ``last_id`` is the highest id that any article ever had, ``last_reload`` the number of the
    reload that brought this about; both 0 at first.
    """

    articles: tuple[StoredArticle, ...] = ()
    last_id: int = 0
    last_reload: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reload intends to do to the inventory that it is based on.

    ``articles`` are all loaded articles, each once and with its id; ``added``, ``changed`` and
    ``renamed`` are those among them to be written. ``kept`` are ids that stay as they are though
    their source could not be read. ``unchanged`` counts renamed and kept articles too.
    """

    based_on: int
    articles: tuple[Article, ...]
    added: tuple[Article, ...]
    changed: tuple[Article, ...]
    renamed: tuple[Article, ...]
    kept: tuple[int, ...]
    removed: tuple[int, ...]
    unchanged: int
    duplicates: int


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

    async def inventory(self) -> Inventory:
        """What is stored, without the texts."""
        wanted = select(*(articles.c[name] for name in StoredArticle._fields))
        last_id = select(SEQUENCES.c.seq).where(SEQUENCES.c.name == articles.name)
        async with self._database.read() as connection:
            return Inventory(
                articles=tuple([StoredArticle(*row) async for row in _stream(connection, wanted)]),
                last_id=await connection.scalar(last_id) or 0,
                last_reload=await _last_reload(connection),
            )

    async def all(self) -> AsyncIterator[Article]:
        """Every article, ordered by id, read bit by bit from one state of the database."""
        async with self._database.read() as connection:
            async for row in _stream(connection, select(articles).order_by(articles.c.id)):
                yield _article(row._mapping)

    async def many(self, ids: Collection[int]) -> dict[int, Article]:
        """The articles that have one of these ids; ids without an article are left out."""
        wanted = [number for number in ids if 0 < number <= LARGEST_ID]
        found: dict[int, Article] = {}
        async with self._database.read() as connection:
            for batch in _batches(wanted):
                rows = await connection.execute(select(articles).where(articles.c.id.in_(batch)))
                found |= {row["id"]: _article(row) for row in rows.mappings()}
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
        return [_article(row) for row in rows.mappings()]

    async def count(self) -> int:
        """How many articles there are."""
        async with self._database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(articles)) or 0

    async def apply(self, changes: Changes, report: Callable[[], ReloadReport]) -> ReloadReport:
        """Carry out a reload and add its report to the history, all in one transaction.

        What is added has arrived, and waits to be matched: except with the first reload ever, by
        which nothing is news. ``report`` is called when the articles are written, so that it can
        count their time too. Raises ReloadRunning where another process has reloaded since the
        inventory was taken.
        """
        async with self._database.write() as connection:
            if await _last_reload(connection) != changes.based_on:
                raise ReloadRunning
            await _delete(connection, changes.removed)
            await _update(connection, [*changes.changed, *changes.renamed])
            await _insert(connection, changes.added, self._now())
            if changes.based_on:
                arrived = (article.id for article in changes.added)
                await insert_arrivals(connection, arrived, self._now())
            finished = report()
            await insert_report(connection, finished)
        self._on_arrivals()
        return finished


def fingerprint(article: Article) -> str:
    """Equal for two articles that were loaded with the same values, whatever their key and id."""
    row = {name: value for name, value in _values(article).items() if name != "key"}
    return blake2b(json.dumps(row, default=str).encode(), digest_size=16).hexdigest()


async def _last_reload(connection: AsyncConnection) -> int:
    return await connection.scalar(select(func.max(reloads.c.id))) or 0


async def _delete(connection: AsyncConnection, ids: Sequence[int]) -> None:
    for batch in _batches(ids):
        await connection.execute(articles.delete().where(articles.c.id.in_(batch)))


async def _update(connection: AsyncConnection, changed: Sequence[Article]) -> None:
    """Write new values; the old keys go first, since articles may have exchanged theirs."""
    this = articles.c.id == bindparam("this")
    for batch in _batches(changed):
        parked = [{"this": article.id, "key": f"//{article.id}"} for article in batch]
        await connection.execute(articles.update().where(this), parked)
    for batch in _batches(changed):
        rows = [_row(article) | {"this": article.id} for article in batch]
        await connection.execute(articles.update().where(this), rows)


async def _insert(connection: AsyncConnection, added: Sequence[Article], now: datetime) -> None:
    for batch in _batches(added):
        rows = [_row(article) | {"id": article.id, "added_at": now} for article in batch]
        await connection.execute(articles.insert(), rows)


async def _stream(connection: AsyncConnection, wanted: Select[Any]) -> AsyncIterator[Any]:
    rows = await connection.stream(wanted, execution_options={"yield_per": BATCH})
    async for batch in rows.partitions():
        for row in batch:
            yield row


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _values(article: Article) -> dict[str, Any]:
    return {
        "key": article.key,
        "external_id": article.external_id,
        "digest": article.digest,
        "title": article.title,
        "text": article.text,
        "body": article.body,
        "language": article.language.value,
        "date": article.date,
        "place": article.place,
        "credits": article.credits,
        "source": article.source,
        "url": article.url,
    }


def _row(article: Article) -> dict[str, Any]:
    return _values(article) | {"fingerprint": fingerprint(article)}


def _article(row: RowMapping) -> Article:
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
