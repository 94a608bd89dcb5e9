"""Pages that the newsroom adds: fetched, shown as they were understood, then saved or discarded.

A draft lives in memory only, and not long: what is forgotten is fetched again in a moment.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum

from bot.articles.errors import ChangeFailed, ContentError, DraftGone
from bot.articles.library import Library
from bot.errors import ReloadFailed
from bot.feeds.parser_pool import ParsePage, open_parsers
from bot.fetching.documents import PAGE
from bot.fetching.fetcher import Fetcher
from bot.model.articles import Origin
from bot.storage.articles import ArticleStore
from bot.storage.edits import readmit_present
from index.errors import LoadError
from index.sources.fields import Fields
from index.types import Article

MAX_DRAFTS = 50
_NUMBERS = 10**9


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as it was understood; ``article`` has no number yet."""

    number: int
    article: Article


class SaveResult(StrEnum):
    """What became of a draft; the value is the text that says so."""

    ADDED = "page_added"
    CHANGED = "page_changed"
    KNOWN = "page_known"


class PageDrafts:
    """Fetches pages, and keeps the drafts."""

    def __init__(self, fetcher: Fetcher, library: Library, articles: ArticleStore) -> None:
        self._fetcher = fetcher
        self._library = library
        self._articles = articles
        self._drafts: OrderedDict[int, Draft] = OrderedDict()
        # Buttons of before a restart must not save what is fetched after it.
        self._last = secrets.randbelow(_NUMBERS)

    async def fetch(self, url: str) -> Draft:
        """The article at ``url``; raises FetchError, and ContentError where there is none."""
        try:
            article = await self._fetched(url)
        except LoadError as error:
            raise ContentError(error.reason, **error.arguments) from error
        self._last += 1
        draft = self._drafts[self._last] = Draft(self._last, article)
        if len(self._drafts) > MAX_DRAFTS:
            self._drafts.popitem(last=False)
        return draft

    async def save(self, number: int) -> tuple[SaveResult, Article]:
        """Take a draft in, and whoever subscribes to it is told.

        The article has its number. Raises DraftGone, and ChangeFailed, after which it may be tried
        again.
        """
        draft = self._taken(number)
        readmit = [readmit_present()]
        try:
            report = await self._library.take_in([draft.article], Origin.ADDED, also=readmit)
        except ReloadFailed as error:
            self._drafts[number] = draft
            raise ChangeFailed from error
        outcome = (
            SaveResult.ADDED
            if report.added
            else SaveResult.CHANGED
            if report.changed
            else SaveResult.KNOWN
        )
        article_id = await self._articles.number_of(draft.article)
        return outcome, await self._library.article(article_id or 0)

    def discard(self, number: int) -> Article:
        """Forget a draft; raises DraftGone."""
        return self._taken(number).article

    def _taken(self, number: int) -> Draft:
        try:
            return self._drafts.pop(number)
        except KeyError:
            raise DraftGone from None

    async def _fetched(self, url: str) -> Article:
        """Parsed in a process of its own, since a page may be made to hang its parser."""
        async with (
            self._fetcher.fetched(url, PAGE) as page,
            open_parsers(processes=1) as parsers,
        ):
            task = ParsePage(page.url, page.body, page.charset, page.url, Fields(""))
            return await parsers.parse(task)
