"""Inversion of passages, as lists of terms, into sorted runs of postings."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from index.inverted.assembly import assemble
from index.inverted.postings import Postings, PostingsRun

_NUMBERING_BATCH = 1 << 15
"""Terms numbered at once, few enough for the processor's cache; numbering passage by passage takes
221 ns a term, this 168."""
_RUN_SIZE = 1 << 22
"""Terms sorted into one run: 100 MB of temporary arrays, and few enough runs to merge."""


class PostingsBuilder:
    """Collects passages one by one, numbered from 0, and inverts them.

    A passage's list of terms must not be changed after it was added: it is read later.
    """

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._unnumbered: list[Sequence[str]] = []
        self._unnumbered_terms = 0
        self._unsorted: list[NDArray[np.int32]] = []
        self._lengths = array("i")
        self._runs: list[PostingsRun] = []
        self._first_unsorted = 0

    def add(self, terms: Sequence[str]) -> None:
        """Add the next passage; ``terms`` with repetitions."""
        self._unnumbered.append(terms)
        self._lengths.append(len(terms))
        self._unnumbered_terms += len(terms)
        if self._unnumbered_terms >= _NUMBERING_BATCH:
            self._number()

    def postings(self, order: NDArray[np.int64] | None = None) -> Postings:
        """Return the postings of all passages so far; passage ``order[n]`` gets the number n."""
        self._number()
        self._sort()
        lengths, runs = np.array(self._lengths, dtype=np.int32), self._runs
        if order is not None:
            lengths, runs = lengths[order], _reordered(runs, order)
        return assemble(list(self._numbers), runs, lengths)

    def _number(self) -> None:
        if not self._unnumbered_terms:
            return
        numbers = map(self._numbers.__getitem__, chain.from_iterable(self._unnumbered))
        self._unsorted.append(np.fromiter(numbers, np.int32, self._unnumbered_terms))
        self._unnumbered, self._unnumbered_terms = [], 0
        if len(self._unsorted) * _NUMBERING_BATCH >= _RUN_SIZE:
            self._sort()

    def _sort(self) -> None:
        if not self._unsorted:
            return
        terms = np.concatenate(self._unsorted)
        self._unsorted = []
        passages = np.arange(self._first_unsorted, len(self._lengths), dtype=np.int64)
        keys = np.repeat(passages, self._lengths[self._first_unsorted :])
        keys |= terms.astype(np.int64) << 32
        self._runs.append(_run_of(keys))
        self._first_unsorted = len(self._lengths)


def _reordered(runs: Iterable[PostingsRun], order: NDArray[np.int64]) -> list[PostingsRun]:
    new = np.empty(len(order), dtype=np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return [replace(run, passages=new[run.passages]) for run in runs]


def _run_of(keys: NDArray[np.int64]) -> PostingsRun:
    """Return the run of ``keys``: ``term << 32 | passage`` for each occurrence, in any order."""
    keys.sort()
    starts = _starts(keys)
    frequencies = np.diff(starts, append=len(keys)).astype(np.uint32)
    keys = keys[starts]
    terms = (keys >> 32).astype(np.int32)
    firsts = _starts(terms)
    return PostingsRun(
        terms=terms[firsts],
        ends=np.append(firsts, len(keys)),
        passages=(keys & 0xFFFFFFFF).astype(np.int32),
        frequencies=frequencies,
    )


def _starts(ordered: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the indices at which a new value begins."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
