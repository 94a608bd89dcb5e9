"""Abbreviations that articles define as they use them: "Nama Panjang (NP)" and "NP (Nama Panjang)".

Looks for those only that say something of the question, in a bounded part of each text, and keeps
nothing. Cheaper and stricter than Schwartz & Hearst (2003): every word gives its initial.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from index.analysis import analyzer_for
from index.query.synonyms import Synonym, SynonymRow
from index.types import Query

READ_OF_TEXT = 10_000
"""Characters of a text that are looked through; what is defined is so where it is first said."""
_MOST_LEARNED = 3
_MOST_BRACKETS = 50
"""Brackets of one text that are looked at; an article about one thing has a handful."""
_BEFORE = 120
"""Characters before a bracket in which the words that it abbreviates stand."""
_LONGEST_SHORT = 14

_BRACKET = re.compile(r"\(([^()\n]{2,120})\)")
_SHORT = re.compile(r"([A-Z][A-Za-z]{0,8}[A-Z])s?")
_SHORT_BEFORE = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{0,8}[A-Z])\s?$")
_CLAUSE = re.compile(r"[.,;:!?\[\]\"“”\n()]")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_SMALL_WORDS = frozenset(
    "dan atau untuk di ke dari yang bagi pada serta of and for the in on to a an".split()
)
"""Words that may give their initial or not."""


class Definition(NamedTuple):
    """An abbreviation and the words that it is short for, as an article writes them."""

    short: str
    long: str


def learned_forms(query: Query, texts: Iterable[str]) -> list[Synonym]:
    """What ``texts`` define of what ``query`` says, what most of them define first."""
    asked = _AskedAcronym(query)
    found: Counter[Synonym] = Counter()
    for text in texts:
        defined = map(asked.form, definitions(text[:READ_OF_TEXT], asked.may_say))
        found.update({form for form in defined if form is not None})
    return [form for form, _ in found.most_common(_MOST_LEARNED)]


def definitions(text: str, wanted: Callable[[str], bool]) -> Iterator[Definition]:
    """The abbreviations that are ``wanted`` and that ``text`` defines, in order."""
    for bracket in islice(_brackets(text), _MOST_BRACKETS):
        inside, start = bracket[1], bracket.start()
        if short := _SHORT.fullmatch(inside):
            before = text[max(0, start - _BEFORE) : start]
            long = _last_words(before, short[1]) if wanted(short[1]) else ""
        elif short := _SHORT_BEFORE.search(text[max(0, start - _LONGEST_SHORT) : start]):
            long = _whole(inside, short[1]) if wanted(short[1]) else ""
        else:
            continue
        if long:
            yield Definition(short[1], long)


def _brackets(text: str) -> Iterator[re.Match[str]]:
    """What is in brackets; most of a text is passed over faster than by a pattern."""
    start = text.find("(")
    while start >= 0:
        if found := _BRACKET.match(text, start):
            yield found
        start = text.find("(", start + 1)


def _last_words(text: str, short: str) -> str:
    """The last words of ``text`` if ``short`` is their initials; "" if it is not."""
    clause = _CLAUSE.split(text)[-1]
    words = list(_WORD.finditer(clause))
    large = [word for word in words if word[0].lower() not in _SMALL_WORDS]
    if not words or words[-1][0].lower() in _SMALL_WORDS:
        return ""
    for counted in (words, large):
        last = counted[-len(short) :]
        if _initials(last) == short.lower() and _are_a_name(last):
            return clause[last[0].start() :].strip()
    return ""


def _whole(text: str, short: str) -> str:
    """``text`` if ``short`` is the initials of all of it."""
    return text if _last_words(text, short) == text else ""


def _initials(words: Iterable[re.Match[str]]) -> str:
    return "".join(word[0][0] for word in words).lower()


def _are_a_name(words: Sequence[re.Match[str]]) -> bool:
    """Whether initials say enough: those of two words are anybody's but for a name's."""
    return len(words) > 2 or all(word[0][0].isupper() for word in words)


class _AskedAcronym:
    """What a question says that an article may define."""

    def __init__(self, query: Query) -> None:
        self._analyzer = analyzer_for(query.language)
        words = list(_WORD.finditer(query.text))
        large = [word for word in words if word[0].lower() not in _SMALL_WORDS]
        self._query = query
        self._initials = (_initials(words), _initials(large))
        self._shorts = {word[0].lower() for word in words if len(word[0]) > 2 or word[0].isupper()}

    def may_say(self, short: str) -> bool:
        """Whether the question says ``short`` or words that begin with its letters."""
        letters = short.lower()
        return letters in self._shorts or any(letters in initials for initials in self._initials)

    def form(self, defined: Definition) -> Synonym | None:
        """What is equal by this definition to something that the question says."""
        short = tuple(self._analyzer.terms(defined.short))
        long = tuple(self._analyzer.terms(defined.long))
        if len(short) != 1 or len(long) < 2:
            return None
        if self._says(short) and defined.short.lower() in self._shorts:
            return Synonym(short, long, defined.long)
        return Synonym(long, short, defined.short) if self._says(long) else None

    def _says(self, row: SynonymRow) -> bool:
        return row in zip(*(self._row[place:] for place in range(len(row))), strict=False)

    @cached_property
    def _row(self) -> SynonymRow:
        """The terms of the question, repeated ones too."""
        terms = set(self._query.terms)
        return tuple(term for term in self._analyzer.terms(self._query.text) if term in terms)
