"""Answer a question: parse, correct, search, read, rank, decide, quote.

Carries data between pure functions of ``index``; knows no chat, markup or SQL.
"""

import math
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.questions.smalltalk import SmallTalk, small_talk
from index.answers.correction import (
    CorrectedQuery,
    correct,
    correctable_words,
    corrected_question,
)
from index.answers.quotes import ChosenQuotes
from index.answers.reader.composition import MAX_FIRST
from index.answers.reader.gathering import Found
from index.answers.reader.model import shipped_model
from index.answers.reader.question import Asked, read_question
from index.answers.reader.reading import Reading, ranked_articles, read_sentences, said_beside
from index.answers.reader.sentences import SentenceTable
from index.answers.reader.words import hashed
from index.engine import SearchEngine
from index.query.acronym_definitions import MAX_SCANNED, defined_synonyms, possible_acronyms
from index.query.acronyms import known_synonyms, known_terms
from index.query.expansion import merge, variants
from index.query.parser import MAX_QUESTION, parse_question
from index.query.slang import expand_slang
from index.query.synonyms import Synonym
from index.text.language import detect
from index.types import Article, Hit, Language, Query, Quote, SearchResult

_HITS_LIMIT = 50

_MIN_PASSAGES = 4000
"""With 1,000, 27 of 80 questions that the 24 shipped articles answer are refused; with 4,000, 12.
"""
_DEFINING_LIMIT = 4
"""Articles whose text is looked through for what an acronym stands for."""
_JUDGED = 30
"""Best sentences that a judge is asked about."""
_JUDGE_WEIGHT = 0.5
"""Weight of a judge's log-odds beside the reader's; not measured, since it depends on the judge:
``kutip eval --reader FOLDER`` measures both together."""
_MAX_ATTEMPTS = 4
_NEAREST = 3
"""Articles that a refusal names."""


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

    ``searched`` is the corrected question, "" if nothing was corrected. ``confidence`` is the
    probability that the articles answer, 0 if nothing was searched. ``nearest`` are the articles
    to read where nothing answers.
    """

    question: str
    language: Language  # the language to reply in
    outcome: AnswerOutcome
    quotes: tuple[Quote, ...] = ()
    took_ms: float = 0.0
    searched: str = ""
    confidence: float = 0.0
    nearest: tuple[Article, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether quotes are shown."""
        return self.outcome is AnswerOutcome.ANSWERED

    @property
    def text_key(self) -> str:
        """The key of the text to show without quotes."""
        outcome = AnswerOutcome.REFUSED if self.answered else self.outcome
        return "refused_nearest" if self.nearest else outcome.value


class SentenceJudge(Protocol):
    """Says how well sentences answer a question, besides the reader."""

    async def scores(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32] | None:
        """Return log-odds, one a sentence; None if there is no time."""


class ArticleLookup(Protocol):
    """Looks up articles by id."""

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """Return the articles with these ids, without those that are gone."""


@dataclass(frozen=True)
class Retrieval:
    """The hits of a query as the engine scored them, and the sentences to read."""

    query: Query
    result: SearchResult
    asked: Asked
    table: SentenceTable
    found: Found
    judged: NDArray[np.float64] | None = None

    @cached_property
    def reading(self) -> Reading | None:
        """The sentences by how well they answer; None if there are none. Raises ModelError.

        ``judged``, log-odds of a judge, one a candidate, are added to the scores.
        """
        if not len(self.found.articles) or not len(self.asked.terms):
            return None
        reading = read_sentences(self.asked, self.table, self.found, shipped_model())
        if reading is None or self.judged is None:
            return reading
        return replace(reading, scores=reading.scores + self.judged)

    @property
    def confidence(self) -> float:
        """The probability that the best sentence answers."""
        return self.reading.probability if self.reading else 0.0

    @property
    def margin(self) -> float:
        """By how much the confidence exceeds what is needed to answer rather than refuse."""
        return self.confidence - shipped_model().decision.threshold(self.query.language)

    @property
    def is_answered(self) -> bool:
        """Whether to answer rather than refuse."""
        return self.reading is not None and self.margin >= 0

    @cached_property
    def chosen(self) -> ChosenQuotes | None:
        """The quotes that answer best, whether or not they answer."""
        return self.chosen_within(MAX_FIRST)

    def chosen_within(self, limit: int) -> ChosenQuotes | None:
        """Return the quotes that answer best, of at most ``limit`` characters each."""
        reading = self.reading
        return ChosenQuotes(self.asked, self.table, reading, limit) if reading else None

    @cached_property
    def ranking(self) -> list[tuple[int, float]]:
        """Every article with a score, best first."""
        return ranked_articles(self.reading, self.table, self.result.hits)

    def without(self, articles: Collection[int]) -> "Retrieval":
        """Return the same as if ``articles`` had not been found."""
        hits = [hit for hit in self.result.hits if hit.passage.article_id not in articles]
        return replace(
            self,
            result=replace(self.result, hits=tuple(hits)),
            found=_found(hits[:_HITS_LIMIT], self.table, self.found),
            judged=None,
        )


class QuestionAnswerer:
    """Answers questions from the engine's hits and the stored articles' texts.

    ``today`` returns the day from which articles' ages are counted; None ignores their age.
    ``judge`` is asked about the best sentences of each question.
    """

    def __init__(
        self,
        engine: SearchEngine,
        reader: ArticleLookup,
        today: Callable[[], date | None],
        judge: SentenceJudge | None = None,
    ) -> None:
        self._judge = judge
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
        language = detect(question) or detect(expand_slang(question[:MAX_QUESTION]))
        language = language or reader_language
        query = parse_question(question, language)
        outcome = self._outcome_without_search(question, query)
        retrieval: Retrieval | None = None
        if outcome is not None:
            answer = Answer(question, language, outcome)
        else:
            corrected = CorrectedQuery(query, query) if as_typed else await self.correct(query)
            retrieval = await self.find(corrected.query, limit=limit, as_of=as_of)
            if not _is_supported(corrected, retrieval):
                corrected = CorrectedQuery(query, query)
                retrieval = await self.find(query, limit=limit, as_of=as_of)
            answer, retrieval = await self._decide(question, corrected, retrieval, limit, as_of)
        took_ms = round((time.perf_counter() - began) * 1000, 2)
        return replace(answer, language=language, took_ms=took_ms), retrieval

    async def _decide(
        self,
        question: str,
        corrected: CorrectedQuery,
        retrieval: Retrieval,
        limit: int,
        as_of: date | None,
    ) -> tuple[Answer, Retrieval]:
        """Return the answer; searches once more if articles changed since the search."""
        query, gone = corrected.query, set[int]()
        for attempt in range(_MAX_ATTEMPTS):
            chosen = retrieval.chosen if retrieval.is_answered else None
            if chosen is None:
                break
            articles = await self._reader.articles(chosen.articles)
            quotes = tuple(chosen.quotes(articles))
            if len(quotes) == len(chosen.chosen):
                answer = _answer(question, AnswerOutcome.ANSWERED, retrieval)
                searched = corrected_question(corrected, articles.values())
                return replace(answer, quotes=quotes, searched=searched), retrieval
            if attempt == 0:
                retrieval = await self.find(query, limit=limit, as_of=as_of)
            else:
                current = {quote.article.id for quote in quotes}
                gone.update(set(chosen.articles) - current)
                retrieval = retrieval.without(gone)
        return await self._refusal(question, retrieval), retrieval

    async def correct(self, query: Query) -> CorrectedQuery:
        """Return ``query`` with the words corrected that occur in no article.

        Known acronyms and the words of their expansions are not corrected.
        """
        words = correctable_words(query)
        similar = await self._engine.similar(word.term for word in words)
        if similar:  # a word whose stem occurs is not corrected, however it is written
            others = [word.normalized for word in words if word.term in similar]
            similar = {**similar, **await self._engine.similar(set(others) - similar.keys())}
        if similar and (known := known_terms(query)):
            similar = {term: like for term, like in similar.items() if term not in known}
        return correct(query, similar)

    async def find(
        self, query: Query, *, limit: int = _HITS_LIMIT, as_of: date | None = None
    ) -> Retrieval:
        """Return what ``query`` and its synonyms find, whether or not it supports an answer.

        Searches once more if the articles found define acronyms of the query or expand them.
        """
        synonyms = known_synonyms(query)
        retrieval = await self._find(query, synonyms, limit, as_of)
        defined = await self._defined(query, retrieval)
        if new := [each for each in defined if each not in synonyms]:
            retrieval = await self._find(query, [*synonyms, *new], limit, as_of)
        return retrieval if self._judge is None else await self._judged(retrieval, self._judge)

    async def _judged(self, retrieval: Retrieval, judge: SentenceJudge) -> Retrieval:
        """Return ``retrieval`` with what ``judge`` says of its best sentences, if it has time."""
        reading, table = retrieval.reading, retrieval.table
        if reading is None:
            return retrieval
        best = np.argsort(-reading.scores, kind="stable")[:_JUDGED]
        candidates, ids = reading.candidates, table.ids.tolist()
        owners = [ids[number] for number in candidates.articles[best].tolist()]
        articles = await self._reader.articles(set(owners))
        numbers = candidates.sentences[best].tolist()
        texts = [
            articles[owner].text[table.starts[number] : table.ends[number]]
            if owner in articles
            else ""
            for owner, number in zip(owners, numbers, strict=True)
        ]
        scores = await judge.scores(retrieval.query.text, texts)
        if scores is None:
            return retrieval
        judged = np.full(len(reading.scores), float(scores.min()) * _JUDGE_WEIGHT)
        judged[best] = scores * _JUDGE_WEIGHT
        return replace(retrieval, judged=judged)

    async def _find(
        self, query: Query, synonyms: Sequence[Synonym], limit: int, as_of: date | None
    ) -> Retrieval:
        result = await self._search(query, synonyms, limit, as_of)
        hits = result.hits[:_HITS_LIMIT]
        ids = list(dict.fromkeys(hit.passage.article_id for hit in hits))
        table = await self._engine.sentences(ids)
        stats, today = self._engine.stats, as_of or self._today()
        averages = Found(
            articles=np.zeros(0, np.int64),
            hit_articles=np.zeros(0, np.int64),
            hit_scores=np.zeros(0, np.float32),
            mean_article=max(stats.content / max(stats.articles, 1), 1.0),
            mean_passage=max(stats.content / max(stats.passages, 1), 1.0),
            day=today.toordinal() if today else 0,
        )
        asked = read_question(query, _as_of_many(result.idf, stats.passages), synonyms)
        return Retrieval(query, result, asked, table, _found(hits, table, averages))

    async def _defined(self, query: Query, retrieval: Retrieval) -> list[Synonym]:
        """Return what the beginnings of the articles found define of the query."""
        wanted = {hashed(term) for term in possible_acronyms(query)}
        ids = retrieval.table.capitalised(wanted)[:_DEFINING_LIMIT] if wanted else []
        articles = await self._reader.articles(ids) if ids else {}
        texts = (articles[each].text[:MAX_SCANNED] for each in ids if each in articles)
        return defined_synonyms(query, texts)

    async def _search(
        self, query: Query, synonyms: Sequence[Synonym], limit: int, as_of: date | None
    ) -> SearchResult:
        if not synonyms:
            return await self._engine.search(query, limit=limit, as_of=as_of)
        asked = variants(query, synonyms)
        results = [await self._engine.search(one.query, limit=limit, as_of=as_of) for one in asked]
        return merge(asked, results, limit)

    async def _refusal(self, question: str, retrieval: Retrieval) -> Answer:
        """Return the refusal with the articles nearest to the question."""
        ids = [article for article, _ in retrieval.ranking[:_NEAREST]]
        articles = await self._reader.articles(ids) if ids else {}
        nearest = tuple(articles[each] for each in ids if each in articles)
        return replace(_answer(question, AnswerOutcome.REFUSED, retrieval), nearest=nearest)

    def _outcome_without_search(self, question: str, query: Query) -> AnswerOutcome | None:
        match small_talk(question):
            case SmallTalk.GREETING:
                return AnswerOutcome.GREETING
            case SmallTalk.THANKS:
                return AnswerOutcome.THANKS
        if not query.terms:
            return AnswerOutcome.EMPTY
        return None if self._engine.stats.articles else AnswerOutcome.NO_ARTICLES


def _answer(question: str, outcome: AnswerOutcome, retrieval: Retrieval) -> Answer:
    language, confidence = retrieval.query.language, retrieval.confidence
    return Answer(question, language, outcome, confidence=confidence)


def _is_supported(corrected: CorrectedQuery, retrieval: Retrieval) -> bool:
    """Whether nothing was corrected, or the best passage speaks of what was typed too."""
    if not corrected.corrections or retrieval.reading is None:
        return True
    said = said_beside(retrieval.asked, retrieval.table, retrieval.reading)
    return corrected.is_supported_by(said)


def _as_of_many(idf: Mapping[str, float], passages: int) -> Mapping[str, float]:
    """Return ``idf`` as if there were ``_MIN_PASSAGES``, the others without any of the terms.

    In one article what it says weighs next to nothing against a word that it lacks.
    """
    more = math.log(max(_MIN_PASSAGES, passages + 1) / (passages + 1))
    return {term: weight + more for term, weight in idf.items()}


def _found(hits: Sequence[Hit], table: SentenceTable, averages: Found) -> Found:
    """Return ``hits`` by their numbers in ``table``; without the articles that it lacks."""
    numbers = {article: number for number, article in enumerate(table.ids.tolist())}
    placed = [
        (numbers[hit.passage.article_id], hit.score)
        for hit in hits
        if hit.passage.article_id in numbers
    ]
    return replace(
        averages,
        articles=np.array(list(dict.fromkeys(number for number, _ in placed)), np.int64),
        hit_articles=np.array([number for number, _ in placed], np.int64),
        hit_scores=np.array([score for _, score in placed], np.float32),
    )
