"""Find what persons said about a topic, in articles that match filters."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.model.quotations import StoredQuotation
from bot.questions.finding import ArticleLookup, Scope
from bot.quotations.persons import Person
from bot.quotations.quoting import has_words_beside, is_current, quote_of
from bot.quotations.relevance import RELEVANT, TopicWords, read_topic, relevance
from bot.storage.quotations import QuotationStore
from index.engine import SearchEngine
from index.query.parser import parse_question
from index.query.term_weights import TermWeights
from index.query.translation import translate, with_all_terms
from index.types import Article, Language, Query, Quote, Span

MAX_STATEMENTS = 200
"""The newest statements of a person that are looked at: reading their articles takes some 40 ms."""
_PASSAGES = 300
"""Passages among which a person's words about a topic are looked for."""
_WHO_ARTICLES = 30
"""Articles among which somebody's words are looked for where nobody is named."""
_SAID = 0.8
"""The share of a topic from which on the words themselves say it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotation in its article, and the share of the topic that it is about."""

    quotation: StoredQuotation
    article: Article
    score: float

    @property
    def quote(self) -> Quote:
        """The sentences it is said in."""
        return quote_of(self.quotation, self.article, self.score)


class StatementSearch:
    """Finds statements."""

    def __init__(
        self, store: QuotationStore, articles: ArticleLookup, engine: SearchEngine
    ) -> None:
        self._store = store
        self._articles = articles
        self._engine = engine
        self._weights = TermWeights(engine)

    async def of_person(
        self, person: Person, topic: str, language: Language, scope: Scope
    ) -> list[Statement]:
        """Return what a person said about a topic, "" for any, the newest first.

        Words that say the topic themselves come before those that it is only said beside.
        """
        words = await self._words(topic, language)
        if not words:
            found = await self._store.newest(person.keys, MAX_STATEMENTS, scope.filters)
            return await self._statements(found, words)
        ids = await self._articles_about(f"{person.name} {topic}", language, scope)
        found = await self._store.of_articles(ids, person.keys)
        statements = await self._statements(found[:MAX_STATEMENTS], words)
        relevant = [each for each in statements if each.score >= RELEVANT]
        return sorted(relevant, key=lambda each: each.score < _SAID)

    async def of_anybody(self, topic: str, language: Language, scope: Scope) -> list[Statement]:
        """Return the statements that say a topic themselves, whoever makes them, the best first."""
        words = await self._words(topic, language)
        if not words:
            return []
        ids = await self._articles_about(topic, language, scope)
        found = await self._store.of_articles(ids[:_WHO_ARTICLES])
        statements = await self._statements(found[:MAX_STATEMENTS], words, around=False)
        said = [each for each in statements if each.score >= _SAID]
        return sorted(said, key=lambda each: -each.score)

    async def may_speak(self, persons: Sequence[Person], quotes: Sequence[Quote]) -> bool:
        """Whether words in marks in what is shown are not known to be only those of others."""
        keys = {key for person in persons for key in person.keys}
        stored = await self._store.of_articles({each.article.id for each in quotes})
        others = [each for each in stored if each.speaker_key not in keys]
        return any(has_words_beside(quote, others) for quote in quotes)

    async def _words(self, topic: str, language: Language) -> TopicWords:
        if not topic:
            return ()
        return await self._weights.decide(partial(read_topic, topic, language), in_thread=True)

    async def _articles_about(self, text: str, language: Language, scope: Scope) -> list[int]:
        """Return the ids of articles with the best passages, in either language."""
        figures = await self._engine.figures()
        both = bool(figures.articles_in(language.other))
        queries = await asyncio.to_thread(_queries, text, language, both=both)
        results = await self._engine.search_all(
            queries, limit=_PASSAGES, as_of=scope.until, since=scope.since
        )
        hits = [hit for result in results for hit in result.hits]
        ids = list(dict.fromkeys(hit.passage.article_id for hit in hits))
        if not (scope.filters.source or scope.filters.section):
            return ids
        matching = await self._articles.matching(ids, scope.filters)
        return [each for each in ids if each in matching]

    async def _statements(
        self, found: Sequence[StoredQuotation], topic: TopicWords, *, around: bool = True
    ) -> list[Statement]:
        """Return the statements whose articles are there, as far as they are about a topic."""
        articles = await self._articles.articles({each.article_id for each in found})
        return await asyncio.to_thread(_scored, found, articles, topic, around=around)


def _queries(text: str, language: Language, *, both: bool) -> list[Query]:
    query = parse_question(text, language)
    translation = translate(query) if both else None
    return [query, with_all_terms(translation)] if translation else [query]


def _scored(
    found: Iterable[StoredQuotation],
    articles: Mapping[int, Article],
    topic: TopicWords,
    *,
    around: bool,
) -> list[Statement]:
    there = [
        (each, articles[each.article_id])
        for each in found
        if each.article_id in articles and is_current(each, articles[each.article_id])
    ]
    return [
        Statement(each, article, _score(each, article, topic, around=around))
        for each, article in there
    ]


def _score(
    quotation: StoredQuotation, article: Article, topic: TopicWords, *, around: bool
) -> float:
    if not topic:
        return 1.0
    quote = quote_of(quotation, article, 0.0)
    said, shown = Span(quotation.start, quotation.end), Span(quote.start, quote.end)
    return relevance(article, said, shown, topic, around=around)
