"""Passages as lists of terms into postings, a few million terms at a time."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from index.inverted.postings import Postings, PostingsRun, assemble

_NUMBERED_AT_ONCE = 1 << 15
"""Terms kept as text at once; what is made of them stays in the processor's cache."""
_SORTED_AT_ONCE = 1 << 22
"""Terms sorted at once: 100 MB of temporary arrays, and few enough runs to merge."""


class PostingsBuilder:
    """Takes passages one by one, numbered from 0, and makes postings of them.

    A passage's list of terms must not change afterwards: it is read a little later.
    """

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._waiting: list[Sequence[str]] = []
        self._waiting_terms = 0
        self._pending: list[NDArray[np.int32]] = []
        self._lengths = array("i")
        self._runs: list[PostingsRun] = []
        self._inverted = 0

    def add(self, terms: Sequence[str]) -> None:
        """The next passage, repetitions kept."""
        self._waiting.append(terms)
        self._lengths.append(len(terms))
        self._waiting_terms += len(terms)
        if self._waiting_terms >= _NUMBERED_AT_ONCE:
            self._number()

    def add_all(self, corpus: Iterable[Sequence[str]]) -> "PostingsBuilder":
        """Every passage of ``corpus``; returns itself."""
        for terms in corpus:
            self.add(terms)
        return self

    def postings(self, order: NDArray[np.int64] | None = None) -> Postings:
        """The postings of all passages so far; with ``order``, ``order[n]`` becomes number n."""
        self._finish()
        lengths, runs = np.array(self._lengths, dtype=np.int32), self._runs
        if order is not None:
            lengths, runs = lengths[order], _reordered(runs, order)
        return assemble(list(self._numbers), runs, lengths)

    def _number(self) -> None:
        """Take the numbers of the terms that wait for it: once for many, which takes half of the
        time of once for each passage.
        """
        if not self._waiting_terms:
            return
        numbers = map(self._numbers.__getitem__, chain.from_iterable(self._waiting))
        self._pending.append(np.fromiter(numbers, np.int32, self._waiting_terms))
        self._waiting, self._waiting_terms = [], 0
        if len(self._pending) * _NUMBERED_AT_ONCE >= _SORTED_AT_ONCE:
            self._invert()

    def _finish(self) -> None:
        self._number()
        self._invert()

    def _invert(self) -> None:
        if not self._pending:
            return
        terms = np.concatenate(self._pending)
        self._pending = []
        passages = np.arange(self._inverted, len(self._lengths), dtype=np.int64)
        keys = np.repeat(passages, self._lengths[self._inverted :])
        keys |= terms.astype(np.int64) << 32
        self._runs.append(_run_of(keys))
        self._inverted = len(self._lengths)


def _reordered(runs: Iterable[PostingsRun], order: NDArray[np.int64]) -> list[PostingsRun]:
    places = np.empty(len(order), dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return [replace(run, passages=places[run.passages]) for run in runs]


def _run_of(keys: NDArray[np.int64]) -> PostingsRun:
    """The run of ``term << 32 | passage``, one for each occurrence."""
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


def _starts(ordered: "np.typing.NDArray[np.signedinteger]") -> NDArray[np.int64]:
    """Where each new value begins."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
