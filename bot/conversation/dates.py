"""Which days a message is about: its dates as filters, and its text without them. Pure.

Only what plainly says when an article was published is a filter: operators, days counted from
today (kemarin, last week), *sejak* and ranges of days or months, and other dates in a message that
asks for news ("berita tanggal 29 Mei") or says nothing else. Other dates belong to the question:
"gempa 2018", "apa yang terjadi 17 Agustus 1945", and everything in a question that asks for a date.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.conversation.date_ends import DateEnds, NoSuchDayError, ends_of
from bot.conversation.date_grammar import DateKind, FoundDate, find_dates
from bot.conversation.date_tokens import MessageTokens, tokens_of
from bot.conversation.date_words import date_words
from bot.conversation.intents import FilterLabel, Impossible
from index.text.sections import section_of
from index.types import ANY_ARTICLE, Filters, Span

_MAX_LENGTH = 1000
"""Characters that are read of a message."""
_MAX_LABEL = 40
_OPERATOR = re.compile(r"(?<!\S)[a-z]+:\S", re.IGNORECASE)
_OF_AGES = ("tahun ini", "tahun lalu", "bulan ini")
_OLDEST_YEARS = 10
"""Years ago from which on words name an event and not articles: few collections go back so far."""
_SOURCES = frozenset(("source", "sumber"))
_OF_YEARS = re.compile(r"\b(?:tahun|years?|setahun)\b")
_ASKING = re.compile(
    r"\b(?:siapa\w*|berapa\w*|di ?mana\w*|manakah|mana|kenapa|mengapa|apakah|benarkah|betulkah"
    r"|who|whose|which|where|why|how|did|does|do)\b"
)
_WHAT = re.compile(r"\b(?:apa|what)\b")
_YEARS_AGO = re.compile(r"\w+ (?:tahun|years?) (?:yang )?(?:lalu|ago|silam|kemarin)")
_YEAR = re.compile(r"\d{4}")
_SIGNS = re.compile(r"[\s,;:]+([?!.])|\s+([,;:])")
_THAN = re.compile(
    r"\b(?:than|dibanding\w*|daripada|ketimbang|versus|vs|compared (?:to|with))\s+(?:the\s+)?$"
)
_FROM = re.compile(r"\b(?:from|dari)\s+$")
_CHANGES = re.compile(r"\b(?:up|down|higher|lower|naik|turun|beda|berubah|changed?)\b")
"""Words beside which "from last week" is what something is compared with."""
_ENDS = " ,;:-–—&"


@dataclass(frozen=True, slots=True)
class Dated:
    """A message taken apart: the text without its conditions, and their filters together.

    If ``impossible``, no article can meet them; ``wrong`` are the words that say so.
    """

    text: str
    filters: Filters = ANY_ARTICLE
    conditions: tuple[FilterLabel, ...] = ()
    impossible: Impossible | None = None
    wrong: str = ""


def may_name_days(message: str) -> bool:
    """Whether a message may have a date or an operator: cheap, and true too often."""
    text = message[:_MAX_LENGTH].lower()
    if any(map(str.isdigit, text)) or _OPERATOR.search(text):
        return True
    hints = date_words().hints
    return any(word.strip(".,?!:;\"'()") in hints for word in text.split())


def read_dates(message: str, now: datetime, without: Collection[int] = ()) -> Dated:
    """Return what ``message`` asks for; ``now`` is in the reader's time zone.

    The conditions with the numbers ``without``, counted from 0, are taken out and not met.
    """
    if not may_name_days(message):
        return Dated(message)
    tokens = tokens_of(message[:_MAX_LENGTH])
    found = sorted(find_dates(tokens.text), key=lambda one: one.start)
    reading = _Reading(message, tokens, found, now)
    meant = [each for each in found if reading.is_meant(each) and not reading.is_compared(each)]
    dated = Dated(reading.rest(meant) if meant else message)
    for number, each in enumerate(meant):
        if number not in without:
            dated = reading.with_condition(dated, number, each)
    return dated


@dataclass(frozen=True)
class _Reading:
    """A message with the dates that were found in it."""

    message: str
    tokens: MessageTokens
    found: list[FoundDate]
    now: datetime

    def is_meant(self, one: FoundDate) -> bool:
        """Whether it says when articles were published, rather than what is asked about."""
        if one.kind is DateKind.OPERATOR:
            return True
        only_dates = self._says_only_dates
        if not only_dates and (self._asks_when or _is_year(one) or self._is_age(one)):
            return False
        asks = _ASKING.search(self.tokens.text) is not None
        for_news = only_dates or (self._asks_for_news and not asks)
        try:
            ends = ends_of(one, self.now)
        except NoSuchDayError:
            return for_news or one.kind is DateKind.SINCE
        if self._is_old(ends) or (self._is_ahead(ends) and not only_dates):
            return False
        if one.kind is DateKind.RELATIVE and _OF_YEARS.search(one.since):
            return for_news or not (asks or self._says_what or self._is_after_month(one))
        return for_news or _is_relative(one) or _is_since(one)

    def with_condition(self, dated: Dated, number: int, one: FoundDate) -> Dated:
        """Return ``dated`` with what was found as one more condition."""
        if one.kind is DateKind.OPERATOR and one.since == one.until:
            return self._with_name(dated, number, one)
        label = self._written(one)
        try:
            ends = ends_of(one, self.now)
        except NoSuchDayError:
            return _impossible(dated, label, Impossible.NO_SUCH_DAY)
        both = _both(dated.filters, ends, widen=one.kind is not DateKind.OPERATOR)
        conditions = (*dated.conditions, FilterLabel(number, label))
        made = replace(dated, filters=both, conditions=conditions)
        if both.since and both.since > self.now.date():
            return _impossible(made, label, Impossible.FUTURE)
        if both.since and both.until and both.since > both.until:
            return _impossible(made, label, Impossible.REVERSED)
        return made

    def _with_name(self, dated: Dated, number: int, one: FoundDate) -> Dated:
        """Return ``dated`` with the name of a source or section as one more condition."""
        start, end = self.tokens.place(one.core, one.end)
        name = self.message[start:end].strip('"“”')
        filters = replace(dated.filters, section=section_of(name) or name)
        if one.operator in _SOURCES:
            filters = replace(dated.filters, source=name)
        label = FilterLabel(number, self._written(one, whole=True))
        return replace(dated, filters=filters, conditions=(*dated.conditions, label))

    def rest(self, meant: Collection[FoundDate]) -> str:
        """Return the message without what was meant."""
        kept, reached = [], 0
        for one in meant:
            start, end = self._place(one)
            kept.append(self.message[reached:start])
            reached = end
        kept.append(self.message[reached:])
        return _SIGNS.sub(r"\1\2", " ".join(" ".join(kept).split())).strip(_ENDS)

    def _place(self, one: FoundDate) -> Span:
        return self.tokens.place(one.start, one.end)

    def _written(self, one: FoundDate, *, whole: bool = False) -> str:
        start, end = self.tokens.place(one.start if whole else one.core, one.end)
        label = " ".join(self.message[start:end].split())
        return label if len(label) <= _MAX_LABEL else label[:_MAX_LABEL] + "…"

    def is_compared(self, one: FoundDate) -> bool:
        """Whether something is compared with it: "lower than yesterday", "naik dari kemarin"."""
        if one.kind is not DateKind.RELATIVE:
            return False
        before = self.tokens.text[: one.core]
        return _THAN.search(before) is not None or (
            _FROM.search(before) is not None and _CHANGES.search(before) is not None
        )

    def _is_after_month(self, one: FoundDate) -> bool:
        """Whether it is part of "Oktober tahun lalu"."""
        before = self.tokens.text[: one.start].split()
        return bool(before) and before[-1] in date_words().values("month")

    @cached_property
    def _says_what(self) -> bool:
        return bool(_WHAT.search(self.tokens.text))

    @cached_property
    def _asks_when(self) -> bool:
        return _says(self.tokens.text, "event")

    @cached_property
    def _asks_for_news(self) -> bool:
        text = f" {self.tokens.text} "
        for other in date_words().values("not_cue"):
            text = text.replace(f" {other} ", " ")
        return _says(text, "cue")

    @cached_property
    def _says_only_dates(self) -> bool:
        """Whether the message has no word of its own besides dates and words that ask for news."""
        text = self.tokens.text
        for one in reversed(self.found):
            text = text[: one.start] + text[one.end :]
        known = date_words().values("filler").keys() | date_words().values("cue").keys()
        return all(word in known or word.isdecimal() for word in text.split())

    def _is_age(self, one: FoundDate) -> bool:
        """Whether it is part of "anak 17 tahun ini"."""
        before = self.tokens.text[: one.start].split()
        return one.since.startswith(_OF_AGES) and bool(before) and before[-1].isdecimal()

    def _is_old(self, ends: DateEnds) -> bool:
        named = ends.until or ends.since
        return named is not None and named.year < self.now.year - _OLDEST_YEARS

    def _is_ahead(self, ends: DateEnds) -> bool:
        return ends.since is not None and ends.since > self.now.date()


def _says(text: str, kind: str) -> bool:
    text = f" {text} "
    return any(f" {phrase} " in text for phrase in date_words().values(kind))


def _is_year(one: FoundDate) -> bool:
    return one.since == one.until and _YEAR.fullmatch(one.since) is not None


def _is_relative(one: FoundDate) -> bool:
    """Whether it is counted from today, and not in years: "10 tahun lalu" was no article."""
    return one.kind is DateKind.RELATIVE and not _YEARS_AGO.fullmatch(one.since)


def _is_since(one: FoundDate) -> bool:
    """Whether it is *sejak* or a range, and not of years: exports rise from 2018 to 2020."""
    return one.kind is DateKind.SINCE and not (_YEAR.fullmatch(one.since) and one.until)


def _impossible(dated: Dated, label: str, reason: Impossible) -> Dated:
    if dated.impossible:
        return dated
    return replace(dated, impossible=reason, wrong=label)


def _both(filters: Filters, ends: DateEnds, *, widen: bool) -> Filters:
    """Return the filters for the days of both, from the first to the last if ``widen``."""
    sinces = [day for day in (filters.since, ends.since) if day]
    untils = [day for day in (filters.until, ends.until) if day]
    return replace(
        filters,
        since=(min if widen else max)(sinces, default=None),
        until=(max if widen else min)(untils, default=None),
    )
