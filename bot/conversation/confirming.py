"""Tell a yes to alerts that were just shown, which a button stores. Pure."""

from typing import TYPE_CHECKING

from bot.conversation.intents import SmallTalk, Talk
from bot.conversation.subscribing import were_alerts_shown
from bot.conversation.words import words_of

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_YES = frozenset("ya sure ok oke okay simpan save boleh jadi betul benar".split())
"""By their usual spellings, in which *yes* is *ya*, and *please* is *tolong*."""
_BESIDE = frozenset(
    "tolong dong aja saja deh ya please itu it that them kak min bang mau silakan".split()
)


def confirm(message: str, situation: "Situation") -> Talk | None:
    """Return that a button stores the alerts, if all of ``message`` agrees to them."""
    if not were_alerts_shown(situation):
        return None
    texts = {word.text for word in words_of(message)}
    agrees = bool(texts & _YES) and texts <= _YES | _BESIDE
    return Talk(SmallTalk.PRESS_TO_SAVE) if agrees else None
