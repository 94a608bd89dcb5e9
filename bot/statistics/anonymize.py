"""Remove what could identify a person from a question before it is stored.

E-mail addresses, links, @names and numbers of five or more digits become an ellipsis. Names do not:
a person who writes their own into a question is not protected by this.
"""

import re

MAX_LENGTH = 200
"""Characters of a question that are stored."""

ELLIPSIS = "…"

_ADDRESS = re.compile(r"\S*[@＠﹫]\S*")
_LINK = re.compile(
    r"""\S*://\S*|\bwww\.\S*
    |\b(?:[\w-]+\.)+(?:com|net|org|info|biz|id|co|io|me|my|sg|to|app|dev|xyz|link|news|tv)\b(?:/\S*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = re.compile(r"\+?\d(?:[ ./()\-–—]{0,2}\d){4,}")  # telephone numbers are often grouped
_REPEATED_ELLIPSIS = re.compile(rf"{ELLIPSIS}(?:\s*{ELLIPSIS})+")


def anonymize(question: str) -> str:
    """Return one line of at most ``MAX_LENGTH`` characters; "" if no word is left."""
    words = " ".join(question.split())
    for identifying in (_ADDRESS, _LINK, _NUMBER):
        words = identifying.sub(ELLIPSIS, words)
    words = _REPEATED_ELLIPSIS.sub(ELLIPSIS, words)
    if len(words) > MAX_LENGTH:
        words = words[: MAX_LENGTH - 1].rstrip() + ELLIPSIS
    return words if any(character.isalpha() for character in words) else ""
