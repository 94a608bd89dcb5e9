"""The analysis chain of one language, its results remembered per word."""

from collections.abc import Callable, Container
from functools import cache
from typing import NamedTuple

from index.analysis import english, indonesian
from index.analysis.normalizer import normalize
from index.analysis.tokenizer import matches, tokenize, words
from index.types import Language

ANALYSIS_VERSION = 1
"""Raised with every change that makes any word yield other terms: an older index is rebuilt."""

_REMEMBERED_WORDS = 400_000  # about 60 MB; a million-article archive has more distinct words
_LONGEST_TERM = 64  # characters; beyond this it is a hash or a link, not a word


class Term(NamedTuple):
    """One index term and the characters it came from."""

    text: str
    start: int
    end: int


class Analyzer:
    """Turns text of one language into terms.

    A hyphened word yields its whole and its parts; a stop word or question word yields nothing.
    """

    def __init__(self, stop_words: frozenset[str], stem: Callable[[str], str]) -> None:
        self._stop_words = stop_words
        self._stem = stem
        self._memory: dict[str, tuple[str, ...]] = {}

    @property
    def stop_words(self) -> frozenset[str]:
        """The words that yield nothing, question words among them."""
        return self._stop_words

    def terms(self, text: str) -> list[str]:
        """The terms of ``text`` in order, repetitions kept."""
        memory = self._memory
        found: list[str] = []
        for word in words(text):
            known = memory.get(word)
            found.extend(self._remember(word) if known is None else known)
        return found

    def located_terms(self, text: str) -> list[Term]:
        """The terms of ``text`` in order, each with the offsets of the word it came from."""
        return [
            Term(term, token.start, token.end)
            for token in tokenize(text)
            for term in self._of_word(token.text)
        ]

    def occurrences(self, text: str, wanted: Container[str]) -> list[Term]:
        """Those of ``located_terms`` that are ``wanted``; no token is made for the others."""
        return [
            Term(term, match.start(), match.end())
            for match in matches(text)
            for term in self._of_word(match[0])
            if term in wanted
        ]

    def _of_word(self, word: str) -> tuple[str, ...]:
        known = self._memory.get(word)
        return self._remember(word) if known is None else known

    def _remember(self, word: str) -> tuple[str, ...]:
        if len(self._memory) >= _REMEMBERED_WORDS:
            self._memory.clear()
        found = self._memory[word] = tuple(self._analyze(word))
        return found

    def _analyze(self, word: str) -> list[str]:
        normal = normalize(word)[:_LONGEST_TERM]
        if normal.endswith("."):  # a dotted abbreviation: "U.S." is "us", and no pronoun
            return [normal.replace(".", "")]
        if normal in self._stop_words:
            # "US" and "IT" in capitals are names, however common the small words are.
            return [normal] if len(normal) > 1 and word.isupper() else []
        if "-" not in normal:
            return [self._stem(normal)]
        parts = [part for part in normal.split("-") if part and part not in self._stop_words]
        return list(dict.fromkeys([normal, *map(self._stem, parts)]))


@cache
def analyzer_for(language: Language) -> Analyzer:
    """The one analyzer of ``language`` in this process, so that its memory is shared."""
    rules = english if language is Language.ENGLISH else indonesian
    return Analyzer(rules.QUESTION_WORDS | rules.STOP_WORDS, rules.stem)
