"""Inversion of passages, as the numbers of their terms, into sorted runs of postings."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from index.inverted.assembly import assemble
from index.inverted.postings import Postings, PostingsRun

_RUN_SIZE = 1 << 22
"""Terms sorted into one run: 100 MB of temporary arrays, and few enough runs to merge."""


class PostingsBuilder:
    """Collects passages, numbered from 0, and inverts them."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._unsorted: list[NDArray[np.int32]] = []
        self._unsorted_terms = 0
        self._lengths = array("i")
        self._runs: list[PostingsRun] = []
        self._first_unsorted = 0

    def number(self, term: str) -> int:
        """Return the number of a term; a new one gets the next."""
        return self._numbers[term]

    def add(self, terms: NDArray[np.int32], lengths: NDArray[np.int32]) -> None:
        """Add the next passages: the numbers of all their terms, and how many each has."""
        self._unsorted.append(terms)
        self._unsorted_terms += len(terms)
        self._lengths.extend(lengths.tolist())
        if self._unsorted_terms >= _RUN_SIZE:
            self._sort()

    def postings(self, order: NDArray[np.int64] | None = None) -> Postings:
        """Return the postings of all passages so far; passage ``order[n]`` gets the number n."""
        self._sort()
        lengths, runs = np.array(self._lengths, dtype=np.int32), self._runs
        if order is not None:
            lengths, runs = lengths[order], _reordered(runs, order)
        return assemble(list(self._numbers), runs, lengths)

    def _sort(self) -> None:
        if not self._unsorted_terms:
            return
        terms = np.concatenate(self._unsorted)
        self._unsorted, self._unsorted_terms = [], 0
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
