"""Messages that leave out their subject are read with that of what went before. Pure.

A message with a subject of its own and without a reference back is never changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.conversation.carrying import other_subject, with_subject
from bot.conversation.intents import Ask, AskSubject
from bot.conversation.typed_words import (
    CLASSES,
    SUBJECTS,
    Kind,
    TypedWord,
    kind_of,
    looks_like_verb,
    read_words,
)
from bot.model.conversation import Exchange

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

FOLLOW_UP_LIMIT = timedelta(minutes=10)
"""How long a message is read with what went before, unless it replies to it."""
MAX_SUBJECTS = 3
"""Subjects that are offered where none is clear."""
_MAX_WORDS = 14
"""A longer message says itself what it is about."""
_MAX_OTHER = 5
"""Words of another subject: "kalau yang di Jakarta"."""

_ELLIPSES = {
    ("bagaimana", "dengan"), ("bagaimana", "kalau"), ("bagaimana", "soal"),
    ("gimana", "dengan"), ("gimana", "dgn"), ("gimana", "kalau"), ("gimana", "kalo"),
    ("gimana", "klo"), ("gimana", "soal"), ("gmn", "dengan"), ("gmn", "kalo"),
    ("what", "about"), ("how", "about"),
}  # fmt: skip
"""Beginnings that ask the same of something else."""
_DEFINING = frozenset("apa apakah what".split())
_EVENTS = frozenset("terjadi happen happened happening happens".split())
_WHO = frozenset("siapa sapa siapakah".split())
_ASKS_WHETHER = frozenset(
    """is are was were did does do has have can adakah apakah benarkah bisakah sudahkah masihkah
    udah sudah udh sdh masih bisa emang""".split()
)
_OR_NOT = frozenset(
    """ga gak gk nggak ngga enggak engga kagak tidak tdk belum blm blom belom kah""".split()
)
"""The beginnings and ends of questions that yes or no answers."""
_TAG = frozenset("gimana bagaimana gmn".split())


class Lack(Enum):
    """The part that a message lacks to be a whole question."""

    NOTHING = auto()
    SUBJECT = auto()
    QUESTION = auto()  # it names another subject only: "dan Lavrov?"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message's words without those that lead to it, and what is lacking.

    ``at`` is where the subject is referred to, None if it is left out. ``is_clear`` is whether
    the message cannot be searched for as it is.
    """

    words: tuple[TypedWord, ...]
    lack: Lack
    at: int | None = None
    is_clear: bool = False


def follow(message: str, situation: "Situation") -> Ask | AskSubject | None:
    """Return ``message`` with the subject of what went before; None if it is whole.

    AskSubject if it is clear that something is missing, but not what.
    """
    reading = read(message)
    if reading.lack is Lack.NOTHING:
        return None
    before = _before(situation)
    if before is None:
        return AskSubject(message, subjects(situation.history)) if reading.is_clear else None
    return carried(reading, before)


def carried(reading: FollowUp, before: Exchange) -> Ask | None:
    """Return the question that ``reading`` asks after ``before``; None if it asks none."""
    if reading.lack is Lack.QUESTION:
        question = other_subject(reading.words, before)
        return Ask(question, shown=question) if question else None
    question, shown = with_subject(reading.words, reading.at, before)
    return Ask(question, subject=before.subject, shown=shown)


def subjects(history: Sequence[Exchange]) -> tuple[str, ...]:
    """Return the last subjects, newest first, each once."""
    found = dict.fromkeys(each.subject for each in history if each.subject)
    return tuple(found)[:MAX_SUBJECTS]


def _before(situation: "Situation") -> Exchange | None:
    """Return what the message follows: what it replies to, else the last of some minutes."""
    if situation.replied_to is not None and situation.replied_to.subject:
        return situation.replied_to
    for each in situation.history:
        if each.subject and situation.now - each.at <= FOLLOW_UP_LIMIT:
            return each
    return None


def may_follow(message: str) -> bool:
    """Whether what went before matters for ``message``."""
    return read(message).lack is not Lack.NOTHING


def read(message: str) -> FollowUp:
    """Return what ``message`` lacks."""
    words = tuple(read_words(message))
    if not words or len(words) > _MAX_WORDS:
        return FollowUp(words, Lack.NOTHING)
    rest = _without_lead(words)
    other = _other(rest, is_led=len(rest) < len(words), asked=message.rstrip().endswith("?"))
    if other:
        return FollowUp(other, Lack.QUESTION)
    if len(rest) < len(words) and _is_elsewhere(rest):
        return FollowUp(rest, Lack.SUBJECT)
    reference = next(_references(rest), None)
    if reference is not None:
        is_clear = not any(word.kind in SUBJECTS for word in rest) and not _owns_subject(rest)
        return FollowUp(rest, Lack.SUBJECT, reference, is_clear)
    if _lacks_subject(rest):
        return FollowUp(rest, Lack.SUBJECT, None, is_clear=True)
    return FollowUp(words, Lack.NOTHING)


def _without_lead(words: tuple[TypedWord, ...]) -> tuple[TypedWord, ...]:
    """Return the words after *dan*, *terus*, *kalau*, *what about* and the like."""
    rest = words
    while rest:
        if tuple(word.lower for word in rest[:2]) in _ELLIPSES:
            rest = rest[2:]
        elif rest[0].kind is Kind.LEAD and not rest[0].is_name:
            rest = rest[1:]
        else:
            break
    return rest


def _other(rest: tuple[TypedWord, ...], *, is_led: bool, asked: bool) -> tuple[TypedWord, ...]:
    """Return the other subject that is all that the message names; empty if it says more."""
    words = [word for word in rest if word.kind is not Kind.FILLER and word.lower not in _TAG]
    if len(words) < len(rest) - 2 or not 0 < len(words) <= _MAX_OTHER:
        return ()
    starts_inside = words[0].kind is Kind.PREPOSITION or rest[0].lower in {"yang", "yg"}
    if not (is_led or (starts_inside and asked)):
        return ()
    allowed = {*SUBJECTS, Kind.NUMBER, Kind.PREPOSITION, Kind.ATTRIBUTE, Kind.MODIFIER, Kind.TIME}
    names = any(word.kind in {*SUBJECTS, Kind.NUMBER} for word in words)
    return tuple(words) if names and all(word.kind in allowed for word in words) else ()


def _is_elsewhere(rest: tuple[TypedWord, ...]) -> bool:
    """Whether a question names only a circumstance: "kalau di Bali berapa korbannya"."""
    own = [n for n, word in enumerate(rest) if word.kind in SUBJECTS]
    inside = [n for n in own if n and rest[n - 1].kind is Kind.PREPOSITION]
    asks = any(word.kind in {Kind.QUESTION, Kind.OWNED} for word in rest)
    return asks and bool(own) and own == inside and own[0] == 1


def _references(words: tuple[TypedWord, ...]) -> Iterator[int]:
    """Yield the positions of words that refer to what the message doesn't say."""
    for position, word in enumerate(words):
        before, after = words[:position], words[position + 1 :]
        match word.kind:
            case Kind.OWNED:
                if not _has_subject(before) and not _possessor_follows(after):
                    yield position
            case Kind.PRONOUN | Kind.POSSESSIVE:
                if not _has_name(before) and not _is_expletive(word, after):
                    yield position
            case Kind.DEMONSTRATIVE:
                if _refers(words, position):
                    yield position


def _has_subject(words: Sequence[TypedWord]) -> bool:
    kinds = {*SUBJECTS, Kind.NUMBER}
    return any(word.kind in kinds and not _is_verb(n, words) for n, word in enumerate(words))


def _has_name(words: Sequence[TypedWord]) -> bool:
    """Whether something is named that a pronoun can stand for."""
    kinds = {Kind.OWN, Kind.WHOLE}
    return any(word.kind in kinds and not _is_verb(n, words) for n, word in enumerate(words))


def _is_verb(position: int, words: Sequence[TypedWord]) -> bool:
    """Whether a word that no list has looks like a verb: it names nothing."""
    word = words[position]
    if word.is_name or not position:
        return False
    leads = words[position - 1].kind in {Kind.FILLER, Kind.QUESTION}
    return leads and looks_like_verb(word)


def _owns_subject(words: Sequence[TypedWord]) -> bool:
    """Whether -nya stands after a word that says itself what is meant: *banjirnya di mana*."""
    kinds = {Kind.ATTRIBUTE, Kind.PREDICATE, Kind.MODIFIER, Kind.FILLER, Kind.QUESTION}
    kinds |= {Kind.PREPOSITION, Kind.PRONOUN, Kind.TIME, Kind.DEMONSTRATIVE}
    owned = [word for word in words if word.kind is Kind.OWNED]
    return any(kind_of(word.text) not in kinds for word in owned)


def _possessor_follows(after: Sequence[TypedWord]) -> bool:
    """Whether the owner comes next: "ibu kotanya Jepang", "harganya beras"."""
    for word in after:
        if word.kind in SUBJECTS or word.kind is Kind.NUMBER:
            return True
        if word.kind not in {Kind.ATTRIBUTE, Kind.OWNED} and word.lower not in {"si", "para"}:
            return False
    return False


def _is_expletive(word: TypedWord, after: Sequence[TypedWord]) -> bool:
    """Whether *it* only announces what follows: "is it true that Messi retires"."""
    if word.lower != "it":
        return False
    that = next((n for n, each in enumerate(after) if each.lower in {"that", "to", "for"}), None)
    return that is not None and _has_subject(after[that:])


def _refers(words: tuple[TypedWord, ...], position: int) -> bool:
    """Whether a demonstrative stands for something, or singles out one of its class."""
    word = words[position]
    beside = words[position - 1] if position else None
    following = words[position + 1] if position + 1 < len(words) else None
    if beside is not None and beside.kind is Kind.TIME:
        return False
    named = any(each.kind in {Kind.OWN, Kind.WHOLE, Kind.NUMBER} for each in words)
    english = word.lower in {"that", "this", "those", "these"}
    noun = following if english else beside
    if noun is not None and noun.kind in CLASSES:
        return not named and not _is_definition(words)
    if english and following is not None and following.kind is Kind.TIME:
        return False
    if word.lower == "there":
        return following is None
    return not named and not any(each.kind in CLASSES for each in words)


def _is_definition(words: tuple[TypedWord, ...]) -> bool:
    """Whether all that is asked is what something is: "gempa itu apa"."""
    asks = [word.lower for word in words if word.kind is Kind.QUESTION]
    says = any(word.kind in {Kind.ATTRIBUTE, Kind.PREDICATE, Kind.OWNED} for word in words)
    return not says and all(each in _DEFINING for each in asks)


def _lacks_subject(words: tuple[TypedWord, ...]) -> bool:
    """Whether a question has neither a subject nor a reference: "how many died?", "kapan?"."""
    words = _without_verb(words)
    kinds = [word.kind for word in words]
    if any(kind in SUBJECTS or kind in {Kind.SPEAKER, Kind.NUMBER} for kind in kinds):
        return False
    asks = [word.lower for word in words if word.kind is Kind.QUESTION]
    says = [word for word in words if word.kind in {Kind.ATTRIBUTE, Kind.PREDICATE}]
    things = [word for word in says if word.kind is Kind.ATTRIBUTE]
    if Kind.TIME in kinds and all(word.lower in _EVENTS for word in says):
        return False  # asks for the news
    if not says:
        return bool(asks) and not (len(asks) == 1 and asks[0] in _DEFINING and len(words) <= 2)
    return len(things) <= 1 and bool(asks or len(words) <= 2 or _is_yes_no(words))


def _without_verb(words: tuple[TypedWord, ...]) -> tuple[TypedWord, ...]:
    """Return the words without the verb that is all that follows *siapa yang*."""
    said = [word for word in words if word.kind is not Kind.FILLER]
    who = [n for n, word in enumerate(words[:-2]) if word.lower in _WHO]
    if len(said) != 2 or not who or words[who[0] + 1].lower not in {"yang", "yg"}:
        return words
    verb = words[who[0] + 2]
    is_verb = verb.kind is Kind.OWN and not verb.is_name
    return tuple(word for word in words if word is not verb) if is_verb else words


def _is_yes_no(words: tuple[TypedWord, ...]) -> bool:
    return words[0].lower in _ASKS_WHETHER or words[-1].lower in _OR_NOT
