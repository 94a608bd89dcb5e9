"""A week of news for two hundred subscribers, against a plain model of what each should get.

The model knows no tables, no due times and no allowance windows: it walks through the week minute
by minute and asks of every place what a reader would ask: is it my time, and what is new?
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.model.messages import from_data
from bot.model.schedule import Frequency, QuietHours, Schedule
from bot.storage.tables.chats import chats, topics
from bot.storage.tables.outbox import outbox
from tests.bot.alerting import Newsroom, news, open_newsroom, titles_of
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
class Desk:
    """What the model remembers of a subscriber."""

    waiting: list[str] = field(default_factory=list)
    for_quiet: bool = False
    time_has_come: bool = False
    hour: datetime | None = None
    alerts: int = 0
    got: list[tuple[datetime, frozenset[str]]] = field(default_factory=list)


def minute_of(moment: datetime, zone: ZoneInfo) -> int:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute


def is_quiet(who: Subscriber, moment: datetime) -> bool:
    """By the clock on the wall. Quiet hours of the model never touch an hour that is changed."""
    if who.quiet is None:
        return False
    minute, quiet = minute_of(moment, who.zone), who.quiet
    if quiet.start < quiet.end:
        return quiet.start <= minute < quiet.end
    return minute >= quiet.start or minute < quiet.end


def is_time(who: Subscriber, moment: datetime) -> bool:
    """Whether the subscriber's digest is due on the wall right now."""
    local, schedule = moment.astimezone(who.zone), who.schedule
    match schedule.frequency:
        case Frequency.HOURLY:
            return local.minute == 0
        case Frequency.DAILY:
            return minute_of(moment, who.zone) == schedule.minute
        case Frequency.WEEKLY:
            return (
                minute_of(moment, who.zone) == schedule.minute
                and local.weekday() == schedule.weekday
            )
    return False


def expected(
    people: list[Subscriber], arrivals: dict[datetime, list[tuple[str, str]]], begin: datetime
) -> dict[int, list[tuple[datetime, frozenset[str]]]]:
    """Everything that each chat gets: when, and the titles of each message."""
    desks = {who.chat_id: Desk() for who in people}
    for step in range(9 * 24 * 4):
        moment = begin + step * STEP
        for who in people:
            desk = desks[who.chat_id]
            if not desk.waiting and moment not in arrivals:
                continue
            quiet = is_quiet(who, moment)
            send_waiting(who, desk, moment, quiet=quiet)
            for word, title in arrivals.get(moment, ()):
                if word == who.word:
                    hear(who, desk, moment, title, quiet=quiet)
    return {chat_id: desk.got for chat_id, desk in desks.items()}


def send_waiting(who: Subscriber, desk: Desk, moment: datetime, *, quiet: bool) -> None:
    if not desk.waiting:
        return
    if who.schedule.frequency is Frequency.AT_ONCE:
        desk.time_has_come |= desk.for_quiet or moment >= hour_end(desk)
    else:
        desk.time_has_come |= is_time(who, moment)
    if desk.time_has_come and not quiet:
        desk.got.append((moment, frozenset(desk.waiting)))
        desk.waiting, desk.time_has_come = [], False


def hear(who: Subscriber, desk: Desk, moment: datetime, title: str, *, quiet: bool) -> None:
    if desk.hour is not None and moment >= hour_end(desk):
        desk.hour, desk.alerts = None, 0
    if who.schedule.frequency is Frequency.AT_ONCE and not quiet and desk.alerts < LIMIT:
        desk.hour, desk.alerts = desk.hour or moment, desk.alerts + 1
        desk.got.append((moment, frozenset({title})))
        return
    if not desk.waiting:
        desk.for_quiet = quiet
    desk.waiting.append(title)


def hour_end(desk: Desk) -> datetime:
    assert desk.hour is not None
    return desk.hour + timedelta(hours=1)


def make_people(chance: random.Random, count: int) -> list[Subscriber]:
    """All schedules and zones; times lie outside the hours that clocks are changed in."""

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


async def enrol(room: Newsroom, people: list[Subscriber]) -> None:
    """All at once: two hundred transactions would take longer than the week."""
    unset = dict.fromkeys(("snoozed_until", "muted_until", "due"))
    rows = [
        {
            "chat_id": who.chat_id,
            "thread_id": 0,
            "text": who.word,
            "rhythm": who.schedule.frequency.value,
            "minute": who.schedule.minute,
            "weekday": who.schedule.weekday,
            "paused": False,
            "created_at": room.clock(),
            **unset,
        }
        for who in people
    ]
    chosen = [
        {
            "chat_id": who.chat_id,
            "zone": who.zone.key,
            "quiet_start": who.quiet and who.quiet.start,
            "quiet_end": who.quiet and who.quiet.end,
            "hour_alerts": 0,
        }
        for who in people
    ]
    async with room.database.write() as connection:
        await connection.execute(topics.insert(), rows)
        await connection.execute(chats.insert(), chosen)
    await room.alerting.indexed.fill()


async def lived(
    room: Newsroom, arrivals: dict[datetime, list[tuple[str, str]]], begin: datetime
) -> dict[int, list[tuple[datetime, frozenset[str]]]]:
    """What was queued for each chat, and when; time is moved event by event."""
    numbers = iter(range(1, 10_000))
    moments, end = sorted(arrivals), begin + timedelta(days=9)
    while True:
        due = await room.alerting.digest_job.wakes_at()
        upcoming = [moment for moment in (due, *moments[:1]) if moment is not None]
        if not upcoming or min(upcoming) >= end:
            return await queued(room)
        room.clock.moment = min(upcoming)
        if due == room.clock():
            await room.alerting.digest_job.work()
            continue
        stories = arrivals[moments.pop(0)]
        articles = [news(next(numbers), word) for word, _ in stories]
        assert [article.title for article in articles] == [title for _, title in stories]
        await room.publish(*articles)


async def queued(room: Newsroom) -> dict[int, list[tuple[datetime, frozenset[str]]]]:
    """What was queued for each chat, and when."""
    got: defaultdict[int, list[tuple[datetime, frozenset[str]]]] = defaultdict(list)
    async with room.database.read() as connection:
        rows = (await connection.execute(select(outbox).order_by(outbox.c.id))).all()
    for row in rows:
        titles = frozenset(titles_of(from_data(row.payload)))
        got[row.chat_id].append((row.created_at, titles))
    return got


def plan(
    chance: random.Random, begin: datetime, count: int
) -> dict[datetime, list[tuple[str, str]]]:
    """When which stories arrive: in bursts, so that allowances are used up."""
    bursts = [chance.randrange(1, 7 * 24 * 4) for _ in range(count // 4)]
    moments = sorted(
        begin + (chance.choice(bursts) + chance.randrange(2)) * STEP for _ in range(count)
    )
    arrivals: defaultdict[datetime, list[tuple[str, str]]] = defaultdict(list)
    for number, moment in enumerate(moments, start=1):
        arrivals[moment].append((chance.choice(WORDS), f"Berita {number}"))
    return arrivals


async def assert_as_expected(
    path: Path, seed: int, begin: datetime, people: int, stories: int
) -> None:
    chance = random.Random(seed)
    subscribers = make_people(chance, people)
    arrivals = plan(chance, begin, stories)
    async with open_newsroom(path, Clock(begin), alerts_per_hour=LIMIT) as room:
        await room.reload([news(0, "padi")])
        await enrol(room, subscribers)
        got = await lived(room, arrivals, begin)
    wanted = expected(subscribers, arrivals, begin)
    assert {who: got.get(who, []) for who in wanted} == wanted
    assert any(len(titles) > 1 for messages in wanted.values() for _, titles in messages)


@pytest.mark.parametrize("begin", CHANGES, ids=lambda begin: begin.strftime("%d %B"))
async def test_two_hundred_subscribers_get_what_they_should_in_a_week_of_changing_clocks(
    tmp_path: Path, begin: datetime
) -> None:
    await assert_as_expected(tmp_path / "kutip.db", begin.day, begin, people=200, stories=12)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), days=st.integers(0, 360))
async def test_any_subscribers_get_what_they_should_in_any_week(
    tmp_path_factory: pytest.TempPathFactory, seed: int, days: int
) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
    folder = tmp_path_factory.mktemp("week")
    await assert_as_expected(folder / "kutip.db", seed, begin, people=16, stories=20)
