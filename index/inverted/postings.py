"""The postings of a segment in flat arrays, and how they are put together.

A posting is a passage and a grade. A grade stands for one frequency of the term in one length of
passage; it is all that the score of a posting depends on, whatever the collection's average.
Grades are numbered by the impact that they had when the postings were made, so that a list is cut
at an impact by comparing small integers; grade 0 is that of a passage without the term. Says
nothing of how a query is answered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.inverted.length_norms import DECODED_LENGTHS, encode_lengths
from index.inverted.lexicon import Lexicon

K1 = 1.2
B = 0.75
"""Robertson & Zaragoza 2009, section 3.5.3, and the defaults of Lucene."""

RANKS = (1, 10, 20, 50, 200, 1000)
"""The places within a term's postings, best first, of which the grade is remembered."""

Impacts = NDArray[np.uint16] | NDArray[np.uint32]
_ROW_FROM, _MARKS_FROM = 8, 128
"""A term of one passage in so many, or more, has a row of grades, or marks of one bit a passage:
there a passage is looked up without a search."""
_MOST_ADDED = 2
"""Bytes a posting that rows take at most; as much again for marks."""
_FEW_PASSAGES = 4096
"""With fewer, neither saves time."""

_BLOCK = 4_000_000
"""Postings put together at once: about 200 MB of temporary arrays."""
_BYTE = 8


@dataclass(frozen=True, slots=True, eq=False)
class PostingsRun:
    """Postings sorted by term; fastest to put together where they are sorted by passage, too.

    ``terms``: int32, each term once; ``ends``: int64[terms + 1], from 0; ``passages``: int32;
    ``frequencies``: uint32, one a posting.
    """

    terms: NDArray[np.int32]
    ends: NDArray[np.int64]
    passages: NDArray[np.int32]
    frequencies: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Every term's passages, ascending, each with its grade.

    ``ends``: int64[terms + 1], from 0; ``passages``: int32 and ``grades``: uint16 (uint32 where
    there are more of them), one a posting; ``frequencies``: uint32 and ``length_bytes``: uint8,
    one a grade; ``best``: the terms' grades at ``RANKS``, of the same type as ``grades`` and 0
    where a term has fewer postings; ``lengths``: int32, the exact number of terms of each passage;
    ``rows``, [terms, passages] and of the type of ``grades``: the grades of all passages again for
    the terms whose numbers are ``row_terms``, int32; ``marks``: uint8[terms, bytes], a bit a
    passage, the lowest first, for ``mark_terms``.
    """

    vocabulary: Lexicon
    ends: NDArray[np.int64]
    passages: NDArray[np.int32]
    grades: Impacts
    frequencies: NDArray[np.uint32]
    length_bytes: NDArray[np.uint8]
    best: Impacts
    lengths: NDArray[np.int32]
    row_terms: NDArray[np.int32]
    rows: Impacts
    mark_terms: NDArray[np.int32]
    marks: NDArray[np.uint8]

    def containing(self, number: int) -> int:
        """How many passages hold the term with this number."""
        return int(self.ends[number + 1] - self.ends[number])

    def impacts(self, average: float, k1: float = K1, b: float = B) -> NDArray[np.float64]:
        """What a posting of each grade scores per unit of idf: float64[grades]."""
        return impacts(self.frequencies, DECODED_LENGTHS[self.length_bytes], average, k1, b)


def impacts(
    frequencies: NDArray[np.uint32],
    lengths: NDArray[np.int64],
    average: float,
    k1: float = K1,
    b: float = B,
) -> NDArray[np.float64]:
    """``f (k1 + 1) / (f + k1 (1 - b + b length / average))``, in rank_bm25's order of steps."""
    counts = frequencies.astype(np.float64)
    norms = counts + k1 * (1 - b + b * lengths / (average or 1.0))
    absent = np.zeros(len(counts))  # what does not occur adds nothing, also where its norm is 0
    return np.divide(counts * (k1 + 1), norms, out=absent, where=counts > 0)


def assemble(
    terms: Sequence[str], runs: Sequence[PostingsRun], lengths: NDArray[np.int32]
) -> Postings:
    """The postings of ``runs``, no two of which hold the same term of the same passage.

    ``terms`` are the vocabulary by number, of which only those that occur are taken; ``lengths``
    those of all passages.
    """
    terms, runs = _occurring(terms, runs)
    length_bytes = encode_lengths(lengths)
    pairs = _distinct_pairs(runs, length_bytes)
    average = float(lengths.mean()) if len(lengths) else 0.0
    frequencies, bytes_ = (pairs >> _BYTE).astype(np.uint32), (pairs & 255).astype(np.uint8)
    order = np.argsort(impacts(frequencies, DECODED_LENGTHS[bytes_], average), kind="stable")
    counts = _counts(runs, len(terms))
    ends = np.concatenate(([0], np.cumsum(counts)))
    grade_type = _grade_type(len(pairs))
    passages = np.empty(ends[-1], dtype=np.int32)
    grades = np.empty(ends[-1], dtype=grade_type)
    best = np.zeros((len(terms), len(RANKS)), dtype=grade_type)
    graded = _WithImpacts.of(pairs, order, grade_type)
    for first, last in _blocks(ends):
        block = slice(ends[first], ends[last])
        found, of_terms, of_pairs = _merged(runs, first, last, length_bytes)
        passages[block] = found
        grades[block] = graded.grades(of_pairs)
        best[first:last] = _best(of_terms - first, grades[block], ends[first : last + 1])
    row_terms, mark_terms = _frequent(counts, len(lengths), grades.itemsize)
    return Postings(
        vocabulary=Lexicon.of(terms),
        ends=ends,
        passages=passages,
        grades=grades,
        frequencies=frequencies[order],
        length_bytes=bytes_[order],
        best=best,
        lengths=lengths,
        row_terms=row_terms,
        rows=_rows(row_terms, ends, passages, grades, len(lengths)),
        mark_terms=mark_terms,
        marks=_marks(mark_terms, ends, passages, len(lengths)),
    )


def _grade_type(grades: int) -> np.dtype[Any]:
    return np.dtype(np.uint16 if grades <= np.iinfo(np.uint16).max else np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class _WithImpacts:
    """The grade of each pair: in a table by the pair itself where no frequency is extraordinary."""

    pairs: NDArray[np.int64] | None
    values: Impacts

    @classmethod
    def of(
        cls, pairs: NDArray[np.int64], order: NDArray[np.int64], kind: np.dtype[Any]
    ) -> "_WithImpacts":
        """``order``: the pairs' places by their grades."""
        grade_of = np.empty(len(pairs), dtype=kind)
        grade_of[order] = np.arange(len(pairs), dtype=kind)
        if pairs[-1] >= _BLOCK:
            return cls(pairs, grade_of)
        table: NDArray[Any] = np.zeros(int(pairs[-1]) + 1, dtype=grade_of.dtype)
        table[pairs] = grade_of
        return cls(None, table)

    def grades(self, pairs: NDArray[np.int64]) -> Impacts:
        places = pairs if self.pairs is None else np.searchsorted(self.pairs, pairs)
        return self.values.take(places)


def _frequent(
    counts: NDArray[np.int64], passages: int, grade_size: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The terms that have a row, and those that have marks."""
    if passages < _FEW_PASSAGES:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    ordered = np.argsort(-counts, kind="stable").astype(np.int32)
    added = _MOST_ADDED * int(counts.sum())
    with_rows = int((counts * _ROW_FROM >= passages).sum())
    with_rows = min(with_rows, added // (passages * grade_size))
    last = int((counts * _MARKS_FROM >= passages).sum())
    last = min(last, with_rows + added // _mark_bytes(passages))
    return ordered[:with_rows], ordered[with_rows : max(last, with_rows)]


def _mark_bytes(passages: int) -> int:
    return -(-passages // 8)


def _rows(
    terms: NDArray[np.int32],
    ends: NDArray[np.int64],
    passages: NDArray[np.int32],
    grades: Impacts,
    count: int,
) -> Impacts:
    rows = np.zeros((len(terms), count), dtype=grades.dtype)
    for row, number in zip(rows, terms.tolist(), strict=True):
        part = slice(ends[number], ends[number + 1])
        row[passages[part]] = grades[part]
    return rows


def _marks(
    terms: NDArray[np.int32], ends: NDArray[np.int64], passages: NDArray[np.int32], count: int
) -> NDArray[np.uint8]:
    marks = np.zeros((len(terms), _mark_bytes(count)), dtype=np.uint8)
    for row, number in zip(marks, terms.tolist(), strict=True):
        held = np.zeros(count, dtype=np.bool_)
        held[passages[ends[number] : ends[number + 1]]] = True
        row[:] = np.packbits(held, bitorder="little")
    return marks


def _occurring(
    terms: Sequence[str], runs: Sequence[PostingsRun]
) -> tuple[Sequence[str], Sequence[PostingsRun]]:
    """The terms with postings, and the runs with their numbers among these."""
    occurs = _counts(runs, len(terms)) > 0
    if occurs.all():
        return terms, runs
    numbers = (np.cumsum(occurs) - 1).astype(np.int32)
    return list(compress(terms, occurs.tolist())), [_renumbered(run, numbers) for run in runs]


def _renumbered(run: PostingsRun, numbers: NDArray[np.int32]) -> PostingsRun:
    holds = np.diff(run.ends) > 0
    ends = np.concatenate(([0], run.ends[1:][holds]))
    return PostingsRun(numbers[run.terms[holds]], ends, run.passages, run.frequencies)


def _distinct_pairs(
    runs: Sequence[PostingsRun], length_bytes: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Every frequency that occurs with every length, as ``frequency << 8 | length byte``, and 0."""
    found = [_distinct(_pairs(run, length_bytes)) for run in runs]
    absent = np.zeros(1, dtype=np.int64)
    return np.unique(np.concatenate([absent, *found]))


def _pairs(
    run: PostingsRun, length_bytes: NDArray[np.uint8], part: slice = slice(None)
) -> NDArray[np.int64]:
    return (run.frequencies[part].astype(np.int64) << _BYTE) | length_bytes[run.passages[part]]


def _distinct(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """``np.unique``, counting instead of sorting where no frequency is extraordinary."""
    if len(pairs) and pairs.max() < _BLOCK:
        return np.flatnonzero(np.bincount(pairs))
    return np.unique(pairs)


def _counts(runs: Sequence[PostingsRun], terms: int) -> NDArray[np.int64]:
    counts = np.zeros(terms, dtype=np.int64)
    for run in runs:
        counts[run.terms] += np.diff(run.ends)
    return counts


def _blocks(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of terms with about ``_BLOCK`` postings each, or of a single term with more."""
    first, terms = 0, len(ends) - 1
    while first < terms:
        last = int(np.searchsorted(ends, ends[first] + _BLOCK, side="right")) - 1
        yield first, max(last, first + 1)
        first = max(last, first + 1)


def _merged(
    runs: Sequence[PostingsRun], first: int, last: int, length_bytes: NDArray[np.uint8]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Passage, term and pair of every posting of the terms from ``first`` to before ``last``."""
    keys, pairs = [], []
    for run in runs:
        start, end = np.searchsorted(run.terms, (first, last))
        part = slice(run.ends[start], run.ends[end])
        terms = np.repeat(run.terms[start:end], np.diff(run.ends[start : end + 1]))
        keys.append((terms.astype(np.int64) << 32) | run.passages[part])
        pairs.append(_pairs(run, length_bytes, part))
    key, pair = np.concatenate(keys), np.concatenate(pairs)
    order = np.argsort(key, kind="stable")  # merges runs that are sorted already
    key, pair = key[order], pair[order]
    return (key & 0xFFFFFFFF).astype(np.int32), key >> 32, pair


def _best(terms: NDArray[np.int64], grades: Impacts, ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The grades at ``RANKS`` of each term of a block; 0 where it has fewer postings."""
    ordered = np.sort((terms << 32) | grades) & 0xFFFFFFFF
    ends = ends - ends[0]
    found = np.zeros((len(ends) - 1, len(RANKS)), dtype=np.int64)
    for column, rank in enumerate(RANKS):
        enough = np.flatnonzero(np.diff(ends) >= rank)
        found[enough, column] = ordered[ends[1:][enough] - rank]
    return found
