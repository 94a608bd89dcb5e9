"""Answer a question: parse, correct, find, decide, quote.

Carries data between pure functions of ``index``; knows no chat, markup or SQL.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.finding import ArticleLookup, Finder
from bot.questions.judging import SentenceJudge, judged
from bot.questions.language import language_of
from bot.questions.retrieval import HITS_LIMIT, Retrieval
from index.answers.correction import (
    CorrectedQuery,
    correct,
    correctable_words,
    corrected_question,
)
from index.answers.reader.reading import said_beside
from index.engine import SearchEngine
from index.query.acronyms import known_terms
from index.query.parser import parse_question
from index.types import Language, Query, Quote

_MAX_ATTEMPTS = 4
"""Times that quotes are looked for while articles change."""
_NEAREST = 3
"""Articles that a refusal names."""


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
        self._engine = engine
        self._reader = reader
        self._finder = Finder(engine, reader, today)
        self._judge = judge

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
        limit: int = HITS_LIMIT,
    ) -> tuple[Answer, Retrieval | None]:
        """Return the answer as ``ask`` does, and its retrieval: None if nothing was searched."""
        began = time.perf_counter()
        language = language_of(question) or reader_language
        query = parse_question(question, language)
        outcome = self._outcome_without_search(query)
        retrieval: Retrieval | None = None
        if outcome is not None:
            answer = Answer(question, language, outcome)
        else:
            corrected, retrieval = await self._found(query, limit, as_of, as_typed=as_typed)
            retrieval, quotes = await self._quoted(corrected.query, retrieval, limit, as_of)
            if quotes:
                answer = _answered(question, corrected, retrieval, quotes)
            else:
                answer = await self._refusal(question, retrieval)
        took_ms = round((time.perf_counter() - began) * 1000, 2)
        return replace(answer, language=language, took_ms=took_ms), retrieval

    async def _found(
        self, query: Query, limit: int, as_of: date | None, *, as_typed: bool
    ) -> tuple[CorrectedQuery, Retrieval]:
        """Return what ``query`` finds, corrected if that is supported by what is found then."""
        typed = CorrectedQuery(query, query)
        corrected = typed if as_typed else await self.correct(query)
        retrieval = await self.find(corrected.query, limit=limit, as_of=as_of)
        if _is_supported(corrected, retrieval):
            return corrected, retrieval
        return typed, await self.find(query, limit=limit, as_of=as_of)

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
        self, query: Query, *, limit: int = HITS_LIMIT, as_of: date | None = None
    ) -> Retrieval:
        """Return what ``query`` finds, judged by the judge, whether or not it is an answer."""
        retrieval = await self._finder.find(query, limit=limit, as_of=as_of)
        return await judged(retrieval, self._judge, self._reader) if self._judge else retrieval

    async def _quoted(
        self, query: Query, retrieval: Retrieval, limit: int, as_of: date | None
    ) -> tuple[Retrieval, tuple[Quote, ...]]:
        """Return the quotes, none if nothing answers, and the retrieval that they are of.

        Searches once more if articles changed since the search, then goes without these.
        """
        changed = set[int]()
        for attempt in range(_MAX_ATTEMPTS):
            chosen = retrieval.chosen if retrieval.is_answered else None
            if chosen is None:
                break
            articles = await self._reader.articles(chosen.articles)
            now_changed = chosen.changed(articles)
            if not now_changed:
                return retrieval, chosen.quotes(articles)
            if attempt == 0:
                retrieval = await self.find(query, limit=limit, as_of=as_of)
            else:
                changed |= now_changed
                retrieval = retrieval.without(changed)
        return retrieval, ()

    async def _refusal(self, question: str, retrieval: Retrieval) -> Answer:
        """Return the refusal with the articles nearest to the question."""
        ids = [article for article, _ in retrieval.ranking[:_NEAREST]]
        articles = await self._reader.articles(ids) if ids else {}
        nearest = tuple(articles[each] for each in ids if each in articles)
        return replace(_answer(question, AnswerOutcome.REFUSED, retrieval), nearest=nearest)

    def _outcome_without_search(self, query: Query) -> AnswerOutcome | None:
        if not query.terms:
            return AnswerOutcome.EMPTY
        return None if self._engine.stats.articles else AnswerOutcome.NO_ARTICLES


def _answered(
    question: str, corrected: CorrectedQuery, retrieval: Retrieval, quotes: tuple[Quote, ...]
) -> Answer:
    quoted = {quote.article.id: quote.article for quote in quotes}
    searched = corrected_question(corrected, quoted.values())
    answer = _answer(question, AnswerOutcome.ANSWERED, retrieval)
    return replace(answer, quotes=quotes, searched=searched)


def _answer(question: str, outcome: AnswerOutcome, retrieval: Retrieval) -> Answer:
    language, confidence = retrieval.query.language, retrieval.confidence
    return Answer(question, language, outcome, confidence=confidence)


def _is_supported(corrected: CorrectedQuery, retrieval: Retrieval) -> bool:
    """Whether nothing was corrected, or the best passage speaks of what was typed too."""
    if not corrected.corrections or retrieval.reading is None:
        return True
    said = said_beside(retrieval.asked, retrieval.table, retrieval.reading)
    return corrected.is_supported_by(said)
