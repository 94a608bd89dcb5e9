"""Dates as articles write them, in Indonesian and English, to a calendar day.

Reads only what names a whole day: nothing is guessed from today ("yesterday", "3 jam lalu"), and
a time or zone beside the date is read over, not converted.
"""

import re
from datetime import date

EARLIEST, LATEST = 1800, 2100
"""Years outside are taken for misreadings."""

_LONGEST = 80  # characters; the longest real form, with weekday, time and zone, has about 50

# babel's tables know one spelling of each month; newspapers use all of these.
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
    """The day that ``value`` names and nothing else, or None; 21/01/2022 has the day first."""
    if len(value) > _LONGEST:
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
