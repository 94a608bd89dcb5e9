"""A week of news for two hundred subscribers, compared with a simple model.

The model has no tables, due times or quotas: it goes through the week in quarters of an hour and
asks for each subscriber whether its time has come and what is new.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.model.messages import from_data
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.storage.tables.chats import chats, topics
from bot.storage.tables.outbox import outbox
from tests.bot.alert_harness import AlertHarness, make_news, open_alert_harness, titles_of
from tests.bot.samples import Clock

WORDS = ("banjir", "gempa", "pemilu")
ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Asia/Kathmandu", "Europe/Berlin", "America/New_York")
STEP = timedelta(minutes=15)
LIMIT = 2
CHANGES = (datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC))
"""Each begins a week in which Berlin changes its clocks."""


@dataclass(frozen=True)
class Subscriber:
    """One chat with one topic."""

    chat_id: int
    word: str
    schedule: Schedule
    zone: ZoneInfo
    quiet: QuietHours | None


@dataclass
class SubscriberState:
    """The model's state of a subscriber."""

    waiting: list[str] = field(default_factory=list)
    for_quiet: bool = False
    time_has_come: bool = False
    hour: datetime | None = None
    alerts: int = 0
    got: list[tuple[datetime, frozenset[str]]] = field(default_factory=list)


def minute_of(moment: datetime, zone: ZoneInfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def is_quiet(subscriber: Subscriber, moment: datetime) -> bool:
    """By the local clock; quiet hours of the model never include an hour of a clock change."""
    if subscriber.quiet is None:
        return False
    minute, quiet = minute_of(moment, subscriber.zone), subscriber.quiet
    if quiet.start < quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def is_time(subscriber: Subscriber, moment: datetime) -> bool:
    """Return whether the subscriber's digest is due at this local time."""
    local, schedule = moment.astimezone(subscriber.zone), subscriber.schedule
    match schedule.frequency:
        case Frequency.HOURLY:
            return local.minute == 0
        case Frequency.DAILY:
            return minute_of(moment, subscriber.zone) == schedule.minute
        case Frequency.WEEKLY:
            return (
                minute_of(moment, subscriber.zone) == schedule.minute
                and local.weekday() == schedule.weekday
            )
    return False


def expected(
    subscribers: list[Subscriber], arrivals: dict[datetime, list[tuple[str, str]]], begin: datetime
) -> dict[int, list[tuple[datetime, frozenset[str]]]]:
    """Return what each chat gets: the moment and the titles of each message."""
    states = {subscriber.chat_id: SubscriberState() for subscriber in subscribers}
    for step in range(9 * 24 * 4):
        moment = begin + step * STEP
        for subscriber in subscribers:
            state = states[subscriber.chat_id]
            if not state.waiting and moment not in arrivals:
                continue
            quiet = is_quiet(subscriber, moment)
            send_waiting(subscriber, state, moment, quiet=quiet)
            for word, title in arrivals.get(moment, ()):
                if word == subscriber.word:
                    receive(subscriber, state, moment, title, quiet=quiet)
    return {chat_id: state.got for chat_id, state in states.items()}


def send_waiting(
    subscriber: Subscriber, state: SubscriberState, moment: datetime, *, quiet: bool
) -> None:
    if not state.waiting:
        return
    if subscriber.schedule.frequency is Frequency.AT_ONCE:
        # An hour that is over while it is quiet is forgotten, and what waited for its end is due.
        is_over = state.hour is None or moment >= hour_end(state)
        state.time_has_come |= state.for_quiet or is_over
    else:
        state.time_has_come |= is_time(subscriber, moment)
    if state.time_has_come and not quiet:
        state.got.append((moment, frozenset(state.waiting)))
        state.waiting, state.time_has_come = [], False


def receive(
    subscriber: Subscriber, state: SubscriberState, moment: datetime, title: str, *, quiet: bool
) -> None:
    if state.hour is not None and moment >= hour_end(state):
        state.hour, state.alerts = None, 0
    if subscriber.schedule.frequency is Frequency.AT_ONCE and not quiet and state.alerts < LIMIT:
        state.hour, state.alerts = state.hour or moment, state.alerts + 1
        state.got.append((moment, frozenset({title})))
        return
    if not state.waiting:
        state.for_quiet = quiet
    state.waiting.append(title)


def hour_end(state: SubscriberState) -> datetime:
    assert state.hour is not None
    return state.hour + timedelta(hours=1)


def make_subscribers(chance: random.Random, count: int) -> list[Subscriber]:
    """Return subscribers of all schedules; no time is in an hour of a clock change."""

    def day_minute() -> int:
        return chance.randrange(4 * 4, 24 * 4) * 15

    def schedule(number: int) -> Schedule:
        kinds = (
            Schedule(),
            Schedule(Frequency.HOURLY),
            Schedule(Frequency.DAILY, day_minute()),
            Schedule(Frequency.WEEKLY, day_minute(), chance.randrange(7)),
        )
        return kinds[number % 4]

    return [
        Subscriber(
            chat_id=number,
            word=chance.choice(WORDS),
            schedule=schedule(number),
            zone=ZoneInfo(chance.choice(ZONES)),
            quiet=chance.choice((None, QuietHours(22 * 60, 6 * 60), QuietHours(780, 840))),
        )
        for number in range(1, count + 1)
    ]


async def insert(harness: AlertHarness, subscribers: list[Subscriber]) -> None:
    """Insert the subscribers in one transaction: two hundred would take longer than the week."""
    unset = dict.fromkeys(("snoozed_until", "muted_until", "due"))
    rows = [
        {
            "chat_id": subscriber.chat_id,
            "thread_id": 0,
            "text": subscriber.word,
            "rhythm": subscriber.schedule.frequency.value,
            "minute": subscriber.schedule.minute,
            "weekday": subscriber.schedule.weekday,
            "paused": False,
            "created_at": harness.clock(),
            **unset,
        }
        for subscriber in subscribers
    ]
    chosen = [
        {
            "chat_id": subscriber.chat_id,
            "zone": subscriber.zone.key,
            "quiet_start": subscriber.quiet and subscriber.quiet.start,
            "quiet_end": subscriber.quiet and subscriber.quiet.end,
            "hour_alerts": 0,
        }
        for subscriber in subscribers
    ]
    async with harness.database.write() as connection:
        await connection.execute(topics.insert(), rows)
        await connection.execute(chats.insert(), chosen)
    await harness.alerts.indexed.fill()


async def run(
    harness: AlertHarness, arrivals: dict[datetime, list[tuple[str, str]]], begin: datetime
) -> dict[int, list[tuple[datetime, frozenset[str]]]]:
    """Run the alerts event by event; return what was queued for each chat, and when."""
    numbers = iter(range(1, 10_000))
    moments, end = sorted(arrivals), begin + timedelta(days=9)
    while True:
        due = await harness.alerts.digest_job.wakes_at()
        upcoming = [moment for moment in (due, *moments[:1]) if moment is not None]
        if not upcoming or min(upcoming) >= end:
            return await queued(harness)
        harness.clock.moment = min(upcoming)
        if due == harness.clock():
            await harness.alerts.digest_job.work()
            continue
        stories = arrivals[moments.pop(0)]
        articles = [make_news(next(numbers), word) for word, _ in stories]
        assert [article.title for article in articles] == [title for _, title in stories]
        await harness.publish(*articles)


async def queued(harness: AlertHarness) -> dict[int, list[tuple[datetime, frozenset[str]]]]:
    """Return what was queued for each chat, and when."""
    got: defaultdict[int, list[tuple[datetime, frozenset[str]]]] = defaultdict(list)
    async with harness.database.read() as connection:
        rows = (await connection.execute(select(outbox).order_by(outbox.c.id))).all()
    for row in rows:
        titles = frozenset(titles_of(from_data(row.payload)))
        got[row.chat_id].append((row.created_at, titles))
    return got


def plan(
    chance: random.Random, begin: datetime, count: int
) -> dict[datetime, list[tuple[str, str]]]:
    """Return when which stories arrive: in bursts, so that quotas are used up."""
    bursts = [chance.randrange(1, 7 * 24 * 4) for _ in range(count // 4)]
    moments = sorted(
        begin + (chance.choice(bursts) + chance.randrange(2)) * STEP for _ in range(count)
    )
    arrivals: defaultdict[datetime, list[tuple[str, str]]] = defaultdict(list)
    for number, moment in enumerate(moments, start=1):
        arrivals[moment].append((chance.choice(WORDS), f"Berita {number}"))
    return arrivals


async def assert_as_expected(
    path: Path, seed: int, begin: datetime, *, count: int, stories: int
) -> None:
    chance = random.Random(seed)
    subscribers = make_subscribers(chance, count)
    arrivals = plan(chance, begin, stories)
    async with open_alert_harness(path, Clock(begin), alerts_per_hour=LIMIT) as harness:
        await harness.reload([make_news(0, "padi")])
        await insert(harness, subscribers)
        got = await run(harness, arrivals, begin)
    wanted = expected(subscribers, arrivals, begin)
    assert {chat_id: got.get(chat_id, []) for chat_id in wanted} == wanted
    assert any(len(titles) > 1 for messages in wanted.values() for _, titles in messages)


@pytest.mark.parametrize("begin", CHANGES, ids=lambda begin: begin.strftime("%d %B"))
async def test_two_hundred_subscribers_get_what_they_should_in_a_week_of_changing_clocks(
    tmp_path: Path, begin: datetime
) -> None:
    await assert_as_expected(tmp_path / "kutip.db", begin.day, begin, count=200, stories=12)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), days=st.integers(0, 360))
@example(seed=2470, days=0)  # an hour ends while it is quiet
async def test_any_subscribers_get_what_they_should_in_any_week(
    tmp_path_factory: pytest.TempPathFactory, seed: int, days: int
) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
    folder = tmp_path_factory.mktemp("week")
    await assert_as_expected(folder / "kutip.db", seed, begin, count=16, stories=20)
