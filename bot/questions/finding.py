"""Find what a question and its synonyms ask for: search the passages, gather the sentences."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np

from bot.questions.retrieval import HITS_LIMIT, Retrieval, found_in
from index.answers.reader.gathering import Found
from index.answers.reader.question import asks_for, read_question
from index.answers.reader.sentences import SentenceTable
from index.answers.reader.whole_articles import coverage
from index.answers.reader.words import hashed
from index.engine import SearchEngine
from index.query.acronym_definitions import MAX_SCANNED, defined_synonyms, possible_acronyms
from index.query.acronyms import known_synonyms
from index.query.expansion import merge, variants
from index.query.slang import in_full
from index.query.synonyms import Synonym
from index.query.translation import equal_terms, translate, translated_idf, with_all_terms
from index.types import ANY_ARTICLE, Article, Filters, Hit, Language, Query, SearchResult

_MIN_PASSAGES = 4000
"""With 1,000, 27 of 80 questions that the 24 shipped articles answer are refused; with 4,000, 12.
"""
_NAMED_PASSAGES = 2000
"""Passages among which those of a source or a section are looked for."""
_SAID_OTHERWISE = 0.1
"""Share of a question that groups of words and dates may say; 3 % of the questions of articles in
their own language are then read in the other one, too, of .2 10 %."""
_DEFINING_LIMIT = 4
"""Articles whose text is looked through for what an acronym stands for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are searched: those that match ``filters``, as if today was ``as_of``.

    Those of the best ``passages`` are read; if the newest are asked for, those about ``about``,
    words of the question, "" for all of it.
    """

    filters: Filters = ANY_ARTICLE
    as_of: date | None = None
    passages: int = HITS_LIMIT
    about: str = ""

    @property
    def since(self) -> date | None:
        """The first day; the first one that there is if only the last is given."""
        filters = self.filters
        return filters.since or (date.min if filters.until else None)

    @property
    def until(self) -> date | None:
        """The last day."""
        return min(filter(None, (self.filters.until, self.as_of)), default=None)


EVERYTHING = Scope()


class ArticleLookup(Protocol):
    """Looks up articles by id."""

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """Return the articles with these ids, without those that are gone."""

    async def matching(self, ids: Collection[int], filters: Filters) -> set[int]:
        """Return those of ``ids`` whose articles match."""


class Finder:
    """Finds what a query asks for, with its synonyms and the acronyms that articles define.

    ``today`` returns the day from which articles' ages are counted; None ignores their age.
    """

    def __init__(
        self, engine: SearchEngine, reader: ArticleLookup, today: Callable[[], date | None]
    ) -> None:
        self._engine = engine
        self._reader = reader
        self._today = today

    async def find(
        self,
        query: Query,
        *,
        limit: int = HITS_LIMIT,
        scope: Scope = EVERYTHING,
        also: Sequence[Synonym] = (),
    ) -> Retrieval:
        """Return what ``query`` and its synonyms find, whether or not it supports an answer.

        ``also`` are synonyms beside those of well-known acronyms.
        Searches once more if the articles found define acronyms of the query or expand them.
        """
        synonyms = [*also, *known_synonyms(query)]
        retrieval = await self._find(query, synonyms, limit, scope)
        defined = await self._defined(query, retrieval)
        if new := [each for each in defined if each not in synonyms]:
            retrieval = await self._find(query, [*synonyms, *new], limit, scope)
        return retrieval

    async def _find(
        self, query: Query, synonyms: Sequence[Synonym], limit: int, scope: Scope
    ) -> Retrieval:
        result = await self._search(query, synonyms, limit, scope)
        table = await self._engine.sentences(_articles(result.hits[: scope.passages]))
        return await self._read(query, result, table, synonyms, scope)

    async def _read(
        self,
        query: Query,
        result: SearchResult,
        table: SentenceTable,
        synonyms: Sequence[Synonym],
        scope: Scope,
    ) -> Retrieval:
        hits = result.hits[: scope.passages]
        stats, today = await self._engine.figures(), scope.as_of or self._today()
        averages = Found(
            articles=np.zeros(0, np.int64),
            hit_articles=np.zeros(0, np.int64),
            hit_scores=np.zeros(0, np.float32),
            mean_article=max(stats.content / max(stats.articles, 1), 1.0),
            mean_passage=max(stats.content / max(stats.passages, 1), 1.0),
            passages=stats.passages,
            day=today.toordinal() if today else 0,
        )
        asked = read_question(query, as_of_many(result.idf, stats.passages), synonyms)
        return Retrieval(query, result, asked, table, found_in(hits, table, averages))

    async def find_translated(
        self,
        query: Query,
        *,
        limit: int = HITS_LIMIT,
        scope: Scope = EVERYTHING,
        least: float = 0.0,
    ) -> Retrieval | None:
        """Return what ``query`` finds in articles of the other language.

        None if none can be hoped to say as much as ``least`` of it, a share of its weight.
        """
        language = query.language.other
        figures = await self._engine.figures()
        translation = translate(query) if figures.articles_in(language) else None
        if translation is None:
            return None
        everything = with_all_terms(translation)
        result = await self._search_one(everything, limit, scope)
        table = await self._engine.sentences(_articles(result.hits))
        is_theirs = table.is_english == (language is Language.ENGLISH)
        theirs = set(table.ids[is_theirs].tolist())
        hits = [hit for hit in result.hits if hit.passage.article_id in theirs][:limit]
        if not hits:
            return None
        table = table.take(np.flatnonzero(is_theirs)).equated(_hashed(equal_terms(translation)))
        found = SearchResult(tuple(hits), translated_idf(translation, result.idf))
        retrieval = await self._read(translation.query, found, table, translation.synonyms, scope)
        if float(coverage(retrieval.asked, table).max()) < least - _SAID_OTHERWISE:
            return None
        text = in_full(query.text, query.language)
        return replace(retrieval, asked=replace(retrieval.asked, asks=asks_for(text)))

    async def _defined(self, query: Query, retrieval: Retrieval) -> list[Synonym]:
        """Return what the beginnings of the articles found define of the query."""
        wanted = {hashed(term) for term in possible_acronyms(query)}
        ids = retrieval.table.capitalised(wanted)[:_DEFINING_LIMIT] if wanted else []
        if not ids:
            return []
        articles = await self._reader.articles(ids)
        texts = (articles[each].text[:MAX_SCANNED] for each in ids if each in articles)
        return defined_synonyms(query, texts)

    async def _search(
        self, query: Query, synonyms: Sequence[Synonym], limit: int, scope: Scope
    ) -> SearchResult:
        if not synonyms:
            return await self._search_one(query, limit, scope)
        asked = variants(query, synonyms)
        results = await self._search_all([one.query for one in asked], limit, scope)
        return merge(asked, results, limit)

    async def _search_one(self, query: Query, limit: int, scope: Scope) -> SearchResult:
        (result,) = await self._search_all([query], limit, scope)
        return result

    async def _search_all(
        self, queries: Sequence[Query], limit: int, scope: Scope
    ) -> list[SearchResult]:
        """Return the hits within the scope; a source and a section are asked of storage."""
        filters = scope.filters
        is_named = bool(filters.source or filters.section)
        results = await self._engine.search_all(
            queries,
            limit=_NAMED_PASSAGES if is_named else limit,
            as_of=scope.until,
            since=scope.since,
        )
        if not is_named:
            return results
        ids = {hit.passage.article_id for result in results for hit in result.hits}
        matching = await self._reader.matching(ids, filters)
        return [_only(matching, result, limit) for result in results]


def _only(matching: Collection[int], result: SearchResult, limit: int) -> SearchResult:
    """Return the first ``limit`` hits of articles that match."""
    hits = [hit for hit in result.hits if hit.passage.article_id in matching]
    return replace(result, hits=tuple(hits[:limit]))


def _articles(hits: Iterable[Hit]) -> list[int]:
    return list(dict.fromkeys(hit.passage.article_id for hit in hits))


def _hashed(terms: Mapping[str, str]) -> Mapping[int, int]:
    return {hashed(term): hashed(other) for term, other in terms.items()}


def as_of_many(idf: Mapping[str, float], passages: int) -> Mapping[str, float]:
    """Return ``idf`` as if there were ``_MIN_PASSAGES``, the others without any of the terms.

    In one article what it says weighs next to nothing against a word that it lacks.
    """
    more = math.log(max(_MIN_PASSAGES, passages + 1) / (passages + 1))
    return {term: weight + more for term, weight in idf.items()}
