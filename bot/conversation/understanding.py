"""Decide the intent of a message from its words and what went before. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.following import follow, may_follow
from bot.conversation.intents import Ask, Intent
from bot.conversation.out_of_scope import off_topic
from bot.conversation.small_talk import talk
from bot.conversation.wrappers import strip_wrappers
from bot.model.conversation import Exchange
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The circumstances of a message.

    ``now`` is in the reader's time zone; ``history`` are the last exchanges of this person here,
    newest first; ``replied_to`` is the one whose reply the message replies to; ``idf`` returns a
    stem's idf.
    """

    language: Language
    now: datetime
    idf: Callable[[str], float]
    history: Sequence[Exchange] = ()
    replied_to: Exchange | None = None


_MAX_SHORT = 3
"""Words of messages that may be about the last answer: "yang pertama", "lebih singkat"."""

Step = Callable[[str, Situation], Intent | None]

_WHOLE: tuple[Step, ...] = (talk,)
"""Steps that are given the message as it is written."""

_STEPS: tuple[Step, ...] = (off_topic, follow)
"""Steps that are given it without what is said around its question.

Each returns an intent, or None if the message is not what it looks for; in this order.
"""


def understand(message: str, situation: Situation) -> Intent:
    """Return the intent of ``message``, any text of any length: a question if nothing else."""
    stripped = strip_wrappers(message).text
    steps = [(step, message) for step in _WHOLE] + [(step, stripped) for step in _STEPS]
    found = (step(text, situation) for step, text in steps)
    return next((intent for intent in found if intent is not None), Ask(stripped))


def may_refer(message: str) -> bool:
    """Whether what went before may matter for ``message``."""
    return len(message.split()) <= _MAX_SHORT or may_follow(strip_wrappers(message).text)
