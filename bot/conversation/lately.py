"""Follow-ups about now and lately: "kalau dolar sekarang", "lawan siapa kemarin". Pure."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.following import Lack, exchange_before, read
from bot.conversation.intents import Ask, Intent
from bot.conversation.news import NewsRequest
from bot.conversation.typed_words import ATTRIBUTES, Kind, joined, read_words
from index.query.slang import expand_slang
from index.types import ANY_ARTICLE

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_VALUES = frozenset({Kind.WHOLE, Kind.THING})
_HAPPENED = ATTRIBUTES | {Kind.PREDICATE}


def asks_value(message: str, situation: "Situation") -> Ask | None:
    """Return the question how much another thing costs now: "kalau dolar sekarang".

    ``message`` is without *sekarang*. None if the question before says nothing but a value, too.
    """
    reading, before = read(message), exchange_before(situation)
    if reading.lack is not Lack.QUESTION or before is None:
        return None
    is_value = all(word.kind is Kind.WHOLE for word in reading.words)
    says_more = any(word.kind is Kind.PREDICATE for word in read_words(before.question))
    return Ask(joined(reading.words)) if is_value and says_more else None


def lately(request: NewsRequest, intent: Intent) -> NewsRequest:
    """Return a follow-up's request for the newest if its *kemarin* means lately.

    "lawan siapa kemarin" is asked of the last match, whichever day it was; prices are of days.
    """
    labels = [expand_slang(each.label.lower()) for each in request.dated.conditions]
    if labels != ["kemarin"] or not isinstance(intent, Ask) or not intent.subject:
        return request
    kinds = {word.kind for word in read_words(intent.question)}
    if kinds & _VALUES or not kinds & _HAPPENED:
        return request
    dated = replace(request.dated, filters=ANY_ARTICLE, conditions=())
    return replace(request, dated=dated, newest=True)
