"""Edits of single articles by staff, and the decisions that every reload has to respect."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.model.articles import LoadedArticle, Origin
from index.types import Article


class ArticleOverride(NamedTuple):
    """Values that staff set in place of an article's own; None keeps those of its source."""

    title: str | None = None
    date: datetime.date | None = None
    source: str | None = None
    section: str | None = None

    def apply(self, article: Article) -> Article:
        """Return the article with these values."""
        return replace(
            article, **{name: value for name, value in self._asdict().items() if value is not None}
        )

    def over(self, earlier: "ArticleOverride") -> "ArticleOverride":
        """Return these values, and those of ``earlier`` where these are None."""
        return ArticleOverride(
            self.title or earlier.title,
            self.date or earlier.date,
            self.source or earlier.source,
            self.section or earlier.section,
        )


NO_OVERRIDE = ArticleOverride()


@dataclass(frozen=True, slots=True)
class ArticleDeletion:
    """Delete an article; no reload and no feed brings it again."""

    article: Article
    origin: Origin

    @property
    def after(self) -> None:
        """Nothing is left of it."""


@dataclass(frozen=True, slots=True)
class ArticleRestoration:
    """Store a deleted article again, under the id that it had."""

    article: Article
    origin: Origin

    @property
    def after(self) -> Article:
        """The article as it is to be stored."""
        return self.article


@dataclass(frozen=True, slots=True)
class ArticleEdit:
    """Override values of a stored article, now and whenever its source is read again.

    ``earlier`` is the override that it has; ``undone`` the article as it was before an override
    that this takes back.
    """

    article: Article
    origin: Origin
    override: ArticleOverride
    earlier: ArticleOverride = NO_OVERRIDE
    undone: Article | None = None

    @property
    def after(self) -> Article:
        """The article as it is to be stored."""
        return self.undone or self.override.apply(self.article)


ArticleChange = ArticleDeletion | ArticleRestoration | ArticleEdit


@dataclass(frozen=True, slots=True)
class EditDecisions:
    """All deletions and overrides, by key and by digest: an article seldom changes both at once."""

    deleted: frozenset[str]
    overrides: Mapping[str, ArticleOverride]

    def of(self, article: Article | LoadedArticle) -> tuple[bool, ArticleOverride]:
        """Return whether an article was deleted, and what overrides its values."""
        names = (article.key, article.digest)
        found = (self.overrides[name] for name in names if name in self.overrides)
        return not self.deleted.isdisjoint(names), next(found, NO_OVERRIDE)

    def apply(self, article: Article, origin: Origin) -> Article | None:
        """Return a loaded article as it is to be stored, or None if it was deleted.

        An article that a person adds is stored though it was deleted before.
        """
        is_deleted, override = self.of(article)
        return None if is_deleted and origin is not Origin.ADDED else override.apply(article)
