"""Lists of the newest articles, each story once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from bot.conversation.intents import Ask, ListNews
from bot.conversation.responses import Answered, NewsListed
from index.stories.near_duplicates import Signature, same_story, signature
from index.types import ANY_ARTICLE, Article, Filters, Language

USUAL_COUNT = 7
_READ_PER_HEADLINE = 3
"""Articles that are read for each headline: the newest of a day are often copies."""
_MAX_READ = 30
_MAX_GONE_THROUGH = 50
"""Articles of one list that can be gone through in parts: copies among them cost a few ms each."""
_OLD = timedelta(days=42)
"""How much older than the newest of all the newest of a section is if it is no news any more."""


class HeadlineSource(Protocol):
    """Supplies the newest articles."""

    async def latest(self, *, limit: int, filters: Filters) -> Sequence[Article]:
        """Return those that match, newest first."""


class Headlines:
    """Lists the newest articles, of several copies the newest."""

    def __init__(self, articles: HeadlineSource) -> None:
        self._articles = articles

    async def newest(
        self, filters: Filters, count: int = 0, without: str = ""
    ) -> tuple[Article, ...]:
        """Return the newest that match, ``count`` or as many as are usual; fewer if there are.

        Those whose headline has all words of ``without`` are left out.
        """
        wanted = count or USUAL_COUNT
        limit = _MAX_READ if without else min(wanted * _READ_PER_HEADLINE, _MAX_READ)
        found = await self._articles.latest(limit=limit, filters=filters)
        if words := without.casefold().split():
            found = [each for each in found if not _is_headed(each, words)]
        if len(found) <= 1:
            return tuple(found)
        return await asyncio.to_thread(without_copies, found, wanted)

    async def after(self, listing: ListNews, filters: Filters) -> tuple[Article, ...] | None:
        """Return those after the last one of a list; None if ``filters`` do not list that one."""
        found = await self._articles.latest(limit=_MAX_GONE_THROUGH, filters=filters)
        if words := listing.without.casefold().split():
            found = [each for each in found if not _is_headed(each, words)]
        ids = [article.id for article in found]
        if listing.after not in ids:
            return None
        rest = frozenset(ids[ids.index(listing.after) + 1 :])
        stories = await asyncio.to_thread(without_copies, found, len(found)) if rest else ()
        later = tuple(article for article in stories if article.id in rest)
        return later[: listing.count or USUAL_COUNT]


async def list_news(listing: ListNews, headlines: Headlines, language: Language) -> NewsListed:
    """Return the headlines; the newest of other days, then of all, if there are none.

    Of a section whose newest article is old only that: its news is no news. Of one without any
    article none: those of others are not of it.
    """
    if listing.after:
        return await _list_further(listing, headlines, language)
    filters, conditions = listing.filters, listing.conditions
    of_section = Filters(section=filters.section)
    widened = dict.fromkeys((filters, of_any_day(filters), of_section, ANY_ARTICLE))
    for tried in widened:
        found = await headlines.newest(tried, listing.count, listing.without)
        if found and tried.section and tried == of_any_day(tried):
            newest = await headlines.newest(ANY_ARTICLE, 1)
            if _is_old(found[0], newest[0]):
                return NewsListed(found[:1], language, conditions, is_old=True)
        if found and filters.section and not tried.section:
            return NewsListed((), language, conditions, is_instead=True)
        if found:
            return NewsListed(found, language, conditions, is_instead=tried != filters)
    return NewsListed((), language)


def listed_instead(asked: Ask, answered: Answered) -> Answered | NewsListed:
    """Return the headlines about a subject whose news is asked for, if nothing of it is quoted."""
    answer = answered.answer
    if not asked.lists or answer.answered or not (answer.about and answer.nearest):
        return answered
    if answer.missing:
        return answered
    newest = sorted(answer.nearest, key=lambda each: each.date or date.min, reverse=True)
    exchange = answered.exchange
    if exchange:
        exchange = replace(exchange, articles=tuple(article.id for article in newest))
    return NewsListed(tuple(newest), answer.language, subject=answer.about, exchange=exchange)


async def _list_further(listing: ListNews, headlines: Headlines, language: Language) -> NewsListed:
    """Return what comes after the last article of a list; none if it was the last."""
    filters = listing.filters
    for tried in dict.fromkeys((filters, of_any_day(filters), ANY_ARTICLE)):
        if (found := await headlines.after(listing, tried)) is not None:
            is_instead = tried != filters
            return NewsListed(found, language, listing.conditions, is_instead=is_instead)
    return NewsListed((), language)


def of_any_day(filters: Filters) -> Filters:
    """Return the filters without their days."""
    return replace(filters, since=None, until=None)


def _is_headed(article: Article, words: Sequence[str]) -> bool:
    """Whether an article's headline has all ``words``."""
    headline = article.title.casefold()
    return all(word in headline for word in words)


def _is_old(article: Article, newest: Article) -> bool:
    """Whether an article is much older than the newest one that there is."""
    if article.date is None or newest.date is None:
        return False
    return newest.date - article.date > _OLD


def without_copies(articles: Sequence[Article], count: int) -> tuple[Article, ...]:
    """Return the first ``count`` of ``articles`` that are no copy of one before; a few ms each."""
    chosen: list[tuple[Article, Signature]] = []
    for article in articles:
        signed = signature(article)
        if not any(_same(article, signed, other, its) for other, its in chosen):
            chosen.append((article, signed))
        if len(chosen) == count:
            break
    return tuple(article for article, _ in chosen)


def _same(one: Article, signed: Signature, other: Article, its: Signature) -> bool:
    titles = one.title.casefold().strip(), other.title.casefold().strip()
    return (titles[0] == titles[1] != "") or same_story(signed, its)
