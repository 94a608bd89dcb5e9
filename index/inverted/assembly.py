"""Put postings together from runs: number the impacts, merge by term, index frequent terms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.inverted.dense_terms import bitmaps, dense_rows, frequent_terms
from index.inverted.length_norms import DECODED_LENGTHS, encode_lengths
from index.inverted.lexicon import Lexicon
from index.inverted.postings import RANKS, ImpactArray, Postings, PostingsRun, saturated_tf

_BLOCK_SIZE = 4_000_000
"""Postings merged at once: about 200 MB of temporary arrays. Also the largest pair that is looked
up in a table."""
_BYTE = 8


def assemble(
    terms: Sequence[str], runs: Sequence[PostingsRun], lengths: NDArray[np.int32]
) -> Postings:
    """Return the postings of ``runs``, no two of which hold the same term of the same passage.

    ``terms`` are all terms by number; those without postings are dropped. ``lengths`` are those
    of all passages.
    """
    terms, runs = _occurring(terms, runs)
    length_bytes = encode_lengths(lengths)
    numbering = _ImpactNumbering.of(_distinct_pairs(runs, length_bytes), lengths)
    counts = _counts(runs, len(terms))
    ends = np.concatenate(([0], np.cumsum(counts)))
    passages, impacts, bounds = _merge_runs(runs, ends, length_bytes, numbering)
    dense, mapped = frequent_terms(counts, len(lengths), impacts.itemsize)
    return Postings(
        lexicon=Lexicon.of(terms),
        ends=ends,
        passages=passages,
        impacts=impacts,
        frequencies=numbering.frequencies,
        length_bytes=numbering.length_bytes,
        bounds=bounds,
        lengths=lengths,
        dense_terms=dense,
        dense_rows=dense_rows(dense, ends, passages, impacts, len(lengths)),
        bitmap_terms=mapped,
        bitmaps=bitmaps(mapped, ends, passages, len(lengths)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _ImpactNumbering:
    """The impact of each pair of frequency and length byte (``frequency << 8 | length byte``).

    ``frequencies`` and ``length_bytes`` are those of each impact. If no frequency is extreme,
    ``impacts`` is indexed by the pair itself and ``pairs`` is None; else by its rank in ``pairs``.
    """

    frequencies: NDArray[np.uint32]
    length_bytes: NDArray[np.uint8]
    pairs: NDArray[np.int64] | None
    impacts: ImpactArray

    @classmethod
    def of(cls, pairs: NDArray[np.int64], lengths: NDArray[np.int32]) -> "_ImpactNumbering":
        """Number ``pairs`` by their score at the average of ``lengths``."""
        average = float(lengths.mean()) if len(lengths) else 0.0
        frequencies, bytes_ = (pairs >> _BYTE).astype(np.uint32), (pairs & 255).astype(np.uint8)
        scores = saturated_tf(frequencies, DECODED_LENGTHS[bytes_], average)
        order = np.argsort(scores, kind="stable")
        impact_type = _impact_type(len(pairs))
        impacts = np.empty(len(pairs), dtype=impact_type)
        impacts[order] = np.arange(len(pairs), dtype=impact_type)
        if pairs[-1] >= _BLOCK_SIZE:
            return cls(frequencies[order], bytes_[order], pairs, impacts)
        table: NDArray[Any] = np.zeros(int(pairs[-1]) + 1, dtype=impact_type)
        table[pairs] = impacts
        return cls(frequencies[order], bytes_[order], None, table)

    def impacts_of(self, pairs: NDArray[np.int64]) -> ImpactArray:
        ranks = pairs if self.pairs is None else np.searchsorted(self.pairs, pairs)
        return self.impacts.take(ranks)


def _impact_type(impacts: int) -> np.dtype[Any]:
    return np.dtype(np.uint16 if impacts <= np.iinfo(np.uint16).max else np.uint32)


def _occurring(
    terms: Sequence[str], runs: Sequence[PostingsRun]
) -> tuple[Sequence[str], Sequence[PostingsRun]]:
    """Drop the terms without postings, and renumber the runs' terms accordingly."""
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
    """Return every occurring pair of frequency and length byte, and 0, ascending."""
    found = [_distinct(_pairs(run, length_bytes)) for run in runs]
    absent = np.zeros(1, dtype=np.int64)
    return np.unique(np.concatenate([absent, *found]))


def _pairs(
    run: PostingsRun, length_bytes: NDArray[np.uint8], part: slice = slice(None)
) -> NDArray[np.int64]:
    return (run.frequencies[part].astype(np.int64) << _BYTE) | length_bytes[run.passages[part]]


def _distinct(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ``np.unique(pairs)``, by counting instead of sorting if no frequency is extreme."""
    if len(pairs) and pairs.max() < _BLOCK_SIZE:
        return np.flatnonzero(np.bincount(pairs))
    return np.unique(pairs)


def _counts(runs: Sequence[PostingsRun], terms: int) -> NDArray[np.int64]:
    counts = np.zeros(terms, dtype=np.int64)
    for run in runs:
        counts[run.terms] += np.diff(run.ends)
    return counts


def _merge_runs(
    runs: Sequence[PostingsRun],
    ends: NDArray[np.int64],
    length_bytes: NDArray[np.uint8],
    numbering: _ImpactNumbering,
) -> tuple[NDArray[np.int32], ImpactArray, ImpactArray]:
    """Return passages and impacts of all postings by term, and each term's bounds."""
    impact_type = numbering.impacts.dtype
    passages = np.empty(ends[-1], dtype=np.int32)
    impacts = np.empty(ends[-1], dtype=impact_type)
    bounds = np.zeros((len(ends) - 1, len(RANKS)), dtype=impact_type)
    for first, last in _blocks(ends):
        block = slice(ends[first], ends[last])
        passages[block], terms, pairs = _merge_block(runs, first, last, length_bytes)
        impacts[block] = numbering.impacts_of(pairs)
        bounds[first:last] = _bounds(terms - first, impacts[block], ends[first : last + 1])
    return passages, impacts, bounds


def _blocks(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms with about ``_BLOCK_SIZE`` postings, or of one term with more."""
    first, terms = 0, len(ends) - 1
    while first < terms:
        last = int(np.searchsorted(ends, ends[first] + _BLOCK_SIZE, side="right")) - 1
        yield first, max(last, first + 1)
        first = max(last, first + 1)


def _merge_block(
    runs: Sequence[PostingsRun], first: int, last: int, length_bytes: NDArray[np.uint8]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Return passage, term and pair of each posting of the terms ``first`` to before ``last``."""
    keys, pairs = [], []
    for run in runs:
        start, end = np.searchsorted(run.terms, (first, last))
        part = slice(run.ends[start], run.ends[end])
        terms = np.repeat(run.terms[start:end], np.diff(run.ends[start : end + 1]))
        keys.append((terms.astype(np.int64) << 32) | run.passages[part])
        pairs.append(_pairs(run, length_bytes, part))
    key, pair = np.concatenate(keys), np.concatenate(pairs)
    order = np.argsort(key, kind="stable")  # a merge, as each run is sorted already
    key, pair = key[order], pair[order]
    return (key & 0xFFFFFFFF).astype(np.int32), key >> 32, pair


def _bounds(
    terms: NDArray[np.int64], impacts: ImpactArray, ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the impact at each of ``RANKS`` for each term of a block, 0 beyond its postings."""
    ordered = np.sort((terms << 32) | impacts) & 0xFFFFFFFF
    ends = ends - ends[0]
    found = np.zeros((len(ends) - 1, len(RANKS)), dtype=np.int64)
    for column, rank in enumerate(RANKS):
        enough = np.flatnonzero(np.diff(ends) >= rank)
        found[enough, column] = ordered[ends[1:][enough] - rank]
    return found
