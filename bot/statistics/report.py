"""Make a statistics report on a period from the rows of its days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.questions.answer import AnswerOutcome
from bot.statistics.latency_histogram import percentile
from bot.statistics.recorder import CounterName
from bot.storage.counters import CounterKey
from bot.storage.statistics import AddedArticles, FollowedTopic, StatisticsRows

PERIODS = (7, 30, 90)
"""Lengths of periods, in days, that can be chosen."""

MAX_SOURCES = 6
"""Sources that are listed by name."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds within which 50 % and 95 % of replies came; None if there were none."""

    median: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class SourceDays:
    """A source's new articles per day; ``name`` is None for all sources that are not listed."""

    name: str | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Statistics of a period; ``sources`` are largest first, other sequences have an item per day.

    ``inline`` counts the cards that were sent in other chats.
    ``latencies`` are those of each day, ``latency`` is that of the whole period.
    """

    days: tuple[date, ...]
    answered: tuple[int, ...]
    refused: tuple[int, ...]
    alerts: tuple[int, ...]
    latencies: tuple[Latency, ...]
    latency: Latency
    sources: tuple[SourceDays, ...]
    topics: tuple[FollowedTopic, ...]
    inline: tuple[int, ...] = ()

    @property
    def questions(self) -> int:
        """Return the number of questions."""
        return sum(self.answered) + sum(self.refused)

    @property
    def share_answered(self) -> float | None:
        """Return a share from 0 to 1; None if there were no questions."""
        return sum(self.answered) / self.questions if self.questions else None

    @property
    def articles(self) -> int:
        """Return the number of new articles."""
        return sum(sum(source.counts) for source in self.sources)


def days_until(last: date, count: int) -> tuple[date, ...]:
    """Return ``count`` days up to ``last``."""
    return tuple(last - timedelta(days=back) for back in reversed(range(count)))


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a local day begins."""
    return datetime.combine(day, time(), zone)


def make_report(days: Sequence[date], rows: StatisticsRows, zone: ZoneInfo) -> Report:
    """Make the report on ``days``; rows of other days are left out."""
    counts = dict(rows.counts)
    buckets = _buckets(rows.counts)
    together = sum((buckets[day] for day in days), Counter[int]())
    return Report(
        days=tuple(days),
        answered=_per_day(counts, days, CounterName.QUESTIONS, [AnswerOutcome.ANSWERED]),
        refused=_per_day(counts, days, CounterName.QUESTIONS, [AnswerOutcome.REFUSED]),
        alerts=_per_day(counts, days, CounterName.ALERTS, ["alert", "digest"]),
        latencies=tuple(_latency(buckets[day]) for day in days),
        latency=_latency(together),
        sources=_sources(days, rows.added, zone),
        topics=rows.topics,
        inline=_per_day(counts, days, CounterName.INLINE, ["chosen"]),
    )


def _per_day(
    counts: Mapping[CounterKey, int], days: Iterable[date], name: str, labels: Sequence[str]
) -> tuple[int, ...]:
    return tuple(
        sum(counts.get(CounterKey(day, name, label), 0) for label in labels) for day in days
    )


def _buckets(counts: Iterable[tuple[CounterKey, int]]) -> defaultdict[date, Counter[int]]:
    found: defaultdict[date, Counter[int]] = defaultdict(Counter)
    for key, value in counts:
        if key.name == CounterName.LATENCY:
            found[key.day][int(key.label)] += value
    return found


def _latency(counts: Mapping[int, int]) -> Latency:
    return Latency(percentile(counts, 0.5), percentile(counts, 0.95))


def _sources(
    days: Sequence[date], added: Iterable[AddedArticles], zone: ZoneInfo
) -> tuple[SourceDays, ...]:
    """The ``MAX_SOURCES`` largest, then all others as one."""
    by_source: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for each in added:
        by_source[each.source][each.at.astimezone(zone).date()] += each.articles
    rows = {name: [counts[day] for day in days] for name, counts in by_source.items()}
    largest = sorted((name for name in rows if any(rows[name])), key=lambda n: (-sum(rows[n]), n))
    named = [SourceDays(name, tuple(rows[name])) for name in largest[:MAX_SOURCES]]
    rest = [rows[name] for name in largest[MAX_SOURCES:]]
    others = [SourceDays(None, tuple(map(sum, zip(*rest, strict=True))))] if rest else []
    return (*named, *others)
