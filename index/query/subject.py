"""The subject of a message: the one or two words or names that it is about.

Words are told apart by lists, by their form and by their idf; what a word means is not known. Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.analysis import analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import Token, tokenize
from index.query.acronyms import is_known_acronym
from index.query.parser import MAX_QUESTION
from index.query.subject_words import (
    NEVER_SUBJECT,
    OPEN_KINDS,
    WordKind,
    capitals_tell,
    is_capitalized_name,
    is_verb_of,
    read_word,
    word_lists,
)
from index.text.invisible import remove_invisible
from index.types import Idf, Language

_FACTORS: Mapping[WordKind, float] = {
    WordKind.ACTION: 0.2,
    WordKind.GENERAL: 0.55,
    WordKind.NOUN: 1.0,
    WordKind.COMMON: 0.8,
    WordKind.CONTENT: 1.0,
    WordKind.ACRONYM: 1.2,
    WordKind.NAME: 1.5,
}
_COMPOUND_WEIGHT = 1.1
_UNKNOWN_IDF = 0.7
"""The share of the highest idf that a word counts with which occurs nowhere: it may be misspelt."""
_IDF_SHARE = 0.6
"""How much of a word's weight is its idf."""
_NEXT, _APART = 0.42, 0.7
"""The share of the heavier item's weight that the lighter must have, beside it or elsewhere."""
_BESIDE = 0.25
"""How much more the lighter of two items weighs side by side, as first and last names are."""
_LINKS = frozenset("di in of at the".split())
"""Words between items that are one thing: *banjir di Jakarta*."""
_BETWEEN = frozenset({WordKind.ATTRIBUTE, WordKind.VERB, WordKind.ACTION})
_OPEN_FORMS = OPEN_KINDS | {WordKind.NAME}
_MIN_BARE = 4
"""Letters before *-nya*; *Kenya* is no *ke-nya*."""
_MAX_WORDS = 3
"""Words of two items together; of more the heavier item alone is the subject."""
_SOURCE_FACTOR = 0.25
"""How much less it weighs who says something than what it is about: *menurut BMKG*."""
_ABOUT_FACTOR = 1.2
"""How much more a word weighs behind *soal*, *about*."""
_SOURCE_START = 3
"""Words before *kata* from which on it names a source; "apa kata Blinken" asks about him."""

_NO_WORDS = re.compile(
    r"\bhttps?://\S+|\bwww\.\S+|[\w.]*@[\w.]+"
    r"|\b(?:since|until|source|section|sejak|sampai|sumber|bagian):(?:\"[^\"]*\"|\S+)"
    r"|\b(?:(?:wk)+w?|(?:ha){2,}h?|(?:he){2,}h?|(?:hi){2,})\b",
    re.IGNORECASE,
)
"""Addresses, conditions and laughter."""
_JOINED = re.compile(r"[\s\"“”'’«»]*")
_SENTENCE_ENDS = (".", "!", "?", ":")
_WITH_NOUN = re.compile(r"(?:ke-?)?\d{1,3}")
"""A number that may belong to the noun before it; longer ones are years and quantities."""
_PASSIVE = re.compile(r"di[a-z]{4,}")
"""An Indonesian passive; what only looks like one is in the list of nouns."""
_SPOKEN = re.compile(r"[a-z]{4,}in")
"""A spoken Indonesian verb, if it is in no article: *bubarin*, but also *Kremlin*."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word without its clitic, and ``key``, its normal form.

    ``follows`` is whether nothing but a space or quotation mark is between it and the one before.
    """

    text: str
    key: str
    kind: WordKind
    weight: float
    follows: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """Consecutive words that are one thing: a name, a noun with its number."""

    text: str
    weight: float
    first: int
    last: int
    is_thing: bool  # rather than what one does
    is_name: bool
    is_general: bool

    @property
    def words(self) -> int:
        return self.last - self.first + 1

    def is_before(self, other: "_Item", words: Sequence[_Word]) -> bool:
        """Whether only verbs, attributes and prepositions of place are between this and it."""
        between = words[self.last + 1 : other.first]
        return all(word.key in _LINKS or word.kind in _BETWEEN for word in between)


def subject_of(text: str, language: Language, idf: Idf) -> tuple[str, ...]:
    """Return the one or two words or names that ``text`` is about, as written, in its order.

    Names come before other words, then the rarer ones; what is asked of a subject (its price, its
    symptoms) is none itself. Empty if there is no subject, as in "what about him?".
    """
    text = _NO_WORDS.sub("", remove_invisible(text[:MAX_QUESTION]))
    read = _words(text, language, idf)
    words = list(_weighed(read, language))
    found = list(_items(words, language))
    items = [item for item in found if item.is_thing] or _not_verbs(found, language)
    items = _places_lighter(items, words, language)
    if not items:
        return ()
    heaviest = max(items, key=lambda item: item.weight)
    choices = _choices(items, words)
    if heaviest.is_name:
        choices = (some for some in choices if heaviest in some)
    chosen = max(choices, key=_weight)
    return tuple(dict.fromkeys(item.text for item in chosen))


def _places_lighter(
    items: Sequence[_Item], words: Sequence[_Word], language: Language
) -> list[_Item]:
    """Make places weigh less than the heaviest thing, if there is one: *ebola*, not *Indonesia*."""
    own = word_lists(language)
    before = [words[item.first - 1].key if item.first else "" for item in items]
    names = [
        "" if word in own.about else normalize(item.text)
        for item, word in zip(items, before, strict=True)
    ]
    named = list(zip(items, names, strict=True))
    things = [i.weight for i, name in named if not i.is_general and name not in own.places]
    if not things:
        return list(items)
    caps = [max(things) * own.share_of_place(name) for name in names]
    return [
        item if item.weight <= cap else replace(item, weight=cap, is_name=False)
        for item, cap in zip(items, caps, strict=True)
    ]


def _not_verbs(items: Sequence[_Item], language: Language) -> list[_Item]:
    """Return the items that only look like verbs, as *Mentawai*."""
    terms = analyzer_for(language).terms
    return [
        item
        for item in items
        if not _PASSIVE.fullmatch(item.text)
        and not any(is_verb_of(term, language) for term in terms(item.text))
    ]


def _choices(items: Sequence[_Item], words: Sequence[_Word]) -> Iterator[tuple[_Item, ...]]:
    """Yield each item, and each two of which neither is much lighter than the other."""
    for number, one in enumerate(items):
        yield (one,)
        for other in items[number + 1 :]:
            share = _NEXT if one.is_before(other, words) else _APART
            least, most = sorted((one.weight, other.weight))
            if least >= share * most and one.words + other.words <= _MAX_WORDS:
                yield one, other


def _weight(chosen: Sequence[_Item]) -> float:
    """Return how much of what the message is about the items are."""
    beside = len(chosen) > 1 and chosen[1].first == chosen[0].last + 1
    weights = [item.weight for item in chosen]
    return sum(weights) + (_BESIDE * min(weights) if beside else 0.0)


def _items(words: Sequence[_Word], language: Language) -> Iterator[_Item]:
    at = 0
    while at < len(words):
        compound = _compound_at(words, at, language)
        last = at + max(compound, _name_at(words, at), 1) - 1
        if compound or words[at].kind in _FACTORS:
            if _has_number(words, last, language):
                last += 1
            text = " ".join(word.text for word in words[at : last + 1])
            weight = max(word.weight for word in words[at : last + 1])
            is_thing = compound > 0 or words[at].kind is not WordKind.ACTION
            is_name = words[at].kind is WordKind.NAME
            is_general = not compound and words[at].kind is WordKind.GENERAL
            weight = max(weight, compound and _COMPOUND_WEIGHT)
            yield _Item(text, weight, at, last, is_thing, is_name, is_general)
        at = last + 1


def _compound_at(words: Sequence[_Word], at: int, language: Language) -> int:
    """Return how many words from ``at`` on are a known compound; 0 if none is."""
    for keys in word_lists(language).compounds.get(words[at].key, ()):
        found = words[at : at + len(keys)]
        if tuple(w.key for w in found) == keys and all(w.follows for w in found[1:]):
            return len(keys)
    return 0


def _name_at(words: Sequence[_Word], at: int) -> int:
    """Return how many words from ``at`` on are one capitalised name; 0 if fewer than two."""
    count = 0
    for word in words[at:]:
        is_initial = count and len(word.text) == 1 and word.text.isupper()
        if not is_initial and (word.kind is not WordKind.NAME or not word.text[0].isupper()):
            break
        alike = is_initial or word.text.isupper() == words[at].text.isupper()
        if count and not (word.follows and alike):
            break
        count += 1
    return count if count > 1 else 0


def _has_number(words: Sequence[_Word], last: int, language: Language) -> bool:
    """Whether a number belongs to the noun before it: *gaji 13*, but not *di 13 kota*."""
    if last + 1 >= len(words):
        return False
    noun, number = words[last], words[last + 1]
    is_noun = _FACTORS.get(noun.kind, 0.0) >= _FACTORS[WordKind.GENERAL]
    if not is_noun or not number.follows or not _WITH_NOUN.fullmatch(number.key):
        return False
    return last + 2 >= len(words) or words[last + 2].key not in word_lists(language).units


def _words(text: str, language: Language, idf: Idf) -> list[_Word]:
    tokens = list(tokenize(text))
    capitals = capitals_tell(text, [token.text for token in tokens], language)
    absent = idf("\0") or 1.0
    found: list[_Word] = []
    for place, token in enumerate(tokens):
        before = text[tokens[place - 1].end : token.start] if place else "."
        shown, key, kind = read_word(token.text, language)
        if capitals:
            kind = _named(kind, token, before, "".join(t.text for t in tokens[place + 1 :][:1]))
        if kind in OPEN_KINDS and is_known_acronym(token.text, language):
            kind = WordKind.ACRONYM
        if kind in _OPEN_FORMS and (stem := _without_clitic(shown, language, idf)):
            shown, key = stem, normalize(stem)
        rarest = max(map(idf, analyzer_for(language).terms(shown)), default=absent)
        if kind is WordKind.CONTENT and rarest >= absent and _SPOKEN.fullmatch(token.text):
            kind = WordKind.ACTION
        rarity = _UNKNOWN_IDF if rarest >= absent else rarest / absent
        weight = _FACTORS.get(kind, 0.0) * (1 - _IDF_SHARE + _IDF_SHARE * rarity)
        found.append(_Word(shown, key, kind, weight, bool(_JOINED.fullmatch(before))))
    return found


def _without_clitic(word: str, language: Language, idf: Idf) -> str:
    """Return an Indonesian word without *-nya*; "" if it has none, as *cikungunya* has not."""
    bare = word[:-3]
    if language is not Language.INDONESIAN or len(bare) < _MIN_BARE or not word.endswith("nya"):
        return ""
    known = [idf(term) < idf("\0") for term in analyzer_for(language).terms(bare)]
    return bare if any(known) else ""


def _named(kind: WordKind, token: Token, before: str, following: str) -> WordKind:
    starts = before.rstrip().endswith(_SENTENCE_ENDS)
    named = is_capitalized_name(token.text, kind, starts=starts, following=following)
    return WordKind.NAME if named else kind


def _weighed(words: Sequence[_Word], language: Language) -> Iterator[_Word]:
    """Yield the words, lighter those that name who says something, heavier what it is about."""
    own = word_lists(language)
    factor, after = 1.0, False
    for place, word in enumerate(words):
        if own.sources.get(word.key, False) or (place >= _SOURCE_START and word.key in own.sources):
            factor, after = _SOURCE_FACTOR, True
        elif word.key in own.about:
            factor, after = _ABOUT_FACTOR, True
        elif word.kind in NEVER_SUBJECT and not after:
            factor = 1.0
        else:
            after = False
        yield replace(word, weight=word.weight * factor)
