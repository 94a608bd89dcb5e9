"""Tell what is said to the bot about itself or its answers, in words of its own. Pure.

All words must be ones of talk (``classes.tsv``): with any other word the message may be about news.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.conversation.intents import SmallTalk, Talk
from bot.conversation.phrases import word_class
from bot.conversation.small_talk import fillers
from bot.conversation.words import words_of

if TYPE_CHECKING:
    from bot.conversation.understanding import Situation

_MAX_WORDS = 9
_MAX_EXCLAIMED = 3
"""Words of praise that does not name the bot or the answer: "canggih banget"."""
_NEGATIONS = frozenset("ga bukan belum kurang not no never isn't wasn't doesn't didn't".split())
_ASKS = frozenset(
    """siapa apa kapan berapa dimana mana kenapa bagaimana apakah who what when where why how
    which""".split()
)
_SPOKEN_TO = frozenset("kamu bot botnya kutip you're your robot menciptakanmu".split())
_CHATTED_TO = _SPOKEN_TO - {"your", "you're"}
_ANSWERS = frozenset(
    """jawaban jawab answer answers response reply result results hasil kutipan pertanyaan
    pertanyaanku question maksud maksudku maksudnya ditanya ditanyakan bahas dibahas""".split()
)
_SURPRISE = frozenset("kok malah kenapa".split())


def remark(message: str, _: "Situation") -> Talk | None:
    """Return what ``message`` says about the bot or its answers; None if it may be about news."""
    tone = tone_of([word.text for word in words_of(message)])
    return Talk(tone) if tone else None


def tone_of(texts: Sequence[str]) -> SmallTalk | None:
    """Return praise, insult, complaint or chat; None if any word may be about news."""
    positive, negative = word_class("positive"), word_class("negative")
    known = positive | negative | fillers() | _SPOKEN_TO | _NEGATIONS
    said = set(texts)
    if len(texts) > _MAX_WORDS or not said <= known | _ASKS:
        return None
    about_answer = not said.isdisjoint(_ANSWERS)
    spoken_to = not said.isdisjoint(_SPOKEN_TO)
    if said.isdisjoint(_ASKS):
        if said & negative or _is_negated(texts, positive):
            return SmallTalk.INSULT if spoken_to and not about_answer else SmallTalk.COMPLAINT
        if said & positive and (spoken_to or about_answer or len(texts) <= _MAX_EXCLAIMED):
            return SmallTalk.PRAISE
    if about_answer and said & (_SURPRISE | _NEGATIONS):
        return SmallTalk.COMPLAINT
    return SmallTalk.CHAT if said & _CHATTED_TO else None


def _is_negated(texts: Sequence[str], positive: frozenset[str]) -> bool:
    pairs = pairwise(texts)
    return any(first in _NEGATIONS and second in positive for first, second in pairs)
