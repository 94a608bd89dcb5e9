"""The words of messages by kind: from the lists of ``subject_words.tsv``, else by their form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from index.analysis.normalizer import normalize
from index.query.slang import in_full
from index.types import Language


class WordKind(StrEnum):
    """A kind of words; values before NUMBER are names of the table."""

    FUNCTION = "function"  # question words, pronouns, particles, numerals
    REQUEST = "request"  # politeness, fillers, verbs of asking and saying
    NOUN = "noun"  # looks like a verb
    VERB = "verb"
    TIME = "time"
    ATTRIBUTE = "attribute"  # what is asked of a subject: its price, its symptoms
    GENERAL = "general"  # kinds of people, places and things
    NUMBER = "number"
    ACTION = "action"  # a verb by its form
    COMMON = "common"  # a word of news rather than a name
    CONTENT = "content"
    ACRONYM = "acronym"
    NAME = "name"


NEVER_SUBJECT = frozenset(
    {WordKind.FUNCTION, WordKind.REQUEST, WordKind.TIME, WordKind.VERB, WordKind.NUMBER}
)

OPEN_KINDS = frozenset({WordKind.COMMON, WordKind.CONTENT})
_SHARED = frozenset({WordKind.FUNCTION, WordKind.REQUEST})
_LISTED = _SHARED | {WordKind.NOUN, WordKind.VERB, WordKind.TIME}
_LISTED |= {WordKind.ATTRIBUTE, WordKind.GENERAL}
_NUMBER = re.compile(r"(?:ke-?)?\d[\d.,:/-]*(?:st|nd|rd|th)?")
_DRAWN_OUT = re.compile(r"(\D)\1{2,}")
_ROMAN = re.compile(r"[IVX]{1,5}")
_CLITIC = re.compile(r"(.{3,})(?:nya|lah|kah)|(.{3,})(?:['’]s|s['’])")
_POSSESSIVE = re.compile(r"(.{2,})['’]s")
_ACTIONS = {
    Language.INDONESIAN: re.compile(
        r"di[^aiueo].{2,}|di[aiueo].{3,}|me(?:m[bpfv]|n[dtcjsz]|ng|ny|l|r|w|y).{3,}|ber.{4,}|ter.{4,}"
        r"|.{2,}[^aiueo\W]kan"
    ),
    Language.ENGLISH: re.compile(r".{3,}(?:ing|ed|ly)"),
}
_PLACE_SHARE = 0.9
"""Slightly less than the thing itself: *gempa Aceh*."""
_HOME_SHARE = 0.5
"""Of the readers' own country, which most things that are asked of have to do with."""


@dataclass(frozen=True, slots=True)
class WordLists:
    """The lists of one language: ``units`` are counted, ``compounds`` lie by their first words.

    ``sources`` announce who says something; one with True does so as a message's first word, too.
    ``about`` announce what is said something about. ``places`` are their names, ``home`` those of
    the readers' own country.
    """

    kinds: Mapping[str, WordKind]
    units: frozenset[str]
    sources: Mapping[str, bool]
    about: frozenset[str]
    compounds: Mapping[str, Sequence[tuple[str, ...]]]
    places: frozenset[str]
    home: frozenset[str]

    def share_of_place(self, name: str) -> float:
        """Return the share of a thing's weight that a name beside it has at most."""
        if name in self.home:
            return _HOME_SHARE
        return _PLACE_SHARE if name in self.places else 1.0


def read_word(word: str, language: Language) -> tuple[str, str, WordKind]:
    """Return a word without its clitic, its normal form and its kind, whatever its capitals."""
    known, key = word_lists(language).kinds, normalize(word)
    for written in _spellings(key, language):
        if written in known:
            return word, key, known[written]
        clitic = _CLITIC.fullmatch(written)
        bare = (clitic[1] or clitic[2]) if clitic else ""
        if bare in known:
            stripped = word[: len(bare)] if key == written else bare
            return stripped, bare, known[bare]
    if _NUMBER.fullmatch(key) or _ROMAN.fullmatch(word):
        return word, key, WordKind.NUMBER
    if len(key) == 1:
        return word, key, WordKind.FUNCTION
    if possessive := _POSSESSIVE.fullmatch(word):
        word = possessive[1]
        key = normalize(word)
    if _is_action(word, key, language):
        return word, key, WordKind.ACTION
    return word, key, WordKind.COMMON if key in _common(language) else WordKind.CONTENT


def is_general(word: str, language: Language) -> bool:
    """Whether ``word`` names a kind of people, places or things: *presiden*, *kota*."""
    return read_word(word, language)[2] is WordKind.GENERAL


def is_place(word: str) -> bool:
    """Whether ``word``, in small letters, is the name of a place."""
    return any(word in word_lists(language).places for language in Language)


def is_verb_of(stem: str, language: Language) -> bool:
    """Whether a word that has the form of a verb is one: its stem is a word, unlike Mentawai's."""
    return stem in _common(language) or stem in word_lists(language).kinds


def capitals_tell(text: str, words: Sequence[str], language: Language) -> bool:
    """Whether capitals tell names from other words: not in capitals throughout or In A Title."""
    known = word_lists(language).kinds
    small = [word for word in words[1:] if known.get(normalize(word)) is WordKind.FUNCTION]
    return not text.isupper() and not any(w[0].isupper() and not w.isupper() for w in small)


def is_capitalized_name(word: str, kind: WordKind, *, starts: bool, following: str) -> bool:
    """Whether capitals make ``word`` a name; ``starts`` is whether it is a sentence's first."""
    if kind in {WordKind.TIME, WordKind.NUMBER} or len(word) == 1:
        return False
    if word.isupper():
        return True
    if not word[0].isupper():
        return kind in OPEN_KINDS and any(map(str.isupper, word))
    return not starts or (kind in OPEN_KINDS and following[:1].isupper())


@cache
def word_lists(language: Language) -> WordLists:
    """Return the lists of ``language``.

    A word in two rows is of the kind of the first. Function words and requests are those of both
    languages: messages mix them.
    """
    rows = _rows()
    own = [(kind, words) for lang, kind, words in rows if lang == language]
    others = [(kind, words) for lang, kind, words in rows if lang != language and kind in _SHARED]
    kinds: dict[str, WordKind] = {}
    for kind, words in own + others:
        for word in words.split() if kind in _LISTED else ():
            kinds.setdefault(word, WordKind(kind))
    compounds: dict[str, list[tuple[str, ...]]] = {}
    for words in (words for kind, words in own if kind == "compound"):
        for compound in words.split(", "):
            compounds.setdefault(compound.split()[0], []).append(tuple(compound.split()))
    for some in compounds.values():
        some.sort(key=len, reverse=True)
    by_kind = {kind: " ".join(w for k, w in own if k == kind).split() for kind, _ in own}
    sources = dict.fromkeys(by_kind["source"], True) | dict.fromkeys(by_kind["saying"], False)
    units, about = frozenset(by_kind["unit"]), frozenset(by_kind["about"])
    return WordLists(
        kinds, units, sources, about, compounds, _names(own, "place"), _names(own, "home")
    )


def _names(rows: Sequence[tuple[str, str]], kind: str) -> frozenset[str]:
    return frozenset(name for its, names in rows if its == kind for name in names.split(", "))


def _spellings(key: str, language: Language) -> tuple[str, ...]:
    """Return a word as it is typed, without letters drawn out (*dooong*), and written out."""
    short = _DRAWN_OUT.sub(r"\1", key)
    written = in_full(short, language)
    return tuple(dict.fromkeys((key, short, written)))


def _is_action(word: str, key: str, language: Language) -> bool:
    pattern = _ACTIONS[language]
    return word.islower() and any(map(pattern.fullmatch, _spellings(key, language)))


@cache
def _common(language: Language) -> frozenset[str]:
    """Return the words of the groups of words that stand for each other in news."""
    groups = resources.files("index.answers.reader").joinpath(f"groups-{language.value}.tsv")
    return frozenset(groups.read_text("utf-8").split())


@cache
def _rows() -> Sequence[tuple[str, str, str]]:
    text = resources.files("index.query").joinpath("subject_words.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines()[1:]]
    return [(language, kind, words) for language, kind, words in lines]
