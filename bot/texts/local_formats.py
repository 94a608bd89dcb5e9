"""Dates, times and numbers in a language, from the CLDR by Babel."""

import datetime

from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_day_names
from babel.numbers import format_decimal

from bot.texts.text_fields import TextFields


class LocalFormats(TextFields):
    """Texts with the formats of their language."""

    def day(self, value: datetime.date) -> str:
        """Return a date: ``21 Januari 2022``."""
        return format_date(value, format="long", locale=self.language)

    def time(self, minute: int) -> str:
        """Return a time of day, given in minutes since midnight: ``07.30``."""
        return format_time(datetime.time(*divmod(minute, 60)), format="short", locale=self.language)

    def weekday(self, number: int) -> str:
        """Return the name of a weekday, 0 for Monday: ``Senin``."""
        name: str = get_day_names("wide", locale=self.language)[number]
        return name

    def moment(self, value: datetime.datetime) -> str:
        """Return a day and time in the value's own zone: ``Kam, 5 Mar 07.00``."""
        day = format_skeleton("MMMEd", value, locale=self.language)
        return f"{day} {format_time(value.timetz(), format='short', locale=self.language)}"

    def number(self, value: float) -> str:
        """Return a number with the language's separators and at most one decimal."""
        return format_decimal(value, format="#,##0.#", locale=self.language)

    def short_day(self, value: datetime.date) -> str:
        """Return a date without the year: ``21 Jan``."""
        text: str = format_skeleton("MMMd", value, locale=self.language)
        return text

    def span(self, value: datetime.timedelta) -> str:
        """Return a duration in its largest unit: ``3 jam``."""
        return format_timedelta(value, locale=self.language)

    def ago(self, value: datetime.timedelta) -> str:
        """Return how long ago: ``5 menit yang lalu``."""
        return format_timedelta(-value, add_direction=True, locale=self.language)
