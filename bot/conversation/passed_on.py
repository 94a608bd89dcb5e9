"""Find the articles that a message passes on, as addresses or as texts. Contacts no page."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, zip_longest
from typing import Protocol

from bot.conversation.copies import FoundCopies, compare, queries_of
from index.engine import SearchEngine
from index.query.term_weights import TermWeights
from index.text.canonical_address import canonical_address
from index.types import Article, Language

MAX_PAGES = 5
"""Addresses of a message that are looked up."""
_HITS = 20
_MAX_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Page:
    """An address, and the article from there; None if there is none."""

    address: str
    article: Article | None

    @property
    def shown(self) -> str:
        """The address in its canonical form, as ASCII and without credentials."""
        return canonical_address(self.address)


class PageLookup(Protocol):
    """Looks up articles by id and by address."""

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """Return the articles with these ids, without those that are gone."""

    async def at_address(self, address: str) -> Article | None:
        """Return the article from the page at a web address, in any of its forms."""


class PassedOn:
    """Looks up what messages pass on."""

    def __init__(self, engine: SearchEngine, articles: PageLookup) -> None:
        self._engine = engine
        self._articles = articles
        self.weights = TermWeights(engine)

    async def pages(self, addresses: Sequence[str]) -> tuple[Page, ...]:
        """Return the first ``MAX_PAGES`` of the addresses with their articles."""
        first = addresses[:MAX_PAGES]
        return tuple([Page(each, await self._articles.at_address(each)) for each in first])

    async def copies(self, text: str, language: Language) -> FoundCopies:
        """Return the article that ``text`` is of, and those that are like it."""
        asked = partial(queries_of, text, language)
        first, rarest = await self.weights.decide(asked, in_thread=True)
        results = await self._engine.search_all([rarest, first], limit=_HITS)
        by_turns = chain.from_iterable(zip_longest(*(result.hits for result in results)))
        ids = dict.fromkeys(hit.passage.article_id for hit in by_turns if hit is not None)
        wanted = list(ids)[:_MAX_CANDIDATES]
        found = await self._articles.articles(wanted)
        candidates = [found[each] for each in wanted if each in found]
        return await asyncio.to_thread(compare, text, candidates)
