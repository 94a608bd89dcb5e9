"""The analysis chain of a language, with a cache of results by word."""

from collections.abc import Callable, Container
from functools import cache
from typing import NamedTuple

from index.analysis import english, indonesian
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import matches, tokenize, words
from index.types import Language

ANALYSIS_VERSION = 1
"""Raised with every change of the terms of any word: indexes of other versions are rebuilt."""

_CACHE_SIZE = 100_000
"""Words, about 15 MB, in each process; an archive of a million articles has more distinct words,
of which the frequent ones are soon there again."""
_MAX_TERM = 64
"""Characters; what is longer is a hash or a link, and is cut."""


class Term(NamedTuple):
    """An index term and the offsets of the word it came from."""

    text: str
    start: int
    end: int


class Analyzer:
    """Analyses text of one language into terms.

    A hyphenated word yields itself and its parts; a stop word or question word yields nothing.
    """

    def __init__(self, stop_words: frozenset[str], stem: Callable[[str], str]) -> None:
        self._stop_words = stop_words
        self._stem = stem
        self._cache: dict[str, tuple[str, ...]] = {}

    @property
    def stop_words(self) -> frozenset[str]:
        """The words that yield no term, question words included."""
        return self._stop_words

    def terms(self, text: str) -> list[str]:
        """Return the terms of ``text`` in order, with repetitions."""
        cache = self._cache
        found: list[str] = []
        for word in words(text):
            cached = cache.get(word)
            found.extend(self._cached(word) if cached is None else cached)
        return found

    def located_terms(self, text: str) -> list[Term]:
        """Return the terms of ``text`` in order, each with the offsets of its word."""
        return [
            Term(term, token.start, token.end)
            for token in tokenize(text)
            for term in self._of_word(token.text)
        ]

    def occurrences(self, text: str, wanted: Container[str]) -> list[Term]:
        """Return those of ``located_terms`` that are ``wanted``; makes no token for others."""
        return [
            Term(term, match.start(), match.end())
            for match in matches(text)
            for term in self._of_word(match[0])
            if term in wanted
        ]

    def _of_word(self, word: str) -> tuple[str, ...]:
        cached = self._cache.get(word)
        return self._cached(word) if cached is None else cached

    def _cached(self, word: str) -> tuple[str, ...]:
        if len(self._cache) >= _CACHE_SIZE:
            self._cache.clear()
        found = self._cache[word] = tuple(self._analyze(word))
        return found

    def _analyze(self, word: str) -> list[str]:
        normal = normalize(word)[:_MAX_TERM]
        if normal.endswith("."):  # a dotted abbreviation: "U.S." is "us", but no stop word
            return [normal.replace(".", "")]
        if normal in self._stop_words:
            # "US" and "IT" in capitals are names, "us" and "it" stop words.
            return [normal] if len(normal) > 1 and word.isupper() else []
        if "-" not in normal:
            return [self._stem(normal)]
        parts = [part for part in normal.split("-") if part and part not in self._stop_words]
        return list(dict.fromkeys([normal, *map(self._stem, parts)]))


@cache
def analyzer_for(language: Language) -> Analyzer:
    """Return the analyzer of ``language``, one per process, so that its cache is shared."""
    rules = english if language is Language.ENGLISH else indonesian
    return Analyzer(rules.QUESTION_WORDS | rules.STOP_WORDS, rules.stem)
