"""The article of a feed's item: the text that the feed has, else that of its page.

Knows neither what was seen before nor what becomes of the articles.
"""

import logging
from dataclasses import dataclass

from bot.feeds.parser_pool import ParseItem, ParsePage, ParserPool
from bot.fetching.documents import PAGE
from bot.fetching.errors import FetchError
from bot.fetching.fetcher import Fetcher
from index.errors import LoadError
from index.sources.feed_items import Feed, FeedItem
from index.sources.fields import Fields
from index.types import Article

WORTH_QUOTING = 200
"""Characters of a summary that stands in for a page that cannot be had."""
_PASSING = frozenset({"fetch_slow", "fetch_unreachable", "fetch_broken"})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What came of an item; ``again`` where it may come of it another time."""

    fingerprint: str
    outcome: Article | LoadError
    again: bool = False


class ItemReader:
    """Makes articles of items."""

    def __init__(self, fetcher: Fetcher, parsers: ParserPool) -> None:
        self._fetcher = fetcher
        self._parsers = parsers

    async def read(self, item: FeedItem, feed: Feed, key: str) -> ItemResult:
        """The item's article, or why there is none."""
        try:
            if item.is_full or not item.link:
                return ItemResult(
                    item.fingerprint, await self._parsers.parse(ParseItem.of(item, feed, key))
                )
            return ItemResult(item.fingerprint, await self._page(item, feed, key))
        except FetchError as error:
            failure = LoadError(item.link, error.key, **error.arguments)
            return await self._instead(item, feed, key, failure, again=_is_passing(error))
        except LoadError as error:
            failure = LoadError(item.link or error.where, error.reason, **error.arguments)
            return await self._instead(item, feed, key, failure)

    async def _page(self, item: FeedItem, feed: Feed, key: str) -> Article:
        """Raises FetchError and LoadError."""
        hint = Fields(
            text="",
            title=item.title,
            date=item.date,
            source=item.source or feed.title,
            language=item.language or feed.language,
        )
        async with self._fetcher.fetch(item.link, PAGE) as page:
            return await self._parsers.parse(
                ParsePage(page.url, page.body, page.charset, key, hint)
            )

    async def _instead(
        self, item: FeedItem, feed: Feed, key: str, failure: LoadError, *, again: bool = False
    ) -> ItemResult:
        """The summary, if it says enough and no better text is to be expected."""
        if not again and not item.is_full and len(item.text) >= WORTH_QUOTING:
            try:
                return ItemResult(
                    item.fingerprint, await self._parsers.parse(ParseItem.of(item, feed, key))
                )
            except LoadError as error:
                log.info("no summary either of %s: %s", failure.where, error.reason)
        return ItemResult(item.fingerprint, failure, again)


def _is_passing(error: FetchError) -> bool:
    """Whether the page may be had another time."""
    return error.key in _PASSING or error.arguments.get("status") in _BUSY
