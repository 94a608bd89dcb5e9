"""The table of sentences: the words of every sentence of articles as numbers, in arrays.

The first sentence of an article is its title; the others are those of its passages, in order.
"""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.arrays import distinct
from index.answers.reader.matching import TermFinder
from index.answers.reader.words import CAPITAL
from index.text.ranges import ranges

QUOTED, ENGLISH = 1, 2
"""Bits of a sentence: a quotation mark stands in it; it was analysed as English."""


@dataclass(frozen=True, slots=True, eq=False)
class SentenceTable:
    """The sentences of articles and their words.

    - one value a term, stop words included: ``terms``: uint32, ``forms``: uint16, the low bits of
      the hash of the word as written, ``bits``: uint8
    - one value a sentence: ``firsts``: int64, the number of its first term, and one more;
      ``starts`` and ``ends``: int32, characters of the article's text, 0 and 0 for a title;
      ``passages``: int32, the number of the passage within the article, -1 for a title;
      ``marks``: uint8; ``checksums``: uint32, of its characters
    - one value an article: ``articles``: int64, the number of its first sentence, and one more;
      ``ids``: int64; ``days``: int32, proleptic ordinal, 0 without a date; ``sizes``: int32, terms
      without stop words
    """

    terms: NDArray[np.uint32]
    forms: NDArray[np.uint16]
    bits: NDArray[np.uint8]
    firsts: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    passages: NDArray[np.int32]
    marks: NDArray[np.uint8]
    checksums: NDArray[np.uint32]
    articles: NDArray[np.int64]
    ids: NDArray[np.int64]
    days: NDArray[np.int32]
    sizes: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.ids)

    def is_current(self, sentence: int, text: str) -> bool:
        """Whether the article's ``text`` still has the characters of a sentence at its place."""
        start, end = int(self.starts[sentence]), int(self.ends[sentence])
        return checksum(text[start:end]) == int(self.checksums[sentence])

    @property
    def is_english(self) -> NDArray[np.bool_]:
        """Which articles were analysed as English; the others as Indonesian."""
        return (self.marks[self.articles[:-1]] & ENGLISH) > 0

    def equated(self, terms: Mapping[int, int]) -> "SentenceTable":
        """Return the table with each of ``terms`` written as the one that it leads to."""
        if not terms:
            return self
        known = np.array(sorted(terms), np.uint32)
        places, which = TermFinder(known).find(self.terms)
        changed = self.terms.copy()
        changed[places] = np.array([terms[term] for term in known.tolist()], np.uint32)[which]
        return replace(self, terms=changed)

    def capitalised(self, terms: Collection[int]) -> list[int]:
        """Return the ids of the articles that write one of ``terms`` with a capital, in order."""
        places, _ = TermFinder(np.array(sorted(terms), np.uint32)).find(self.terms)
        found = places[(self.bits[places] & CAPITAL) > 0]
        sentences = self.firsts.searchsorted(found, "right") - 1
        articles, _ = distinct(self.articles.searchsorted(sentences, "right") - 1)
        return [int(number) for number in self.ids[articles]]

    def take(self, articles: NDArray[np.int64]) -> "SentenceTable":
        """Return the articles with these numbers, in this order."""
        if len(articles) == len(self) and np.array_equal(articles, np.arange(len(self))):
            return self
        begins = self.articles[articles]
        counts = self.articles[articles + 1] - begins
        sentences = ranges(begins, counts)
        lengths = self.firsts[sentences + 1] - self.firsts[sentences]
        # A few long copies of the terms take less time than one by their numbers.
        edges = self.firsts[self.articles[_runs(articles)]]
        runs = [slice(first, last) for first, last in edges.tolist()]
        return SentenceTable(
            terms=_joined(self.terms, runs),
            forms=_joined(self.forms, runs),
            bits=_joined(self.bits, runs),
            firsts=_edges(lengths),
            starts=self.starts[sentences],
            ends=self.ends[sentences],
            passages=self.passages[sentences],
            marks=self.marks[sentences],
            checksums=self.checksums[sentences],
            articles=_edges(counts),
            ids=self.ids[articles],
            days=self.days[articles],
            sizes=self.sizes[articles],
        )


_EDGES = ("firsts", "articles")
"""Fields that number what another one holds: they are counted anew in a concatenation."""
_COLUMNS = tuple(field.name for field in fields(SentenceTable) if field.name not in _EDGES)


def checksum(characters: str) -> int:
    """Return the checksum of a sentence's characters."""
    return zlib.crc32(characters.encode("utf-8", "surrogatepass"))


def concatenated(tables: Sequence[SentenceTable]) -> SentenceTable:
    """Return the articles of all tables, in order."""
    tables = tables or [EMPTY]
    columns: dict[str, NDArray[Any]] = {}
    for name in _COLUMNS:
        columns[name] = np.concatenate([getattr(table, name) for table in tables])
    for name in _EDGES:
        columns[name] = _edges(np.concatenate([np.diff(getattr(table, name)) for table in tables]))
    return SentenceTable(**columns)


def _edges(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each of several runs ends, one after another, from 0."""
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=edges[1:])
    return edges


def _joined(column: NDArray[Any], parts: Sequence[slice]) -> NDArray[Any]:
    return np.concatenate([column[part] for part in parts] or [column[:0]])


def _runs(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first of each run of consecutive ``numbers`` and the one after its last."""
    breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
    if not len(numbers):
        return np.zeros((0, 2), np.int64)
    firsts, lasts = np.append(0, breaks), np.append(breaks, len(numbers)) - 1
    return np.column_stack((numbers[firsts], numbers[lasts] + 1))


EMPTY = SentenceTable(
    terms=np.zeros(0, np.uint32),
    forms=np.zeros(0, np.uint16),
    bits=np.zeros(0, np.uint8),
    firsts=np.zeros(1, np.int64),
    starts=np.zeros(0, np.int32),
    ends=np.zeros(0, np.int32),
    passages=np.zeros(0, np.int32),
    marks=np.zeros(0, np.uint8),
    checksums=np.zeros(0, np.uint32),
    articles=np.zeros(1, np.int64),
    ids=np.zeros(0, np.int64),
    days=np.zeros(0, np.int32),
    sizes=np.zeros(0, np.int32),
)
