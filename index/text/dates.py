"""Parse dates as Indonesian and English articles write them, to a calendar day.

Relative dates ("yesterday", "3 jam lalu") are not parsed; a time or zone after the date is skipped
and not converted.
"""

import re
from datetime import date

EARLIEST, LATEST = 1800, 2100
"""The range of years; others are taken for misreadings."""

_MAX_DATE = 80
"""Characters; the longest real form, with weekday, time and zone, has about 50."""

# babel's tables have one spelling of each month; newspapers use all of these.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb peb februari pebruari february",
            "mar mrt maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu ags agt agust agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov nop november nopember",
            "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}

_LEAD = r"(?:[^\W\d_]{2,12}['’]?[^\W\d_]*\.?,?\s+)?"  # a weekday or a place, "Jum'at, "
_ZONE = r"\(?(?:[a-z]{1,5}|(?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?)\)?"
_TIME = (
    r"(?:[\s,|•·-]*(?:pukul|jam|at|t)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?"
    rf"\s*(?:[ap]\.?m\.?)?\s*(?:{_ZONE}(?:\s+{_ZONE})?)?)?"
)
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        _LEAD + r"(?P<day>\d{1,2})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<year>\d{4})",
        _LEAD
        + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+"
        + r"(?P<month>[a-z]{3,10})\.?,?[\s-]+(?P<year>\d{4})",
        _LEAD + r"(?P<month>[a-z]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
    )
)


def parse_date(value: str) -> date | None:
    """Return the date that the whole of ``value`` is, or None; the day is first in 21/01/2022."""
    if len(value) > _MAX_DATE:
        return None
    value = " ".join(value.split())
    for form in _FORMS:
        if match := form.fullmatch(value):
            return _day(match["year"], match["month"], match["day"])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else _MONTHS.get(month.lower(), 0)
    if not EARLIEST <= int(year) <= LATEST:
        return None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
