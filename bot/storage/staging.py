"""What a reload has read and decided, in a file of its own until a transaction takes it over.

Only texts that storage does not have yet are kept in it. Reads storage and never writes it; blocks,
and so belongs in a thread or in another process.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, bindparam, create_engine, select
from sqlalchemy.dialects.sqlite import insert

from bot.model.articles import Changes, Inventory, Origin, StoredArticle
from bot.storage.articles import BATCH, LAST_RELOAD, SEQUENCES, article_of, row_of
from bot.storage.database import storage_errors
from bot.storage.edits import EditDecisions, read_edit_decisions
from bot.storage.tables.articles import (
    articles,
    staged_articles,
    staged_keys,
    staged_removals,
    staging,
)
from index.errors import LoadError
from index.types import Article


@dataclass(frozen=True, slots=True)
class StagedReload:
    """A reload that is ready to be carried out; ``path`` is the file with its texts.

    ``gone`` are the numbers of articles that leave the index: removed, or changed. The counts are
    those of the report, ``total`` is how many articles there will be.
    """

    path: Path
    origin: Origin
    based_on: int
    added: int
    changed: int
    removed: int
    unchanged: int
    duplicates: int
    total: int
    gone: tuple[int, ...]
    failures: tuple[LoadError, ...]

    @classmethod
    def of(
        cls, path: Path, origin: Origin, changes: Changes, failures: Collection[LoadError] = ()
    ) -> "StagedReload":
        """The reload that makes ``changes``, which are staged in ``path``."""
        return cls(
            path=path,
            origin=origin,
            based_on=changes.based_on,
            added=len(changes.added),
            changed=len(changes.changed),
            removed=len(changes.removed),
            unchanged=changes.unchanged,
            duplicates=changes.duplicates,
            total=changes.total,
            gone=(*changes.removed, *(article.id for article in changes.changed)),
            failures=tuple(failures),
        )

    def articles(self, database: Path, *, anew: bool) -> "StagedArticles":
        """What an index of ``database`` has to take in; with ``anew`` all that there will be."""
        count = self.total if anew else self.added + self.changed
        return StagedArticles(database, self.path, count, anew)


class Staging:
    """The file while a reload fills it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def inventory(self) -> Inventory:
        """What is stored, without the texts."""
        # The reload's number first: where another process reloads meanwhile, it is the older one,
        # and what is decided on it will be refused.
        based_on = self._connection.scalar(LAST_RELOAD) or 0
        wanted = select(*(articles.c[name] for name in StoredArticle._fields))
        last_id = select(SEQUENCES.c.seq).where(SEQUENCES.c.name == articles.name)
        return Inventory(
            articles=tuple(StoredArticle(*row) for row in self._connection.execute(wanted)),
            last_id=self._connection.scalar(last_id) or 0,
            last_reload=based_on,
        )

    def editing(self) -> EditDecisions:
        """What the newsroom decided about single articles."""
        return read_edit_decisions(self._connection)

    def add(self, loaded: Sequence[Article], origin: Origin) -> None:
        """Keep the texts of ``loaded``; of two with the same key, the first one's."""
        if loaded:
            rows = [row_of(article, origin) for article in loaded]
            self._connection.execute(insert(staged_articles).on_conflict_do_nothing(), rows)
            self._connection.commit()

    def decide(self, changes: Changes) -> None:
        """Number the texts that are to be written, drop the others, and keep what else changes."""
        this = staged_articles.c.key == bindparam("this")
        numbers = [{"this": new.key, "id": new.id} for new in (*changes.added, *changes.changed)]
        keys = [{"id": new.id, "key": new.key} for new in changes.renamed]
        removals = [{"id": number} for number in changes.removed]
        if numbers:
            self._connection.execute(staged_articles.update().where(this), numbers)
        self._connection.execute(staged_articles.delete().where(staged_articles.c.id.is_(None)))
        if keys:
            self._connection.execute(staged_keys.insert(), keys)
        if removals:
            self._connection.execute(staged_removals.insert(), removals)
        self._connection.commit()


@contextmanager
def new_staging(database: Path, path: Path) -> Iterator[Staging]:
    """A new file at ``path`` for a reload of ``database``; raises StorageError."""
    with _attached(database, path) as connection:
        # Nothing in it outlives the reload, or is of any use after a crash.
        connection.exec_driver_sql("PRAGMA staged.journal_mode=OFF")
        connection.exec_driver_sql("PRAGMA staged.synchronous=OFF")
        staging.create_all(connection)
        connection.commit()
        yield Staging(connection)


@dataclass(frozen=True, slots=True)
class StagedArticles:
    """The articles that an index has to take in, read where it is built: an ``ArticleSource``.

    ``anew`` says to read those as well that stay as they are stored.
    """

    database: Path
    path: Path
    count: int
    anew: bool

    def read(self) -> Iterator[Article]:
        """Each of them once, a few at a time in memory."""
        with _attached(self.database, self.path) as connection:
            wanted = [select(staged_articles).order_by(staged_articles.c.id)]
            if self.anew:
                altered = select(staged_articles.c.id)
                gone = select(staged_removals.c.id)
                stays = articles.c.id.not_in(altered), articles.c.id.not_in(gone)
                wanted.append(select(articles).where(*stays).order_by(articles.c.id))
            for each in wanted:
                rows = connection.execution_options(yield_per=BATCH).execute(each)
                yield from map(article_of, rows.mappings())


@contextmanager
def _attached(database: Path, path: Path) -> Iterator[Connection]:
    """A connection to ``database`` with the file at ``path`` as ``staged``."""
    engine = create_engine(
        URL.create("sqlite", database=str(database)),
        connect_args={"check_same_thread": False},  # one thread after the other
        poolclass=NullPool,
        hide_parameters=True,
    )
    with storage_errors(database), engine.connect() as connection:
        connection.exec_driver_sql("ATTACH DATABASE ? AS staged", (str(path),))
        yield connection
