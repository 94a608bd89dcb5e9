"""Answer a question: parse, correct, search, read, rank, decide, quote.

Carries data between pure functions of ``index``; knows no chat, markup or SQL.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.questions.language import language_of
from bot.questions.smalltalk import SmallTalk, small_talk
from index.answers.answerability import answerability_of, is_answerable
from index.answers.correction import (
    CorrectedQuery,
    correct,
    correctable_words,
    corrected_question,
)
from index.answers.evidence import PassageEvidence, read_hits
from index.answers.quotes import choose_quotes
from index.answers.reranking import RankedPassage, rank
from index.answers.term_weights import Weights
from index.engine import SearchEngine
from index.query.acronym_definitions import MAX_SCANNED, defined_synonyms
from index.query.acronyms import known_synonyms, known_terms, longer_forms
from index.query.expansion import merge, variants
from index.query.parser import parse_question
from index.query.synonyms import Rewording, Synonym
from index.types import Article, Language, Query, Quote, SearchResult

_HITS_LIMIT = 50
READ_LIMIT = 20
"""Hits whose text is read and reranked; beyond them the answer hardly ever stands."""

_MAX_ATTEMPTS = 2


class AnswerOutcome(StrEnum):
    """The outcome of a question."""

    ANSWERED = "answered"
    REFUSED = "refused"  # the articles do not support an answer
    GREETING = "greeting"
    THANKS = "thanks"
    EMPTY = "empty"  # nothing to search for in the message
    NO_ARTICLES = "no_articles"  # nothing is loaded yet


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question as plain data; ``quotes`` are best first, at most three.

    ``searched`` is the corrected question, "" if nothing was corrected.
    """

    question: str
    language: Language  # the language to reply in
    outcome: AnswerOutcome
    quotes: tuple[Quote, ...] = ()
    took_ms: float = 0.0
    searched: str = ""

    @property
    def answered(self) -> bool:
        """Whether quotes are shown."""
        return self.outcome is AnswerOutcome.ANSWERED

    @property
    def text_key(self) -> str:
        """The key of the text to show without quotes."""
        return (AnswerOutcome.REFUSED if self.answered else self.outcome).value


class ArticleLookup(Protocol):
    """Looks up articles by id."""

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """Return the articles with these ids, without those that are gone."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The hits of a query as the engine scored them, and the first of them, read and reranked."""

    query: Query
    result: SearchResult
    weights: Weights
    ranked: Sequence[RankedPassage]

    @property
    def evidence(self) -> list[PassageEvidence]:
        """The evidence of the passages that were read, best first."""
        return [one.evidence for one in self.ranked]


class QuestionAnswerer:
    """Answers questions from the engine's hits and the stored articles' texts.

    ``today`` returns the day from which articles' ages are counted; None ignores their age.
    """

    def __init__(
        self, engine: SearchEngine, reader: ArticleLookup, today: Callable[[], date | None]
    ) -> None:
        self._engine = engine
        self._reader = reader
        self._today = today

    async def ask(
        self,
        question: str,
        *,
        reader_language: Language,
        as_of: date | None = None,
        as_typed: bool = False,
    ) -> Answer:
        """Return the answer to ``question``, any text of any length.

        Its language is the question's if that can be detected, else ``reader_language``. Articles
        later than ``as_of`` are not seen. Words that occur nowhere are corrected, unless
        ``as_typed`` or if what is found then speaks of the corrections only.
        """
        answer, _ = await self.investigate(
            question, reader_language=reader_language, as_of=as_of, as_typed=as_typed
        )
        return answer

    async def investigate(
        self,
        question: str,
        *,
        reader_language: Language,
        as_of: date | None = None,
        as_typed: bool = False,
        limit: int = _HITS_LIMIT,
    ) -> tuple[Answer, Retrieval | None]:
        """Return the answer as ``ask`` does, and its retrieval: None if nothing was searched."""
        began = time.perf_counter()
        language = language_of(question) or reader_language
        query = parse_question(question, language)
        outcome, searched = self._outcome_without_search(question, query), ""
        quotes: tuple[Quote, ...] = ()
        retrieval: Retrieval | None = None
        if outcome is None:
            typed = CorrectedQuery(query, query)
            corrected = typed if as_typed else await self.correct(query)
            retrieval = await self.find(corrected.query, limit=limit, as_of=as_of)
            if not _is_supported(corrected, retrieval):
                corrected = typed
                retrieval = await self.find(query, limit=limit, as_of=as_of)
            outcome, quotes, searched = _decide(retrieval, corrected)
        took_ms = round((time.perf_counter() - began) * 1000, 2)
        return Answer(question, language, outcome, quotes, took_ms, searched), retrieval

    async def correct(self, query: Query) -> CorrectedQuery:
        """Return ``query`` with the words corrected that occur in no article.

        Known acronyms and the words of their expansions are not corrected.
        """
        spellings = [spelling for word in correctable_words(query) for spelling in word.spellings]
        similar = await self._engine.similar(spellings)
        if similar and (known := known_terms(query)):
            similar = {term: like for term, like in similar.items() if term not in known}
        return correct(query, similar)

    async def find(
        self, query: Query, *, limit: int = _HITS_LIMIT, as_of: date | None = None
    ) -> Retrieval:
        """Return what ``query`` and its synonyms find, whether or not it supports an answer.

        Searches once more if the articles read define acronyms of the query or expand them.
        """
        synonyms = known_synonyms(query)
        retrieval = await self._find(query, synonyms, limit, as_of)
        defined = defined_synonyms(query, _texts(retrieval.evidence))
        if new := [each for each in defined if each not in synonyms]:
            retrieval = await self._find(query, [*synonyms, *new], limit, as_of)
        return retrieval

    async def _find(
        self, query: Query, synonyms: Sequence[Synonym], limit: int, as_of: date | None
    ) -> Retrieval:
        """Searches once more if articles changed between the search and the reading."""
        for _ in range(_MAX_ATTEMPTS):
            result = await self._search(query, synonyms, limit, as_of)
            wanted = result.hits[:READ_LIMIT]
            articles = await self._reader.articles({hit.passage.article_id for hit in wanted})
            weights = Weights.of(query, result.idf)
            evidence = read_hits(result, articles, query, weights, READ_LIMIT)
            if len(evidence) == len(wanted):
                break
        return Retrieval(
            query, result, weights, rank(evidence, query, weights, as_of or self._today())
        )

    async def _search(
        self, query: Query, synonyms: Sequence[Synonym], limit: int, as_of: date | None
    ) -> SearchResult:
        if not synonyms:
            return await self._engine.search(query, limit=limit, as_of=as_of)
        asked = variants(query, synonyms)
        results = [await self._engine.search(one.query, limit=limit, as_of=as_of) for one in asked]
        longer = longer_forms([each.replacement for each in synonyms], query.language)
        return merge(asked, results, Rewording(query.terms, synonyms, longer), limit)

    def _outcome_without_search(self, question: str, query: Query) -> AnswerOutcome | None:
        match small_talk(question):
            case SmallTalk.GREETING:
                return AnswerOutcome.GREETING
            case SmallTalk.THANKS:
                return AnswerOutcome.THANKS
        if not query.terms:
            return AnswerOutcome.EMPTY
        return None if self._engine.stats.articles else AnswerOutcome.NO_ARTICLES


def _is_supported(corrected: CorrectedQuery, retrieval: Retrieval) -> bool:
    """Whether nothing was corrected, or the best passage speaks of what was typed too."""
    if not corrected.corrections or not retrieval.ranked:
        return True
    return corrected.is_supported_by(retrieval.evidence[0].all_terms)


def _decide(
    retrieval: Retrieval, corrected: CorrectedQuery
) -> tuple[AnswerOutcome, tuple[Quote, ...], str]:
    """Return the outcome, the quotes, and the question as corrected, if it was."""
    if not (quotes := quotes_of(retrieval)):
        return AnswerOutcome.REFUSED, (), ""
    return AnswerOutcome.ANSWERED, quotes, corrected_question(corrected, retrieval.evidence)


def _texts(evidence: Iterable[PassageEvidence]) -> Iterator[str]:
    """Yield the beginning of every article that was read, and passages beyond it."""
    seen = set()
    for each in evidence:
        article, passage = each.article, each.hit.passage
        if article.id not in seen:
            seen.add(article.id)
            yield article.text[:MAX_SCANNED]
        if passage.end > MAX_SCANNED:
            yield article.text[passage.start : passage.end]


def quotes_of(retrieval: Retrieval) -> tuple[Quote, ...]:
    """Return the quotes that answer, best first; none if the articles do not support an answer."""
    if not is_answerable(answerability_of(retrieval.ranked, retrieval.query)):
        return ()
    return choose_quotes(retrieval.query, retrieval.ranked, retrieval.weights)
