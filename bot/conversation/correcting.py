"""Read what corrects the question before: "bukan dolar, maksudku rupiah"."""

import re
from typing import TYPE_CHECKING

from bot.conversation.following import exchange_before
from bot.conversation.intents import Ask

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_CORRECTION = re.compile(
    r"""(?:no,?\s+)?(?:bukan|bkn|not)\s+(?!hanya|cuma|only|just)(?P<wrong>[\w'’-]+(?:\s+[\w'’-]+){0,3}?)
    \s*[,.;]?\s+(?:maksudku|maksud\s+(?:saya|aku|gue|gw)|maksudnya|tapi|tp|melainkan|but|i\s+meant?)
    \s+(?:(?:soal|tentang|about|yang|yg)\s+)?(?P<right>\S.*)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_ASKS = re.compile(
    r"\b(?:apa|siapa|kapan|berapa|kenapa|mengapa|what|who|when|why|how)\b", re.IGNORECASE
)


def correct(message: str, situation: "Situation") -> Ask | None:
    """Return the question before with what was meant, or else what was meant alone."""
    found = _CORRECTION.fullmatch(message.strip())
    if found is None:
        return None
    wrong, right = found["wrong"], found["right"].rstrip(" .!")
    before = exchange_before(situation)
    if before is None or _ASKS.search(right):
        return Ask(right)
    place = re.search(rf"(?<!\w){re.escape(wrong)}(?!\w)", before.question, re.IGNORECASE)
    if place is None:
        return Ask(right)
    question = before.question[: place.start()] + right + before.question[place.end() :]
    return Ask(question, shown=question)
