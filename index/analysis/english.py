"""English question words, stop words and stems (Snowball's Porter 2)."""

import Stemmer

QUESTION_WORDS = frozenset(
    """who whom whose what which when where why how many much long far old often name names named
    called mean means meaning definition""".split()
)
"""Question words, and words that only say what is asked for: "what is the name of …"."""

STOP_WORDS = frozenset(
    """a an the and or but of to in on at by for from with as into about than then that this these
    those it its he she they them his her their we you your i me my our is are was were be been
    being am do does did done has have had having will would can could should may might must shall
    not no so if there here also just any some s t us""".split()
)

_snowball = Stemmer.Stemmer("english")


def stem(word: str) -> str:
    """Return the Porter 2 stem of a normalised word, which strips the possessive."""
    return str(_snowball.stemWord(word))
