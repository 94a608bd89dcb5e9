"""Schedules and quiet hours, and the moments that they mean in a time zone.

Pure: takes aware datetimes of any zone, returns them in UTC.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.errors import BadSchedule, BadTimeZone

MINUTES_PER_DAY = 24 * 60
"""On the clock, also on days on which the clock changes."""

_HOUR = timedelta(hours=1)

_HALVES = {"am": 0, "pagi": 0, "pm": 12, "siang": 12, "sore": 12, "malam": 12}
_TIME = r"(?:pukul |jam )?([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm|pagi|siang|sore|malam)?"
_HOURS = re.compile(rf"{_TIME}\s*(?:[-−–—]|to|until|sampai|hingga|s/d|s\.d\.)\s*{_TIME}")


class Frequency(StrEnum):
    """The frequency with which a topic's stories are sent."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The frequency and the time at which a topic's stories are sent.

    ``minute`` of the local day is given if daily or weekly, ``weekday`` (Monday is 0) if weekly.
    Raises BadSchedule.
    """

    frequency: Frequency = Frequency.AT_ONCE
    minute: int | None = None
    weekday: int | None = None

    def __post_init__(self) -> None:
        timed = self.frequency in {Frequency.DAILY, Frequency.WEEKLY}
        if timed != (self.minute is not None) or not 0 <= (self.minute or 0) < MINUTES_PER_DAY:
            raise BadSchedule
        if (self.frequency is Frequency.WEEKLY) != (self.weekday is not None):
            raise BadSchedule
        if not 0 <= (self.weekday or 0) < 7:
            raise BadSchedule


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` to before ``end``, minutes of the local day; over midnight if start > end.

    Raises BadSchedule if they are equal or no minutes of a day.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        day = range(MINUTES_PER_DAY)
        if self.start == self.end or self.start not in day or self.end not in day:
            raise BadSchedule


def parse_quiet_hours(text: str) -> QuietHours:
    """Parse quiet hours such as ``22:00-06:00``, ``22-6``, ``10 PM – 6 AM`` or ``22 sampai 6``.

    Raises BadSchedule.
    """
    found = _HOURS.fullmatch(text.strip().lower().replace("a.m.", "am").replace("p.m.", "pm"))
    if found is None:
        raise BadSchedule
    return QuietHours(minute_of_day(*found.groups()[:3]), minute_of_day(*found.groups()[3:]))


def minute_of_day(hour: str, minute: str | None, half: str | None) -> int:
    """Return a time on the clock as minutes; ``24:00`` is the day's first minute."""
    hours, minutes = int(hour), int(minute or 0)
    if minutes >= 60 or (half and not 1 <= hours <= 12):
        raise BadSchedule
    if half:
        hours = hours % 12 + (0 if half == "siang" and hours == 11 else _HALVES[half])
        hours = 0 if half == "malam" and hour == "12" else hours
    return 0 if (hours, minutes) == (24, 0) else hours * 60 + minutes


def time_zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name such as ``Asia/Makassar``; raises BadTimeZone.

    The name may come from a user: paths such as ``../../etc/passwd`` are refused, too.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise BadTimeZone(name) from error


def next_due(
    schedule: Schedule, zone: ZoneInfo, quiet: QuietHours | None, after: datetime
) -> datetime:
    """Return the first moment after ``after`` of the schedule; for "at once" ``after`` itself.

    A moment within quiet hours becomes their end.
    """
    due = _next_tick(schedule, zone, after)
    return quiet_until(quiet, zone, due) or due


def quiet_until(quiet: QuietHours | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return the end of the quiet hours that ``now`` is in; None if it is in none."""
    if quiet is None:
        return None
    days = _days(now, zone, back=1)
    ends = [
        end for start, end in (_quiet_span(quiet, day, zone) for day in days) if start <= now < end
    ]
    return max(ends, default=None)


def local_moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return a local time of day as a moment in UTC.

    A time that the clock skips is as much later as the clock jumps; of a time that occurs twice
    the first is taken (PEP 495, fold 0).
    """
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    return wall.astimezone(UTC)


def _next_tick(schedule: Schedule, zone: ZoneInfo, after: datetime) -> datetime:
    if schedule.frequency is Frequency.AT_ONCE:
        return after.astimezone(UTC)
    if schedule.minute is None:
        return _next_hour(zone, after)
    moments = (
        local_moment(day, schedule.minute, zone)
        for day in _days(after, zone, back=0, ahead=9)  # a week more, in case a zone skipped a day
        if schedule.weekday in {None, day.weekday()}
    )
    return next(moment for moment in moments if moment > after)


def _next_hour(zone: ZoneInfo, after: datetime) -> datetime:
    """Return the next full hour on the local clock; some zones are half an hour off."""
    local = after.astimezone(zone)
    passed = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return after.astimezone(UTC) - passed + _HOUR


def _quiet_span(quiet: QuietHours, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return start and end of the quiet hours that begin on a day."""
    until = day if quiet.start < quiet.end else day + timedelta(days=1)
    return local_moment(day, quiet.start, zone), local_moment(until, quiet.end, zone)


def _days(now: datetime, zone: ZoneInfo, back: int, ahead: int = 0) -> Iterator[date]:
    today = now.astimezone(zone).date()
    return (today + timedelta(days=offset) for offset in range(-back, ahead + 1))
