"""The metrics that are counted while the bot works, in memory; ``gauges`` has those read at scrape.

No label has more values than the program names, and none is of a person, a chat or a text.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import product

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics_core import Metric

from bot.errors import Notice
from bot.model.articles import Origin, ReloadReport
from bot.outages import outage_of
from bot.outbox.outcomes import (
    Cancelled,
    ChatMigrated,
    ChatUnreachable,
    ChatUnwritable,
    RateLimited,
    Refused,
    RetryLater,
    SendOutcome,
    Sent,
    SentAsPlainText,
    ThreadClosed,
    ThreadGone,
)
from bot.questions.answer import Answer, AnswerOutcome
from bot.runtime.error_reports import leaves_of

ANSWER_BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Most answers take 20 to 300 ms; those that Telegram's own limits queue take seconds."""

RELOAD_BUCKETS_S = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)
"""A folder that has not changed takes less than a second; 200,000 new articles some minutes."""

LAG_BUCKETS_S = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)

OTHER = "other"
UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "inline_query",
    "chosen_inline_result",
    "guest_message",
    OTHER,
)
SENDERS = ("reply", "outbox")
SEND_OUTCOMES: Mapping[type, str] = {
    Sent: "sent",
    SentAsPlainText: "sent_plain",
    RateLimited: "rate_limited",
    RetryLater: "retry",
    ChatUnreachable: "unreachable",
    ChatUnwritable: "unwritable",
    ThreadClosed: "thread_closed",
    ThreadGone: "thread_gone",
    ChatMigrated: "migrated",
    Refused: "refused",
    Cancelled: "cancelled",
}
"""An outcome has the name of its nearest class."""

RELOAD_OUTCOMES = ("done", "failed")
CHANGES = ("added", "changed", "removed", "unreadable")
ERROR_KINDS = ("error", "outage", "notice")


_arrived: ContextVar[float | None] = ContextVar("update_arrived", default=None)
"""When the update that is being handled arrived, by ``time.perf_counter``."""


class _Registry(CollectorRegistry):
    """A registry without the time at which each counter was made, which doubles its output."""

    def collect(self) -> Iterable[Metric]:
        """Yield all metrics."""
        for metric in super().collect():
            metric.samples = [each for each in metric.samples if not each.name.endswith("_created")]
            yield metric


class Metrics:
    """Counts and measures; every method is quick, and none raises."""

    def __init__(self) -> None:
        self.registry: CollectorRegistry = _Registry()
        self._updates = self._counter("updates", "Updates from Telegram.", kind=UPDATE_KINDS)
        self._left_out = self._counter("updates_left_out", "Updates of floods, never handled.")
        self._update = self._histogram(
            "update_seconds", "From the arrival of an update until it is done.", ANSWER_BUCKETS_S
        )
        self._in_work = Gauge(
            "kutip_updates_in_work", "Updates that wait or are handled.", registry=self.registry
        )
        self._questions = self._counter(
            "questions", "Questions that got a reply.", outcome=tuple(AnswerOutcome)
        )
        self._answer = self._histogram(
            "answer_seconds", "From the arrival of a question to its answer.", ANSWER_BUCKETS_S
        )
        self._search = self._histogram(
            "search_seconds", "Finding the answer to a question.", ANSWER_BUCKETS_S
        )
        self._sends = self._counter(
            "sends", "Messages tried, by their outcome.", by=SENDERS, outcome=SEND_OUTCOMES.values()
        )
        self._reloads = self._counter("reloads", "Readings of the folder.", outcome=RELOAD_OUTCOMES)
        self._reload = self._histogram(
            "reload_seconds", "A reading of the folder that was done.", RELOAD_BUCKETS_S
        )
        self._changes = self._counter("articles_changed", "Changes of articles.", change=CHANGES)
        self._errors = self._counter("errors", "Errors that owners are told of.", kind=ERROR_KINDS)
        self._lag = self._histogram("loop_lag_seconds", "Delay of the event loop.", LAG_BUCKETS_S)

    @contextmanager
    def handling(self, kind: str) -> Iterator[None]:
        """Count an update of a kind, and measure it from its arrival to the end of the block."""
        self._updates.labels(kind if kind in UPDATE_KINDS else OTHER).inc()
        began = time.perf_counter()
        token = _arrived.set(began)
        try:
            with self._in_work.track_inprogress():
                yield
        finally:
            _arrived.reset(token)
            self._update.observe(time.perf_counter() - began)

    def left_out(self, count: int) -> None:
        """Count updates that are never handled."""
        self._left_out.inc(count)

    def answered(self, answer: Answer) -> None:
        """Count a question that has its reply now, and measure it from the update's arrival."""
        self._questions.labels(answer.outcome).inc()
        if (arrived := _arrived.get()) is not None:
            self._answer.observe(time.perf_counter() - arrived)
        self._search.observe(answer.took_ms / 1000)

    def replied(self, outcome: SendOutcome) -> None:
        """Count a reply to somebody."""
        self._sends.labels("reply", name_of(outcome)).inc()

    def delivered(self, outcome: SendOutcome) -> None:
        """Count a message of the outbox that was tried."""
        self._sends.labels("outbox", name_of(outcome)).inc()

    def changed(self, origin: Origin, report: ReloadReport | None) -> None:
        """Count a change of the articles; None if it failed."""
        if origin is Origin.FOLDER:
            self._reloads.labels("failed" if report is None else "done").inc()
            if report is not None:
                self._reload.observe(report.seconds)
        if report is not None:
            self._changes.labels("added").inc(report.added)
            self._changes.labels("changed").inc(report.changed)
            self._changes.labels("removed").inc(report.removed)
            self._changes.labels("unreadable").inc(len(report.failures))

    def failed(self, error: BaseException) -> None:
        """Count an error that is reported."""
        for each in leaves_of(error):
            is_notice = isinstance(each, Notice)
            kind = "notice" if is_notice else "outage" if outage_of(each) else "error"
            self._errors.labels(kind).inc()

    def lagged(self, seconds: float) -> None:
        """Measure by how much the event loop was late."""
        self._lag.observe(seconds)

    def _counter(self, name: str, text: str, **labels: Iterable[str]) -> Counter:
        """Make a counter with all its labels' values at 0, so that the first one is an increase."""
        counter = Counter(f"kutip_{name}", text, tuple(labels), registry=self.registry)
        for values in product(*labels.values()) if labels else ():
            counter.labels(*values)
        return counter

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"kutip_{name}", text, registry=self.registry, buckets=buckets)


def name_of(outcome: SendOutcome) -> str:
    """Return the name of an outcome, as ``SEND_OUTCOMES`` has it."""
    return next(SEND_OUTCOMES[each] for each in type(outcome).__mro__ if each in SEND_OUTCOMES)
