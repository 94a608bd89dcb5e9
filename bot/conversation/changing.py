"""Questions for what has another value every day: *harga emas antam*, *dolar tembus 18 ribu blm*.

Pure. The words are ``changing_words.tsv``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.conversation.typed_words import SUBJECTS, Kind, TypedWord, kind_of, looks_like_verb
from bot.conversation.words import table_rows, usual_spelling, words_of

_MAX_NAMED = 4
"""Words of what has the value; more say something else of it."""


@dataclass(frozen=True, slots=True)
class ValueAsked:
    """A question for a value with the usual name of what has it, and that alone."""

    question: str
    subject: str


def value_asked(text: str) -> ValueAsked | None:
    """Return what ``text``, without its days, asks for if only for a value; else None."""
    words = words_of(text)
    named = [word for word in words if not _is_beside(word.text)]
    spelt = [word.text for word in named]
    has_value = not _words("value").isdisjoint(spelt)
    is_of = not _words("of").isdisjoint(spelt)
    own = [word for word in spelt if word not in _words("of") | _words("value")]
    if not (has_value or (is_of and own)) or len(own) > (_MAX_NAMED if is_of else 1):
        return None
    if not all(map(_is_name, own)) or _means_otherwise(spelt):
        return None
    subject = " ".join(text[word.start : word.end] for word in named)
    usual = _usual_names().get(" ".join(spelt))
    if usual is None:
        return ValueAsked(text, subject)
    return ValueAsked(_renamed(text, subject, usual), usual)


def _renamed(text: str, subject: str, usual: str) -> str:
    """Return ``text`` with the usual name; that alone if the words are not side by side."""
    found = re.sub(rf"\b{re.escape(subject)}\b", usual, text, count=1)
    return found if found != text else usual


def newest_of_kind(text: str) -> str:
    """Return what ``text`` asks the newest of, if it says its kind, too: *hp xiaomi*."""
    spelt = words_of(text)
    rest = [word for word in spelt if word.text not in _words("kind") and not _is_beside(word.text)]
    said = [word for word in spelt if not _is_beside(word.text)]
    if len(rest) == len(said) or len(said) > _MAX_NAMED:
        return ""
    return " ".join(text[word.start : word.end] for word in rest)


def _is_name(word: str) -> bool:
    return kind_of(word) in SUBJECTS and not looks_like_verb(TypedWord(word, Kind.OWN))


def _means_otherwise(spelt: Sequence[str]) -> bool:
    return any(phrase in " ".join(spelt) for phrase in _rows()["never"].split(" / "))


def _is_beside(word: str) -> bool:
    return word in _words("beside") or word.isdecimal()


@cache
def _rows() -> Mapping[str, str]:
    return dict(table_rows("changing_words.tsv"))


@cache
def _words(kind: str) -> frozenset[str]:
    words = _rows()[kind].split()
    return frozenset([*words, *map(usual_spelling, words)])


@cache
def _usual_names() -> Mapping[str, str]:
    return dict(pair.split("=") for pair in _rows()["usual"].split(" / "))
