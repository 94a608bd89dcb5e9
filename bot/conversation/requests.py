"""Tell what is said about the last answer or about one's topics, if it is all of a message.

The phrases are ``requests.tsv``.
"""

from collections.abc import Sequence
from functools import cache

from bot.conversation.item_requests import as_link, item_asked
from bot.conversation.phrases import PhraseAutomaton, word_class
from bot.conversation.words import table_rows, words_of
from index.analysis import english, indonesian

_MAX_WORDS = 14
_NEGATIONS = frozenset("ga tidak bukan belum no not".split())
"""Stop words that turn a request into another one."""
_ABOUT = frozenset("berita kabar info soal tentang menurut about".split())


def request_in(message: str) -> str:
    """Return the request that all of ``message`` is, as ``requests.tsv`` names it, or ""."""
    texts = [word.text for word in words_of(message)]
    if len(texts) > _MAX_WORDS:
        return ""
    number = item_asked(texts, _fillers())
    return as_link(_phrased(texts) or (f"open {number}" if number else ""), texts)


def _phrased(texts: Sequence[str]) -> str:
    """Return the request whose phrases are all of the words, but for fillers; or ""."""
    fillers = _fillers()
    at, label = 0, ""
    while at < len(texts):
        found = _requests().longest(texts, at, fillers)
        if found and label in {"", found.label}:
            at, label = found.end, found.label
        elif texts[at] in fillers or (label.startswith("open") and texts[at] in _OF_ITS_TEXT):
            at += 1
        else:
            return ""
    return label


_OF_ITS_TEXT = frozenset("isi isinya apa bagaimana tentang soal ceritanya about what says".split())
"""Words that ask for what the opened article says: "yang nomor 1 isinya apa"."""


@cache
def _requests() -> PhraseAutomaton:
    return PhraseAutomaton(table_rows("requests.tsv"))


@cache
def _fillers() -> frozenset[str]:
    classes = ("particle", "vocative", "address", "request-also", "insult")
    stops = indonesian.STOP_WORDS | english.STOP_WORDS
    return stops.union(*map(word_class, classes)) - _NEGATIONS - _ABOUT
