"""Find the course of a subject: one sentence a day of the articles that are about it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.questions.finding import ArticleLookup, Finder, Scope
from bot.questions.retrieval import Retrieval
from index.answers.correction import CorrectedQuery, corrected_question
from index.query.parser import parse_question
from index.timeline.candidates import articles_about
from index.timeline.choosing import choose_events, considered
from index.types import Event, Language, Query

MAX_PASSAGES = 600
"""Passages whose articles may be about the subject."""
_SCOPE = Scope(passages=MAX_PASSAGES)
MAX_SUBJECT = 40
"""Bytes of a subject: so much fits into a button that turns the pages."""
_ENOUGH = 2
"""Events of articles in the reader's language, below which those in the other one are looked at."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of ``subject``, as it was searched, oldest first; at most one a day."""

    subject: str
    language: Language
    events: tuple[Event, ...] = ()


def timeline_subject(text: str) -> str:
    """Return ``text`` on one line, as many of its first words as ``MAX_SUBJECT`` holds."""
    subject = " ".join(text.split())
    while subject and len(subject.encode("utf-8", "replace")) > MAX_SUBJECT:
        subject = subject.rpartition(" ")[0]
    return subject


class TimelineFinder:
    """Finds timelines; ``correct`` returns a query with its misspelt words corrected."""

    def __init__(
        self,
        finder: Finder,
        lookup: ArticleLookup,
        correct: Callable[[Query], Awaitable[CorrectedQuery]],
    ) -> None:
        self._finder = finder
        self._lookup = lookup
        self._correct = correct

    async def find(self, subject: str, language: Language) -> Timeline:
        """Return the timeline of ``subject``, without events if no article is about it."""
        subject = timeline_subject(subject)
        corrected = await self._correct(parse_question(subject, language))
        query = corrected.query
        if not query.terms:
            return Timeline(subject, language)
        own = await self._finder.find(query, limit=MAX_PASSAGES, scope=_SCOPE)
        events = await self._events(own)
        if len(events) < _ENOUGH:
            other = await self._finder.find_translated(query, limit=MAX_PASSAGES, scope=_SCOPE)
            events = max(events, await self._events(other) if other else (), key=len)
        articles = {event.article.id: event.article for event in events}
        shown = corrected_question(corrected, articles.values()) or subject
        return Timeline(shown, language, events)

    async def _events(self, found: Retrieval) -> tuple[Event, ...]:
        about = partial(articles_about, found.asked, found.table, found.found.articles)
        days = considered(await asyncio.to_thread(about))
        ids = {int(found.table.ids[told.article]) for day in days.values() for told in day}
        if not ids:
            return ()
        articles = await self._lookup.articles(ids)
        return await asyncio.to_thread(choose_events, found.asked, found.table, days, articles)
