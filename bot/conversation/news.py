"""Read from a message its question, its days, and whether it asks for the newest or for a list.

Pure. The words are ``news_words.tsv``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bot.conversation.changing import newest_of_kind, value_asked
from bot.conversation.continuing import last_exchange
from bot.conversation.dates import Dated, read_dates
from bot.conversation.intents import Ask, AskSubject, FilterLabel, ImpossibleDays, Intent, ListNews
from bot.conversation.newest import read_newest
from bot.conversation.phrases import word_class
from bot.conversation.sections import SectionRequest, requested_section
from bot.conversation.words import table_rows, words_of
from index.query.overview import overview_subject
from index.text.sections import sections
from index.types import Language

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

MAX_COUNT = 10
"""Headlines that are listed at most, however many are asked for."""
_NUMBERS = {
    word: number
    for number, words in enumerate(
        """satu one/dua two/tiga three/empat four/lima five/enam six/tujuh seven/delapan eight
        /sembilan nine/sepuluh ten""".split("/"),
        start=1,
    )
    for word in words.split()
}
SECTION_NUMBER = 40
"""The number of a section among the conditions of a message: the others count from 0."""
_COUNTED = re.compile(r"^\s*(?:\d{1,2}|top \d{1,2})\s+")
_PREPOSITION = re.compile(r"^(?:about|on|of|from|regarding) (?=\S)", re.IGNORECASE)
_HEADLINES = frozenset("berita headline headlines".split())
_MAX_WORDS = 16
"""Words of a message that asks for nothing but news."""


@dataclass(frozen=True, slots=True)
class NewsRequest:
    """A message taken apart: ``text`` is its question, without days and words for the newest.

    ``intent`` is what it asks for if that is no question. ``names_news`` is whether it asks for
    news of its subject, so that it lacks none.
    """

    text: str
    dated: Dated
    newest: bool
    intent: Intent | None = None
    names_news: bool = False

    def applied(self, intent: Intent) -> Intent:
        """Return the intent of ``text`` with the days and the order that the message asks for."""
        if isinstance(intent, AskSubject) and self.names_news:
            intent = Ask(self.text)
        if not isinstance(intent, Ask):
            return intent
        value = value_asked(intent.question)
        return replace(
            intent,
            question=value.question if value else intent.question,
            about=value.subject if value else "",
            filters=self.dated.filters,
            newest=bool(value) or intent.newest or self.newest,
            conditions=self.dated.conditions,
            lists=self.names_news,
        )


def read_request(message: str, situation: "Situation") -> NewsRequest:
    """Return what ``message``, without what is said around it, asks for."""
    dated = read_dates(message, situation.now, situation.without)
    if dated.impossible:
        return NewsRequest(message, dated, False, ImpossibleDays(dated.impossible, dated.wrong))
    text, newest = read_newest(dated.text)
    is_dated = bool(dated.conditions or situation.without)
    count, is_bare = listed(text, dated=is_dated, newest=newest), is_dated or newest
    if count is not None:
        return NewsRequest(text, dated, newest, ListNews(dated.filters, count, dated.conditions))
    after_list = _follows_list(situation)
    if (section := requested_section(text, bare=is_bare, after_list=after_list)) is not None:
        return NewsRequest(text, dated, newest, _of_section(section, text, dated, situation))
    if subject := _named_subject(text):
        return NewsRequest(subject, dated, newest=True, names_news=True)
    text = (newest and newest_of_kind(text)) or text
    newest = newest or _is_of_today(dated, situation)
    return NewsRequest(text or message, dated, newest)


def _follows_list(situation: "Situation") -> bool:
    """Whether what the message goes on with is a list of headlines, which has no question."""
    last = last_exchange(situation)
    return last is not None and last.is_list


def names_news(message: str) -> bool:
    """Whether ``message`` has a plain word for news."""
    return any(word in _HEADLINES for word in _spelt(message))


def asks_for_headlines(message: str, situation: "Situation") -> bool:
    """Whether ``message`` asks for a list of news by a plain word for it."""
    if not names_news(message):
        return False
    return isinstance(read_request(message, situation).intent, ListNews)


def _of_section(
    section: SectionRequest, text: str, dated: Dated, situation: "Situation"
) -> ListNews:
    """Return the list of a section's news, or of all if the section was taken back.

    It is named as the section, of which *bola* is only a part.
    """
    count = next(filter(None, (_count(word.text) for word in words_of(text))), 0)
    if SECTION_NUMBER in situation.without:
        return ListNews(dated.filters, count, dated.conditions)
    filters = replace(dated.filters, section=section.code)
    name = sections()[section.code].names[situation.language].lower()
    label = FilterLabel(SECTION_NUMBER, name)
    return ListNews(filters, count, (label, *dated.conditions))


def listed(text: str, *, dated: bool, newest: bool) -> int | None:
    """Return how many headlines ``text`` asks for, 0 for any number; None if for something else.

    ``text`` is a message without its days (``dated``) and words for the ``newest``.
    """
    words = [word.text for word in words_of(text)]
    if len(words) > _MAX_WORDS:
        return None
    said = f" {' '.join(words)} "
    table = _phrases()
    if any(f" {phrase} " in said for phrase in table["never"]):
        return None
    bare = dated or newest
    asks = _without(said, table["asks"])
    happens = _without(asks, table["happens"])
    rest = happens.split()
    if not _known().issuperset(word for word in rest if not _count(word)):
        return None
    nouns = [word for word in rest if word in _words("news")]
    is_asked = asks != said or any(word not in _words("weak") for word in nouns)
    if is_asked or bare or (nouns and "ada" in words):
        return next(filter(None, map(_count, rest)), 0)
    return None


def language_of_news(message: str) -> Language | None:
    """Return the language of a message that asks for news; None if its words are of both."""
    words = {word.strip(".,?!:") for word in message.lower().split()}
    said = [each for each in Language if words & _words(each.value)]
    return said[0] if len(said) == 1 else None


def _without(said: str, phrases: Sequence[str]) -> str:
    for phrase in phrases:
        said = said.replace(f" {phrase} ", " ")
    return said


def _count(word: str) -> int:
    number = int(word) if word.isdecimal() and len(word) <= 2 else _NUMBERS.get(word, 0)
    return min(number, MAX_COUNT)


def _is_of_today(dated: Dated, situation: "Situation") -> bool:
    """Whether only today's is asked for."""
    today = situation.now.date()
    return dated.filters.since == today and dated.filters.until == today


def _named_subject(text: str) -> str:
    """Return the subject if news of one is asked for, and nothing else: "berita ebola"; else ""."""
    text = _without_listing(_COUNTED.sub("", text))
    first = next((word for word in words_of(text) if word.text in _words("about")), None)
    if first is None:
        return ""
    in_indonesian = f"{text[: first.start]}berita{text[first.end :]}"
    for asked, language in ((text, Language.ENGLISH), (in_indonesian, Language.INDONESIAN)):
        subject = overview_subject(asked, language)
        if subject != asked.strip(" ?!.") and not _known().issuperset(_spelt(subject)):
            return _PREPOSITION.sub("", subject)
    return ""


def _without_listing(text: str) -> str:
    """Return ``text`` from *berita* on, if only words as *daftar* are before it."""
    for word in words_of(text):
        if word.text in _words("about"):
            return text[word.start :]
        if word.text not in _words("listing"):
            break
    return text


def _spelt(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@cache
def _rows() -> dict[str, str]:
    return dict(table_rows("news_words.tsv"))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_rows()[kind].split())


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    """Return the phrases of each kind, the longest first."""
    kinds = ("asks", "happens", "never")
    return {
        kind: tuple(sorted(map(_usual, _rows()[kind].split(" / ")), key=len, reverse=True))
        for kind in kinds
    }


def _usual(phrase: str) -> str:
    return " ".join(_spelt(phrase))


@cache
def _known() -> frozenset[str]:
    fillers = word_class("particle") | word_class("vocative") | word_class("address")
    return _words("news") | _words("new") | _words("filler") | fillers
