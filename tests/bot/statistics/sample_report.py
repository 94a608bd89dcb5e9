"""An invented report on a believable month, for tests and the documents.

``python -m tests.bot.statistics.sample_report FILE`` draws the dashboard.
"""

import math
import random
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.model.interface_language import InterfaceLanguage
from bot.questions.answer import AnswerOutcome
from bot.statistics.dashboard import draw
from bot.statistics.latency_histogram import bucket_of
from bot.statistics.recorder import CounterName
from bot.statistics.report import Report, days_until, make_report
from bot.storage.counters import CounterKey
from bot.storage.statistics import AddedArticles, FollowedTopic, StatisticsRows
from bot.texts import texts_for

LAST = date(2026, 10, 31)
ZONE = ZoneInfo("Asia/Jakarta")
SOURCES = {
    "Kabar Nusantara": 21,
    "Harian Pagi": 16,
    "Suara Pesisir": 11,
    "Warta Ekonomi Rakyat": 8,
    "Lensa Kota": 6,
    "Majalah Bumi": 4,
    "Radio Timur": 2,
    "": 1,
}
TOPICS = (
    FollowedTopic("pemilu 2029", 84),
    FollowedTopic("gempa OR tsunami", 71),
    FollowedTopic('"harga beras"', 46),
    FollowedTopic("timnas -futsal", 33),
    FollowedTopic("judul:banjir jakarta", 19),
)
BUSY_WEEKDAYS = 1.35


def report(count: int = 30) -> Report:
    """Return the report on ``count`` days up to ``LAST``; always the same."""
    days = days_until(LAST, count)
    return make_report(
        days, StatisticsRows(tuple(counts(days).items()), tuple(added(days)), TOPICS), ZONE
    )


def counts(days: tuple[date, ...]) -> dict[CounterKey, int]:
    chance = random.Random(5)
    found: dict[CounterKey, int] = {}
    for number, day in enumerate(days):
        asked = int((90 + number) * _busy(day) * chance.uniform(0.8, 1.2))
        refused = int(asked * chance.uniform(0.12, 0.22))
        found[CounterKey(day, CounterName.QUESTIONS, AnswerOutcome.ANSWERED)] = asked - refused
        found[CounterKey(day, CounterName.QUESTIONS, AnswerOutcome.REFUSED)] = refused
        found[CounterKey(day, CounterName.ALERTS, "alert")] = int(asked * chance.uniform(2.5, 4.5))
        found[CounterKey(day, CounterName.ALERTS, "digest")] = int(asked * chance.uniform(0.4, 0.6))
        for _ in range(asked):
            seconds = math.exp(chance.gauss(-1.2, 0.45))
            key = CounterKey(day, CounterName.LATENCY, str(bucket_of(seconds)))
            found[key] = found.get(key, 0) + 1
    return found


def added(days: tuple[date, ...]) -> list[AddedArticles]:
    chance = random.Random(6)
    return [
        AddedArticles(
            datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(hours=number),
            source,
            int(usual * _busy(day) * chance.uniform(0.6, 1.4)),
        )
        for day in days
        for number, (source, usual) in enumerate(SOURCES.items())
    ]


def _busy(day: date) -> float:
    return BUSY_WEEKDAYS if day.weekday() < 5 else 1.0


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(draw(report(), texts_for(InterfaceLanguage.ENGLISH)))
