"""Articles of feed items: from the text in the feed if it is whole, else from the item's page."""

import asyncio
import logging
from dataclasses import dataclass
from enum import Enum, auto

from bot.feeds.parser_pool import Parse, ParseItem, ParsePage, ParserPool
from bot.fetching.documents import PAGE
from bot.fetching.errors import FetchError
from bot.fetching.fetcher import Fetcher
from index.errors import LOAD_HUNG, LoadError, unexpected
from index.sources.feed_items import Feed, FeedItem
from index.sources.fields import Fields
from index.sources.page_metadata import is_home
from index.sources.stub_pages import NO_ARTICLE_REASONS
from index.types import Article

MIN_SUMMARY_LENGTH = 200
"""Characters of a summary that may stand in for a page that could not be read."""
MIN_STUB_SUMMARY_LENGTH = 40
"""Characters of one that may stand in for a page that was read and holds no article."""
MAX_HUNG = 2
"""Items of a feed whose parse may hang before the rest is left for the next poll."""
PARSE_CONCURRENCY = 1
"""Items of a feed that are parsed at a time: fewer than there are processes, which all share."""
_TRANSIENT_KEYS = frozenset(
    {"fetch_slow", "fetch_unreachable", "fetch_broken", "fetch_proxy", "fetch_proxy_password"}
)
_TRANSIENT_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})

log = logging.getLogger(__name__)


class ItemKind(Enum):
    """The kind of an item's result."""

    ARTICLE = auto()
    FAILED = auto()
    HUNG = auto()


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The article of an item, or why there is none; ``retry`` if the failure may pass."""

    fingerprint: str
    outcome: Article | LoadError
    retry: bool = False

    @property
    def kind(self) -> ItemKind:
        """The kind of the result."""
        if isinstance(self.outcome, Article):
            return ItemKind.ARTICLE
        return ItemKind.HUNG if self.outcome.reason == LOAD_HUNG else ItemKind.FAILED


class ItemReader:
    """Reads the articles of a feed's items."""

    def __init__(self, fetcher: Fetcher, parsers: ParserPool) -> None:
        self._fetcher = fetcher
        self._parsers = parsers
        self._turns = asyncio.Semaphore(PARSE_CONCURRENCY)
        self._hung = 0

    async def read(self, item: FeedItem, feed: Feed, key: str) -> ItemResult | None:
        """Return the article of the item, with ``key`` as its own, whatever goes wrong.

        None if ``MAX_HUNG`` items of the feed have hung: the item is left unread.
        """
        try:
            return await self._read(item, feed, key)
        except _FeedHungError:
            return None
        except Exception as error:
            return ItemResult(item.fingerprint, unexpected(item.link or key, error))

    async def _read(self, item: FeedItem, feed: Feed, key: str) -> ItemResult:
        try:
            if item.is_full or not item.link:
                article = await self._parse(ParseItem.of(item, feed, key))
            else:
                article = await self._read_page(item, feed, key)
            return ItemResult(item.fingerprint, article)
        except FetchError as error:
            failure = LoadError(item.link, error.key, **error.arguments)
            if _is_transient(error):
                return ItemResult(item.fingerprint, failure, retry=True)
        except LoadError as error:
            failure = LoadError(item.link or error.where, error.reason, **error.arguments)
        return await self._read_summary(item, feed, key, failure)

    async def _read_page(self, item: FeedItem, feed: Feed, key: str) -> Article:
        """Return the article, from the feed if that has more; raise FetchError or LoadError."""
        hint = Fields(
            text="",
            title=item.title,
            date=item.date,
            source=item.source or feed.title,
            language=item.language or feed.language,
            section=item.section,
        )
        async with self._fetcher.fetch(item.link, PAGE) as page:
            if is_home(page.url) and not is_home(item.link):  # as sites answer for lost articles
                raise LoadError(item.link, "load_missing_page")
            task = ParsePage(page.url, page.body, page.charset, key, hint)
            article = await self._parse(task)
        if sum(end - start for start, end in article.body) < len(item.text):
            return await self._parse(ParseItem.of(item, feed, key))
        return article

    async def _read_summary(
        self, item: FeedItem, feed: Feed, key: str, failure: LoadError
    ) -> ItemResult:
        """Return the summary as the article if it is long enough, else the ``failure``."""
        was_read = failure.reason in NO_ARTICLE_REASONS
        least = MIN_STUB_SUMMARY_LENGTH if was_read else MIN_SUMMARY_LENGTH
        if not item.is_full and len(item.text) >= least:
            try:
                article = await self._parse(ParseItem.of(item, feed, key))
            except LoadError as error:
                log.info("an item of a feed has no summary either: %s", error.reason)
            else:
                return ItemResult(item.fingerprint, article)
        return ItemResult(item.fingerprint, failure)

    async def _parse(self, task: Parse[Article]) -> Article:
        """Raise LoadError, and _FeedHungError without a try."""
        async with self._turns:
            if self._hung >= MAX_HUNG:
                raise _FeedHungError
            try:
                return await self._parsers.parse(task)
            except LoadError as error:
                self._hung += error.reason == LOAD_HUNG
                raise


class _FeedHungError(Exception):
    """The feed's other items are left unread."""


def _is_transient(error: FetchError) -> bool:
    return error.key in _TRANSIENT_KEYS or error.arguments.get("status") in _TRANSIENT_STATUS
