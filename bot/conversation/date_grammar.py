"""The forms in which messages name days: which words belong to a date, and of what kind. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from bot.conversation.date_words import date_words

NOW = "sekarang|saat ini|now"
_FULL_YEAR = r"(?:1[89]|20)\d\d"
_NUMBERED = r"tanggal \d{1,2}(?: bulan ini| bulan lalu)?"
_LEADS = r"(?:hari |tanggal |bulan |tahun |the )*"
_START = "awal (?:minggu|pekan|bulan|tahun)"
_TO = r"(?:sampai dengan|sampai|to|until|till|through)"
_PUBLISHED = (
    r"(?:(?:yang )?(?:terbit|dimuat|ditulis|diterbitkan|dirilis|published|posted|written) )?"
)
_BEFORE = (
    r"(?:(?:pada|di|dalam|selama|dari|untuk|for|from|in|on|of|during|over|within|per) )?(?:the )?"
)


class DateKind(Enum):
    """The form of a date, which decides whether it says when an article was published."""

    OPERATOR = auto()
    """since:, until:, source: or section:"""
    SINCE = auto()
    """sejak …, and a range from one day or month to another"""
    RELATIVE = auto()
    """counted from today: kemarin, minggu ini, last Monday"""
    ABSOLUTE = auto()
    """a date, a month or a year, and ranges of years"""
    FUTURE = auto()
    """counted from today, and not before it: besok"""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in the text of tokens, from ``start`` to before ``end``; ``core``: without its lead.

    ``since`` and ``until`` are the words of its ends, "" for an open end; of one period both are
    the same. ``operator`` is the name of the operator, "" without one. ``excludes``: the end named
    is not part of it.
    """

    kind: DateKind
    start: int
    end: int
    core: int = 0
    since: str = ""
    until: str = ""
    operator: str = ""
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class DateForms:
    """The compiled forms, and patterns of what the ends of a range may be."""

    ranges: tuple[tuple[DateKind, re.Pattern[str]], ...]
    single: tuple[tuple[DateKind, re.Pattern[str]], ...]
    names: re.Pattern[str]
    last: re.Pattern[str]
    ago: re.Pattern[str]
    weekday: re.Pattern[str]
    day: re.Pattern[str]
    month: re.Pattern[str]


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the dates in the text of tokens, none within another."""
    forms = compiled()
    for ordered in (forms.ranges, forms.single):
        for kind, form in ordered:
            for found in list(form.finditer(text)):
                yield _found(kind, found)
                text = text[: found.start()] + "#" * len(found[0]) + text[found.end() :]
        text = forms.names.sub(lambda name: "#" * len(name[0]), text)


def _found(kind: DateKind, found: re.Match[str]) -> FoundDate:
    parts = found.groupdict()
    one = parts.get("one") or ""
    return FoundDate(
        kind,
        *found.span(),
        core=found.start("one") if one else found.start(),
        since=parts.get("since") or one,
        until=parts.get("until") or one,
        operator=parts.get("operator") or "",
        excludes=bool(parts.get("excludes")),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """Patterns of the parts of forms."""

    weekday: str
    day_name: str
    month: str
    last: str
    ago: str
    near: str
    date: str
    third: str
    future: str
    relative: str

    @classmethod
    def of_words(cls) -> "_Parts":
        """Return the patterns with the words of both languages."""
        any_of = date_words().any_of
        unit, weekday, month = any_of("unit"), any_of("weekday"), any_of("month")
        number, one = rf"(?:\d{{1,3}}|{any_of('number')})", any_of("one")
        day_name = rf"(?:hari minggu|(?:hari )?(?:{weekday}))"
        ending = "(?:terakhir|belakangan|ke belakang)(?: ini)?"
        last = (
            rf"(?:last|past) (?P<count1>{number}) (?P<unit1>{unit})|past (?P<unit2>{unit})"
            rf"|(?P<count3>{number}) (?P<unit3>{unit}) {ending}"
            rf"|(?P<count4>{number}) hari ini|(?P<one>{one}) {ending}"
        )
        near = (
            rf"(?P<this>this) (?P<day1>{weekday})|last (?P<day2>{weekday})"
            rf"|(?P<day3>{day_name}) (?:(?P<ini>ini|minggu ini|pekan ini)"
            r"|(?:yang |minggu |pekan )?(?:lalu|kemarin))"
        )
        date = (
            rf"(?:(?:{weekday}|minggu) )?(?:\d{{1,2}} (?:of )?(?:{month})"
            rf"(?: (?:{_FULL_YEAR}|['’]?\d\d$))?|(?:{month}) \d{{1,2}}(?: {_FULL_YEAR})?"
            r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)"
            r"|\d{1,2}/\d{1,2})(?: lalu| kemarin)?(?! \d{4})\b"
        )
        ago = rf"(?P<count>{number}) (?P<unit>{unit}) (?:yang )?(?:lalu|ago|silam|kemarin)"
        relative = "|".join((_plain(last), any_of("period"), _plain(near)))
        third = (
            rf"(?:{any_of('third')}) (?:(?:bulan |the )?(?:{month})(?: {_FULL_YEAR})?"
            rf"|tahun {_FULL_YEAR}|(?:(?:minggu|pekan|bulan|tahun) (?:ini|lalu|kemarin)"
            r"|(?:this|last) (?:week|month|year)))"
        )
        parts = (weekday, day_name, month, last, ago, near, date, third)
        return cls(*parts, any_of("future"), relative)

    @property
    def with_year(self) -> str:
        """A month and its year."""
        return rf"(?:{self.month}) {_FULL_YEAR}"

    @property
    def end(self) -> str:
        """The end of a range."""
        return (
            rf"(?:{self.third}|{self.relative}|{_plain(self.ago)}|{self.future}|{self.date}|{self.with_year}"
            rf"|{self.day_name}|minggu|{NOW}|{self.month}|{_FULL_YEAR}|{_NUMBERED}|{_START})"
        )


@cache
def compiled() -> DateForms:
    """Return the forms, compiled once."""
    parts = _Parts.of_words()
    ranges = [*_operators(parts), *_ranges(parts)]
    single = [*_absolute(parts), *_relative(parts)]
    return DateForms(
        tuple((kind, re.compile(rf"(?<![^ ]){form}(?![^ ])")) for kind, form in ranges),
        tuple((kind, re.compile(rf"(?<![^ ]){form}(?![^ ])")) for kind, form in single),
        re.compile(rf"(?<![^ ])(?:{date_words().any_of('name')})(?![^ ])"),
        re.compile(parts.last),
        re.compile(parts.ago),
        re.compile(rf"{parts.near}|(?P<plain>{parts.day_name})"),
        re.compile(parts.date),
        re.compile(rf"(?P<month>{parts.month})(?: (?P<year>{_FULL_YEAR}))?"),
    )


def _operators(parts: _Parts) -> Iterator[tuple[DateKind, str]]:
    value = rf'(?:"[^"]+"|{parts.end}|\S+)'
    yield DateKind.OPERATOR, rf"(?P<operator>since|sejak): (?P<since>{value})"
    yield DateKind.OPERATOR, rf"(?P<operator>until|sampai|hingga): (?P<until>{value})"
    names = "source|sumber|section|rubrik|kanal"
    yield DateKind.OPERATOR, rf'(?P<operator>{names}): (?P<one>"[^"]+"|\S+)'


def _ranges(parts: _Parts) -> Iterator[tuple[DateKind, str]]:
    since, until = (rf"{_LEADS}(?P<{name}>{parts.end})" for name in ("since", "until"))
    begins = rf"{_LEADS}(?P<since>{parts.end}|\d{{1,2}})"
    begin = "(?:mulai sejak|dari sejak|sejak|ever since|since)"
    yield DateKind.SINCE, rf"{_PUBLISHED}(?:antara|between) {begins} (?:dan|and|sampai|&) {until}"
    yield DateKind.SINCE, rf"{_PUBLISHED}(?:dari|from|mulai|{begin}) {begins} {_TO} {until}"
    yield DateKind.SINCE, rf"{_PUBLISHED}{begin} {since}"
    both = rf"(?P<since>{parts.relative}) (?:dan|and|atau|or|sama|&) (?P<until>{parts.relative})"
    yield DateKind.RELATIVE, rf"{_PUBLISHED}{_BEFORE}{both}"
    first = rf"(?P<since>{parts.date}|{_NUMBERED}|\d{{1,2}})"
    last = rf"{_LEADS}(?P<until>{parts.date})"
    yield DateKind.ABSOLUTE, rf"{_PUBLISHED}{_BEFORE}(?:tanggal )?{first} {_TO} {last}"
    yield DateKind.SINCE, rf"tanggal (?P<since>\d{{1,2}}) {_TO} (?P<until>\d{{1,2}})"
    of_month = rf"(?P<since>(?:{parts.month}) \d{{1,2}}) {_TO} (?P<until>\d{{1,2}}"
    yield DateKind.ABSOLUTE, rf"{_PUBLISHED}{_BEFORE}{of_month}(?: {_FULL_YEAR})?)"
    after, before = "(?P<excludes>setelah|sesudah|after)", "(?P<excludes>sebelum|before)"
    yield DateKind.ABSOLUTE, rf"{_PUBLISHED}{after} {_LEADS}(?P<since>{parts.date})"
    yield DateKind.ABSOLUTE, rf"{_PUBLISHED}{before} {last}"
    yield DateKind.ABSOLUTE, rf"{_PUBLISHED}{_TO} {last}"


def _absolute(parts: _Parts) -> Iterator[tuple[DateKind, str]]:
    year = rf"(?<!\d )tahun {_FULL_YEAR}|year {_FULL_YEAR}|(?<=in ){_FULL_YEAR}"
    lead = rf"{_PUBLISHED}{_BEFORE}"
    yield DateKind.ABSOLUTE, rf"{lead}{_LEADS}(?P<one>{parts.date})"
    yield DateKind.ABSOLUTE, rf"{lead}(?P<one>{parts.third})"
    yield DateKind.ABSOLUTE, rf"{lead}(?P<one>{_NUMBERED})"
    yield DateKind.ABSOLUTE, rf"{lead}(?:bulan )?(?P<one>{parts.with_year})"
    month = r"(?:(?:di |pada |dari )?bulan|in|from|during)"
    yield DateKind.ABSOLUTE, rf"{_PUBLISHED}{month} (?P<one>{parts.month})"
    yield DateKind.ABSOLUTE, rf"{lead}(?P<one>{year})"
    yield DateKind.RELATIVE, rf"{lead}(?P<one>{_plain(parts.ago)})"


def _relative(parts: _Parts) -> Iterator[tuple[DateKind, str]]:
    yield DateKind.RELATIVE, rf"{_TO} (?P<until>{parts.relative})"
    before = _BEFORE.replace("|on|", "|")  # what's going on today
    yield DateKind.RELATIVE, rf"{_PUBLISHED}{before}(?P<one>{parts.relative})(?: tadi)?"
    yield DateKind.RELATIVE, rf"(?:(?:pada|dari) )?(?P<one>hari minggu|hari (?:{parts.weekday}))"
    yield DateKind.RELATIVE, rf"(?:on|from) (?P<one>{parts.weekday})"
    yield DateKind.ABSOLUTE, rf"(?P<one>{_FULL_YEAR})"
    yield DateKind.FUTURE, rf"(?:untuk |for )?(?P<one>{parts.future})"


def _plain(pattern: str) -> str:
    """Return the pattern without names, so that it can stand in another one more than once."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)
