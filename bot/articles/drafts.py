"""Drafts of web pages: fetched and shown to a person, who then saves or discards them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.articles.errors import ChangeFailed, ContentError, DraftGone
from bot.articles.library import Library
from bot.errors import ReloadFailed
from bot.feeds.parser_pool import ParseFeed, ParsePage, open_parsers
from bot.fetching.documents import PAGE, is_feed_type, typed_address
from bot.fetching.errors import FetchError
from bot.fetching.fetcher import Fetcher
from bot.model.articles import Origin, ReloadReport
from bot.storage.articles import ArticleStore
from bot.storage.drafts import DraftStore
from index.errors import LoadError
from index.sources.feed_items import Feed
from index.sources.fields import Fields
from index.types import Article


@dataclass(frozen=True, slots=True)
class Draft:
    """A page's article before it is stored: it has no id yet."""

    number: int
    article: Article
    known: int | None = None
    """The id of the article that is stored with this content already."""


class SaveResult(StrEnum):
    """The result of saving a draft; the value is the key of a text."""

    ADDED = "page_added"
    CHANGED = "page_changed"
    KNOWN = "page_known"

    @classmethod
    def of(cls, report: ReloadReport) -> "SaveResult":
        """Return what the reload of one draft did."""
        if report.added:
            return cls.ADDED
        return cls.CHANGED if report.changed else cls.KNOWN


class PageDrafts:
    """Fetches pages, and saves or discards them."""

    def __init__(
        self, fetcher: Fetcher, library: Library, articles: ArticleStore, drafts: DraftStore
    ) -> None:
        self._fetcher = fetcher
        self._library = library
        self._articles = articles
        self._drafts = drafts

    async def fetch(self, url: str) -> Draft:
        """Fetch the article at ``url``; raises FetchError, and ContentError if there is none."""
        try:
            article = await self._fetched(typed_address(url))
        except FetchError as error:
            if is_feed_type(str(error.arguments.get("type", ""))):
                raise ContentError("page_is_feed", url=url) from error
            raise
        except LoadError as error:
            raise ContentError(error.reason, **error.arguments) from error
        number = await self._drafts.add(article)
        return Draft(number, article, await self._articles.id_of_content(article))

    async def save(self, number: int) -> tuple[SaveResult, Article]:
        """Store a draft's article, and return it with its id; subscribers are alerted.

        Raises DraftGone, and ChangeFailed, after which the draft is still there.
        """
        article = _found(await self._drafts.claim(number))
        try:
            report = await self._library.ingest([article], Origin.ADDED)
        except BaseException as error:  # also if the process is stopped meanwhile
            await self._drafts.release(number)
            if isinstance(error, ReloadFailed):
                raise ChangeFailed from error
            raise
        await self._drafts.delete(number)
        article_id = await self._articles.id_of(article)
        return SaveResult.of(report), await self._library.article(article_id or 0)

    async def discard(self, number: int) -> Article:
        """Delete a draft, and return its article; raises DraftGone."""
        return _found(await self._drafts.discard(number))

    async def _fetched(self, url: str) -> Article:
        """Fetch and parse a page, in a process: a hostile page can make its parser hang."""
        async with (
            self._fetcher.fetch(url, PAGE) as page,
            open_parsers(processes=1) as parsers,
        ):
            task = ParsePage(page.url, page.body, page.charset, page.url, Fields(""))
            try:
                return await parsers.parse(task)
            except LoadError:
                feed = ParseFeed(page.url, page.body, page.charset)
                if isinstance(await parsers.parse(feed), Feed):
                    raise ContentError("page_is_feed", url=url) from None
                raise


def _found(article: Article | None) -> Article:
    if article is None:
        raise DraftGone
    return article
