"""Read what corrects the question before: "bukan dolar, maksudku rupiah". Pure."""

import re
from typing import TYPE_CHECKING

from bot.conversation.following import exchange_before
from bot.conversation.intents import Ask
from bot.conversation.references import ABOUT
from bot.conversation.saying import as_said
from bot.conversation.substituting import other_subject
from bot.conversation.typed_words import ATTRIBUTES, SUBJECTS, Kind, TypedWord, joined, read_words
from bot.model.conversation import Exchange

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_MEANT = (
    r"(?:yang\s+)?(?:maksudku|maksudq|maksudnya|maksud\s+(?:saya|aku|gue|gw)|i\s+mean|i\s+meant?)"
)
_NOT = r"(?:bukan|bkn|not)\s+(?!hanya|cuma|sekadar|main|itu|gitu|begitu|only|just|that|this)"
_SORRY = r"(?:(?:no|nope|eh|maaf|sorry|salah|oh)\b[,.]?\s+){0,3}"
_WRONG = r"(?P<wrong>[\w'’-]+(?:\s+[\w'’-]+){0,3}?)"
_RIGHT = r"(?P<right>\S[^,;!?]*?)"
_FULL = re.compile(
    rf"""{_SORRY}{_NOT}{_WRONG}(?:(?P<pause>\s*[,.;]\s*)|\s+(?=maksud|i\s+mean|tapi|tp|mela|but))
    (?P<meant>(?:{_MEANT}|tapi|tp|melainkan|but)\s+)?(?P<right>\S.*?)[.!]*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""bukan X, Y; bukan X tapi Y."""
_AFTER = re.compile(
    rf"{_SORRY}(?:{_MEANT}\s+)?{_RIGHT}\s*,?\s+{_NOT}{_WRONG}\s*[.!]*", re.IGNORECASE
)
"""Y, bukan X."""
_RIGHT_ONLY = re.compile(
    rf"(?:{_SORRY}{_MEANT}[,:]?\s+|(?:no|nope|bukan|bkn|(?:eh\s+)?salah|ralat)\s*,\s*){_RIGHT}[.!?]*"
    rf"|{_SORRY}(?P<said>\S[^,;!?]*?)\s*,?\s+{_MEANT}[.!]*",
    re.IGNORECASE,
)
"""Maksudku Y; bukan, Y; Y maksudku."""
_NYA = re.compile(r"(?<=\w{3})nya$", re.IGNORECASE)
_LEADS = frozenset({*ABOUT, "yang", "yg", "di", "in", "the"})
_DEIXIS = frozenset("yang yg the".split())
_NAMING = SUBJECTS | ATTRIBUTES | {Kind.NUMBER, Kind.PREPOSITION, Kind.MODIFIER, Kind.TIME}
_IN_DAYS = frozenset({Kind.TIME, Kind.FILLER, Kind.DEMONSTRATIVE, Kind.NUMBER})
_MAX_NAMED = 5
"""Words of what was meant, if nothing says what was not."""


def correct(message: str, situation: "Situation") -> Ask | None:
    """Return the question before with what was meant; without one, what was meant alone.

    None if the message corrects nothing.
    """
    message, before = message.strip(), exchange_before(situation)
    if found := _FULL.fullmatch(message):
        return _exchanged(found["wrong"], found["right"], before, said=bool(found["meant"]))
    if before is None:
        return None
    if (found := _AFTER.fullmatch(message)) and _place(found["wrong"], before.question):
        return _exchanged(found["wrong"], found["right"], before, said=False)
    if found := _RIGHT_ONLY.fullmatch(message):
        return _replaced(found["right"] or found["said"], before)
    return None


def days_meant(message: str) -> str:
    """Return the days that are meant instead of others, the whole message if it says no such.

    "27 mei" of "bukan kemarin, tanggal 27 mei".
    """
    message = message.strip()
    if found := _FULL.fullmatch(message):
        right = found["right"] if _says_days(found["wrong"]) else ""
        return right if right and {word.kind for word in read_words(right)} <= _IN_DAYS else message
    found = _RIGHT_ONLY.fullmatch(message)
    right = (found["right"] or found["said"]) if found else ""
    return right if right and _says_days(right) else message


def may_correct(message: str) -> bool:
    """Whether a message has the form of a correction."""
    return any(form.fullmatch(message.strip()) for form in (_FULL, _AFTER, _RIGHT_ONLY))


def _exchanged(wrong: str, right: str, before: Exchange | None, *, said: bool) -> Ask | None:
    """Return the question with ``right`` for ``wrong``; ``said`` is whether *maksudku* says so."""
    place = _place(wrong, before.question) if before else None
    words = read_words(right)
    if before is None or any(word.kind is Kind.QUESTION for word in words):
        return Ask(joined(_without_lead(words))) if said or place else None
    if place is None:
        if _says_days(wrong) and _says_days(right):
            return _shown(f"{before.question.rstrip(' ?')} {right}")
        return Ask(joined(_without_lead(words))) if said else None
    start, end = place
    if wrong.lower().endswith("nya"):
        right = _NYA.sub("", right)
    elif words and words[0].lower not in wrong.lower().split():
        right = joined(_without_lead(words))
    question = before.question[:start] + right + before.question[end:]
    return _shown(question.rstrip(" ?"))


def _replaced(right: str, before: Exchange) -> Ask | None:
    """Return the question about ``right`` instead, if that only names something."""
    words = [word for word in read_words(right) if word.kind is not Kind.FILLER]
    if not 0 < len(words) <= _MAX_NAMED or any(word.kind not in _NAMING for word in words):
        return None
    if not any(word.kind in SUBJECTS for word in words):
        return None
    question = other_subject(words, before)
    return _shown(question) if question else None


def _place(wrong: str, question: str) -> tuple[int, int] | None:
    """Return where a question says what was not meant."""
    for form in (wrong, _NYA.sub("", wrong), joined(_without_lead(read_words(wrong)))):
        found = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", question, re.IGNORECASE)
        if form and found:
            return found.span()
    return None


def _without_lead(words: list[TypedWord]) -> list[TypedWord]:
    rest = words
    while len(rest) > 1 and rest[0].lower in _LEADS:
        rest = rest[1:]
    return rest


def _says_days(text: str) -> bool:
    kinds = {word.kind for word in read_words(text) if word.lower not in _DEIXIS}
    return Kind.TIME in kinds and kinds <= _IN_DAYS


def _shown(question: str) -> Ask:
    return Ask(question, shown=as_said(question))
