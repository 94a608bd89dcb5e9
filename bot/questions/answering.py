"""Answer a question: parse, correct, find, decide, quote.

Carries data between pure functions of ``index``; knows no chat, markup or SQL.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.questions.answer import Answer, AnswerOutcome
from bot.questions.composing import answer_of, answered_by, is_supported
from bot.questions.finding import EVERYTHING, ArticleLookup, Finder, Scope
from bot.questions.judging import SentenceJudge, judged
from bot.questions.language import language_of
from bot.questions.refusing import closest_quote, reason_for_refusal
from bot.questions.retrieval import HITS_LIMIT, Retrieval
from bot.questions.spoken import SpokenAnswerer, SpokenSource
from bot.questions.spoken_choice import WORDS_CONSIDERED, prefer_spoken
from bot.questions.timeline import TimelineFinder
from index.answers.correction import (
    CorrectedQuery,
    correct,
    correctable_words,
)
from index.answers.reader.composition import MAX_QUOTES
from index.engine import SearchEngine
from index.query.acronyms import known_terms
from index.query.glossary import words_known, words_of_the_other
from index.query.overview import overview_subject
from index.query.parser import parse_question
from index.query.term_weights import TermWeights
from index.types import Article, Language, Query, Quote

_MAX_ATTEMPTS = 4
"""Times that quotes are looked for while articles change."""
_WELL_COVERED = 0.7
"""Share of a question that an article in its language says, from which on no other is looked for;
those of right answers say .96 of it (median), of wrong ones, which have its names, .59."""
_MORE_COVERED = 0.1
"""By how much more of the question an article in the other language must say. Without it, 43 of 845
questions that articles in their own language answer, or nearly, get others; with it none that was
answered rightly is lost, and 125 of 180 that only the others answer are, 49 without translation."""
_NEW_DAYS = (3, 30, None)
"""Days back in which the newest are looked for, in turn; None: all."""
_NEWEST_PASSAGES = 300
"""Passages whose articles may be the newest: of a frequent subject the best 50 are of any age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How a question is answered: from which articles, and what it asks for."""

    scope: Scope
    limit: int = HITS_LIMIT
    as_typed: bool = False
    newest: bool = False
    is_overview: bool = False
    most_quotes: int = MAX_QUOTES


class QuestionAnswerer:
    """Answers questions from the engine's hits and the stored articles' texts.

    ``today`` returns the day from which articles' ages are counted; None ignores their age.
    ``judge`` is asked about the best sentences of each question, ``spoken`` for the words of whom
    a question names.
    """

    def __init__(
        self,
        engine: SearchEngine,
        reader: ArticleLookup,
        today: Callable[[], date | None],
        judge: SentenceJudge | None = None,
        spoken: SpokenSource | None = None,
    ) -> None:
        self._engine = engine
        self._spoken = SpokenAnswerer(spoken)
        self._weights = TermWeights(engine)
        self._reader = reader
        self._finder = Finder(engine, reader, today)
        self._today = today
        self._judge = judge
        self.timelines = TimelineFinder(self._finder, reader, self.correct)

    async def ask(  # noqa: PLR0913 - all but the question are named
        self,
        question: str,
        *,
        reader_language: Language,
        as_typed: bool = False,
        newest: bool = False,
        scope: Scope = EVERYTHING,
        most_quotes: int = MAX_QUOTES,
    ) -> Answer:
        """Return the answer to ``question``, any text of any length.

        Its language is the question's if that can be detected, else ``reader_language``. Words
        that occur nowhere are corrected, unless ``as_typed`` or if what is found then speaks of the
        corrections only. With ``newest``, the newest articles about it come first.
        There are up to ``most_quotes``.
        """
        plan = _Plan(scope=scope, as_typed=as_typed, newest=newest, most_quotes=most_quotes)
        limit = most_quotes * WORDS_CONSIDERED
        asked = self._spoken.asked(question)
        spoken = await self._spoken.answer(
            asked, question, reader_language, scope, as_typed=as_typed, limit=limit
        )
        answer, retrieval = await self._investigate(question, reader_language, plan)
        if spoken is None:
            chosen = self._spoken.unquoted(asked, answer)
        else:
            chosen = prefer_spoken(spoken, answer, retrieval, most_quotes)
        return await self._spoken.without_denial(chosen)

    async def investigate(
        self,
        question: str,
        *,
        reader_language: Language,
        as_of: date | None = None,
        limit: int = HITS_LIMIT,
    ) -> tuple[Answer, Retrieval | None]:
        """Return the answer as ``ask`` does, and its retrieval: None if nothing was searched."""
        plan = _Plan(scope=Scope(as_of=as_of), limit=limit)
        return await self._investigate(question, reader_language, plan)

    async def _investigate(
        self, question: str, reader_language: Language, plan: _Plan
    ) -> tuple[Answer, Retrieval | None]:
        began = time.perf_counter()
        language = language_of(question) or reader_language
        subject = overview_subject(question, language)
        query = parse_question(subject or question, language)
        plan = replace(plan, is_overview=bool(subject))
        outcome = await self._outcome_without_search(query)
        retrieval: Retrieval | None = None
        if outcome is not None:
            answer = Answer(question, language, outcome)
        else:
            corrected, own = await self._found(query, plan)
            retrieval = await self._translated(query, own, plan) or await self._mixed(own, plan)
            if retrieval.query is not own.query:
                corrected = CorrectedQuery(query, query)
            retrieval, quotes = await self._quoted(corrected.query, retrieval, plan)
            if quotes:
                answer = answered_by(question, corrected, retrieval, quotes)
            else:
                found = [own] if retrieval is own else [own, retrieval]
                answer = await self._refusal(question, corrected.query, found, plan)
        took_ms = round((time.perf_counter() - began) * 1000, 2)
        return replace(answer, language=language, took_ms=took_ms), retrieval

    async def _found(self, query: Query, plan: _Plan) -> tuple[CorrectedQuery, Retrieval]:
        """Return what ``query`` finds, corrected if that is supported by what is found then."""
        typed = CorrectedQuery(query, query)
        corrected = typed if plan.as_typed else await self.correct(query)
        retrieval = await self._retrieved(corrected.query, plan)
        if is_supported(corrected, retrieval):
            return corrected, retrieval
        return typed, await self._retrieved(query, plan)

    async def _translated(self, query: Query, own: Retrieval, plan: _Plan) -> Retrieval | None:
        """Return what ``query`` finds translated, if that answers better than ``own``."""
        is_own = own.reading is not None and not own.is_of_other_language
        is_well = is_own and own.is_answered and bool(own.is_about or own.covered >= _WELL_COVERED)
        # English articles may be an archive beside Indonesian news; the other way, each question
        # about what is old would cost a search.
        is_stale = query.language is Language.ENGLISH and own.is_old
        if is_well and not is_stale:
            return None
        needs_more = is_own and not plan.newest and not is_stale
        least = own.covered + _MORE_COVERED if needs_more else 0.0
        limit = _NEWEST_PASSAGES if plan.newest else plan.limit
        found = await self._finder.find_translated(
            query, limit=limit, scope=plan.scope, least=least
        )
        if found is None or found.covered < least:
            return None
        if self._judge:
            found = await judged(found, self._judge, self._reader)
        if plan.newest or (plan.is_overview and not found.is_answered):
            about = found.about_subject(newest=plan.newest, words=plan.scope.about)
            found = about or replace(found, is_about=False)
        if is_well and (found.is_old or not found.is_answered):
            return None
        return found if found.is_better_than(own) else None

    async def _mixed(self, own: Retrieval, plan: _Plan) -> Retrieval:
        """Return what answers ``own`` once words of the other language in it are understood."""
        if own.is_answered or own.is_about is not None:
            return own
        also = words_of_the_other(own.query)
        if not also:
            return own
        found = await self._finder.find(own.query, limit=plan.limit, scope=plan.scope, also=also)
        return found if found.is_answered else own

    async def article(self, article_id: int) -> Article | None:
        """Return an article; None if it is gone."""
        return (await self._reader.articles([article_id])).get(article_id)

    async def correct(self, query: Query) -> CorrectedQuery:
        """Return ``query`` with the words corrected that occur in no article.

        Known acronyms, the words of their expansions and those of the glossary are not corrected.
        """
        words = correctable_words(query)
        similar = await self._engine.similar(word.term for word in words)
        if similar:  # a word whose stem occurs is not corrected, however it is written
            others = [word.normalized for word in words if word.term in similar]
            similar = {**similar, **await self._engine.similar(set(others) - similar.keys())}
        if similar and (known := known_terms(query) | words_known(query)):
            similar = {term: like for term, like in similar.items() if term not in known}
        return correct(query, similar)

    async def _retrieved(self, query: Query, plan: _Plan) -> Retrieval:
        """Return what is to be read: if nothing but a subject is asked for, what is about it."""
        if plan.newest and (newest := await self._newest(query, plan)):
            return newest
        retrieval = await self.find(query, limit=plan.limit, scope=plan.scope)
        if not plan.is_overview or (retrieval.is_answered and not plan.newest):
            return retrieval
        return retrieval.about_subject() or replace(retrieval, is_about=False)

    async def _newest(self, query: Query, plan: _Plan) -> Retrieval | None:
        """Return the newest articles about ``query``; None if none is about it."""
        today = plan.scope.as_of or self._today()
        is_dated = plan.scope.filters.since is not None or today is None
        for days in (None,) if is_dated else _NEW_DAYS:
            filters = plan.scope.filters
            if days and today:
                filters = replace(filters, since=today - timedelta(days=days))
            scope = replace(plan.scope, filters=filters, passages=_NEWEST_PASSAGES)
            found = await self.find(query, limit=_NEWEST_PASSAGES, scope=scope)
            if (newest := found.about_subject(newest=True, words=plan.scope.about)) is not None:
                return newest
        return None

    async def find(
        self, query: Query, *, limit: int = HITS_LIMIT, scope: Scope = EVERYTHING
    ) -> Retrieval:
        """Return what ``query`` finds, judged by the judge, whether or not it is an answer."""
        retrieval = await self._finder.find(query, limit=limit, scope=scope)
        return await judged(retrieval, self._judge, self._reader) if self._judge else retrieval

    async def _quoted(
        self, query: Query, retrieval: Retrieval, plan: _Plan
    ) -> tuple[Retrieval, tuple[Quote, ...]]:
        """Return the quotes, none if nothing answers, and the retrieval that they are of.

        Searches once more if articles changed since the search, then goes without these.
        """
        changed = set[int]()
        for attempt in range(_MAX_ATTEMPTS):
            chosen = retrieval.chosen_among(plan.most_quotes) if retrieval.is_answered else None
            if chosen is None:
                break
            articles = await self._reader.articles(chosen.articles)
            now_changed = chosen.changed(articles)
            if not now_changed:
                return retrieval, chosen.quotes(articles)
            if attempt == 0 and retrieval.query.language is query.language:
                retrieval = await self._retrieved(query, plan)
            else:
                changed |= now_changed
                retrieval = retrieval.without(changed)
        return retrieval, ()

    async def _refusal(
        self, question: str, query: Query, found: Sequence[Retrieval], plan: _Plan
    ) -> Answer:
        """Return the refusal with its reason and the articles nearest to the question."""

        async def about(words: str) -> Sequence[Retrieval]:
            asked = parse_question(words, query.language)
            own = await self._finder.find(asked, scope=plan.scope)
            other = await self._finder.find_translated(asked, scope=plan.scope)
            return [own, other] if other else [own]

        reason = await reason_for_refusal(query, found, self._weights, self._reader, about)
        return replace(
            answer_of(question, AnswerOutcome.REFUSED, found[-1]),
            missing=reason.missing,
            about=reason.about,
            nearest=reason.nearest,
            closest=closest_quote(found, reason.nearest),
        )

    async def _outcome_without_search(self, query: Query) -> AnswerOutcome | None:
        if not query.terms:
            return AnswerOutcome.EMPTY
        figures = await self._engine.figures()
        return None if figures.articles else AnswerOutcome.NO_ARTICLES
