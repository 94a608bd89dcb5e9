"""Tables of phrases: the lexicon's groups of words for the same thing, and the cues of answers.

Their sources are the ``.tsv`` files of this folder, a group or a cue with its forms a line. What is
read at run time is ``phrases.npz``, hashed beforehand (``python -m bot.training.phrases``), since
stemming some 20,000 words would delay the first answer by a quarter of a second.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.tokenizer import words
from index.answers.reader.model_files import arrays_bytes, read_arrays
from index.answers.reader.words import WordReader, hashed, word_reader
from index.types import Language

FILE = "phrases.npz"
MAX_WORDS = 3
"""Terms of a phrase that is looked for among an article's words."""
NUMBER_TERM = hashed("#")
"""The term that stands for any number."""

TermRow = tuple[int, ...]
"""Hashed terms in a row."""


class PhraseKey(NamedTuple):
    """A row of terms (its number) and the range of the rows that it leads to."""

    row: int
    first: int
    last: int


class FoundPhrase(NamedTuple):
    """A key, by its place in the table, that stands in a row of terms: where, and how long."""

    first: int
    size: int
    key: int


@dataclass(frozen=True, slots=True, eq=False)
class PhraseTable:
    """Rows of terms, and which rows a row leads to, in views of arrays, which are read one by one.

    ``terms`` uint32, those of all rows; ``ends`` int32, one more than there are rows; ``keys``
    int32, three a key (``PhraseKey``), sorted by the first term of their row, ``firsts``.
    """

    terms: memoryview
    ends: memoryview
    keys: memoryview
    firsts: memoryview

    def find(self, row: TermRow) -> Iterator[list[TermRow]]:
        """Yield the rows that each key equal to ``row`` leads to, in the order of the source."""
        for found in self.find_all(row, len(row)):
            if found.first == 0 and found.size == len(row):
                yield self.rows(found)

    def find_all(self, row: TermRow, longest: int) -> list[FoundPhrase]:
        """Return the keys of at most ``longest`` terms within ``row``: long ones first, in order.

        Keys that are equal come in the order of the source.
        """
        found = []
        for first, term in enumerate(row):
            for place in range(bisect_left(self.firsts, term), len(self.firsts)):
                if self.firsts[place] != term:
                    break
                key = self._row(self.keys[place, 0])
                size = len(key)
                if size <= longest and row[first : first + size] == key:
                    found.append(FoundPhrase(first, size, place))
        return sorted(found, key=lambda each: (-each.size, each.first))

    def rows(self, found: FoundPhrase) -> list[TermRow]:
        """Return the rows that a key leads to."""
        return [
            self._row(number) for number in range(self.keys[found.key, 1], self.keys[found.key, 2])
        ]

    def _row(self, number: int) -> TermRow:
        return tuple(self.terms[self.ends[number] : self.ends[number + 1]])

    @classmethod
    def of(cls, rows: Sequence[TermRow], keys: Sequence[PhraseKey]) -> "PhraseTable":
        """Return the table of ``rows`` and ``keys``; a key without terms is dropped."""
        some = sorted((key for key in keys if rows[key.row]), key=lambda key: rows[key.row][0])
        return cls(
            np.array([term for row in rows for term in row], np.uint32).data,
            np.cumsum([0, *map(len, rows)]).astype(np.int32).data,
            np.array(some, np.int32).reshape(-1, 3).data,
            np.array([rows[key.row][0] for key in some], np.uint32).data,
        )


@cache
def phrase_table(name: str, language: Language) -> PhraseTable:
    """Return the table ``groups`` or ``cues`` of ``language``."""
    arrays = _arrays()
    parts = (arrays[f"{name}_{language}_{part}"] for part in PhraseTable.__slots__)
    return PhraseTable(*(part.data for part in parts))


@cache
def _arrays() -> Mapping[str, NDArray[Any]]:
    return read_arrays(FILE)


def table_bytes() -> bytes:
    """Return the file of all tables, made from their sources."""
    arrays = {}
    for language in Language:
        for name, table in (("groups", _groups(language)), ("cues", _cues(language))):
            for part in PhraseTable.__slots__:
                arrays[f"{name}_{language}_{part}"] = np.asarray(getattr(table, part))
    return arrays_bytes(arrays)


def _groups(language: Language) -> PhraseTable:
    """Return the table in which each form of a group leads to the whole group."""
    rows: list[TermRow] = []
    keys: list[PhraseKey] = []
    for line in _lines(f"groups-{language}.tsv"):
        forms = [row for row in dict.fromkeys(_row(form, language) for form in line) if _fits(row)]
        first, last = len(rows), len(rows) + len(forms)
        keys += [PhraseKey(number, first, last) for number in range(first, last)]
        rows += forms
    return PhraseTable.of(rows, keys)


def _cues(language: Language) -> PhraseTable:
    """Return the table in which a cue leads to the forms of its answers."""
    forms: dict[TermRow, list[TermRow]] = {}
    for cue, *answers in _lines(f"cues-{language}.tsv"):
        found = [row for row in (_row(form, language) for form in answers) if _fits(row)]
        forms.setdefault(_row(cue, language), []).extend(found)
    rows: list[TermRow] = []
    keys: list[PhraseKey] = []
    for cue_row, found in forms.items():
        keys.append(PhraseKey(len(rows), len(rows) + 1, len(rows) + 1 + len(found)))
        rows += [cue_row, *found]
    return PhraseTable.of(rows, keys)


def _fits(row: TermRow) -> bool:
    return 0 < len(row) <= MAX_WORDS


def _row(form: str, language: Language) -> TermRow:
    reader = word_reader(language)
    return tuple(
        term
        for word in form.replace("#", " # ").split()
        for term in ((NUMBER_TERM,) if word == "#" else _terms(word, reader))
    )


def _terms(word: str, reader: WordReader) -> TermRow:
    return tuple(term for each in words(word) for term in reader.read(each).terms)


def _lines(name: str) -> list[list[str]]:
    text = resources.files("index.answers.reader").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line]
