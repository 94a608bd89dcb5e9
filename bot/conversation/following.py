"""Messages that leave out their subject are read with that of what went before. Pure.

A message with a subject of its own and without a reference back is never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.conversation.carrying import is_another_event, with_subject
from bot.conversation.continuing import last_exchange
from bot.conversation.intents import Ask, AskSubject
from bot.conversation.left_out import lacks_other, object_reference
from bot.conversation.references import (
    ABOUT,
    DEFINING,
    compares,
    is_yes_no,
    lacks_subject,
    owns_subject,
    references,
)
from bot.conversation.saying import as_said
from bot.conversation.substituting import asks_itself, other_subject
from bot.conversation.typed_words import (
    ATTRIBUTES,
    CLASSES,
    SUBJECTS,
    Kind,
    TypedWord,
    joined,
    read_words,
)
from bot.model.conversation import Exchange
from bot.questions.statement_questions import is_whole_question

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

FOLLOW_UP_LIMIT = timedelta(minutes=10)
"""How long a message is read with what went before, unless it replies to it."""
MAX_SUBJECTS = 3
"""Subjects that are offered where none is clear."""
MAX_MESSAGE_WORDS = 14
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
_REFERRING = frozenset({Kind.PRONOUN, Kind.POSSESSIVE, Kind.DEMONSTRATIVE, Kind.OWNED, Kind.LEAD})
_HEARD = frozenset("oh ooh o ohh hmm hm ok oke okay iya wah waduh gitu begitu".split())
_ALSO = frozenset("juga jg also too".split())
_NEXT = frozenset("dan lalu lantas terus trs trus and then so".split())
_NO_NEWS = frozenset("bukan yang yg kalau kalo dan terus trs eh ya sih dong tadi no the".split())
_SAYING = CLASSES | ATTRIBUTES | {Kind.PREDICATE, Kind.TIME, Kind.NUMBER}
_COUNTS = frozenset("dua tiga empat lima enam two three four five six".split())
_ASKS_OF_WHOLE = frozenset("apakah mana dimana where".split())
"""Question words of what may be whole; "berapa korban tewas" never is."""
_ENOUGH = 3
_ACCORDING = frozenset("menurut versi kata".split())
"""Before who says something of what went before: "menurut Purbaya gimana"."""
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
        return _completed(reading, situation)
    before = exchange_before(situation)
    if reading.at is None and is_whole_question(message):
        return None
    if before is None:
        asks = reading.is_clear and not _says_enough(reading)
        return AskSubject(message, subjects(situation.history)) if asks else None
    return carried(reading, before)


def _completed(reading: FollowUp, situation: "Situation") -> Ask | None:
    """Return the question for which a subject was asked, about what ``reading`` names."""
    before = last_exchange(situation)
    if before is None or before.subject or situation.now - before.at > FOLLOW_UP_LIMIT:
        return None
    named = [word for word in reading.words if word.kind is not Kind.FILLER]
    while named and named[0].lower in ABOUT:
        named = named[1:]
    asked = read(before.question)
    if asked.lack is not Lack.SUBJECT or not 0 < len(named) <= _MAX_OTHER:
        return None
    if any(word.kind not in SUBJECTS | {Kind.NUMBER} for word in named):
        return None
    subject = joined(named)
    return carried(asked, replace(before, question=subject, subject=subject))


def _says_enough(reading: FollowUp) -> bool:
    """Whether a message without a subject can be searched for: "dua orang tewas di mana"."""
    said = [each for each in reading.words if each.kind in _SAYING or each.lower in _COUNTS]
    asks = any(
        each.kind is Kind.QUESTION and each.lower not in _ASKS_OF_WHOLE for each in reading.words
    )
    return reading.at is None and len(said) >= (_ENOUGH if asks else _ENOUGH - 1)


def carried(reading: FollowUp, before: Exchange) -> Ask | None:
    """Return the question that ``reading`` asks after ``before``; None if it asks none."""
    if reading.lack is Lack.QUESTION:
        if asks_itself(reading.words, before):
            return Ask(joined(reading.words), shown=as_said(joined(reading.words)))
        question = other_subject(reading.words, before)
        return Ask(question, shown=as_said(question)) if question else None
    if reading.at is not None and is_another_event(reading.words[reading.at], before):
        return None
    return with_subject(reading.words, reading.at, before)


def subjects(history: Sequence[Exchange]) -> tuple[str, ...]:
    """Return the last subjects, newest first, each once."""
    found = dict.fromkeys(each.subject for each in history if each.subject)
    return tuple(found)[:MAX_SUBJECTS]


def exchange_before(situation: "Situation") -> Exchange | None:
    """Return what the message follows: what it replies to, else the last of some minutes."""
    if situation.replied_to is not None and situation.replied_to.subject:
        return situation.replied_to
    for each in situation.history:
        if each.subject and situation.now - each.at <= FOLLOW_UP_LIMIT:
            return each
    return None


def asks_again(message: str) -> bool:
    """Whether a message without its days asks the same of other days: "kalau kemarin?"."""
    words = read_words(message)
    asks = [each for each in words if each.kind in {Kind.LEAD, Kind.QUESTION}]
    says = [each for each in words if each.kind not in {Kind.LEAD, Kind.QUESTION, Kind.FILLER}]
    is_bare = all(each.lower in _NO_NEWS for each in words)
    return not says and (is_bare or any(each.lower not in DEFINING for each in asks))


def ask_again(situation: "Situation") -> Ask | None:
    """Return the question that went before; None if none did."""
    before = exchange_before(situation)
    return carried(FollowUp((), Lack.SUBJECT), before) if before else None


def asks_which(message: str) -> bool:
    """Whether it is asked which of something: "daerah mana aja"."""
    asks = {word.lower for word in read_words(message) if word.kind is Kind.QUESTION}
    return asks == {"mana"} and read(message).is_clear


def names_owner_before(message: str) -> bool:
    """Whether -nya refers to what went before: "kabar terbarunya"."""
    found = read(message)
    return found.at is not None and found.words[found.at].kind is Kind.OWNED


def subject_meant(subject: str, situation: "Situation") -> str:
    """Return ``subject``, or that of what went before if it only refers to it: "soal itu"."""
    before = exchange_before(situation)
    refers = read(subject).lack is Lack.SUBJECT
    return before.subject if before and refers else subject


def refers_back(message: str) -> bool:
    """Whether ``message`` says something of what it does not name: "ini kapan kejadiannya"."""
    return read(message).lack is Lack.SUBJECT


def may_follow(message: str) -> bool:
    """Whether what went before may matter for ``message``."""
    words = read_words(message)[:MAX_MESSAGE_WORDS]
    return any(word.kind in _REFERRING for word in words) or read(message).lack is not Lack.NOTHING


def read(message: str) -> FollowUp:
    """Return what ``message`` lacks."""
    words = tuple(read_words(message))
    if not words or len(words) > MAX_MESSAGE_WORDS or _is_title(message, words):
        return FollowUp(words, Lack.NOTHING)
    rest = _without_lead(words)
    asked = message.rstrip().endswith("?")
    other = _other(rest, is_led=len(rest) < len(words), asked=asked)
    if other and not _is_next(words, rest):
        return FollowUp(other, Lack.QUESTION)
    is_added = len(rest) < len(words) or any(word.lower in _ALSO for word in rest)
    if not rest or (is_added and _is_elsewhere(rest, asked=asked)):
        return FollowUp(rest, Lack.SUBJECT)
    reference = object_reference(rest)
    if reference is None:
        reference = next(references(rest), None)
    if reference is not None:
        is_clear = not any(word.kind in SUBJECTS for word in rest) and not owns_subject(rest)
        return FollowUp(rest, Lack.SUBJECT, reference, is_clear)
    is_clear = compares(rest) or lacks_subject(rest, asked=asked)
    if is_clear or lacks_other(rest, asked=asked):
        return FollowUp(rest, Lack.SUBJECT, None, is_clear)
    return FollowUp(words, Lack.NOTHING)


def _is_title(message: str, words: tuple[TypedWord, ...]) -> bool:
    """Whether a message is the title of something: "It Ends With Us"."""
    asks = any(word.kind is Kind.QUESTION for word in words)
    return len(words) > 2 and not asks and message.istitle()


def _without_lead(words: tuple[TypedWord, ...]) -> tuple[TypedWord, ...]:
    """Return the words after *dan*, *terus*, *kalau*, *what about* and the like."""
    rest = words
    while rest:
        if tuple(word.lower for word in rest[:2]) in _ELLIPSES:
            rest = rest[2:]
        elif _leads(rest):
            rest = rest[1:]
        else:
            break
    return rest


def _leads(words: tuple[TypedWord, ...]) -> bool:
    """Whether the first word only leads to what is asked: *terus*, *yang* of "yang di Bali"."""
    first = words[0]
    if len(words) > 2 and first.lower in {"yang", "yg"}:
        return words[1].kind is Kind.PREPOSITION and is_yes_no(words)
    is_lead = first.kind is Kind.LEAD and not first.is_name
    return is_lead or (len(words) > 2 and first.lower in _HEARD)


def _other(rest: tuple[TypedWord, ...], *, is_led: bool, asked: bool) -> tuple[TypedWord, ...]:
    """Return the other subject that is all that the message names; empty if it says more."""
    words = [word for word in rest if word.kind is not Kind.FILLER and word.lower not in _TAG]
    if len(words) < len(rest) - 2 or not 0 < len(words) <= _MAX_OTHER:
        return ()
    if any(word.lower == "the" for word in rest) and words[0].kind is not Kind.PREPOSITION:
        return ()  # "what about the Strait of Hormuz?" begins with something else
    starts_inside = words[0].kind is Kind.PREPOSITION or rest[0].lower in {"yang", "yg"}
    is_one_of = rest[0].lower in {"yang", "yg"} and words[0].kind is Kind.PREPOSITION
    is_said_by = rest[0].lower in _ACCORDING and len(words) < len(rest)
    if not (is_led or is_one_of or is_said_by or (starts_inside and asked)):
        return ()
    if words[0].kind is Kind.PREPOSITION and any(word.kind is Kind.EVENT for word in words[2:]):
        return ()  # "dan di Jakarta banjir gak" says what it asks of the place
    allowed = {*SUBJECTS, *ATTRIBUTES, Kind.NUMBER, Kind.PREPOSITION, Kind.MODIFIER, Kind.TIME}
    names = any(word.kind in {*SUBJECTS, Kind.NUMBER} for word in words)
    return tuple(words) if names and all(word.kind in allowed for word in words) else ()


def _is_next(words: tuple[TypedWord, ...], rest: tuple[TypedWord, ...]) -> bool:
    """Whether a message only goes on to another subject, of which it asks itself: "terus X gimana".

    "kalau X gimana" asks of X what was asked before.
    """
    lead = {word.lower for word in words[: len(words) - len(rest)]}
    return bool(lead) and lead <= _NEXT and any(word.lower in _TAG for word in rest)


def _is_elsewhere(rest: tuple[TypedWord, ...], *, asked: bool) -> bool:
    """Whether a question names only a circumstance: "kalau di Bali berapa korbannya"."""
    own = [n for n, word in enumerate(rest) if word.kind in SUBJECTS]
    inside = [n for n in own if n and rest[n - 1].kind is Kind.PREPOSITION]
    asks = (
        any(word.kind in {Kind.QUESTION, Kind.OWNED} for word in rest) or asked or is_yes_no(rest)
    )
    return asks and bool(own) and own == inside and own[0] == 1
