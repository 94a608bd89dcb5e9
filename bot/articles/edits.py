"""Single articles removed, restored and amended by a person; nobody is alerted of that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.articles.errors import ChangeFailed, ContentError
from bot.articles.ingest import ArticleChange
from bot.articles.library import Library
from bot.errors import ArticleNotFound, ReloadFailed
from bot.model.articles import Origin
from bot.storage.articles import ArticleStore, Statement
from bot.storage.edits import NOTHING_SAID, ArticleOverride, EditStore, overriding, readmit
from index.sources.article_builder import MAX_SOURCE, MAX_TITLE, one_line
from index.text.dates import parse_date
from index.types import Article

UNDONE = timedelta(days=1)
"""For so long what was removed can be brought back."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "judul": "title",
        "title": "title",
        "tanggal": "date",
        "date": "date",
        "sumber": "source",
        "source": "source",
    }
)
"""What a person may call what can be said of an article."""


@dataclass(frozen=True, slots=True)
class EditResult:
    """An article before and after it was amended."""

    before: Article
    after: Article


class ArticleEditor:
    """Changes single articles."""

    def __init__(
        self,
        library: Library,
        store: EditStore,
        articles: ArticleStore,
        now: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._store = store
        self._articles = articles
        self._now = now

    async def remove(self, article_id: int) -> Article:
        """Take an article away; the folder or feed that it is from does not bring it again.

        Raises ArticleNotFound and ChangeFailed.
        """
        article, origin = await self._there(article_id)
        withdrawing = self._store.withdrawing(article, origin)
        await self.forget_old()
        await self._apply(ArticleChange(removed=(article_id,)), [withdrawing])
        return article

    async def restore(self, article_id: int) -> Article:
        """Bring back under its old number what was taken away.

        Raises ContentError where it is too late, or where it is back already.
        """
        await self.forget_old()
        away = await self._store.withdrawn(article_id)
        if away is None:
            raise ContentError("undo_gone")
        article = away.article
        readmitted = readmit((article.key, article.digest))
        await self._apply(ArticleChange(written=article, origin=away.origin), [readmitted])
        return article

    async def amend(self, article_id: int, said: ArticleOverride) -> EditResult:
        """Have this said of an article, beside what was said of it before.

        Raises ArticleNotFound and ChangeFailed.
        """
        article, origin = await self._there(article_id)
        whole = said.over(await self._store.amendment(article))
        after = whole.of(article)
        if after != article:
            await self._apply(ArticleChange(after, origin), overriding(article, whole))
        return EditResult(article, after)

    async def _there(self, article_id: int) -> tuple[Article, Origin]:
        origin = await self._articles.origin(article_id)
        if origin is None:
            raise ArticleNotFound(article_id)
        return await self._library.article(article_id), origin

    async def _apply(self, edition: ArticleChange, also: Sequence[Statement]) -> None:
        try:
            await self._library.revise(edition, also)
        except ReloadFailed as error:
            raise ChangeFailed from error

    async def forget_old(self) -> None:
        """What was removed too long ago can no longer be brought back."""
        await self._store.forget_texts(self._now() - UNDONE)


def read_override(lines: Sequence[tuple[str, str]]) -> ArticleOverride:
    """What is to be said, out of names and values as a person writes them; raises ContentError."""
    said = NOTHING_SAID
    for name, value in lines:
        said = _with(said, FIELDS.get(name.lower(), ""), value.strip())
    return said


def _with(said: ArticleOverride, field: str, value: str) -> ArticleOverride:
    match field:
        case "date":
            day = parse_date(value)
            if day is None:
                raise ContentError("edit_date_unclear")
            return said._replace(date=day)
        case "title":
            return said._replace(title=_line(value, MAX_TITLE))
        case "source":
            return said._replace(source=_line(value, MAX_SOURCE))
    raise ContentError("edit_how_fields")


def _line(value: str, limit: int) -> str:
    line = one_line(value, limit)
    if not any(map(str.isalnum, line)):
        raise ContentError("edit_empty")
    return line
