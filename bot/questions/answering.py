"""A question becomes an answer: analysed, searched, decided on, quoted.

Knows no chat, no markup and no SQL; it carries data between pure functions of ``index``.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.questions.smalltalk import SmallTalk, small_talk
from index.answers.answerability import answerability_of, is_supported
from index.answers.correction import Corrected, correct, doubts, searched_for
from index.answers.evidence import PassageEvidence, read
from index.answers.quotes import choose_quotes
from index.answers.reranking import RankedPassage, rank
from index.answers.term_weights import Weights
from index.engine import SearchEngine
from index.query.acronym_definitions import READ_OF_TEXT, learned_forms
from index.query.acronyms import holding, known_forms, known_terms
from index.query.expansion import together, variants
from index.query.parser import LONGEST, parse_question
from index.query.slang import spelt_out
from index.query.synonyms import Rewording, Synonym
from index.text.language import detect
from index.types import Article, Language, Query, Quote, SearchResult

_HITS = 50
READ = 20
"""Hits whose text is read and ranked anew; beyond them the answer hardly ever stands."""

_TRIES = 2


class AnswerOutcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    REFUSED = "refused"  # the articles do not support an answer
    GREETING = "greeting"
    THANKS = "thanks"
    EMPTY = "empty"  # nothing to search for in the message
    NO_ARTICLES = "no_articles"  # nothing is loaded yet


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question as plain data; ``quotes`` are best first, at most three.

    ``searched`` is the question that they answer, where it is not spelt as it was asked.
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
    def saying(self) -> str:
        """The key of the text that is said where nothing is quoted."""
        return (AnswerOutcome.REFUSED if self.answered else self.outcome).value


class ArticleReader(Protocol):
    """Where the text of what was found is read."""

    async def articles(self, ids: Collection[int]) -> Mapping[int, Article]:
        """The articles with these ids; one that is gone is left out."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a query found: all hits as the engine scored them, and the best read and ranked."""

    query: Query
    result: SearchResult
    weights: Weights
    ranked: Sequence[RankedPassage]


class QuestionAnswerer:
    """Answers questions from the engine's hits and the stored articles' texts.

    ``today`` says what day it is, for which new articles count a little more; None: none does.
    """

    def __init__(
        self, engine: SearchEngine, reader: ArticleReader, today: Callable[[], date | None]
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
        """The answer to ``question``, which may be any text of any length.

        Replies in the question's language where it can be told, else in ``reader_language``. With
        ``as_of`` it is answered as on that day: later articles are not seen. Words that occur
        nowhere are corrected, but for ``as_typed``.
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
        limit: int = _HITS,
    ) -> tuple[Answer, Retrieval | None]:
        """The answer as ``ask`` gives it, and what it rests on: None where nothing was searched."""
        began = time.perf_counter()
        language = detect(question) or detect(spelt_out(question[:LONGEST])) or reader_language
        query = parse_question(question, language)
        outcome, searched = self._unsearched(question, query), ""
        quotes: tuple[Quote, ...] = ()
        finding: Retrieval | None = None
        if outcome is None:
            corrected = Corrected(query, query) if as_typed else await self.correct(query)
            finding = await self.find(corrected.query, limit=limit, as_of=as_of)
            outcome, quotes, searched = _judged(finding, corrected)
        took_ms = round((time.perf_counter() - began) * 1000, 2)
        return Answer(question, language, outcome, quotes, took_ms, searched), finding

    async def correct(self, query: Query) -> Corrected:
        """``query`` with the words that occur in no article as they were likely meant.

        A known abbreviation and the words of what it is short for are no mistakes.
        """
        spellings = [spelling for doubt in doubts(query) for spelling in doubt.spellings]
        similar = await self._engine.similar(spellings)
        if similar and (known := known_terms(query)):
            similar = {term: like for term, like in similar.items() if term not in known}
        return correct(query, similar)

    async def find(
        self, query: Query, *, limit: int = _HITS, as_of: date | None = None
    ) -> Retrieval:
        """What ``query`` finds in all its equal forms, whether or not it would be quoted.

        Where what was read says of an abbreviation what it is short for, or the reverse, it is
        searched for once more with that.
        """
        forms = known_forms(query)
        finding = await self._find(query, forms, limit, as_of)
        readings = [one.reading for one in finding.ranked]
        if learned := [
            form for form in learned_forms(query, _texts(readings)) if form not in forms
        ]:
            finding = await self._find(query, [*forms, *learned], limit, as_of)
        return finding

    async def _find(
        self, query: Query, forms: Sequence[Synonym], limit: int, as_of: date | None
    ) -> Retrieval:
        """Searches once more where articles changed between the search and the reading."""
        for _ in range(_TRIES):
            result = await self._search(query, forms, limit, as_of)
            wanted = result.hits[:READ]
            articles = await self._reader.articles({hit.passage.article_id for hit in wanted})
            weights = Weights.of(query, result.idf)
            readings = read(result, articles, query, weights, READ)
            if len(readings) == len(wanted):
                break
        return Retrieval(
            query, result, weights, rank(readings, query, weights, as_of or self._today())
        )

    async def _search(
        self, query: Query, forms: Sequence[Synonym], limit: int, as_of: date | None
    ) -> SearchResult:
        if not forms:
            return await self._engine.search(query, limit=limit, as_of=as_of)
        asked = variants(query, forms)
        results = [await self._engine.search(one.query, limit=limit, as_of=as_of) for one in asked]
        others = holding([form.said for form in forms], query.language)
        return together(asked, results, Rewording(query.terms, forms, others), limit)

    def _unsearched(self, question: str, query: Query) -> AnswerOutcome | None:
        """What becomes of a message that nothing is searched for; None for a question."""
        match small_talk(question):
            case SmallTalk.GREETING:
                return AnswerOutcome.GREETING
            case SmallTalk.THANKS:
                return AnswerOutcome.THANKS
        if not query.terms:
            return AnswerOutcome.EMPTY
        return None if self._engine.stats.articles else AnswerOutcome.NO_ARTICLES


def _judged(
    finding: Retrieval, corrected: Corrected
) -> tuple[AnswerOutcome, tuple[Quote, ...], str]:
    """What becomes of a question, with which quotes, and as what it was searched for."""
    if not (quotes := quotes_of(finding)):
        return AnswerOutcome.REFUSED, (), ""
    readings = [one.reading for one in finding.ranked]
    return AnswerOutcome.ANSWERED, quotes, searched_for(corrected, readings)


def _texts(readings: Iterable[PassageEvidence]) -> Iterator[str]:
    """The beginning of every article that was read, and the passage for which it was."""
    seen = set()
    for reading in readings:
        article, passage = reading.article, reading.hit.passage
        if article.id not in seen:
            seen.add(article.id)
            yield article.text[:READ_OF_TEXT]
        if passage.end > READ_OF_TEXT:
            yield article.text[passage.start : passage.end]


def quotes_of(finding: Retrieval) -> tuple[Quote, ...]:
    """The quotes that answer, best first; none if what was found does not support an answer."""
    support = answerability_of(finding.ranked, finding.query)
    if not is_supported(support):
        return ()
    return choose_quotes(finding.query, finding.ranked, finding.weights)
