"""What could tell of a person is taken out of a question before it is kept.

Pure: e-mail addresses, links, @names and numbers of five and more digits become an ellipsis. It
knows no names: who writes theirs into a question is not hidden by this.
"""

import re

LONGEST = 200
"""Characters of a question that are kept."""

HIDDEN = "…"

_ADDRESS = re.compile(r"\S*[@＠﹫]\S*")
_LINK = re.compile(
    r"""\S*://\S*|\bwww\.\S*
    |\b(?:[\w-]+\.)+(?:com|net|org|info|biz|id|co|io|me|my|sg|to|app|dev|xyz|link|news|tv)\b(?:/\S*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = re.compile(r"\+?\d(?:[ ./()\-–—]{0,2}\d){4,}")  # a telephone's is written in groups
_HIDDEN_AGAIN = re.compile(rf"{HIDDEN}(?:\s*{HIDDEN})+")


def scrubbed(question: str) -> str:
    """One line of at most ``LONGEST`` characters; "" where no word is left."""
    words = " ".join(question.split())
    for telling in (_ADDRESS, _LINK, _NUMBER):
        words = telling.sub(HIDDEN, words)
    words = _HIDDEN_AGAIN.sub(HIDDEN, words)
    if len(words) > LONGEST:
        words = words[: LONGEST - 1].rstrip() + HIDDEN
    return words if any(character.isalpha() for character in words) else ""
