"""Find when somebody wants news: *tiap pagi*, *every Monday at 8*, *jam 7 malam*. Pure."""

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.errors import BadSchedule
from bot.model.schedule import Frequency, Schedule, minute_of_day

_PARTS = {
    "pagi": 7 * 60, "morning": 7 * 60, "siang": 12 * 60, "afternoon": 14 * 60, "noon": 12 * 60,
    "sore": 17 * 60, "petang": 17 * 60, "evening": 18 * 60, "malam": 19 * 60, "malem": 19 * 60,
    "night": 20 * 60, "subuh": 5 * 60, "midnight": 0,
}  # fmt: skip
"""Minutes of the day at which a part of it is meant."""
_USUAL_MINUTE = _PARTS["pagi"]
_DAYS = {
    "senin": 0, "monday": 0, "selasa": 1, "tuesday": 1, "rabu": 2, "wednesday": 2, "kamis": 3,
    "thursday": 3, "jumat": 4, "jum'at": 4, "friday": 4, "sabtu": 5, "saturday": 5, "minggu": 6,
    "ahad": 6, "sunday": 6,
}  # fmt: skip
_HALVES = {"malem": "malam", "petang": "sore", "morning": "am", "afternoon": "pm",
           "evening": "pm", "night": "pm", "subuh": "pagi", "a.m": "am", "p.m": "pm"}  # fmt: skip

_EACH = r"(?:setiap|tiap[- ]?tiap|tiap|saban|every|each)"
_PART = rf"(?:{'|'.join(_PARTS)})"
_DAY = rf"(?:{'|'.join(_DAYS)})"
_CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?"
    r"(?:\s*(?P<half>am|pm|a\.m|p\.m|pagi|siang|sore|malam|malem|petang|subuh"
    r"|(?:in the )?(?:morning|afternoon|evening)|at night)\b\.?)?(?:\s*(?:wib|wita|wit)\b)?"
)
_AT = rf"(?:,?\s*(?:(?:pada\s+)?(?:jam|pukul|pkl|jm|at|@)\s*){_CLOCK})"
_BARE_AT = rf"(?:(?:jam|pukul|pkl|jm|at|@)\s*)?{_CLOCK}"
_NOT_PAST = r"(?!\s+(?:kemarin|kemaren|kmrn|lalu|ini|tadi|yang lalu|yg lalu)\b)"
_ONCE = frozenset({"time", "one day"})
"""Forms that do not say that they repeat: "berita hari senin" may ask for what is there."""
_FORMS: tuple[tuple[str, str], ...] = (
    ("hourly", rf"{_EACH}\s+(?:jam|hour)\b(?!\s*[0-9])|hourly\b|per jam\b|(?:once )?an hour\b"),
    ("at_once", r"(?:secara )?(?:langsung|real[- ]?time|seketika)\b|immediately\b|right away\b"),
    ("sunday", rf"{_EACH}\s+hari\s+(?:minggu|ahad)\b(?:\s+(?P<part>{_PART}))?{_AT}?"),
    ("sunday", rf"{_EACH}\s+minggu\s+(?P<part>{_PART})\b{_AT}?"),
    ("week", rf"(?:{_EACH}\s+(?:minggu|pekan|week)\b|(?:se)?minggu sekali\b|sekali seminggu\b"
             rf"|mingguan\b|weekly\b|once a week\b){_AT}?"),
    ("day", rf"(?:{_EACH}\s+(?:hari\s+)?|on\s+(?={_DAY}s\b))(?P<day>{_DAY})s?\b"
            rf"(?:\s+(?P<part>{_PART}))?{_AT}?"),
    ("daily", rf"{_EACH}\s+(?:hari|day)\b(?:\s+(?:(?:in|at) (?:the )?)?(?P<part>{_PART})\b)?"
              rf"{_AT}?"),
    ("daily", rf"{_EACH}\s+(?P<part>{_PART})\b{_AT}?"),
    ("daily", rf"(?:harian|daily|sehari sekali|sekali sehari|once a day|per hari|a day)\b{_AT}?"),
    ("daily", rf"{_EACH}\s+{_BARE_AT}"),
    ("one day", rf"(?:on|pada|hari)\s+(?:hari\s+)?(?P<day>{_DAY})s?\b{_NOT_PAST}"
                rf"(?:\s+(?P<part>{_PART}))?{_AT}?"),
    ("time", rf"(?:jam|pukul|pkl|jm|at)\s*{_CLOCK}(?:\s+{_EACH}\s+(?:hari|day)\b)?"),
)  # fmt: skip
_PATTERNS = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{form})", re.IGNORECASE)) for kind, form in _FORMS
)

_HINT = re.compile(
    r"tiap|saban|every|each|jam|pukul|pkl|jm|at |sekali|ly\b|once|langsung|real|seketika|away"
    r"|(?:mingg?u|hari)an|\bon |hour|(?:per|pada|a|hari) ",
    re.IGNORECASE,
)
"""Words of which every form holds one: most messages need not be compared with each."""


class ScheduleFound(NamedTuple):
    """A schedule and where it stands in the text; a time or a day alone does not repeat."""

    schedule: Schedule
    repeats: bool
    start: int
    end: int


def find_schedule(text: str) -> ScheduleFound | None:
    """Return the schedule that ``text`` says, the first form of ``_FORMS``; None if it says none.

    Without a time of the day seven in the morning is meant, without a day of the week Monday.
    """
    if not _HINT.search(text):
        return None
    for kind, pattern in _PATTERNS:
        if found := pattern.search(text):
            try:
                schedule = _MAKERS[kind](found)
            except BadSchedule:
                continue
            return ScheduleFound(schedule, kind not in _ONCE, found.start(), found.end())
    return None


def _daily(found: re.Match[str]) -> Schedule:
    return Schedule(Frequency.DAILY, _minute(found))


def _weekly(found: re.Match[str]) -> Schedule:
    return Schedule(Frequency.WEEKLY, _minute(found), 0)


def _of_day(found: re.Match[str]) -> Schedule:
    return Schedule(Frequency.WEEKLY, _minute(found), _DAYS[found["day"].lower()])


def _sunday(found: re.Match[str]) -> Schedule:
    return Schedule(Frequency.WEEKLY, _minute(found), _DAYS["sunday"])


_MAKERS: dict[str, Callable[[re.Match[str]], Schedule]] = {
    "hourly": lambda _: Schedule(Frequency.HOURLY),
    "at_once": lambda _: Schedule(),
    "sunday": _sunday,
    "week": _weekly,
    "day": _of_day,
    "one day": _of_day,
    "daily": _daily,
    "time": _daily,
}


def _minute(found: re.Match[str]) -> int:
    """Return the minute of the day; a part of the day tells the halves of the clock apart."""
    groups = found.groupdict()
    part = (groups.get("part") or "").lower()
    if not groups.get("hour"):
        return _PARTS.get(part, _USUAL_MINUTE)
    half = (groups.get("half") or "").lower().split(" ")[-1] or part
    half = _HALVES.get(half, half)
    if int(groups["hour"]) > 12:
        half = ""
    return minute_of_day(groups["hour"], groups["minute"], half or None)
