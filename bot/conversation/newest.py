"""Whether the newest is asked for: *terbaru*, *sekarang*, *latest*; and the message without it."""

import re

_WORDS = re.compile(
    r"""(?<![\w-])(?:
    (?:what(?:['’]?s|\s+is)\s+)?(?:the\s+)?(?:very\s+)?(?:latest|newest|most\s+recent|up-to-date)
        (?:\s+(?:news|updates?|info(?:rmation)?|developments?))?(?:\s+(?:on|about|from|in|for|with))?
    |breaking\s+news(?:\s+(?:on|about|from|in))?
    |(?:right\s+now|at\s+the\s+moment|currently|as\s+of\s+now|nowadays|now)
    |(?:yang\s+|yg\s+)?(?:paling\s+(?:baru|anyar|gres|update)|ter(?:baru|kini|anyar|hangat|update)(?:nya)?)
        (?:\s+(?:soal|tentang|mengenai|ttg|seputar))?
    |(?:per\s+)?(?:sekarang|skrg|skrng|skr|saat\s+ini)(?:\s+ini)?
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_TITLES = re.compile(r"(?<=\S )(?:Now|Latest)\b")
"""Capitals within a message: Apocalypse Now."""
_NEW_NOW = re.compile(r"\b(?:sampai|hingga|sejak|until|till|from|by|just|dari)\s+$", re.IGNORECASE)
"""Before a word of now that is no such request: *sampai sekarang*."""
_SIGNS = re.compile(r"\s+([?!.,;:])")


def read_newest(text: str) -> tuple[str, bool]:
    """Return ``text`` without words for the newest, and whether it had any."""
    parts, reached = [], 0
    for found in _WORDS.finditer(text):
        if _TITLES.match(text, found.start()) or _NEW_NOW.search(text, 0, found.start()):
            continue
        parts.append(text[reached : found.start()])
        reached = found.end()
    if not reached:
        return text, False
    rest = " ".join(" ".join([*parts, text[reached:]]).split())
    return _SIGNS.sub(r"\1", rest).strip(" ,;:-"), True
