"""Decide the intent of a message from its words and what went before. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.addresses import find_addresses
from bot.conversation.clauses import ask_of_first_clause, without_remark
from bot.conversation.confirming import confirm
from bot.conversation.continuing import go_on
from bot.conversation.copies import is_passage
from bot.conversation.correcting import correct, may_correct
from bot.conversation.ending import subject_added
from bot.conversation.following import (
    ask_again,
    asks_again,
    asks_which,
    follow,
    may_follow,
    names_owner_before,
    refers_back,
    subject_meant,
)
from bot.conversation.intents import (
    Ask,
    Continuation,
    Continue,
    FindArticle,
    Intent,
    ListNews,
    OpenAddresses,
    Subscribe,
    Talk,
)
from bot.conversation.lately import asks_value, lately
from bot.conversation.news import NewsRequest, asks_for_headlines, names_news, read_request
from bot.conversation.out_of_scope import off_topic
from bot.conversation.relisting import (
    all_but,
    excepting,
    goes_on_from_list,
    next_of_list,
    relisted,
    with_days_meant,
)
from bot.conversation.requests import request_in
from bot.conversation.schedules import find_schedule
from bot.conversation.small_talk import talk
from bot.conversation.subscribing import subscribe
from bot.conversation.timelines import asks_order, show_timeline
from bot.conversation.tone import remark
from bot.conversation.wrappers import strip_wrappers
from bot.model.conversation import Exchange
from index.query.parser import MAX_QUESTION
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The circumstances of a message.

    ``now`` is in the reader's time zone; ``history`` are the last exchanges of this person here,
    newest first; ``replied_to`` is the one whose reply the message replies to. ``without`` are the
    numbers of the conditions that were taken back.
    ``links`` are addresses behind the message's words; ``forwarded`` is whether these are somebody
    else's.
    """

    language: Language
    now: datetime
    history: Sequence[Exchange] = ()
    replied_to: Exchange | None = None
    without: frozenset[int] = frozenset()
    links: Sequence[str] = ()
    forwarded: bool = False


_MAX_SHORT = 3
"""Words of messages that may be about the last answer: "yang pertama", "lebih singkat"."""

Step = Callable[[str, Situation], Intent | None]

_WHOLE: tuple[Step, ...] = (show_timeline, confirm, go_on, subscribe, talk, correct)
"""Steps that are given the message as it is written."""

_STRIPPED: tuple[Step, ...] = (show_timeline, go_on, subscribe, talk, off_topic, remark)
"""Steps that are given it without what is said around its question."""

_STEPS: tuple[Step, ...] = (ask_of_first_clause, follow)
"""Steps that are given it without its days, too.

Each returns an intent, or None if the message is not what it looks for; in this order.
"""


def understand(message: str, situation: Situation) -> Intent:
    """Return the intent of ``message``, any text of any length: a question if nothing else."""
    found = find_addresses(message, situation.links)
    refers = bool(found.addresses) and refers_back(strip_wrappers(found.words))
    if found.addresses and (refers or not found.asks):
        return OpenAddresses(found.addresses, "" if found.only or refers else found.words)
    return understand_text(found.words, situation)


def understand_text(message: str, situation: Situation) -> Intent:
    """Return the intent of a message without its addresses."""
    if is_passage(message, forwarded=situation.forwarded):
        return FindArticle(message)
    return understand_words(message, situation)


def understand_words(message: str, situation: Situation) -> Intent:
    """Return the intent of a message that passes nothing on; of a long one, its beginning's."""
    message = message[:MAX_QUESTION]
    stripped = strip_wrappers(message)
    if (asked := without_remark(stripped, situation)) != stripped:
        stripped = strip_wrappers(asked)
    steps = [(step, message) for step in _WHOLE] + [(step, stripped) for step in _STRIPPED]
    for step, text in steps:
        if (intent := step(text, situation)) is not None:
            if isinstance(intent, Talk) and asks_for_headlines(stripped, situation):
                break  # "mau tau berita hari ini"
            if isinstance(intent, Continue) and intent.how is Continuation.MORE:
                intent = next_of_list(text, situation) or intent
            if isinstance(intent, Subscribe):
                return replace(intent, subject=subject_meant(intent.subject, situation))
            return _with_days(intent, situation) if isinstance(intent, Ask) else intent
    stripped = with_days_meant(stripped, situation)
    if (listing := _list_without(stripped, situation)) is not None:
        return listing
    request = read_request(stripped, situation)
    if request.intent is not None:
        if isinstance(request.intent, ListNews) and _goes_on(stripped, situation):
            return relisted(request.intent, situation)
        return _of_what_went_before(request, stripped, situation) or request.intent
    steps_of_text = (asks_value, *_STEPS) if request.newest else _STEPS
    found = (step(request.text, situation) for step in steps_of_text)
    intent = next((intent for intent in found if intent is not None), Ask(request.text))
    return lately(request, intent).applied(intent)


def _list_without(stripped: str, situation: Situation) -> ListNews | None:
    """Return the list that a message with "selain ..." asks for; None if it asks for none."""
    if (found := excepting(stripped)) is None:
        return None
    before, label, named = found
    asked = read_request(before, situation).intent if before else None
    if not before and goes_on_from_list(situation):
        asked = relisted(ListNews(), situation)
    return all_but(asked, label, named, situation) if isinstance(asked, ListNews) else None


def _goes_on(stripped: str, situation: Situation) -> bool:
    """Whether a message that asks for a list goes on from the last one: "yang politik saja"."""
    return goes_on_from_list(situation) and not names_news(stripped)


def _with_days(asked: Ask, situation: Situation) -> Intent:
    """Return a question with the days that it names as conditions, if there can be such days."""
    request = read_request(asked.question, situation)
    return asked if request.intent else request.applied(replace(asked, question=request.text))


def _of_what_went_before(
    request: NewsRequest, stripped: str, situation: Situation
) -> Intent | None:
    """Return what a message asks that lists news only if nothing went before; None if it lists.

    "kalau kemarin?" and "kabar terbarunya" ask about the subject before.
    """
    if not isinstance(request.intent, ListNews):
        return None
    asked: Intent | None = None
    if asks_again(request.text):
        asked = follow(request.text, situation) or ask_again(situation)
    elif not request.dated.conditions and (names_owner_before(stripped) or asks_which(stripped)):
        asked = follow(stripped, situation)
    return request.applied(replace(asked, newest=True)) if isinstance(asked, Ask) else None


def may_refer(message: str) -> bool:
    """Whether what went before may matter for ``message``."""
    stripped = strip_wrappers(message)
    short = len(message.split()) <= _MAX_SHORT
    continues = request_in(message) or request_in(stripped) or find_schedule(message)
    relists = excepting(stripped) is not None or "saja" in stripped or "aja" in stripped
    refers = may_correct(message) or may_follow(stripped)
    adds = bool(subject_added(message))
    asks = asks_order(message) or asks_order(stripped)
    return short or asks or bool(continues) or relists or refers or adds
