"""Numbers for the distinct words of a segment that is built: what each is, looked up by arrays."""

from array import array
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import analyzer_for
from index.answers.reader.words import word_reader
from index.text.ranges import ranges
from index.types import Language

_STOP = -1


class WordTerms(NamedTuple):
    """The terms of words in a row, one value each, stop words included.

    ``ends``: int64[words + 1], from 0; ``numbers``: int32, the term's in the postings, -1 for a
    stop word; ``terms``, ``forms``, ``bits`` as in ``SentenceTable``.
    """

    ends: NDArray[np.int64]
    numbers: NDArray[np.int32]
    terms: NDArray[np.uint32]
    forms: NDArray[np.uint16]
    bits: NDArray[np.uint8]


class WordColumns:
    """Distinct words with their terms; ``number`` gives a term's number in the postings."""

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number
        self._words: dict[Language, _WordNumbers] = {}
        self._ends = array("q", [0])
        self._numbers, self._terms = array("i"), array("I")
        self._forms, self._bits = array("H"), array("B")

    def numbers_in(self, language: Language) -> Callable[[str], int]:
        """Return what numbers the words of ``language``."""
        if language not in self._words:
            self._words[language] = _WordNumbers(self, language)
        return self._words[language].__getitem__

    def add(self, word: str, language: Language) -> int:
        """Return the number of a new word."""
        read = word_reader(language).read_new(word)
        stems = analyzer_for(language).terms(word)
        self._numbers.extend([self._number(stem) for stem in stems] or [_STOP])
        self._terms.extend(read.terms)
        self._forms.append(read.form & 0xFFFF)
        self._bits.append(read.bits)
        self._ends.append(len(self._terms))
        return len(self._bits) - 1

    def expand(self, words: NDArray[np.int32]) -> WordTerms:
        """Return the terms of the ``words`` with these numbers, in order."""
        edges = np.array(self._ends)
        firsts = edges[words]
        counts = edges[words + 1] - firsts
        places = ranges(firsts, counts)
        return WordTerms(
            ends=np.concatenate(([0], np.cumsum(counts))),
            numbers=np.array(self._numbers, np.int32)[places],
            terms=np.array(self._terms, np.uint32)[places],
            forms=np.repeat(np.array(self._forms, np.uint16)[words], counts),
            bits=np.repeat(np.array(self._bits, np.uint8)[words], counts),
        )


class _WordNumbers(dict[str, int]):
    """The numbers of the words of one language; a new word gets the next."""

    def __init__(self, columns: WordColumns, language: Language) -> None:
        super().__init__()
        self._columns = columns
        self._language = language

    def __missing__(self, word: str) -> int:
        number = self[word] = self._columns.add(word, self._language)
        return number
