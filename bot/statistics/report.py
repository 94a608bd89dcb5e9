"""Figures of a period, made of sums by the day.

Pure: rows in, figures out. Draws and words nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.questions.answering import AnswerOutcome
from bot.statistics.latency_histogram import percentile
from bot.statistics.recorder import PendingCounts
from bot.storage.counters import CounterKey
from bot.storage.statistics import AddedArticles, FollowedTopic, StatisticsRows

PERIODS = (7, 30, 90)
"""Days that can be looked at."""

SOURCES = 6
"""Sources that are shown by name."""

HALF, NEARLY_ALL = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class ReplyTimes:
    """Seconds within which half and nearly all replies came; None of a day without one."""

    half: float | None
    nearly_all: float | None


@dataclass(frozen=True, slots=True)
class SourceDays:
    """A source's new articles, a count for each day; ``name`` is None for all other sources."""

    name: str | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A period's figures; sequences have an item for each day. ``sources`` are largest first."""

    days: tuple[date, ...]
    answered: tuple[int, ...]
    refused: tuple[int, ...]
    alerts: tuple[int, ...]
    reply_times: tuple[ReplyTimes, ...]
    replies: ReplyTimes
    sources: tuple[SourceDays, ...]
    topics: tuple[FollowedTopic, ...]

    @property
    def questions(self) -> int:
        """How many were asked."""
        return sum(self.answered) + sum(self.refused)

    @property
    def share_answered(self) -> float | None:
        """From 0 to 1; None where nothing was asked."""
        return sum(self.answered) / self.questions if self.questions else None

    @property
    def articles(self) -> int:
        """How many came."""
        return sum(sum(source.counts) for source in self.sources)


def days_until(last: date, count: int) -> tuple[date, ...]:
    """So many days, of which ``last`` is the last."""
    return tuple(last - timedelta(days=back) for back in reversed(range(count)))


def beginning_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a local day begins."""
    return datetime.combine(day, time(), zone)


def figures_of(days: Sequence[date], readings: StatisticsRows, zone: ZoneInfo) -> Report:
    """The figures of these days; what was read of others is left out."""
    sums = dict(readings.sums)
    buckets = _buckets(readings.sums)
    together = sum((buckets[day] for day in days), Counter[int]())
    return Report(
        days=tuple(days),
        answered=_row(sums, days, PendingCounts.QUESTIONS, [AnswerOutcome.ANSWERED]),
        refused=_row(sums, days, PendingCounts.QUESTIONS, [AnswerOutcome.REFUSED]),
        alerts=_row(sums, days, PendingCounts.ALERTS, ["alert", "digest"]),
        reply_times=tuple(_reply_times(buckets[day]) for day in days),
        replies=_reply_times(together),
        sources=_sources(days, readings.added, zone),
        topics=readings.topics,
    )


def _row(
    sums: Mapping[CounterKey, int], days: Iterable[date], name: str, labels: Sequence[str]
) -> tuple[int, ...]:
    return tuple(sum(sums.get(CounterKey(day, name, label), 0) for label in labels) for day in days)


def _buckets(sums: Iterable[tuple[CounterKey, int]]) -> defaultdict[date, Counter[int]]:
    found: defaultdict[date, Counter[int]] = defaultdict(Counter)
    for tally, value in sums:
        if tally.name == PendingCounts.REPLY_TIMES:
            found[tally.day][int(tally.label)] += value
    return found


def _reply_times(counts: Mapping[int, int]) -> ReplyTimes:
    return ReplyTimes(percentile(counts, HALF), percentile(counts, NEARLY_ALL))


def _sources(
    days: Sequence[date], added: Iterable[AddedArticles], zone: ZoneInfo
) -> tuple[SourceDays, ...]:
    """The largest by name, and then the others as one, if there are any."""
    by_source: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for each in added:
        by_source[each.source][each.at.astimezone(zone).date()] += each.articles
    rows = {name: [counts[day] for day in days] for name, counts in by_source.items()}
    largest = sorted((name for name in rows if any(rows[name])), key=lambda n: (-sum(rows[n]), n))
    named = [SourceDays(name, tuple(rows[name])) for name in largest[:SOURCES]]
    rest = [rows[name] for name in largest[SOURCES:]]
    others = [SourceDays(None, tuple(map(sum, zip(*rest, strict=True))))] if rest else []
    return (*named, *others)
