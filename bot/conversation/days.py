"""Days from the words that name them: dateparser for dates, arithmetic for periods. Pure.

dateparser takes a quarter of a second to import and read its tables, and half a millisecond a
date: it is imported when the first date is read, and asked for dates without a year (decision 18).
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from bot.conversation.date_words import date_words
from index.text.dates import parse_date

Days = tuple[date, date]
"""The first and the last of some days, both included."""

_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?")
_NAMES = ("", *"jan feb mar apr may jun jul aug sep oct nov dec".split())
_MONTHS = 12


@cache
def load() -> None:
    """Import dateparser and read its tables, so that the first date takes no longer; blocks."""
    parsed("1 jan", date(2022, 1, 1))


def is_loaded() -> bool:
    """Whether ``load`` has been done, or a date was read."""
    return _parser_class.cache_info().currsize > 0


def period(spec: str, today: date) -> Days:
    """Return the days of a period of ``date_words.tsv``, such as "week -1"; none is in the future.

    Weeks begin on Monday. A period that is not over ends today.
    """
    unit, _, number = spec.partition(" ")
    count = int(number)
    match unit:
        case "night":
            return today + timedelta(count), today + timedelta(count + 1)
        case "past":
            return today - timedelta(count), today
        case "weekend":
            monday, sunday = period_of("week", count, today)
            return monday + timedelta(5), max(min(sunday, today), monday + timedelta(5))
    first, last = period_of(unit, count, today)
    return first, min(last, today) if count <= 0 else last


def period_of(unit: str, offset: int, today: date) -> Days:
    """Return the whole day, week, month or year that is ``offset`` from today's."""
    if unit == "day":
        day = today + timedelta(offset)
        return day, day
    if unit == "week":
        monday = today + timedelta(7 * offset - today.weekday())
        return monday, monday + timedelta(6)
    months = offset * (12 if unit == "year" else 1)
    number = today.year * 12 + today.month - 1 + months
    year, month = divmod(number, 12)
    return year_of(year) if unit == "year" else month_of(year, month + 1)


def back(unit: str, count: int, now: datetime) -> date:
    """Return the day that is ``count`` units before ``now``."""
    if unit == "hour":
        return (now - timedelta(hours=count)).date()
    if unit in ("day", "week"):
        return now.date() - timedelta(count * (7 if unit == "week" else 1))
    first, last = period_of(unit, -count, now.date())
    target = first.replace(month=now.month) if unit == "year" else first
    last = month_of(target.year, target.month)[1]
    return target.replace(day=min(now.day, last.day))


def month_of(year: int, month: int) -> Days:
    """Return the days of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_of(year: int) -> Days:
    """Return the days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def weekday_before(number: int, today: date) -> date:
    """Return the last such day before today; Monday is 0."""
    return today - timedelta((today.weekday() - number - 1) % 7 + 1)


def _english(word: str) -> str:
    number = date_words().values("month").get(word)
    return _NAMES[int(number)] if number else word


@lru_cache(256)
def parsed(text: str, today: date) -> date | None:
    """Return the day of a date in figures or English words; None if there is no such day.

    Without a year it is the last one that is not after today.
    """
    if whole := parse_date(text):
        return whole
    found: datetime | None = _parser(today).get_date_data(text).date_obj
    return found.date() if found else None


def in_words(text: str) -> str:
    """Return 29/5/22, 05/29 and 29 mei as 29 may; the day is first if both may be.

    One language halves the time that dateparser takes.
    """
    found = _NUMERIC.fullmatch(text)
    if not found:
        return " ".join(_english(word) for word in text.split())
    day, month = int(found[1]), int(found[2])
    if month > _MONTHS > day:
        day, month = month, day
    name = _NAMES[month] if 1 <= month <= _MONTHS else text
    return " ".join(filter(None, (str(day), name, found[3])))


@cache
def _parser_class() -> Callable[..., Any]:
    from dateparser.date import DateDataParser

    parser: Callable[..., Any] = DateDataParser
    return parser


def _parser(today: date) -> Any:
    return _parser_class()(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time()),
            "PREFER_DATES_FROM": "past",
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
            "NORMALIZE": False,
        },
    )
