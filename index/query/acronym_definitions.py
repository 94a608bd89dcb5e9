"""Acronyms that articles define in brackets: "Nama Panjang (NP)" and "NP (Nama Panjang)".

Looks only for definitions of something in the query, in a bounded part of each text. Cheaper and
stricter than Schwartz & Hearst (2003): every word must give its initial.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from index.analysis import analyzer_for
from index.query.synonyms import Synonym, TermSequence
from index.types import Query

MAX_SCANNED = 10_000
"""Characters of a text that are scanned; definitions stand at the first mention."""
_MAX_SYNONYMS = 3
_MAX_BRACKETS = 50
"""Brackets of one text that are looked at; an article on one subject has a handful."""
_MAX_EXPANSION = 120
"""Characters before a bracket in which the expansion is looked for."""
_MAX_ACRONYM = 14
_MAX_INITIALS = 6
"""Letters of an acronym that is looked for by the initials of a query's words."""

_BRACKET = re.compile(r"\(([^()\n]{2,120})\)")
_ACRONYM = re.compile(r"([A-Z][A-Za-z]{0,8}[A-Z])s?")
_ACRONYM_BEFORE = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{0,8}[A-Z])\s?$")
_CLAUSE = re.compile(r"[.,;:!?\[\]\"“”\n()]")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_FUNCTION_WORDS = frozenset(
    "dan atau untuk di ke dari yang bagi pada serta of and for the in on to a an".split()
)
"""Words whose initial may be left out of the acronym."""


class Definition(NamedTuple):
    """An acronym and its expansion, as an article writes them."""

    acronym: str
    expansion: str


def defined_synonyms(query: Query, texts: Iterable[str]) -> list[Synonym]:
    """Return the synonyms that ``texts`` define of parts of ``query``, the most frequent first."""
    asked = _QueryAcronyms(query)
    counts: Counter[Synonym] = Counter()
    for text in texts:
        defined = map(asked.synonym, definitions(text[:MAX_SCANNED], asked.may_contain))
        counts.update({synonym for synonym in defined if synonym is not None})
    return [synonym for synonym, _ in counts.most_common(_MAX_SYNONYMS)]


def possible_acronyms(query: Query) -> frozenset[str]:
    """Return the terms of which a text must hold one to define something of ``query``.

    Acronyms that ``query`` has: in capitals, or short words with hardly a vowel; and the initials
    of its consecutive words.
    """
    words = [word[0] for word in _WORD.finditer(query.text)]
    content = [word for word in words if word.lower() not in _FUNCTION_WORDS]
    acronyms = {word for word in words if _looks_like_acronym(word)}
    for several in (words, content):
        initials = "".join(word[0] for word in several)
        for size in range(2, _MAX_INITIALS + 1):
            acronyms |= {initials[at : at + size] for at in range(len(initials) - size + 1)}
    analyzer = analyzer_for(query.language)
    return frozenset(term for acronym in acronyms for term in analyzer.terms(acronym.lower()))


def _looks_like_acronym(word: str) -> bool:
    vowels = sum(letter in "aeiou" for letter in word.lower())
    return len(word) > 1 and (word.isupper() or 4 * vowels <= len(word) <= _MAX_INITIALS)


def definitions(text: str, is_wanted: Callable[[str], bool]) -> Iterator[Definition]:
    """Yield the definitions in ``text`` of acronyms that are wanted, in order."""
    for bracket in islice(_brackets(text), _MAX_BRACKETS):
        inside, start = bracket[1], bracket.start()
        if acronym := _ACRONYM.fullmatch(inside):
            before = text[max(0, start - _MAX_EXPANSION) : start]
            expansion = _expansion_at_end(before, acronym[1]) if is_wanted(acronym[1]) else ""
        elif acronym := _ACRONYM_BEFORE.search(text[max(0, start - _MAX_ACRONYM) : start]):
            expansion = _whole_expansion(inside, acronym[1]) if is_wanted(acronym[1]) else ""
        else:
            continue
        if expansion:
            yield Definition(acronym[1], expansion)


def _brackets(text: str) -> Iterator[re.Match[str]]:
    """Yield matches of ``_BRACKET``; ``str.find`` skips most of a text faster than a pattern."""
    start = text.find("(")
    while start >= 0:
        if found := _BRACKET.match(text, start):
            yield found
        start = text.find("(", start + 1)


def _expansion_at_end(text: str, acronym: str) -> str:
    """Return the last words of ``text`` whose initials are ``acronym``, else ""."""
    clause = _CLAUSE.split(text)[-1]
    words = list(_WORD.finditer(clause))
    content_words = _content_words(words)
    if not words or words[-1][0].lower() in _FUNCTION_WORDS:
        return ""
    for counted in (words, content_words):
        last = counted[-len(acronym) :]
        if _initials(last) == acronym.lower() and _is_distinctive(last):
            return clause[last[0].start() :].strip()
    return ""


def _whole_expansion(text: str, acronym: str) -> str:
    return text if _expansion_at_end(text, acronym) == text else ""


def _content_words(words: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    return [word for word in words if word[0].lower() not in _FUNCTION_WORDS]


def _initials(words: Iterable[re.Match[str]]) -> str:
    return "".join(word[0][0] for word in words).lower()


def _is_distinctive(words: Sequence[re.Match[str]]) -> bool:
    """Whether initials are no coincidence: two words must both be capitalised."""
    return len(words) > 2 or all(word[0][0].isupper() for word in words)


class _QueryAcronyms:
    """Decides which acronyms and definitions concern a query."""

    def __init__(self, query: Query) -> None:
        self._analyzer = analyzer_for(query.language)
        self._query = query
        words = list(_WORD.finditer(query.text))
        self._initials = (_initials(words), _initials(_content_words(words)))
        self._acronyms = {w[0].lower() for w in words if len(w[0]) > 2 or w[0].isupper()}

    def may_contain(self, acronym: str) -> bool:
        """Whether the query has ``acronym`` or consecutive words with these initials."""
        letters = acronym.lower()
        return letters in self._acronyms or any(letters in each for each in self._initials)

    def synonym(self, defined: Definition) -> Synonym | None:
        """Return what the definition makes synonymous with a part of the query, if anything."""
        acronym = tuple(self._analyzer.terms(defined.acronym))
        expansion = tuple(self._analyzer.terms(defined.expansion))
        if len(acronym) != 1 or len(expansion) < 2:
            return None
        if self._contains(acronym) and defined.acronym.lower() in self._acronyms:
            return Synonym(acronym, expansion, defined.expansion)
        return Synonym(expansion, acronym, defined.acronym) if self._contains(expansion) else None

    def _contains(self, part: TermSequence) -> bool:
        return part in zip(*(self._terms[place:] for place in range(len(part))), strict=False)

    @cached_property
    def _terms(self) -> TermSequence:
        """The query's terms with repetitions, which ``Query.terms`` has not."""
        terms = set(self._query.terms)
        return tuple(term for term in self._analyzer.terms(self._query.text) if term in terms)
