"""The counters of its days make a period's report."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.model.articles import ReloadReport
from bot.statistics.latency_histogram import bucket_of
from bot.statistics.recorder import CounterName, StatisticsRecorder
from bot.statistics.report import Latency, SourceDays, days_until, make_report
from bot.statistics.service import StatisticsService
from bot.storage.articles import ArticleStore
from bot.storage.counters import CounterKey, CounterStore, Unanswered
from bot.storage.database import Database
from bot.storage.feedback import FeedbackStore
from bot.storage.statistics import AddedArticles, FollowedTopic, StatisticsRows, StatisticsStore
from bot.storage.tables.chats import topics
from index.types import Language
from tests.bot.samples import Clock, make_article
from tests.bot.stage_articles import staged_reload

JAKARTA = ZoneInfo("Asia/Jakarta")
DAYS = days_until(date(2026, 3, 2), 3)
FEBRUARY, MARCH_1, MARCH_2 = DAYS


def made(
    *, counts: dict[CounterKey, int] | None = None, added: tuple[AddedArticles, ...] = ()
) -> StatisticsRows:
    return StatisticsRows(tuple((counts or {}).items()), added, ())


def test_questions_and_alerts_have_their_day() -> None:
    counts = {
        CounterKey(FEBRUARY, CounterName.QUESTIONS, "answered"): 3,
        CounterKey(MARCH_2, CounterName.QUESTIONS, "answered"): 1,
        CounterKey(MARCH_2, CounterName.QUESTIONS, "refused"): 1,
        CounterKey(MARCH_1, CounterName.ALERTS, "alert"): 5,
        CounterKey(MARCH_1, CounterName.ALERTS, "digest"): 2,
        CounterKey(date(2026, 2, 1), CounterName.QUESTIONS, "answered"): 99,
    }
    report = make_report(DAYS, made(counts=counts), JAKARTA)
    assert report.days == (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2))
    assert report.answered == (3, 0, 1)
    assert report.refused == (0, 0, 1)
    assert report.alerts == (0, 7, 0)
    assert report.questions == 5
    assert report.share_answered == 0.8


def test_reply_times_are_of_each_day_and_of_all() -> None:
    counts = {
        CounterKey(FEBRUARY, CounterName.LATENCY, str(bucket_of(0.1))): 99,
        CounterKey(MARCH_2, CounterName.LATENCY, str(bucket_of(2.0))): 101,
        CounterKey(date(2026, 2, 1), CounterName.LATENCY, str(bucket_of(50.0))): 1000,
    }
    report = make_report(DAYS, made(counts=counts), JAKARTA)
    assert report.latencies[0].median == pytest.approx(0.1, rel=0.06)
    assert report.latencies[1] == Latency(None, None)
    assert report.latency.median == pytest.approx(2.0, rel=0.06)


def test_nothing_has_no_share_and_no_times() -> None:
    report = make_report(DAYS, made(), JAKARTA)
    assert report.share_answered is None
    assert report.latency == Latency(None, None)
    assert report.sources == ()
    assert report.articles == 0


def test_an_article_counts_on_the_local_day_on_which_it_came() -> None:
    late = datetime(2026, 2, 28, 17, 30, tzinfo=UTC)  # half past midnight in Jakarta
    report = make_report(DAYS, made(added=(AddedArticles(late, "Kabar", 4),)), JAKARTA)
    assert report.sources == (SourceDays("Kabar", (0, 4, 0)),)


def test_six_sources_have_their_names_and_the_others_are_one() -> None:
    moment = datetime(2026, 3, 1, 5, tzinfo=UTC)
    added = tuple(AddedArticles(moment, f"Sumber {number}", number) for number in range(1, 10))
    sources = make_report(DAYS, made(added=added), JAKARTA).sources
    assert [source.name for source in sources[:-1]] == [f"Sumber {n}" for n in range(9, 3, -1)]
    assert sources[-1] == SourceDays(None, (0, 1 + 2 + 3, 0))


def statistics_on(database: Database, clock: Clock) -> StatisticsService:
    counters = CounterStore(database)
    recorder = StatisticsRecorder(counters, JAKARTA, clock)
    store, ratings = StatisticsStore(database), FeedbackStore(database)
    return StatisticsService(store, counters, recorder, Language.INDONESIAN, ratings)


def topic_row(chat: int, text: str, thread: int = 0) -> dict[str, object]:
    return {
        "chat_id": chat,
        "thread_id": thread,
        "text": text,
        "rhythm": "at_once",
        "paused": False,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }


async def test_a_topic_is_shown_if_three_chats_follow_it(database: Database, clock: Clock) -> None:
    """A chat counts once, however many of its forum's topics follow it."""
    rows = [topic_row(chat, "Pemilu 2029" if chat % 2 else "pemilu 2029") for chat in range(1, 5)]
    rows += [topic_row(chat, "gempa") for chat in (1, 2, 3)]
    rows += [topic_row(chat, "rahasia") for chat in (1, 2)]
    rows += [topic_row(2, "rahasia", thread) for thread in (5, 6)]
    await database.execute(topics.insert().values(rows))
    report = await statistics_on(database, clock).report(7)
    assert report.topics == (FollowedTopic("Pemilu 2029", 4), FollowedTopic("gempa", 3))


async def test_articles_are_counted_by_the_source_that_they_came_from(
    database: Database, clock: Clock
) -> None:
    store = ArticleStore(database, clock)
    loaded = [
        replace(make_article(f"{n}.txt", f"Isi {n}."), source=source)
        for n, source in enumerate(["Kabar", "Kabar", ""])
    ]
    staged = staged_reload(store, loaded)
    reloaded = ReloadReport(0, 0, 0, 0, 0, (), 0.0, clock())
    await store.apply(staged, lambda: reloaded)
    report = await statistics_on(database, clock).report(7)
    assert [(source.name, sum(source.counts)) for source in report.sources] == [
        ("Kabar", 2),
        ("", 1),
    ]
    assert report.sources[0].counts[-1] == 2


async def test_unanswered_questions_are_those_of_seven_days(
    database: Database, clock: Clock
) -> None:
    store = CounterStore(database)
    asked = [
        Unanswered(date(2026, 2, 22), "terlalu lama"),
        Unanswered(date(2026, 2, 23), "harga beras"),
        Unanswered(date(2026, 3, 1), "berapa harga beras?"),
    ]
    await store.add({}, asked)
    groups = await statistics_on(database, clock).unanswered()
    assert [(group.question, group.count) for group in groups] == [("berapa harga beras?", 2)]
