"""Tell what asks to be told of news to come, and what asks to end or see that.

Beginnings are ``subscribing.tsv``; messages about one's topics are those of ``requests.tsv``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from bot.conversation.continuing import last_exchange
from bot.conversation.ending import ends_topic, subject_added
from bot.conversation.following import FOLLOW_UP_LIMIT
from bot.conversation.intents import ManageTopics, Subscribe
from bot.conversation.phrases import PhraseAutomaton, PhraseFound, word_class
from bot.conversation.requests import request_in
from bot.conversation.rescheduling import other_schedule
from bot.conversation.schedules import ScheduleFound, find_schedule
from bot.conversation.words import MessageWord, table_rows, words_of
from bot.conversation.wrappers import strip_wrappers

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_WORD = re.compile(r"\w")
_MODALS = frozenset("bisa boleh can could would will kamu mau aku tolong ya to like want".split())
_LABELS = frozenset("when about short send each keep".split())
_MAX_MODALS = 3
_MAX_SHORT = 2
_LEADING_NOISE = frozenset(
    """ada berita info kabar artikel informasi update updates perkembangan terbaru baru terkini soal
    dari yang lagi tentang seputar the a an any some new latest is are there there's on of from
    about article articles happens anything something news more else for to me aku kamu get have
    see find hear when if kalau ketika muncul keluar masuk di dapat punya in ke apa-apa story
    stories and dan tiap dong ya ringkasan rangkuman laporan
    digest summary daily weekly happening ever with sama buat untuk topik soon as it
    jika begitu""".split()
)
_TRAILING_NOISE = frozenset(
    """ya dong kakak min gan bro sis terus lagi aja baru terbaru kalau ada berita kabar info
    update updates tolong terima-kasih haha ☺ 👍 muncul keluar masuk news comes out appears happens
    kabarin kabari infoin kasih tau aku story beritahu sih deh nih
    bisa ga please a at on setelah langsung saja soal dan""".split()
)

_NEVER_SUBJECT = frozenset("bu pak bang".split())
"""Whom it is asked of without a particle before, unlike *mas*, gold."""


def subscribe(message: str, situation: "Situation") -> Subscribe | ManageTopics | None:
    """Return what ``message`` asks about alerts; None if it asks nothing about them."""
    if request_in(message) == "topics" or ends_topic(message):
        return ManageTopics()
    if (other := _also(message, situation)) is not None:
        return other
    found = find_schedule(message)
    text = _without(message, found)
    if found and (instead := _rescheduled(message, text, situation)):
        return instead
    subject = _subject_when(text, found) if found else _subject(text, found)
    if subject is None:
        return None
    last = last_exchange(situation)
    if not subject and last:
        subject = last.subject
    if not subject and not _WORD.search(text):
        return None
    return Subscribe(subject, found.schedule if found else None)


def _also(message: str, situation: "Situation") -> Subscribe | None:
    """Return alerts about another subject after those asked about last: "kpk juga dong"."""
    subject = subject_added(message) if were_alerts_shown(situation) else ""
    return Subscribe(subject) if subject else None


def were_alerts_shown(situation: "Situation") -> bool:
    """Whether what went before, a moment ago, is alerts that were asked for."""
    last = last_exchange(situation)
    is_recent = last is not None and situation.now - last.at <= FOLLOW_UP_LIMIT
    return last is not None and is_recent and last.is_of_alerts


def _rescheduled(message: str, rest: str, situation: "Situation") -> Subscribe | None:
    """Return the alerts asked about last at the schedule that ``message`` asks for instead.

    ``rest`` is the message without its schedule. A time alone is one after a preview.
    """
    found, last = other_schedule(message), last_exchange(situation)
    if found is None or not (found.repeats or (last and last.subject and not last.articles)):
        return None
    subject = last.subject if last else ""
    return Subscribe(subject, found.schedule) if subject or _WORD.search(rest) else None


def _subject_when(text: str, found: ScheduleFound) -> str | None:
    """Return the subject of a message without its schedule, which may part it from its frame."""
    if not _WORD.search(text):
        return ""
    subject = _subject(text, found)
    return _subject(strip_wrappers(text), found) if subject is None else subject


def _without(message: str, found: ScheduleFound | None) -> str:
    if found is None:
        return message
    before, after = message[: found.start].strip(" ,"), message[found.end :].strip(" ,")
    return f"{before} {after}".strip()


def _subject(text: str, schedule: ScheduleFound | None) -> str | None:
    """Return what alerts are asked about, "" if that is not said; None if none are asked for."""
    words = words_of(text)
    texts = [word.text for word in words]
    for found in reversed(list(_found_beginnings(texts))):
        first, last = _bounds(texts, found.end)
        if _is_request(found.label, schedule, texts[first:last]):
            return _cut(text, words, first, last)
    return None


def _found_beginnings(texts: Sequence[str]) -> Iterator[PhraseFound]:
    """Yield the beginnings of requests, at the first word or after "can you" and the like."""
    skipped = word_class("particle") | word_class("vocative")
    for at in range(min(len(texts), _MAX_MODALS + 1)):
        if found := _beginnings().longest(texts, at, skipped):
            yield found
        if texts[at] not in _MODALS:
            break


def _is_request(label: str, schedule: ScheduleFound | None, subject: Sequence[str]) -> bool:
    """Whether a beginning of this label is a request, with this schedule and subject."""
    if label != "when" and not word_class("question").isdisjoint(subject):
        return False
    match label:
        case "keep":
            return False
        case "short":
            return len(subject) <= _MAX_SHORT
        case "send":
            return schedule is not None
        case "each":
            return schedule is not None and schedule.repeats
        case _:
            return True


def _bounds(texts: Sequence[str], first: int) -> tuple[int, int]:
    """Return where the subject begins and ends, without what only says that it is news."""
    last = len(texts)
    while first < last and texts[first] in _LEADING_NOISE:
        first += 1
    while last > first and _is_trailing(texts[max(0, last - 2) : last]):
        last -= 1
    return first, last


def _is_trailing(texts: Sequence[str]) -> bool:
    """Whether the last of two words only says that it is news, or whom it is asked of."""
    before, last = texts[0], texts[-1]
    if last in word_class("honorific"):
        return last in _NEVER_SUBJECT or before in word_class("particle")
    return last in _TRAILING_NOISE or last in word_class("vocative")


def _cut(text: str, words: Sequence[MessageWord], first: int, last: int) -> str:
    return text[words[first].start : words[last - 1].end] if first < last else ""


@cache
def _beginnings() -> PhraseAutomaton:
    return PhraseAutomaton(row for row in table_rows("subscribing.tsv") if row[0] in _LABELS)
