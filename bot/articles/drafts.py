"""Drafts of web pages: fetched and shown to a person, who then saves or discards them.

Drafts are in memory only: after a restart the page has to be fetched again.
"""

import secrets
from collections import OrderedDict
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
from index.errors import LoadError
from index.sources.feed_items import Feed
from index.sources.fields import Fields
from index.types import Article

MAX_DRAFTS = 50
_NUMBERS = 10**9


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
    """Fetches pages, and holds at most ``MAX_DRAFTS`` of them as drafts."""

    def __init__(self, fetcher: Fetcher, library: Library, articles: ArticleStore) -> None:
        self._fetcher = fetcher
        self._library = library
        self._articles = articles
        self._drafts: OrderedDict[int, Draft] = OrderedDict()
        # Random, so that a button from before a restart can't save a draft from after it.
        self._last = secrets.randbelow(_NUMBERS)

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
        self._last += 1
        draft = self._drafts[self._last] = Draft(
            self._last, article, await self._articles.id_of_content(article)
        )
        if len(self._drafts) > MAX_DRAFTS:
            self._drafts.popitem(last=False)
        return draft

    async def save(self, number: int) -> tuple[SaveResult, Article]:
        """Store a draft's article, and return it with its id; subscribers are alerted.

        Raises DraftGone, and ChangeFailed, after which the draft is still there.
        """
        draft = self._pop(number)
        try:
            report = await self._library.ingest([draft.article], Origin.ADDED)
        except ReloadFailed as error:
            self._drafts[number] = draft
            raise ChangeFailed from error
        article_id = await self._articles.id_of(draft.article)
        return SaveResult.of(report), await self._library.article(article_id or 0)

    def discard(self, number: int) -> Article:
        """Drop a draft, and return its article; raises DraftGone."""
        return self._pop(number).article

    def _pop(self, number: int) -> Draft:
        try:
            return self._drafts.pop(number)
        except KeyError:
            raise DraftGone from None

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
