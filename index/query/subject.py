"""The subject of a message: the one or two words or names that it is about.

Words are told apart by lists (``subject_words.tsv``), by their form and by their idf; what a word
means is not known. Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from index.analysis import analyzer_for
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import tokenize
from index.query.acronyms import is_known_acronym
from index.query.parser import MAX_QUESTION
from index.query.slang import expand_slang
from index.text.invisible import remove_invisible
from index.types import Idf, Language


class WordKind(StrEnum):
    """A kind of words; values before NUMBER are names of the table."""

    FUNCTION = "function"  # question words, pronouns, particles, numerals
    REQUEST = "request"  # politeness, fillers, verbs of asking and saying
    TIME = "time"
    VERB = "verb"
    ATTRIBUTE = "attribute"  # what is asked of a subject: its price, its symptoms
    GENERAL = "general"  # kinds of people, places and things
    NOUN = "noun"  # looks like a verb
    NUMBER = "number"
    ACTION = "action"  # a verb by its form
    CONTENT = "content"
    ACRONYM = "acronym"
    NAME = "name"


_NEVER = frozenset(
    {WordKind.FUNCTION, WordKind.REQUEST, WordKind.TIME, WordKind.VERB, WordKind.NUMBER}
)
_SHARED = frozenset({WordKind.FUNCTION, WordKind.REQUEST})
_WORDS = _SHARED | {
    WordKind.NOUN,
    WordKind.VERB,
    WordKind.TIME,
    WordKind.ATTRIBUTE,
    WordKind.GENERAL,
}
_FACTORS: Mapping[WordKind, float] = {
    WordKind.ACTION: 0.2,
    WordKind.ATTRIBUTE: 0.25,
    WordKind.GENERAL: 0.55,
    WordKind.NOUN: 1.0,
    WordKind.CONTENT: 1.0,
    WordKind.ACRONYM: 1.3,
    WordKind.NAME: 1.7,
}
_COMPOUND_FACTOR = 1.3
_UNKNOWN_IDF = 0.7
"""The share of the highest idf that a word counts with which occurs nowhere: it may be misspelt."""
_IDF_SHARE = 0.6
"""How much of a word's weight is its idf."""
_NEXT, _APART = 0.45, 0.75
"""The share of the heaviest item's weight that the second must have, beside it or elsewhere."""
_MAX_WORDS = 3
"""Words of two items together; of more the heavier item alone is the subject."""
_MAX_NUMBER = 4
"""Characters of a number that belongs to its noun; longer ones and years are quantities."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"(?:ke-?)?\d[\d.,:/-]*")
_CLITIC = re.compile(r"(.{3,})(?:nya|lah|kah)|(.{3,})(?:['’]s|s['’])")
_LONG_CLITIC = re.compile(r"(.{4,})(?:nya|['’]s)")
_JOINED = re.compile(r"[\s\"“”'’«»]*")
_ACTIONS = {
    Language.INDONESIAN: re.compile(
        r"di.{4,}|me(?:m[bpfv]|n[dtcjsz]|ng|ny|l|r|w|y).{3,}|ber.{4,}|ter.{4,}"
    ),
    Language.ENGLISH: re.compile(r".{3,}(?:ing|ed|ly)"),
}


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    key: str
    kind: WordKind
    weight: float
    follows: bool  # nothing but a space is between it and the word before


@dataclass(frozen=True, slots=True)
class _Item:
    """Consecutive words that are one thing: a name, a noun with its number."""

    text: str
    weight: float
    first: int
    last: int

    @property
    def words(self) -> int:
        return self.last - self.first + 1


def subject_of(text: str, language: Language, idf: Idf) -> tuple[str, ...]:
    """Return the one or two words or names that ``text`` is about, as written, in its order.

    Names come before other words, then the rarer ones; what is asked of a subject (its price, its
    symptoms) is one only if nothing else is. Empty if there is none, as in "what about him?".
    """
    words = _words(remove_invisible(text[:MAX_QUESTION]), language, idf)
    items = list(_items(words, language))
    if not items:
        return ()
    best = max(items, key=lambda item: item.weight)
    second = _second(best, items)
    chosen = sorted([best, second] if second else [best], key=lambda item: item.first)
    return tuple(dict.fromkeys(item.text for item in chosen))


def _second(best: _Item, items: Sequence[_Item]) -> _Item | None:
    """Return what is named beside ``best``: its neighbour, or as heavy an item elsewhere."""
    others = [
        (item.weight / share, item)
        for item in items
        if item is not best and item.words + best.words <= _MAX_WORDS
        for share in (_NEXT if _are_neighbours(item, best) else _APART,)
        if item.weight >= share * best.weight
    ]
    return max(others, key=lambda other: other[0])[1] if others else None


def _are_neighbours(one: _Item, other: _Item) -> bool:
    return one.first == other.last + 1 or other.first == one.last + 1


def _items(words: Sequence[_Word], language: Language) -> Iterator[_Item]:
    at = 0
    while at < len(words):
        compound = _compound_at(words, at, language)
        count = max(compound, _name_at(words, at), 1)
        last = at + count - 1
        if compound or words[at].kind not in _NEVER:
            if _has_number(words, last, language):
                last += 1
            text = " ".join(word.text for word in words[at : last + 1])
            weight = max(word.weight for word in words[at : last + 1])
            yield _Item(text, max(weight, compound and _COMPOUND_FACTOR), at, last)
        at = last + 1


def _compound_at(words: Sequence[_Word], at: int, language: Language) -> int:
    """Return how many words from ``at`` on are a known compound; 0 if none is."""
    for keys in _compounds(language).get(words[at].key, ()):
        found = words[at : at + len(keys)]
        if tuple(w.key for w in found) == keys and all(w.follows for w in found[1:]):
            return len(keys)
    return 0


def _name_at(words: Sequence[_Word], at: int) -> int:
    """Return how many words from ``at`` on are one capitalised name; 0 if fewer than two."""
    count = 0
    for word in words[at:]:
        if (
            word.kind is not WordKind.NAME
            or (count and not word.follows)
            or not word.text[0].isupper()
        ):
            break
        if count and word.text.isupper() != words[at].text.isupper():
            break
        count += 1
    return count if count > 1 else 0


def _has_number(words: Sequence[_Word], last: int, language: Language) -> bool:
    """Whether a number belongs to the noun before it: *gaji 13*, but not *di 13 kota*."""
    if last + 1 >= len(words):
        return False
    noun, number = words[last], words[last + 1]
    is_noun = _FACTORS.get(noun.kind, 0.0) >= _FACTORS[WordKind.GENERAL]
    if number.kind is not WordKind.NUMBER or not number.follows or not is_noun:
        return False
    is_short = len(number.key) <= _MAX_NUMBER + 1 and not _YEAR.fullmatch(number.key)
    is_ordinal = number.key.removeprefix("ke").lstrip("-").isdigit()
    if not is_short or not is_ordinal or len(number.key.lstrip("ke-")) >= _MAX_NUMBER:
        return False
    counted = last + 2 < len(words) and words[last + 2].key in _listed(language)[1]
    return not counted


def _words(text: str, language: Language, idf: Idf) -> list[_Word]:
    found: list[_Word] = []
    tokens = list(tokenize(text))
    has_capitals = _capitals_tell(text, [token.text for token in tokens], language)
    absent = idf("\0") or 1.0
    end = 0
    for place, token in enumerate(tokens):
        follows = bool(found) and _JOINED.fullmatch(text[end : token.start]) is not None
        end = token.end
        shown, key, kind = _read(token.text, language)
        starts = not place or text[: token.start].rstrip()[-1:] in ".!?:"
        nextword = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if has_capitals and _is_named(token.text, kind, starts, nextword):
            kind = WordKind.NAME
        elif kind is WordKind.CONTENT and is_known_acronym(token.text, language):
            kind = WordKind.ACRONYM
        stems = analyzer_for(language).terms(shown)
        rarity = max((_rarity(idf(stem), absent) for stem in stems), default=_UNKNOWN_IDF)
        weight = _FACTORS.get(kind, 0.0) * (1 - _IDF_SHARE + _IDF_SHARE * rarity)
        found.append(_Word(shown, key, kind, weight, follows))
    return found


def _rarity(idf: float, absent: float) -> float:
    return _UNKNOWN_IDF if idf >= absent else idf / absent


def _read(word: str, language: Language) -> tuple[str, str, WordKind]:
    """Return a word without its clitic, its normal form and its kind."""
    known = _listed(language)[0]
    key = normalize(word)
    for written in _spellings(key, language):
        if written in known:
            return word, key, known[written]
        clitic = _CLITIC.fullmatch(written)
        bare = (clitic[1] or clitic[2]) if clitic else ""
        if bare in known:
            stripped = word[: len(bare)] if key == written else bare
            return stripped, bare, known[bare]
    if _NUMBER.fullmatch(key):
        return word, key, WordKind.NUMBER
    if long := _LONG_CLITIC.fullmatch(word):
        word = long[1]
        key = normalize(word)
    is_action = word.islower() and any(
        _ACTIONS[language].fullmatch(each) for each in _spellings(key, language)
    )
    return word, key, WordKind.ACTION if is_action else WordKind.CONTENT


def _spellings(key: str, language: Language) -> tuple[str, ...]:
    written = expand_slang(key) if language is Language.INDONESIAN else key
    return (key,) if written == key else (key, written)


def _capitals_tell(text: str, words: Sequence[str], language: Language) -> bool:
    """Whether capitals tell names from other words: not in capitals throughout or In A Title."""
    known = _listed(language)[0]
    small = [word for word in words[1:] if known.get(normalize(word)) is WordKind.FUNCTION]
    return not text.isupper() and not any(w[0].isupper() and not w.isupper() for w in small)


def _is_named(word: str, kind: WordKind, starts: bool, following: str) -> bool:
    if kind is WordKind.TIME:
        return False
    if word.isupper() and len(word) > 1 and any(map(str.isalpha, word)):
        return True
    if not word[0].isupper():
        return any(map(str.isupper, word)) and kind is WordKind.CONTENT
    if starts:
        return kind is WordKind.CONTENT and following[:1].isupper()
    return True


@cache
def _listed(language: Language) -> tuple[Mapping[str, WordKind], frozenset[str]]:
    """Return the kinds of the listed words, and the words for what is counted.

    A word in two rows is of the kind of the first. Function words and requests are those of both
    languages: messages mix them.
    """
    kinds: dict[str, WordKind] = {}
    rows = _rows()
    own = [(kind, words) for lang, kind, words in rows if lang == language and kind in _WORDS]
    others = [(kind, words) for lang, kind, words in rows if lang != language and kind in _SHARED]
    for kind, words in own + others:
        for word in words.split():
            kinds.setdefault(word, WordKind(kind))
    units = (words for lang, kind, words in rows if kind == "unit" and lang == language)
    return kinds, frozenset(word for words in units for word in words.split())


@cache
def _compounds(language: Language) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Return the compounds by their first word, longer ones first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for row_language, kind, words in _rows():
        if kind == "compound" and row_language == language:
            for compound in words.split(", "):
                keys = tuple(compound.split())
                found.setdefault(keys[0], []).append(keys)
    return {first: sorted(some, key=len, reverse=True) for first, some in found.items()}


@cache
def _rows() -> Sequence[tuple[str, str, str]]:
    text = resources.files("index.query").joinpath("subject_words.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines()[1:]]
    return [(language, kind, words) for language, kind, words in lines]
