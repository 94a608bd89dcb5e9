"""The order of events of a subject, or of what an answer is about."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from bot.conversation.responses import TimelineShown
from bot.conversation.subjects import subject_phrase
from bot.conversation.timelines import subjects_of_answer
from bot.model.conversation import Exchange
from bot.model.shown_answers import ShownAnswer
from bot.questions.answering import QuestionAnswerer
from bot.questions.timeline import Timeline
from index.query.term_weights import TermWeights
from index.types import Language

_MAX_QUOTED, _MAX_SUBJECTS = 3, 3
"""Articles of an answer whose headlines may name its subject, and subjects that are tried."""


class SubjectTimelines:
    """Finds the order of events, and what a later message may refer to after it."""

    def __init__(
        self, answerer: QuestionAnswerer, weights: TermWeights, now: Callable[[], datetime]
    ) -> None:
        self._answerer = answerer
        self._weights = weights
        self._now = now

    async def of_answer(self, answer: ShownAnswer) -> TimelineShown:
        """Return the order of events of what a stored answer is about."""
        subject = await self._subject(answer.question, answer.language)
        quoted = dict.fromkeys(quote.article_id for quote in answer.quotes)
        return await self.of(subject, answer.language, tuple(quoted))

    async def of(
        self, subject: str, language: Language, quoted: Sequence[int] = ()
    ) -> TimelineShown:
        """Return the order of events of ``subject``, that of an answer if any are ``quoted``."""
        timeline = await self._longest(await self._subjects(subject, quoted), language)
        said = await self._subject(timeline.subject, language) or timeline.subject
        ids = tuple(event.article.id for event in timeline.events)
        exchange = Exchange(timeline.subject, said, language, ids, self._now())
        return TimelineShown(timeline, exchange)

    async def _subjects(self, subject: str, quoted: Sequence[int]) -> Sequence[str]:
        """Return the subjects that are tried: of an answer, those of its articles, too."""
        found = [await self._answerer.article(each) for each in quoted[:_MAX_QUOTED]]
        articles = [article for article in found if article is not None]
        if not articles:
            return [subject]
        choose = partial(subjects_of_answer, subject, articles)
        return (await self._weights.decide(choose, in_thread=True))[:_MAX_SUBJECTS]

    async def _longest(self, subjects: Sequence[str], language: Language) -> Timeline:
        """Return the first order of several events, else of one, else of none."""
        found: list[Timeline] = []
        for subject in subjects:
            found.append(await self._answerer.timelines.find(subject, language))
            if len(found[-1].events) > 1:
                return found[-1]
        return max(found, key=lambda each: len(each.events))

    async def _subject(self, text: str, language: Language) -> str:
        return await self._weights.decide(partial(subject_phrase, text, language))
