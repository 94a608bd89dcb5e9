"""The words of a message by what they contribute: a subject of their own, or a reference back.

The lists are data, in ``reference_words.tsv``, of both languages together: people mix them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

from index.analysis import analyzer_for
from index.query.slang import expand_slang
from index.query.subject_words import word_lists
from index.types import Language


class Kind(StrEnum):
    """The contribution of a word to a message; OWN are all words that no list has."""

    OWN = "own"  # a name or another word that says what the message is about
    CLASS = "class"  # the same, but many things are called so: earthquake, president
    EVENT = "event"  # the same, and definite with -nya: gempanya
    TITLE = "title"  # the same, but a name after it says more: wabah, virus
    PLACE = "place"  # a country or region: often only where
    WHOLE = "whole"  # the same, and -nya after it refers to nothing: dolarnya
    ATTRIBUTE = "attribute"  # is somebody's or something's: gejala, price
    THING = "thing"  # the same, but things are said of it, too: vaksin, price
    PERSONAL = "personal"  # is a person's: umur, wife
    PREDICATE = "predicate"  # is said of somebody or something: meninggal, won
    MODIFIER = "modifier"
    OWNED = "owned"  # a word with -nya
    PRONOUN = "pronoun"
    POSSESSIVE = "possessive"
    DEMONSTRATIVE = "demonstrative"
    LEAD = "lead"  # begins a message that goes on: dan, kalau, and
    QUESTION = "question"
    PREPOSITION = "preposition"
    TIME = "time"
    SPEAKER = "speaker"
    NUMBER = "number"
    FILLER = "filler"


ATTRIBUTES = frozenset({Kind.ATTRIBUTE, Kind.THING, Kind.PERSONAL})
CLASSES = frozenset({Kind.CLASS, Kind.EVENT, Kind.TITLE})
SUBJECTS = frozenset({Kind.OWN, Kind.PLACE, Kind.WHOLE}) | CLASSES


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of a message: ``text`` as written, without -nya if it is OWNED."""

    text: str
    kind: Kind
    is_name: bool = False

    @property
    def lower(self) -> str:
        """The text in lower case."""
        return self.text.lower()


_TOKEN = re.compile(
    r"['’](?:s|re|ve|ll|d|m|t)\b|\d+(?:[.,:]\d+)*(?![^\W\d_])|[^\W_]+(?:[-.][^\W_]+)*"
)
_PARTICLE = re.compile(r"(?<=\w{3})(?:kah|lah|pun)$|2$")
_NYA = re.compile(r"([^\W\d_][\w-]*[\w])(?:2|-\w+)?nya+$|([^\W\d_][\w-]*\w)ny$", re.IGNORECASE)
_VERB = re.compile(
    r"me(?:m|n|ng|ny)\w{3,}|(?:di|ber|ter)\w{4,}|(?!pe|ke)\w{3,}kan|ng\w{3,}|\w{3,}ed"
)
_NAMED = frozenset({Kind.PRONOUN, Kind.POSSESSIVE, Kind.DEMONSTRATIVE, Kind.MODIFIER})
"""Kinds of words that are titles in capitals: "siapa sutradara Dia"."""
_ALSO_NAMED = ATTRIBUTES | {Kind.PREDICATE, Kind.MODIFIER}
_WHO = frozenset("yang yg siapa sapa sape".split())
_ACRONYMS = frozenset("who us it is am may".split())
"""English function words that are names in capitals."""


def read_words(text: str) -> list[TypedWord]:
    """Return the words of a message, in order."""
    tokens = _TOKEN.findall(text)
    letters = [token for token in tokens if token[0].isalpha()]
    shouted = text.isupper() and len(letters) > 2
    titled = len(letters) > 2 and all(token[0].isupper() for token in letters)
    words: list[TypedWord] = []
    for position, token in enumerate(tokens):
        is_name = not shouted and _is_name(token, first=position == 0, titled=titled)
        goes_on = bool(words) and words[-1].is_name
        word = _word(token, is_name=is_name, goes_on=goes_on)
        words.append(replace(word, kind=Kind.PREDICATE) if _makes(word, words) else word)
    return words


def _makes(word: TypedWord, before: Sequence[TypedWord]) -> bool:
    """Whether *buat*, elsewhere for, says what somebody does: "siapa yang buat"."""
    return word.lower == "buat" and bool(before) and before[-1].lower in _WHO


def _is_name(token: str, *, first: bool, titled: bool) -> bool:
    if token.isupper() and len(token) > 1 and token.isalpha():
        return token.lower() in _ACRONYMS or kind_of(token) is Kind.OWN
    return token[0].isupper() and not first and not titled


def _word(token: str, *, is_name: bool, goes_on: bool) -> TypedWord:
    """Return a word; a name ``goes_on`` in it whatever it means elsewhere: "Australian Open"."""
    if token[0].isdigit():
        return TypedWord(token, Kind.NUMBER)
    if not token[0].isalpha():
        return TypedWord(token, Kind.FILLER)
    kind = kind_of(token)
    named = SUBJECTS | _NAMED | (_ALSO_NAMED if goes_on else frozenset())
    if is_name and (kind in named or token.isupper()):
        return TypedWord(token, kind if kind in CLASSES | {Kind.PLACE} else Kind.OWN, is_name=True)
    if kind is Kind.OWN and (base := _owned(token)):
        whole = kind_of(base) is Kind.WHOLE
        return TypedWord(base, Kind.WHOLE if whole else Kind.OWNED)
    return TypedWord(token, kind, is_name=is_name)


def kind_of(word: str) -> Kind:
    """Return what a word contributes, as far as lists say: OWN if none has it.

    Slang counts as what it stands for: *dmn* as *dimana*, *nular* as *menular*.
    """
    kinds, lower = _kinds(), word.lower()
    plain = _PARTICLE.sub("", lower)
    half, _, other = plain.partition("-")
    for form in (lower, plain, half if half == other else plain, expand_slang(plain)):
        if form in kinds:
            return kinds[form]
    if plain.startswith(("m", "n")) and kinds.get(f"me{plain}") is Kind.PREDICATE:
        return Kind.PREDICATE
    return Kind.FILLER if lower in _stop_words() else Kind.OWN


def _owned(token: str) -> str:
    """Return what has -nya after it, "" if nothing has; *-ny* counts after listed words only."""
    found = _NYA.fullmatch(token)
    if found is None:
        return ""
    full, short = found.groups()
    if short:
        return short if kind_of(short) in CLASSES | ATTRIBUTES else ""
    return str(full)


def is_place(word: TypedWord) -> bool:
    """Whether a word names a country, a region or a city."""
    names = (word_lists(each).places for each in Language)
    return word.kind is Kind.PLACE or any(word.lower in each for each in names)


def looks_like_verb(word: TypedWord) -> bool:
    """Whether a word that no list has is a verb by its form, as *menemukan*; some nouns are."""
    if word.kind is not Kind.OWN or word.is_name:
        return False
    return (
        _VERB.fullmatch(word.lower) is not None
        or _VERB.fullmatch(expand_slang(word.lower)) is not None
    )


@cache
def _kinds() -> dict[str, Kind]:
    table = resources.files("bot.conversation").joinpath("reference_words.tsv")
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()[1:]]
    return {word: Kind(kind) for _, kind, listed in rows for word in listed.split()}


@cache
def _stop_words() -> frozenset[str]:
    return frozenset().union(*(analyzer_for(each).stop_words for each in Language))


def joined(words: Sequence[TypedWord]) -> str:
    """Return the words with spaces between; what begins with an apostrophe stays attached."""
    return "".join(f" {each.text}" if each.text[0].isalnum() else each.text for each in words)[1:]
