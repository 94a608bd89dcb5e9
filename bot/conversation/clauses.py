"""Read a message that names its subject and then asks: "ebola ya kak, vaksinnya ada?"."""

import re
from typing import TYPE_CHECKING

from bot.conversation.following import Lack, carried, read
from bot.conversation.intents import Ask, SmallTalk
from bot.conversation.requests import request_in
from bot.conversation.small_talk import talk
from bot.conversation.typed_words import SUBJECTS, Kind, read_words
from bot.conversation.wrappers import strip_wrappers
from bot.model.conversation import Exchange

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_MAX_SUBJECT = 5
"""Words of a first clause that only names a subject."""
_BOUNDARY = re.compile(r"\s*[,.;:!?\n–—]+\s+")
_REMARKS = frozenset(
    {
        SmallTalk.INSULT,
        SmallTalk.COMPLAINT,
        SmallTalk.PRAISE,
        SmallTalk.LAUGHTER,
        SmallTalk.ACKNOWLEDGEMENT,
        SmallTalk.THANKS,
        SmallTalk.APOLOGY,
    }
)
_ASKS_OR_SAYS = frozenset({Kind.QUESTION, Kind.PREDICATE, Kind.PRONOUN, Kind.OWNED})


def ask_of_first_clause(message: str, situation: "Situation") -> Ask | None:
    """Return the question of the second clause about the subject that the first one names."""
    first, *rest = _BOUNDARY.split(message, maxsplit=1)
    subject = _subject(first, situation) if rest else ""
    if not subject:
        return None
    reading = read(rest[0])
    if reading.lack is not Lack.SUBJECT:
        return None
    named = Exchange(subject, subject, situation.language, (), situation.now)
    asked = carried(reading, named)
    return Ask(asked.question) if asked else None


def without_remark(message: str, situation: "Situation") -> str:
    """Return a message without a first clause that only remarks on the answer before.

    "goblok, jawab singkat aja", "kepanjangan. tanggal berapa?".
    """
    first, *rest = _BOUNDARY.split(message, maxsplit=1)
    if not rest or not any(map(str.isalnum, rest[0])):
        return message
    said = talk(first, situation)
    remarks = said is not None and said.kind in _REMARKS
    return rest[0] if remarks or request_in(first) == "shorter" else message


def _subject(clause: str, situation: "Situation") -> str:
    """Return what a clause names, "" if it says more or less than that."""
    text = strip_wrappers(clause)
    words = [word for word in read_words(text) if word.kind not in {Kind.FILLER, Kind.LEAD}]
    if not 0 < len(words) <= _MAX_SUBJECT or talk(clause, situation) is not None:
        return ""
    kinds = {word.kind for word in words}
    if kinds & _ASKS_OR_SAYS or not kinds & SUBJECTS:
        return ""
    return " ".join(word.text for word in words)
