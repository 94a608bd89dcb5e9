"""The file in which a reload stages what it read and decided, until a transaction applies it.

It holds only texts that are not stored yet. Blocks: call it in a thread or in another process.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    bindparam,
    select,
)
from sqlalchemy.dialects.sqlite import insert

from bot.model.articles import Changes, Inventory, LoadedArticle, Origin, StoredArticle
from bot.model.edits import ArticleChange, EditDecisions
from bot.storage.article_rows import DAMAGED, readable, row_of, select_articles
from bot.storage.articles import BATCH
from bot.storage.dialects.dialect import DatabaseAddress
from bot.storage.dialects.reading import StagingConnections, staging_connections
from bot.storage.edits import read_edit_decisions
from bot.storage.reloads import LAST_RELOAD
from bot.storage.tables.articles import (
    articles,
    staged_articles,
    staged_keys,
    staged_removals,
    staging_metadata,
)
from index.errors import LoadError
from index.types import Article

_ORIGINS = frozenset(Origin)


@dataclass(frozen=True, slots=True)
class StagedReload:
    """A reload that is ready to be applied; ``path`` is the file with its texts.

    ``gone`` are the ids to remove from the index: of removed and of changed articles. The counts
    are those of the report. ``damaged`` are ids of stored articles that were found to be damaged,
    ``repaired`` those of them that are written anew. ``change`` is the one that staff made; None if
    the articles come from a source. ``doubtful`` is how many articles the folder had before it lost
    suspiciously many, else 0. ``left`` articles are written by later parts of the same change;
    ``overtaken`` ones are left as somebody else has made them meanwhile. ``are_news`` is whether
    the added articles are new to readers, ``mojibake`` how many of those that are written had
    characters repaired.
    """

    path: Path
    origin: Origin
    based_on: int
    added: int
    changed: int
    removed: int
    unchanged: int
    duplicates: int
    gone: tuple[int, ...]
    failures: tuple[LoadError, ...]
    change: ArticleChange | None = None
    damaged: tuple[int, ...] = ()
    repaired: tuple[int, ...] = ()
    doubtful: int = 0
    left: int = 0
    overtaken: int = 0
    are_news: bool = False
    mojibake: int = 0

    @classmethod
    def of(
        cls,
        path: Path,
        origin: Origin,
        changes: Changes,
        failures: Collection[LoadError] = (),
        change: ArticleChange | None = None,
    ) -> "StagedReload":
        """Describe the reload whose ``changes`` are staged in ``path``."""
        return cls(
            path=path,
            origin=origin,
            based_on=changes.based_on,
            added=len(changes.added),
            changed=len(changes.changed),
            removed=len(changes.removed),
            unchanged=changes.unchanged,
            duplicates=changes.duplicates,
            gone=(*changes.removed, *(article.id for article in changes.changed)),
            failures=tuple(failures),
            change=change,
        )

    @property
    def size(self) -> int:
        """How many articles are added, changed and removed."""
        return self.added + self.changed + self.removed

    def with_damaged(self, damaged: Collection[int], changes: Changes) -> "StagedReload":
        """Return the reload with the damaged articles, some of which its ``changes`` repair."""
        changed = {article.id for article in changes.changed}
        left, repaired = {*damaged} - changed, {*damaged} & changed
        return replace(self, damaged=tuple(sorted(left)), repaired=tuple(sorted(repaired)))

    def articles(self, database: DatabaseAddress) -> "StagedArticles":
        """Return the articles to index: the added and changed ones."""
        return StagedArticles(database, self.path, self.added + self.changed)


class StagingFile:
    """The file while a reload fills it."""

    def __init__(self, connections: StagingConnections) -> None:
        self._stored, self._staged, self._last_id = connections

    def last_reload(self) -> int:
        """Return the id of the last reload, 0 before the first."""
        return self._stored.scalar(LAST_RELOAD) or 0

    def inventory(self, loaded: Sequence[LoadedArticle] | None = None) -> Inventory:
        """Return what is stored, without the texts: all, or what may be that of some hundreds."""
        return self._inventory(*(() if loaded is None else (_may_be(loaded),)))

    def inventory_of(self, article_id: int) -> Inventory:
        """Return what is stored of one article."""
        return self._inventory(articles.c.id == article_id)

    def inventory_below(self, prefix: str) -> Inventory:
        """Return what is stored of the articles whose keys start with ``prefix``."""
        return self._inventory(articles.c.key.startswith(prefix, autoescape=True))

    def _inventory(self, *conditions: ColumnElement[bool]) -> Inventory:
        # The reload's id is read first: if another process reloads meanwhile, it is outdated, and
        # ``ArticleStore.apply`` refuses what was decided on it.
        based_on = self.last_reload()
        columns = (articles.c[name] for name in StoredArticle._fields)
        wanted = select(*columns).where(*conditions).order_by(articles.c.id)
        return Inventory(
            articles=tuple(map(_stored, self._stored.execute(wanted).mappings())),
            last_id=self._stored.scalar(self._last_id) or 0,
            last_reload=based_on,
        )

    def stored(
        self, loaded: Sequence[LoadedArticle]
    ) -> tuple[list[StoredArticle], list[StoredArticle]]:
        """Return the stored articles that may be the loaded ones, and those that are damaged."""
        wanted = select_articles(articles).where(_may_be(loaded))
        rows = {row["id"]: row for row in self._stored.execute(wanted).mappings()}
        ids: list[int] = []
        for _ in readable(rows.values(), ids):
            pass
        return [*map(_stored, rows.values())], [_stored(rows[number]) for number in ids]

    def edit_decisions(self) -> EditDecisions:
        """Return what staff decided about single articles."""
        return read_edit_decisions(self._stored)

    def add(self, loaded: Sequence[Article], origin: Origin) -> None:
        """Stage loaded articles; of two with the same key, the first one."""
        if loaded:
            rows = [row_of(article, origin) for article in loaded]
            self._staged.execute(insert(staged_articles).on_conflict_do_nothing(), rows)
            self._staged.commit()

    def decide(self, changes: Changes) -> None:
        """Give added and changed articles their ids, and stage other changes, in place of any."""
        by_key = staged_articles.c.key == bindparam("by_key")
        ids = [{"by_key": new.key, "id": new.id} for new in (*changes.added, *changes.changed)]
        keys = [{"id": new.id, "key": new.key} for new in changes.renamed]
        removals = [{"id": number} for number in changes.removed]
        numbered = staged_articles.c.id.is_not(None)
        self._staged.execute(staged_articles.update().where(numbered).values(id=None))
        self._staged.execute(staged_keys.delete())
        self._staged.execute(staged_removals.delete())
        if ids:
            self._staged.execute(staged_articles.update().where(by_key), ids)
        if keys:
            self._staged.execute(staged_keys.insert(), keys)
        if removals:
            self._staged.execute(staged_removals.insert(), removals)
        self._staged.commit()


@contextmanager
def new_staging_file(database: DatabaseAddress, path: Path) -> Iterator[StagingFile]:
    """Make a file at ``path`` for a reload of ``database``; raises StorageError."""
    with staging_connections(database, path) as connections:
        # The file is of no use after a crash, so that it need not survive one.
        connections.staged.exec_driver_sql("PRAGMA staged.journal_mode=OFF")
        connections.staged.exec_driver_sql("PRAGMA staged.synchronous=OFF")
        staging_metadata.create_all(connections.staged)
        connections.staged.commit()
        yield StagingFile(connections)


@dataclass(frozen=True, slots=True)
class StagedArticles:
    """The articles to index, read in the process that builds the index: an ``ArticleSource``."""

    database: DatabaseAddress
    path: Path
    count: int

    def read(self) -> Iterator[Article]:
        """Yield each article once, ``BATCH`` in memory at a time."""
        with staging_connections(self.database, self.path) as connections:
            staged = connections.staged.execution_options(yield_per=BATCH)
            chosen = staged_articles.c.id.is_not(None)
            wanted = select_articles(staged_articles).where(chosen).order_by(staged_articles.c.id)
            yield from readable(staged.execute(wanted).mappings(), [])


def _may_be(loaded: Sequence[LoadedArticle]) -> ColumnElement[bool]:
    """Return the condition that a stored article has the key or the digest of a loaded one."""
    same_key = articles.c.key.in_([article.key for article in loaded])
    return same_key | articles.c.digest.in_([article.digest for article in loaded])


def _stored(row: RowMapping) -> StoredArticle:
    """Return a row without its text; one of no known origin is damaged, and of the folder."""
    if row["origin"] in _ORIGINS:
        return StoredArticle(*(row[name] for name in StoredArticle._fields))
    return StoredArticle(row["id"], row["key"], row["digest"], DAMAGED, Origin.FOLDER)
