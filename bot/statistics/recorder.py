"""Count questions and alerts, in memory, and write the counts every few seconds.

No answer waits for a write or fails with it; a crash loses the counts of some seconds. Only what
readers write is counted, an edited question again; presses of buttons are not.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.errors import KutipError
from bot.model.messages import OutboxMessage
from bot.questions.answer import Answer, AnswerOutcome
from bot.runtime.supervisor import ReportError
from bot.statistics.anonymize import anonymize
from bot.statistics.latency_histogram import bucket_of
from bot.storage.counters import CounterKey, CounterStore, Unanswered

log = logging.getLogger(__name__)

MAX_PENDING_QUESTIONS = 1000
"""Questions held in memory while storage fails; later ones are dropped."""


class CounterName(StrEnum):
    """Counters, and what their labels are; the values are in the database."""

    QUESTIONS = "questions"
    """Questions by ``bot.questions.answer.AnswerOutcome``."""
    LATENCY = "reply_times"
    """Replies by bucket of ``bot.statistics.latency_histogram``."""
    ALERTS = "alerts"
    """Delivered messages by kind, ``bot.model.messages``."""
    INLINE = "inline"
    """Cards of inline mode that were sent; what is typed for them is not counted."""


COUNTED_OUTCOMES = frozenset({AnswerOutcome.ANSWERED, AnswerOutcome.REFUSED})
COUNTED_KINDS = frozenset({"alert", "digest"})


def counters_of_answer(answer: Answer, seconds: float, day: date) -> Sequence[CounterKey]:
    """Return the counters that an answer increments: none if it was not a question to articles."""
    if answer.outcome not in COUNTED_OUTCOMES:
        return ()
    return (
        CounterKey(day, CounterName.QUESTIONS, answer.outcome),
        CounterKey(day, CounterName.LATENCY, str(bucket_of(seconds))),
    )


def unanswered_of(answer: Answer, day: date) -> Unanswered | None:
    """Return the question to store, anonymized, if the articles did not answer it."""
    question = anonymize(answer.question) if answer.outcome is AnswerOutcome.REFUSED else ""
    return Unanswered(day, question) if question else None


@dataclass(frozen=True, slots=True)
class FlushPolicy:
    """Write ``max_age_s`` after the first event since the last write, or at ``max_events``."""

    max_age_s: float = 5.0
    max_events: int = 50


class StatisticsRecorder:
    """Counts while ``running`` runs; days are those of ``zone``; failures go to ``report``."""

    def __init__(
        self,
        store: CounterStore,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        policy: FlushPolicy = FlushPolicy(),
        report: ReportError = lambda _error: None,
    ) -> None:
        self._store = store
        self.zone = zone
        self._now = now
        self._policy = policy
        self._report = report
        self._counts: Counter[CounterKey] = Counter()
        self._questions: list[Unanswered] = []
        self._events = 0
        self._has_events, self._is_full = asyncio.Event(), asyncio.Event()
        self._writing = asyncio.Lock()
        self._ending = False

    def today(self) -> date:
        """Return the local day."""
        return self._now().astimezone(self.zone).date()

    def answered(self, answer: Answer, seconds: float) -> None:
        """Count a question that got its reply after ``seconds``."""
        day = self.today()
        self._counts.update(counters_of_answer(answer, seconds, day))
        question = unanswered_of(answer, day)
        if question is not None and len(self._questions) < MAX_PENDING_QUESTIONS:
            self._questions.append(question)
        self._count_event()

    def delivered(self, message: OutboxMessage) -> None:
        """Count a delivered message of the outbox."""
        if (kind := message.payload.kind) in COUNTED_KINDS:
            self._counts[CounterKey(self.today(), CounterName.ALERTS, kind)] += 1
            self._count_event()

    def chosen(self) -> None:
        """Count a card of inline mode that somebody sent."""
        self._counts[CounterKey(self.today(), CounterName.INLINE, "chosen")] += 1
        self._count_event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write regularly until the block ends, and then what is left."""
        task = asyncio.create_task(self._write_regularly())
        try:
            yield
        finally:
            self._ending = True
            self._has_events.set()
            self._is_full.set()
            await asyncio.wait([task])  # not cancelled: it may be in a transaction
            await self.write()

    async def write(self) -> None:
        """Write all counts; on an error they are written next time."""
        async with self._writing:
            await self._write()

    async def _write_regularly(self) -> None:
        while not self._ending:
            await self._has_events.wait()
            await _within(self._policy.max_age_s, self._is_full)
            await self.write()

    async def _write(self) -> None:
        counts, questions = self._counts, self._questions
        self._counts, self._questions, self._events = Counter(), [], 0
        if not self._ending:
            self._has_events.clear()
            self._is_full.clear()
        if not counts and not questions:
            return
        try:
            await self._store.add(counts, questions)
        except KutipError as error:
            log.exception("statistics could not be written yet")
            self._report(error)
            self._counts.update(counts)
            self._questions[:0] = questions
            self._has_events.set()

    def _count_event(self) -> None:
        self._events += 1
        self._has_events.set()
        if self._events >= self._policy.max_events:
            self._is_full.set()


async def _within(seconds: float, event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
