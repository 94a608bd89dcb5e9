"""A question becomes an answer: analysed, searched, decided on, quoted.

Knows no chat, no markup and no SQL; it carries data between pure functions of ``index``.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.smalltalk import SmallTalk, small_talk
from index.engine import SearchEngine
from index.language import detect
from index.question import parse_question
from index.reading import Weights, read
from index.snippets import choose_quotes
from index.support import is_supported, support_of
from index.types import Article, Language, Query, Quote, SearchResult

_HITS = 50
_READ = 8
"""Hits whose text is read: the passage that answers is among the first eight for 96 % of FacQA."""


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    REFUSED = "refused"  # the articles do not support an answer
    GREETING = "greeting"
    THANKS = "thanks"
    EMPTY = "empty"  # nothing to search for in the message
    NO_ARTICLES = "no_articles"  # nothing is loaded yet


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question as plain data; ``quotes`` are best first, at most three."""

    question: str
    language: Language  # the language to reply in
    outcome: Outcome
    quotes: tuple[Quote, ...] = ()
    took_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether quotes are shown."""
        return self.outcome is Outcome.ANSWERED


class ArticleReader(Protocol):
    """Where the text of what was found is read."""

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """The articles with these ids; one that is gone is left out."""


class Answering:
    """Answers questions from the engine's hits and the stored articles' texts."""

    def __init__(self, engine: SearchEngine, reader: ArticleReader) -> None:
        self._engine = engine
        self._reader = reader

    async def ask(
        self, question: str, *, reader_language: Language, as_of: date | None = None
    ) -> Answer:
        """The answer to ``question``, which may be any text of any length.

        Replies in the question's language where it can be told, else in ``reader_language``.
        """
        began = time.perf_counter()
        language = detect(question) or reader_language
        outcome, quotes = await self._outcome(question, language, as_of)
        took_ms = (time.perf_counter() - began) * 1000
        return Answer(question, language, outcome, quotes, round(took_ms, 2))

    async def search(
        self, question: str, language: Language, *, limit: int, as_of: date | None = None
    ) -> SearchResult:
        """The passages that ``question`` finds, whether or not they would be quoted."""
        query = parse_question(question, language)
        return await self._engine.search(query, limit=limit, as_of=as_of)

    async def _outcome(
        self, question: str, language: Language, as_of: date | None
    ) -> tuple[Outcome, tuple[Quote, ...]]:
        match small_talk(question):
            case SmallTalk.GREETING:
                return Outcome.GREETING, ()
            case SmallTalk.THANKS:
                return Outcome.THANKS, ()
        query = parse_question(question, language)
        if not query.terms:
            return Outcome.EMPTY, ()
        if not self._engine.stats.articles:
            return Outcome.NO_ARTICLES, ()
        result = await self._engine.search(query, limit=_HITS, as_of=as_of)
        quotes = await self._quotes(query, result)
        return (Outcome.ANSWERED if quotes else Outcome.REFUSED), quotes

    async def _quotes(self, query: Query, result: SearchResult) -> tuple[Quote, ...]:
        ids = {hit.passage.article_id for hit in result.hits[:_READ]}
        readings = read(result, await self._reader.articles(ids), _READ)
        weights = Weights.of(query, result.idf)
        support = support_of(readings, result.hits, weights)
        return choose_quotes(query, readings, weights) if is_supported(support) else ()
