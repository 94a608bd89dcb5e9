"""Local times as moments: each once, over every change of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadSchedule, BadTimeZone
from bot.model.schedule import (
    MINUTES_PER_DAY,
    Frequency,
    QuietHours,
    Schedule,
    local_moment,
    next_due,
    parse_quiet_hours,
    quiet_until,
    time_zone,
)

BERLIN, JAKARTA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Jakarta")
ZONES = st.sampled_from(
    ["Asia/Jakarta", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
     "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca"]
).map(ZoneInfo)  # fmt: skip
MOMENTS = st.integers(0, 7600 * 24 * 60).map(
    lambda minutes: datetime(2009, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
MINUTES = st.integers(0, MINUTES_PER_DAY - 1)
SCHEDULES = st.one_of(
    st.just(Schedule()),
    st.just(Schedule(Frequency.HOURLY)),
    st.builds(Schedule, st.just(Frequency.DAILY), MINUTES),
    st.builds(Schedule, st.just(Frequency.WEEKLY), MINUTES, st.integers(0, 6)),
)
QUIET = (
    st.tuples(MINUTES, MINUTES)
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: QuietHours(*pair))
)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def dues(schedule: Schedule, zone: ZoneInfo, begin: datetime, count: int) -> list[datetime]:
    found = [begin]
    for _ in range(count):
        found.append(next_due(schedule, zone, None, found[-1]))
    return [moment.astimezone(zone) for moment in found[1:]]


def test_daily_comes_at_the_same_local_time() -> None:
    found = dues(Schedule(Frequency.DAILY, 7 * 60), JAKARTA, at("2026-03-01T07:00", JAKARTA), 3)
    assert found == [at(f"2026-03-0{day}T07:00", JAKARTA) for day in (2, 3, 4)]


def test_weekly_comes_on_its_day() -> None:
    monday = Schedule(Frequency.WEEKLY, 9 * 60, 0)
    found = dues(monday, JAKARTA, at("2026-03-02T08:59", JAKARTA), 2)
    assert found == [at(f"2026-03-0{day}T09:00", JAKARTA) for day in (2, 9)]


def test_hourly_comes_with_the_full_local_hour() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")  # UTC+5:45
    due = next_due(Schedule(Frequency.HOURLY), kathmandu, None, datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert due == datetime(2026, 3, 1, 8, 15, tzinfo=UTC)


def test_a_time_that_the_clock_jumps_over_comes_once_and_later() -> None:
    found = dues(Schedule(Frequency.DAILY, 150), BERLIN, at("2026-03-28T03:00"), 3)
    assert [f"{moment:%d %H:%M}" for moment in found] == ["29 03:30", "30 02:30", "31 02:30"]


def test_a_time_that_comes_twice_counts_the_first_time_only() -> None:
    found = dues(Schedule(Frequency.DAILY, 150), BERLIN, at("2026-10-24T03:00"), 2)
    assert [moment.astimezone(UTC) for moment in found] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]


def test_hourly_goes_on_through_both_changes() -> None:
    for begin in ("2026-03-29T00:30", "2026-10-25T00:30"):
        found = [moment.astimezone(UTC) for moment in dues(
            Schedule(Frequency.HOURLY), BERLIN, at(begin), 5
        )]  # fmt: skip
        steps = {later - sooner for sooner, later in pairwise(found)}
        assert steps == {timedelta(hours=1)}


def test_a_day_that_was_skipped_is_skipped() -> None:
    """Samoa had no 30 December 2011, a Friday."""
    apia = ZoneInfo("Pacific/Apia")
    friday = Schedule(Frequency.WEEKLY, 7 * 60, 4)
    due = next_due(friday, apia, None, at("2011-12-29T12:00", apia))
    assert due - at("2011-12-29T12:00", apia) < timedelta(days=9)


@given(SCHEDULES, ZONES, st.none() | QUIET, MOMENTS)
def test_a_due_moment_is_later_soon_and_never_quiet(
    schedule: Schedule, zone: ZoneInfo, quiet: QuietHours | None, now: datetime
) -> None:
    due = next_due(schedule, zone, quiet, now)
    assert due >= now if schedule.frequency is Frequency.AT_ONCE else due > now
    assert due - now <= timedelta(days=10)
    assert quiet_until(quiet, zone, due) in {None, due} or _overlap(quiet, zone, due)


def _overlap(quiet: QuietHours | None, zone: ZoneInfo, due: datetime) -> bool:
    """Nights touch only where the clock is changed."""
    near = [due + timedelta(hours=hours) for hours in (-26, 26)]
    return len({moment.astimezone(zone).utcoffset() for moment in near}) > 1


@given(ZONES, MINUTES, MOMENTS)
def test_daily_comes_exactly_once_a_local_day(zone: ZoneInfo, minute: int, begin: datetime) -> None:
    found = dues(Schedule(Frequency.DAILY, minute), zone, begin, 400)
    days = [local_day(moment, minute, zone) for moment in found]
    assert len(set(days)) == 400
    assert days == sorted(days)


def local_day(moment: datetime, minute: int, zone: ZoneInfo) -> date:
    """The day that a moment is the chosen time of."""
    today = moment.astimezone(zone).date()
    near = [today + timedelta(days=offset) for offset in (-1, 0, 1)]
    (day, *_) = [day for day in near if local_moment(day, minute, zone) == moment.astimezone(UTC)]
    return day


def test_quiet_hours_may_reach_over_midnight() -> None:
    quiet = QuietHours(22 * 60, 6 * 60)
    late, early = at("2026-03-01T23:00", JAKARTA), at("2026-03-02T05:59", JAKARTA)
    assert quiet_until(quiet, JAKARTA, late) == at("2026-03-02T06:00", JAKARTA)
    assert quiet_until(quiet, JAKARTA, early) == at("2026-03-02T06:00", JAKARTA)
    assert quiet_until(quiet, JAKARTA, at("2026-03-02T06:00", JAKARTA)) is None
    assert quiet_until(None, JAKARTA, late) is None


def test_quiet_hours_that_end_in_a_repeated_hour_end_once() -> None:
    quiet = QuietHours(22 * 60, 150)
    end = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first 02:30
    assert quiet_until(quiet, BERLIN, end - timedelta(minutes=1)) == end
    assert quiet_until(quiet, BERLIN, end + timedelta(minutes=45)) is None


def test_a_digest_in_quiet_hours_comes_at_their_end() -> None:
    quiet = QuietHours(22 * 60, 8 * 60)
    due = next_due(Schedule(Frequency.DAILY, 420), JAKARTA, quiet, at("2026-03-01T12:00", JAKARTA))
    assert due.astimezone(JAKARTA).time() == time(8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"frequency": Frequency.DAILY},
        {"frequency": Frequency.DAILY, "minute": MINUTES_PER_DAY},
        {"frequency": Frequency.DAILY, "minute": -1},
        {"frequency": Frequency.DAILY, "minute": 1, "weekday": 1},
        {"frequency": Frequency.WEEKLY, "minute": 1},
        {"frequency": Frequency.WEEKLY, "minute": 1, "weekday": 7},
        {"frequency": Frequency.HOURLY, "minute": 1},
        {"weekday": 1},
    ],
)
def test_a_schedule_has_what_its_rhythm_needs_and_no_more(wrong: dict[str, int]) -> None:
    with pytest.raises(BadSchedule):
        Schedule(**wrong)  # type: ignore[arg-type] # the rhythm is among them


@pytest.mark.parametrize(("start", "end"), [(60, 60), (-1, 5), (5, MINUTES_PER_DAY)])
def test_quiet_hours_are_hours(start: int, end: int) -> None:
    with pytest.raises(BadSchedule):
        QuietHours(start, end)


@pytest.mark.parametrize("name", ["", "Jakarta", "../../etc/passwd", "/etc/passwd", "a\0b", "Asia"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(BadTimeZone):
        time_zone(name)


def test_every_zone_of_indonesia_is_known() -> None:
    for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Pontianak"):
        assert time_zone(name).key == name
        assert name in available_timezones()


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("22:00-06:00", 1320, 360),
        (" 22.30 – 6 ", 1350, 360),
        ("9 to 17:15", 540, 1035),
        ("21 Sampai 5", 1260, 300),
        ("0-23:59", 0, 1439),
        ("22-6", 1320, 360),
        ("22-24", 1320, 0),
        ("22:00 - 24:00", 1320, 0),
        ("10 PM–6 AM", 1320, 360),
        ("10:00\u202fPM – 6:00\u202fAM", 1320, 360),
        ("10pm until 6.30am", 1320, 390),
        ("10 p.m. - 6 a.m.", 1320, 360),
        ("12 am - 12 pm", 0, 720),
        ("10 malam sampai 5 pagi", 1320, 300),
        ("pukul 22.00 hingga pukul 05.00", 1320, 300),
        ("jam 9 malam s/d jam 6 pagi", 1260, 360),
        ("12 malam - 6 pagi", 0, 360),
        ("11 siang - 3 sore", 660, 900),
    ],
)
def test_quiet_hours_are_read_as_people_write_them(written: str, start: int, end: int) -> None:
    assert parse_quiet_hours(written) == QuietHours(start, end)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "22",
        "22-",
        "25-6",
        "24:30-6",
        "22:60-6",
        "13 pm-6",
        "0 am-6",
        "22-6 besok",
        "6-6",
        "-1-5",
        "22:00:00-6",
        "٢٢-٦",
        "a-b",
    ],
)
def test_what_are_no_quiet_hours_is_refused(written: str) -> None:
    with pytest.raises(BadSchedule):
        parse_quiet_hours(written)
