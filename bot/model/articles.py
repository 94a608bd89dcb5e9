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
    """How an article came here, which says when it goes again."""

    FOLDER = "folder"
    """From the folder of articles: it goes when its file does."""
    FEED = "feed"
    """From a feed, where only the newest stand: it stays."""
    ADDED = "added"
    """From a page or a file that a person gave: it stays until a person takes it away."""


class LoadedArticle(NamedTuple):
    """What a reload needs to know of a loaded article to compare it with the stored ones."""

    key: str
    digest: str
    fingerprint: str

    @classmethod
    def of(cls, article: Article) -> "LoadedArticle":
        """What is to be known of ``article``."""
        return cls(article.key, article.digest, fingerprint(article))


class StoredArticle(NamedTuple):
    """The same of one that has a number in storage."""

    id: int
    key: str
    digest: str
    fingerprint: str
    origin: str = Origin.FOLDER


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

    ``articles`` are all loaded articles, each once and with its id; of ``added`` and ``changed``
    all is to be written, of ``renamed`` the key. ``kept`` are ids that stay as they are though
    their source could not be read. ``unchanged`` counts renamed and kept articles too; ``total``
    is how many articles there will be, of all origins.
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
    total: int


def fingerprint(article: Article) -> str:
    """Equal for two articles that were loaded with the same values, whatever their key and id."""
    row = {name: value for name, value in article_values(article).items() if name != "key"}
    return blake2b(json.dumps(row, default=str).encode(), digest_size=16).hexdigest()


def article_values(article: Article) -> dict[str, Any]:
    """The columns of an article, by name; what ``fingerprint`` digests but for ``key``."""
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


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a change did to the articles; ``failures`` are the items that could not be read.

    ``origin`` says which of them were read: the folder's, in a reload as people understand it.
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


class ArticlesVersion(NamedTuple):
    """Names a state of the articles: the change that brought it about, 0 before the first one.

    With the change's end, so that a state is never taken for one of another database.
    """

    reload: int
    finished_at: datetime | None

    def __str__(self) -> str:
        finished = "never" if self.finished_at is None else self.finished_at.isoformat()
        return f"{self.reload} {finished}"
