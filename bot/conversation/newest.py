"""Whether the newest is asked for: *terbaru*, *sekarang*, *latest*; and the message without it.

In a long question such a word belongs to what is asked: *judul album terbaru Balawan*.
"""

import re

_NEW = re.compile(
    r"""(?<![\w-])(?:
    (?:what(?:['’]?s|\s+is)\s+)?(?:the\s+)?(?:very\s+)?(?:latest|newest|most\s+recent|up-to-date)
        (?:\s+(?:news|updates?|info(?:rmation)?|developments?))?(?:\s+(?:on|about|from|in|for|with))?
    |breaking\s+news(?:\s+(?:on|about|from|in))?
    |(?:yang\s+|yg\s+)?(?:paling\s+(?:baru|anyar|gres|update)|te?r(?:baru|bru|kini|anyar|hangat|update)(?:nya)?)
        (?:\s+(?:soal|tentang|mengenai|ttg|seputar))?
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_NOW = re.compile(
    r"""(?<![\w-])(?:right\s+now|at\s+the\s+moment|currently|as\s+of\s+now|nowadays|now
    |(?:(?:pada|per)\s+)?(?:sekarang|skrg|skrng|skr|saat\s+ini)(?:\s+ini)?)(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_TITLES = re.compile(r"(?<=\S )(?:Now|Latest)\b")
"""Capitals within a message: Apocalypse Now."""
_UP_TO = re.compile(r"\b(?:sampai|hingga|sejak|until|till|from|by|just|dari)\s+$", re.IGNORECASE)
"""Before a word of now that asks for no newest: *sampai sekarang*."""
_ASKING = re.compile(
    r"\b(?:siapa\w*|berapa\w*|(?:di ?|ke ?)?manakah|di ?mana|kenapa|mengapa|apakah|kapan\w*|judul"
    r"|who|which|where|why|how|when|did|does|do|was|were|according)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:siapa\w*|who)\b", re.IGNORECASE)
"""*Siapa presiden sekarang* asks for a name, which the newest article may leave out."""
_SIGNS = re.compile(r"\s+([?!.,;:])")
_MAX_WORDS = 5
"""Words of the rest; a longer question says *now* of something in it."""


def read_newest(text: str) -> tuple[str, bool]:
    """Return ``text`` without words for the newest, and whether it asks for that."""
    for words, only_short in ((_NEW, False), (_NOW, True)):
        rest, found = _without(text, words)
        is_long = len(rest.split()) > _MAX_WORDS and (only_short or _ASKING.search(rest))
        is_of_holder = only_short and _WHO.search(rest) is not None
        if found and not is_long and not is_of_holder:
            return (_without(rest, _NOW)[0] if not only_short else rest), True
    return text, False


def _without(text: str, words: re.Pattern[str]) -> tuple[str, bool]:
    parts, reached = [], 0
    for found in words.finditer(text):
        if _TITLES.match(text, found.start()) or _UP_TO.search(text, 0, found.start()):
            continue
        parts.append(text[reached : found.start()])
        reached = found.end()
    if not reached:
        return text, False
    rest = " ".join(" ".join([*parts, text[reached:]]).split())
    return _SIGNS.sub(r"\1", rest).strip(" ,;:-"), True
