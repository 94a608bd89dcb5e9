"""Tell what is said about the last answer or about one's topics, if it is all of a message.

The phrases are ``requests.tsv``.
"""

from functools import cache

from bot.conversation.phrases import PhraseAutomaton, word_class
from bot.conversation.words import table_rows, words_of


def request_in(message: str) -> str:
    """Return the request that all of ``message`` is, as ``requests.tsv`` names it, or ""."""
    texts = [word.text for word in words_of(message)]
    fillers = _fillers()
    first, last = 0, len(texts)
    while first < last and texts[first] in fillers:
        first += 1
    found = _requests().longest(texts, first, fillers)
    if found is None or not fillers.issuperset(texts[found.end :]):
        return ""
    return found.label


@cache
def _requests() -> PhraseAutomaton:
    return PhraseAutomaton(table_rows("requests.tsv"))


@cache
def _fillers() -> frozenset[str]:
    classes = ("particle", "vocative", "address")
    words = frozenset().union(*map(word_class, classes))
    return words | {"tolong", "oke", "coba", "eh", "terima-kasih", "sudah", "haha", "☺", "👍", "oh"}
