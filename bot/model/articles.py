"""Articles as loaded and as stored, and the changes that lead from one to the other."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any, NamedTuple

from index.errors import LoadError
from index.types import Article


class Origin(StrEnum):
    """The kind of source that an article is from; it decides when the article is removed."""

    FOLDER = "folder"
    """The folder of articles: removed when its file is."""
    FEED = "feed"
    """A feed, which only has the newest: never removed by itself."""
    POST = "post"
    """A post of the newsroom's channel: removed by staff only."""
    ADDED = "added"
    """A page or a file that a person added: removed by staff only."""


class LoadedArticle(NamedTuple):
    """A loaded article without its text: enough to compare it with the stored ones."""

    key: str
    digest: str
    fingerprint: str

    @classmethod
    def of(cls, article: Article) -> "LoadedArticle":
        """Describe ``article``."""
        return cls(article.key, article.digest, fingerprint(article))


class StoredArticle(NamedTuple):
    """A ``LoadedArticle`` with its database id."""

    id: int
    key: str
    digest: str
    fingerprint: str
    origin: str = Origin.FOLDER


@dataclass(frozen=True, slots=True)
class Inventory:
    """All stored articles, or those that a change may concern, in one state of the database.

    ``last_id`` is the highest id that any article ever had, ``last_reload`` the id of the reload
    that led to this state; both are 0 at first.
    """

    articles: tuple[StoredArticle, ...] = ()
    last_id: int = 0
    last_reload: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that a reload makes to the inventory that it is ``based_on``.

    ``articles`` are all loaded articles, each once and with its id; ``added`` and ``changed`` are
    written whole, of ``renamed`` only the key. ``kept`` are ids of articles that stay because
    their source could not be read. ``unchanged`` includes renamed and kept articles.
    """

    based_on: int
    articles: tuple[StoredArticle, ...]
    added: tuple[StoredArticle, ...]
    changed: tuple[StoredArticle, ...]
    renamed: tuple[StoredArticle, ...]
    kept: tuple[int, ...]
    removed: tuple[int, ...]
    unchanged: int
    duplicates: int


def fingerprint(article: Article) -> str:
    """Return a digest of all values of an article but its key and id.

    An article without a section has the fingerprint that it had before there were sections.
    """
    row = article_values(article)
    del row["key"]
    if not article.section:
        del row["section"]
    return blake2b(json.dumps(row, default=str).encode(), digest_size=16).hexdigest()


def article_values(article: Article) -> dict[str, Any]:
    """Return the columns of an article by name, without ``id``."""
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
        "section": article.section,
    }


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """A report on a reload; ``failures`` are the items that could not be read.

    ``origin`` is that of the articles it read; a person's change of one article counts as added.
    ``mojibake`` counts the added and changed articles whose characters were repaired.
    """

    added: int
    changed: int
    removed: int
    unchanged: int
    duplicates: int
    failures: tuple[LoadError, ...]
    seconds: float
    finished_at: datetime
    origin: str = "folder"
    mojibake: int = 0


class ArticlesVersion(NamedTuple):
    """A version of the articles: the id of the last reload, 0 before the first one.

    The time of its end tells equal ids of two databases apart.
    """

    reload: int
    finished_at: datetime | None

    def __str__(self) -> str:
        finished = "never" if self.finished_at is None else self.finished_at.isoformat()
        return f"{self.reload} {finished}"


class AppliedReload(NamedTuple):
    """A reload that was applied, and the version of the articles that it made."""

    report: ReloadReport
    version: ArticlesVersion
