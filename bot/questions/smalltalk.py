"""Greetings and thanks, told from questions: a pure look at the words of a message."""

import re
from enum import StrEnum

_WORD = re.compile(r"\w+")
_LONGEST = 6  # words; a longer message says more than hello

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


class SmallTalk(StrEnum):
    """What a message that is no question says."""

    GREETING = "greeting"
    THANKS = "thanks"


def small_talk(message: str) -> SmallTalk | None:
    """The greeting or thanks that ``message`` consists of; None if it says anything else."""
    words = [word.lower() for word in _WORD.findall(message[:200])]
    if not words or len(words) > _LONGEST:
        return None
    said = [word for word in words if word not in _ADDRESS]
    if said and all(word in _GREETINGS for word in said):
        return SmallTalk.GREETING
    if said and all(word in _THANKS for word in said):
        return SmallTalk.THANKS
    return None
