"""What is counted of questions and alerts, and how the counts come to storage.

Kept in memory and written every few seconds, or as soon as there is much of it: no answer waits for
it or fails with it. A crash loses the figures of those seconds, and nothing else. Counts only what
readers wrote, an edited question once more, and not what they pressed; identifies nobody.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.errors import KutipError
from bot.model.messages import OutboxMessage
from bot.questions.answering import Answer, AnswerOutcome
from bot.statistics.anonymize import scrubbed
from bot.statistics.latency_histogram import bucket_of
from bot.storage.counters import CounterKey, CounterStore, Unanswered

log = logging.getLogger(__name__)

SUMS_KEPT = timedelta(days=400)
QUESTIONS_KEPT = timedelta(days=30)
MOST_WAITING = 1000
"""Questions that wait in memory while storage fails; later ones are not kept."""


class PendingCounts(StrEnum):
    """What the sums are of, and what their labels tell apart."""

    QUESTIONS = "questions"
    """By what became of them, ``bot.questions.answering.AnswerOutcome``."""
    REPLY_TIMES = "reply_times"
    """By their bucket, ``bot.statistics.latency_histogram``."""
    ALERTS = "alerts"
    """By the kind of message, ``bot.model.messages``."""


COUNTED_OUTCOMES = frozenset({AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED})
COUNTED_KINDS = frozenset({"alert", "digest"})


def counts_of_answer(answer: Answer, seconds: float, day: date) -> Sequence[CounterKey]:
    """What an answer adds one to; nothing for what was no question, or asked of no articles."""
    if answer.outcome not in COUNTED_OUTCOMES:
        return ()
    return (
        CounterKey(day, PendingCounts.QUESTIONS, answer.outcome),
        CounterKey(day, PendingCounts.REPLY_TIMES, str(bucket_of(seconds))),
    )


def unanswered_of(answer: Answer, day: date) -> Unanswered | None:
    """What is kept of a question that the articles did not answer; None of any other."""
    question = scrubbed(answer.question) if answer.outcome is AnswerOutcome.REFUSED else ""
    return Unanswered(day, question) if question else None


@dataclass(frozen=True, slots=True)
class FlushPolicy:
    """When counts are written: so many seconds after the first, or at so many events."""

    seconds: float = 5.0
    events: int = 50
    tidying: float = 3600.0  # seconds after which old rows are looked for though nothing happened


class StatisticsRecorder:
    """Counts for as long as ``running`` runs; days are those of ``zone``."""

    def __init__(
        self,
        store: CounterStore,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        rhythm: FlushPolicy = FlushPolicy(),
    ) -> None:
        self._store = store
        self.zone = zone
        self._now = now
        self._rhythm = rhythm
        self._counts: Counter[CounterKey] = Counter()
        self._questions: list[Unanswered] = []
        self._events = 0
        self._any, self._many = asyncio.Event(), asyncio.Event()
        self._writing = asyncio.Lock()
        self._ending = False
        self._tidied: date | None = None

    def today(self) -> date:
        """The local day."""
        return self._now().astimezone(self.zone).date()

    def answered(self, answer: Answer, seconds: float) -> None:
        """A reader's question got its reply after so many seconds."""
        day = self.today()
        self._counts.update(counts_of_answer(answer, seconds, day))
        question = unanswered_of(answer, day)
        if question is not None and len(self._questions) < MOST_WAITING:
            self._questions.append(question)
        self._note()

    def delivered(self, message: OutboxMessage) -> None:
        """A message of the outbox has arrived."""
        if (kind := message.payload.kind) in COUNTED_KINDS:
            self._counts[CounterKey(self.today(), PendingCounts.ALERTS, kind)] += 1
            self._note()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write meanwhile, and at the end whatever is left."""
        task = asyncio.create_task(self._keep_writing())
        try:
            yield
        finally:
            self._ending = True
            self._any.set()
            self._many.set()
            await asyncio.wait([task])  # not cancelled: a transaction under way would be in doubt
            await self.write()

    async def write(self) -> None:
        """Write what there is; what could not be written waits for the next time."""
        async with self._writing:
            await self._write()

    async def _keep_writing(self) -> None:
        while not self._ending:
            await self._tidy()
            await _within(self._rhythm.tidying, self._any)
            await _within(self._rhythm.seconds, self._many)
            await self.write()

    async def _write(self) -> None:
        counts, questions = self._counts, self._questions
        self._counts, self._questions, self._events = Counter(), [], 0
        if not self._ending:
            self._any.clear()
            self._many.clear()
        if not counts and not questions:
            return
        try:
            await self._store.add(counts, questions)
        except KutipError:
            log.exception("figures are not written yet")
            self._counts.update(counts)
            self._questions[:0] = questions
            self._any.set()

    async def _tidy(self) -> None:
        """Once a day, forget what is old."""
        today = self.today()
        if self._tidied == today:
            return
        try:
            await self._store.prune(sums=today - SUMS_KEPT, questions=today - QUESTIONS_KEPT)
        except KutipError:
            log.exception("old figures are not forgotten yet")
        else:
            self._tidied = today

    def _note(self) -> None:
        self._events += 1
        self._any.set()
        if self._events >= self._rhythm.events:
            self._many.set()


async def _within(seconds: float, event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
