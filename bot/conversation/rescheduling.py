"""Tell what names another schedule for alerts, and nothing else: *no wait, make it weekly*. Pure.

The words that may stand beside it are the class "rescheduling" of ``classes.tsv``.
"""

import re
from functools import cache

from bot.conversation.phrases import word_class
from bot.conversation.schedules import ScheduleFound, find_schedule
from bot.conversation.words import words_of

_CLAUSES = re.compile(r"[,.;!]+(?!\d)|\b(?:but|tapi|melainkan)\b", re.IGNORECASE)
_NEGATIONS = frozenset("jangan bukan not don't".split())


def other_schedule(message: str) -> ScheduleFound | None:
    """Return the schedule that ``message`` asks for instead, the last it names without a *not*."""
    chosen: ScheduleFound | None = None
    for clause in _CLAUSES.split(message):
        found = find_schedule(clause)
        rest = f"{clause[: found.start]} {clause[found.end :]}" if found else clause
        texts = {word.text for word in words_of(rest)}
        if not texts <= _known():
            return None
        if found and texts.isdisjoint(_NEGATIONS):
            chosen = found
    return chosen


@cache
def _known() -> frozenset[str]:
    classes = ("rescheduling", "particle", "vocative", "address")
    return _NEGATIONS.union(*map(word_class, classes))
