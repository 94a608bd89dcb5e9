"""Messages about one's alerts that name a subject: *stop yang kpk*, *persib juga dong*. Pure.

The phrases are those rows of ``subscribing.tsv`` that are no beginnings of requests.
"""

from collections.abc import Sequence
from functools import cache

from bot.conversation.phrases import PhraseAutomaton, word_class
from bot.conversation.words import table_rows, words_of

_CLOSING = frozenset(
    """one ones thing topic topics topik notifikasi updates alerts anymore lagi langganan
    subscription""".split()
)
"""Words that end "stop the ebola one"."""
_OF_SUBJECT = frozenset("yang soal tentang topik kalau".split())
_ADDING = frozenset("dan sama and plus soal tentang about terus yang on for buat berita".split())
_MAX_SUBJECT = 3
_MAX_ONE = 2
_MAX_WORDS = 8
_ENDINGS = frozenset("end end-of end-one end-closed keep-end".split())


def ends_topic(message: str) -> bool:
    """Whether a message asks to end alerts and says about what."""
    texts = [word.text for word in words_of(message)]
    found = _endings().longest(texts, 0, word_class("particle"))
    if found is None or found.label == "end":
        return found is not None or _ends_last(texts)
    rest = _without_particles(texts[found.end :])
    if not rest or len(texts) > _MAX_WORDS or _asks(rest):
        return False
    match found.label:
        case "end-of":
            return True
        case "end-one":
            return len(rest) <= _MAX_ONE or rest[-1] in _CLOSING
        case "end-closed":
            return len(rest) > 1 and rest[-1] in _CLOSING
        case _:
            return False


def subject_added(message: str) -> str:
    """Return the subject of "kpk juga dong", "and Iran too"; "" if it names none in that way."""
    words = words_of(message)
    texts = [word.text for word in words]
    if len(texts) > _MAX_WORDS or _asks(texts):
        return ""
    taken = [False] * len(texts)
    for at in range(len(texts)):
        if found := _too().longest(texts, at):
            taken[at : found.end] = [True] * (found.end - at)
    around = _ADDING | word_class("particle") | word_class("vocative") | {"tolong", "mau", "aku"}
    own = [at for at, text in enumerate(texts) if not taken[at] and text not in around]
    if not any(taken) or not 0 < len(own) <= _MAX_SUBJECT or own[-1] - own[0] >= len(own):
        return ""
    return message[words[own[0]].start : words[own[-1]].end]


def _ends_last(texts: Sequence[str]) -> bool:
    """Whether the end of a message asks to end what it begins with: "yang kpk stop aja"."""
    if len(texts) > _MAX_WORDS or texts[:1] == [] or texts[0] not in _OF_SUBJECT:
        return False
    said = _without_particles(texts)
    found = _last().longest(said[::-1])
    return found is not None and len(said) - found.end > 1 and not _asks(said)


def _asks(texts: Sequence[str]) -> bool:
    return not word_class("question").isdisjoint(texts)


def _without_particles(texts: Sequence[str]) -> list[str]:
    around = word_class("particle") | word_class("vocative") | {"tolong", "terima-kasih"}
    return [text for text in texts if text not in around]


@cache
def _endings() -> PhraseAutomaton:
    return PhraseAutomaton(row for row in table_rows("subscribing.tsv") if row[0] in _ENDINGS)


@cache
def _last() -> PhraseAutomaton:
    rows = (row for row in table_rows("subscribing.tsv") if row[0] == "last")
    return PhraseAutomaton(rows, backwards=True)


@cache
def _too() -> PhraseAutomaton:
    return PhraseAutomaton(row for row in table_rows("subscribing.tsv") if row[0] == "too")
