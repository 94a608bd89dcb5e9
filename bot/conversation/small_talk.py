"""Tell greetings and thanks from questions by the words of a message."""

import re
from typing import TYPE_CHECKING

from bot.conversation.intents import SmallTalk, Talk

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_WORD = re.compile(r"\w+")
_MAX_WORDS = 6  # a longer message says more than hello

_GREETINGS = frozenset(
    """halo hallo hai hi hello hey hei selamat pagi siang sore malam assalamualaikum assalamu
    alaikum wr wb warahmatullahi wabarakatuh salam kabar good morning afternoon evening start
    permisi""".split()
)
_THANKS = frozenset(
    """terima kasih makasih trims thanks thank thx tq suwun nuhun sip oke ok okay mantap
    great nice""".split()
)
_ADDRESS = frozenset(
    """kak min admin bot kutip gan bro bang mas mbak pak bu ya yah apa banyak sekali so very much
    you semua semuanya there everyone""".split()
)


def talk(message: str, _: "Situation") -> Talk | None:
    """Return the small talk that all of ``message`` is; None if it says anything else."""
    kind = small_talk(message)
    return Talk(kind) if kind else None


def small_talk(message: str) -> SmallTalk | None:
    """Return what all of ``message`` is; None if it says anything else."""
    words = [word.lower() for word in _WORD.findall(message[:200])]
    if not words or len(words) > _MAX_WORDS:
        return None
    rest = {word for word in words if word not in _ADDRESS}
    if rest and rest <= _GREETINGS:
        return SmallTalk.GREETING
    if rest and rest <= _THANKS:
        return SmallTalk.THANKS
    return None
