"""Delete, restore and override single articles, without alerts."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TypeVar

from bot.articles.errors import ChangeFailed, ContentError
from bot.articles.library import Library
from bot.errors import ArticleChanged, ArticleNotFound, ReloadFailed
from bot.model.articles import Origin
from bot.model.edits import (
    NO_OVERRIDE,
    ArticleChange,
    ArticleDeletion,
    ArticleEdit,
    ArticleOverride,
    ArticleRestoration,
)
from bot.runtime.contact import ConfirmedTime
from bot.storage.articles import ArticleStore
from bot.storage.edits import EditStore
from index.sources.field_values import MAX_SOURCE, MAX_TITLE, clean_line
from index.text.dates import parse_date
from index.text.sections import MAX_NAME
from index.types import Article

Applied = TypeVar("Applied", bound=ArticleChange)

MAX_ATTEMPTS = 5
"""Of a change that others overtake."""

UNDOABLE = timedelta(days=1)
"""How long a deletion and the last override of an article can be taken back."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "judul": "title",
        "tajuk": "title",
        "title": "title",
        "tanggal": "date",
        "tarikh": "date",
        "date": "date",
        "sumber": "source",
        "source": "source",
        "rubrik": "section",
        "kategori": "section",
        "kanal": "section",
        "section": "section",
        "category": "section",
    }
)
"""The fields of an override by the names that a person may use, in lower case."""


@dataclass(frozen=True, slots=True)
class EditResult:
    """An article before and after an override."""

    before: Article
    after: Article


class ArticleEditor:
    """Applies staff's changes of single articles."""

    def __init__(
        self,
        library: Library,
        store: EditStore,
        articles: ArticleStore,
        now: ConfirmedTime,
    ) -> None:
        self._library = library
        self._store = store
        self._articles = articles
        self._now = now

    async def delete(self, article_id: int) -> Article:
        """Delete an article; no reload and no feed brings it again.

        Raises ArticleNotFound and ChangeFailed.
        """

        async def deletion() -> ArticleDeletion:
            return ArticleDeletion(*await self._article(article_id))

        return (await self._apply(deletion)).article

    async def restore(self, article_id: int) -> Article:
        """Restore a deleted article under its id.

        Raises ContentError if it is too late or if it was restored already, and ChangeFailed.
        """
        await self.prune()

        async def restoration() -> ArticleRestoration:
            restoring = await self._store.restorable(article_id)
            if restoring is None:
                raise ContentError("undo_gone")
            return restoring

        return (await self._apply(restoration)).article

    async def override(self, article_id: int, override: ArticleOverride) -> EditResult:
        """Override values of an article, beside those that are overridden already.

        Raises ArticleNotFound and ChangeFailed.
        """

        async def edit() -> ArticleEdit:
            article, origin = await self._article(article_id)
            earlier = await self._store.override(article)
            return ArticleEdit(article, origin, override.over(earlier), earlier)

        change = await self._apply(edit)
        return EditResult(change.article, change.after)

    async def undo_override(self, article_id: int) -> EditResult:
        """Take the last override of an article back.

        Raises ArticleNotFound, ChangeFailed, and ContentError if it is too late or was undone.
        """
        await self.prune()

        async def undo() -> ArticleEdit:
            undoing = await self._store.undoable(*await self._article(article_id))
            if undoing is None:
                raise ContentError("edit_undo_gone")
            return undoing

        change = await self._apply(undo)
        return EditResult(change.article, change.after)

    async def prune(self) -> None:
        """Drop what undoes deletions and overrides once it is too late for that."""
        if (now := self._now()) is not None:
            await self._store.prune(now - UNDOABLE)

    async def _article(self, article_id: int) -> tuple[Article, Origin]:
        """Return an article as it is stored: the library may hold one of an earlier version."""
        origin = await self._articles.origin(article_id)
        article = (await self._articles.many([article_id])).get(article_id)
        if origin is None or article is None:
            raise ArticleNotFound(article_id)
        return article, origin

    async def _apply(self, read: Callable[[], Awaitable[Applied]]) -> Applied:
        """Apply and return the change that ``read`` returns; an edit only if it changes anything.

        It is read again if somebody else has changed the article in the meantime.
        """
        for _ in range(MAX_ATTEMPTS):
            change = await read()
            try:
                if not (isinstance(change, ArticleEdit) and change.after == change.article):
                    await self._library.apply(change)
            except ArticleChanged:
                continue
            except ReloadFailed as error:
                raise ChangeFailed from error
            return change
        raise ChangeFailed


def read_override(fields: Sequence[tuple[str, str]]) -> ArticleOverride:
    """Read names and values as a person wrote them; raises ContentError."""
    override = NO_OVERRIDE
    for name, value in fields:
        override = _with(override, FIELDS.get(name.lower(), ""), value.strip())
    return override


def _with(override: ArticleOverride, field: str, value: str) -> ArticleOverride:
    match field:
        case "date":
            day = parse_date(value)
            if day is None:
                raise ContentError("edit_date_unclear")
            return override._replace(date=day)
        case "title":
            return override._replace(title=_line(value, MAX_TITLE))
        case "source":
            return override._replace(source=_line(value, MAX_SOURCE))
        case "section":
            return override._replace(section=_line(value, MAX_NAME))
    raise ContentError("edit_how_fields")


def _line(value: str, limit: int) -> str:
    line = clean_line(value, limit)
    if not any(map(str.isalnum, line)):
        raise ContentError("edit_empty")
    return line
