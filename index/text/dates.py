"""Parse dates as Indonesian and English articles write them, to a calendar day.

Relative dates ("yesterday", "3 jam lalu") are not parsed; a time or zone after the date is skipped
and not converted.
"""

import re
from datetime import date, datetime

EARLIEST, LATEST = 1800, 2100
"""The range of years; others are taken for misreadings."""

_UNSET = (date(1970, 1, 1), date(1969, 12, 31))
"""The day of the time 0, east and west of Greenwich."""
_BRACKETS = re.compile(r"\((\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|[^()]*\b\d{4})\)")
"""Around the whole of a date: Jumat (21/1/2022)."""
_ISO = re.compile(r"\d{4}-?W\d{2}-?\d|\d{8}T")
_MAX_DATE = 80
"""Characters; the longest real form, with weekday, time and zone, has about 50."""

# babel's tables have one spelling of each month; newspapers use all of these.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb peb februari pebruari february",
            "mar mrt mac maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli julai july",
            "agu ags agt agus agst agust agustus aug august ogo ogos",
            "sep sept september",
            "okt oktober oct october",
            "nov nop november nopember",
            "des desember dis disember dec december",
        ),
        start=1,
    )
    for name in names.split()
}

_WEEKDAYS = (
    r"(?:senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu|ahad|sen|sel|rab|kam|jum|sab|min|mgg"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
)
# a weekday, a place, or both: "Jum'at, ", "Jakarta, Jumat, ", "Banda Aceh, "
_PLACE = r"(?:[^\W\d_]{2,12} [^\W\d_]{2,12},|[^\W\d_]{2,12}['’]?[^\W\d_]*\.?,?)"
_LEAD = rf"(?:{_PLACE}\s+(?:{_WEEKDAYS}\.?,?\s+)?|{_WEEKDAYS}\.?,)?"
_ZONE = r"\(?(?:[a-z]{1,5}|(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?)\)?"
_CLOCK = (
    r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?"
    rf"\s*(?:[ap]\.?m\.?)?\s*(?:{_ZONE}(?:\s+(?:{_ZONE}|\([a-z ]{{3,40}}\)))?)?"
)
_TIME = rf"(?:[\s,|•·/–-]*(?:(?:pukul|pkl\.?|jam|at|t)\s*)?{_CLOCK})?"
_TIME_BEFORE = rf"(?:(?:pukul |jam )?{_CLOCK}[\s,|•·-]+)?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})"
_ORDINAL = r"(?:st|nd|rd|th)?(?:\s+of\s)?"
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        _LEAD + r"(?P<day>\d{1,2})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<year>\d{4})",
        _LEAD + r"(?P<day>\d{1,2})(?P<gap>[/.])(?P<month>\d{1,2})(?P=gap)(?P<year>\d{2})",
        _TIME_BEFORE
        + _LEAD
        + rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s/-]*"
        + rf"(?P<month>[a-z]{{3,10}})\.?,?[\s/-]*{_YEAR}"
        + rf"(?:\s+(?:wib|wita|wit)(?=\s|$)|\s*\({_WEEKDAYS}\))?",
        _TIME_BEFORE
        + _LEAD
        + rf"(?P<month>[a-z]{{3,10}})\.?\s+(?P<day>\d{{1,2}}){_ORDINAL}"
        + r",?\s+(?P<year>\d{4}|['’]\d{2})",
        rf"(?:{_WEEKDAYS}\.?,?\s+)?(?P<month>[a-z]{{3,10}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}"
        r"\s+(?P<year>\d{4})",
        rf"(?P<year>\d{{4}}),?\s+(?:{_WEEKDAYS}\.?,?\s+)?"
        r"(?P<day>\d{1,2})\s+(?P<month>[a-z]{3,10})\.?",
        rf"(?P<year>\d{{4}})(?:,?\s+(?:{_WEEKDAYS}\.?,?\s+)?|[-/.])"
        r"(?P<month>[a-z]{3,10})\.?(?:\s+|[-/.])(?P<day>\d{1,2})",
    )
)
_TWO_DIGITS_PIVOT = 69
"""Years written with two digits are from 1969 to 2068, as POSIX has it."""


def parse_date(value: str) -> date | None:
    """Return the date that the whole of ``value`` is, or None; the day is first in 21/01/2022."""
    if len(value) > _MAX_DATE or not any(map(str.isdigit, value)):
        return None
    value = value.replace("\u2010", "-").replace("\u2011", "-")  # hyphens like any other
    value = " ".join(_BRACKETS.sub(r" \1 ", value).split()).replace(" ,", ",")
    for form in _FORMS:
        if match := form.fullmatch(value):
            return _day(match["year"].strip("'’"), match["month"], match["day"])
    return _iso_day(value)


def publication_date(value: str) -> date | None:
    """Return the date as ``parse_date`` does, but not the day that clocks begin with.

    Servers send it where no date was set.
    """
    day = parse_date(value)
    return None if day in _UNSET else day


def _iso_day(value: str) -> date | None:
    """Return the day of the other forms of ISO 8601, such as weeks: 2022-W03-5."""
    if not _ISO.match(value):
        return None
    try:
        day = datetime.fromisoformat(value).date()
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else _MONTHS.get(month.lower(), 0)
    century = 0 if len(year) > 2 else 1900 if int(year) >= _TWO_DIGITS_PIVOT else 2000
    if not EARLIEST <= century + int(year) <= LATEST:
        return None
    try:
        return date(century + int(year), number, int(day))
    except ValueError:
        return None
