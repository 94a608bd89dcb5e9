"""The days that the ends of a range name, from their words. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.conversation import days
from bot.conversation.date_grammar import NOW, DateKind, FoundDate, compiled
from bot.conversation.date_words import date_words
from bot.conversation.days import Days

_MAX_DAY = 31
_DAY = re.compile(r"(?:tanggal )?(\d{1,2})( bulan lalu| bulan ini)?")
_MONTH_OF_YEAR = re.compile(r"(\d{4})-(\d{1,2})")
_MAX_TURN = 310
"""Days of a range that is taken to begin in the year before, as 25 December to 5 January."""
_YEAR = re.compile(r"(?:tahun |year )?(\d{4})")
_HAS_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d[/.-]\d{1,2}[/.-]\d\d(?!\d)|['’]\d\d$|[a-z] \d\d$")
_WEEKDAY = re.compile(r"^[a-z]+ (?=\d+ [a-z])")
"""Before a date; a wrong one changes nothing."""
_NUMBER_AND_YEAR = re.compile(r"(\d{1,2})(?: (\d{4}))?")
_LEAD = re.compile(r"^(?:the |hari |bulan )")
_STARTS = frozenset(f"awal {unit}" for unit in ("minggu", "pekan", "bulan", "tahun"))
_NOW = frozenset(NOW.split("|"))


class NoSuchDayError(Exception):
    """There is no day of this name, as 31 February."""


@dataclass(frozen=True, slots=True)
class DateEnds:
    """The first and the last day of a range; None for an open end."""

    since: date | None
    until: date | None


def ends_of(found: FoundDate, now: datetime) -> DateEnds:
    """Return the days of what was found; raises NoSuchDayError.

    Without a year it is the last such day until today; the end of a range is after its beginning.
    """
    if found.since == found.until:
        return DateEnds(*_days(found.since, now))
    since, until = found.since, found.until
    if _is_number(since) and _is_number(until):
        end = _days(until, now)[1]
        return DateEnds(_days(f"{since}/{end.month}/{end.year}", now)[0], end)
    found_until = _NUMBER_AND_YEAR.fullmatch(until)
    if found_until and since[:1].isalpha():
        until = f"{since.split()[0]} {until}"
        since = f"{since} {found_until[2] or ''}".strip()
    if until and _is_number(since):
        since = f"{since} {_month_and_year(until)}"
    first = _days(since, now)[0] if since else None
    last = _days(until, now)[1] if until else None
    if first and last and first > last and found.kind is DateKind.RELATIVE:
        first, last = _days(until, now)[0], _days(since, now)[1]  # hari ini dan kemarin
    elif first and last and first > last:
        first, last = _in_order(since, first, until, last, now)
    if found.excludes:
        first = first and first + timedelta(1)
        last = last and last - timedelta(1)
    return DateEnds(first, last)


def _in_order(since: str, first: date, until: str, last: date, now: datetime) -> Days:
    """Return the ends in order, as far as the year of one that has none can be another one."""
    if not _names_year(until):
        following = _days(_of_year(until, first.year), now)[1]
        if following < first:
            following = _days(_of_year(until, first.year + 1), now)[1]
        if (following - first).days < (now.date() - last).days or following <= now.date():
            return first, following
    if not _names_year(since):
        for year in (last.year, last.year - 1):
            begin = _days(_of_year(since, year), now)[0]
            if begin <= last and (last - begin).days <= _MAX_TURN:
                return begin, last
        return _days(_of_year(since, last.year), now)[0], last
    return first, last


def _of_year(words: str, year: int) -> str:
    return f"{days.in_words(words) if re.search(r'[0-9]', words) else words} {year}"


def _is_number(words: str) -> bool:
    return words.isdecimal() and len(words) <= 2


def _names_year(words: str) -> bool:
    is_month = words in date_words().values("month")
    return bool(_HAS_YEAR.search(words)) or not (is_month or re.search(r"\d", words))


def _month_and_year(until: str) -> str:
    """Return the words of a date without its day."""
    words = days.in_words(until)
    return re.sub(r"^\d{1,2} |(?<=[a-z]) \d{1,2}(?= |$)", "", words, count=1)


def _days(words: str, now: datetime) -> Days:
    """Return the days that the words name; raises NoSuchDayError."""
    words, today = words.strip('"'), now.date()
    if words == "minggu":
        words = "hari minggu"
    table = date_words()
    if words in _NOW:
        return today, today
    for kind in ("period", "future"):
        if spec := table.values(kind).get(words):
            return days.period(spec, today)
    if words in _STARTS:
        return days.period(f"{table.values('unit')[words.removeprefix('awal ')]} 0", today)
    for named in (_third, _counted, _weekday, _numbered, _month_or_year):
        if found := named(words, now):
            return found
    return _date(words, today)


def _third(words: str, now: datetime) -> Days | None:
    """Return the days of "awal bulan ini" and "akhir Mei": a third of them."""
    for name, number in date_words().values("third").items():
        if words.startswith(f"{name} "):
            first, last = _whole(words.removeprefix(f"{name} "), now)
            length = (last - first).days + 1
            begin, end = (length * third // 3 for third in (int(number), int(number) + 1))
            today = now.date()
            end_day = first + timedelta(end - 1)
            begin_day = first + timedelta(begin)
            return begin_day, min(end_day, today) if begin_day <= today else end_day
    return None


def _whole(words: str, now: datetime) -> Days:
    """Return all days of a period, those to come included."""
    spec = date_words().values("period").get(words)
    if spec is None:
        return _days(words, now)
    unit, _, offset = spec.partition(" ")
    return days.period_of(unit, int(offset), now.date())


def _counted(words: str, now: datetime) -> Days | None:
    """Return the days of "3 hari terakhir", or of "3 hari lalu"."""
    forms, table = compiled(), date_words()
    if found := forms.last.fullmatch(words):
        parts = found.groupdict()
        unit = parts["unit1"] or parts["unit2"] or parts["unit3"] or "hari"
        count = _number(parts["count1"] or parts["count3"] or parts["count4"] or "1")
        one = table.values("one").get(parts["one"] or "")
        return days.back(one or table.values("unit")[unit], count, now), now.date()
    if found := forms.ago.fullmatch(words):
        unit, count = table.values("unit")[found["unit"]], _number(found["count"])
        if unit in ("hour", "day"):
            day = days.back(unit, count, now)
            return day, day
        return days.period(f"{unit} -{count}", now.date())
    return None


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else int(date_words().values("number")[word])


def _weekday(words: str, now: datetime) -> Days | None:
    found = compiled().weekday.fullmatch(words)
    if not found:
        return None
    parts = found.groupdict()
    name = next(filter(None, (parts[each] for each in ("day1", "day2", "day3", "plain"))))
    name = name.removeprefix("hari ")
    number = 6 if name == "minggu" else int(date_words().values("weekday")[name])
    day = days.weekday_before(number, now.date())
    if parts["this"] or parts["ini"]:
        day = days.period_of("week", 0, now.date())[0] + timedelta(number)
    return day, day


def _numbered(words: str, now: datetime) -> Days | None:
    """Return the day of "tanggal 29": of this month, or the last that has it."""
    found = _DAY.fullmatch(words)
    if not found:
        return None
    number, today = int(found[1]), now.date()
    if not 1 <= number <= _MAX_DAY:
        raise NoSuchDayError
    months = (-1,) if found[2] == " bulan lalu" else (0,) if found[2] else (0, -1, -2)
    for offset in months:
        first, last = days.period_of("month", offset, today)
        if number <= last.day and (found[2] or first.replace(day=number) <= today):
            day = first.replace(day=number)
            return day, day
    raise NoSuchDayError


def _month_or_year(words: str, now: datetime) -> Days | None:
    today = now.date()
    if found := _YEAR.fullmatch(words):
        return days.year_of(int(found[1]))
    if found := _MONTH_OF_YEAR.fullmatch(words):
        return days.month_of(int(found[1]), int(found[2])) if 1 <= int(found[2]) <= 12 else None
    found = compiled().month.fullmatch(_LEAD.sub("", words))
    if not found:
        return None
    month = int(date_words().values("month")[found["month"]])
    year = int(found["year"] or today.year - (month > today.month))
    return days.month_of(year, month)


def _date(words: str, today: date) -> Days:
    text = days.in_words(_WEEKDAY.sub("", words.removesuffix(" lalu").removesuffix(" kemarin")))
    number = re.match(r"(\d{1,2})(?!\d)", text)
    if number and int(number[1]) > _MAX_DAY:
        raise NoSuchDayError
    day = days.parsed(text, today)
    if day is None:
        raise NoSuchDayError
    return day, day
