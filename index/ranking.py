"""The best passages for weighted terms: exact, and without walking most of the postings.

MaxScore a term at a time (Turtle & Flood 1995) on whole arrays: the terms come by the most that
they can add, and a passage is looked at only where the best of it and of all that is still to come
reaches the k-th score so far. Where a query begins, the k-th score is at least the k-th best that
any one of its terms gives (Kane & Tompa 2018). Knows no idf; weights are the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.postings import K1, RANKS, B, Grades, Postings

_PRUNED_FROM = 32_768
"""Passages; with fewer, adding everything up takes less time than choosing."""
_SAFE = 1 - 1e-9
"""Sums are compared in another order of addition than the final one."""
_TRIED = 2
"""So many times k passages are scored in full to raise the bar for the others of a list."""

Floats = NDArray[np.float64]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Scale:
    """What each grade is worth under one average length.

    ``impacts``: float64[grades]; ``highest`` and ``lowest``: the greatest impact of this grade and
    those below, the least of this grade and those above: grades rise by the impacts of the average
    that they were made for, and under another average this is only nearly so. ``passages`` is how
    many there are.
    """

    impacts: Floats
    highest: Floats
    lowest: Floats
    passages: int

    @classmethod
    def of(cls, postings: Postings, average: float, k1: float = K1, b: float = B) -> "Scale":
        """The scale of ``postings`` where passages have ``average`` terms."""
        values = postings.impacts(average, k1, b)
        lowest = np.minimum.accumulate(values[::-1])[::-1]
        return cls(values, np.maximum.accumulate(values), lowest, len(postings.lengths))


class View(NamedTuple):
    """The passages that may be found: those that ``seen`` (bool[passages]) marks, None for all.

    It hides at most ``hidden``.
    """

    seen: NDArray[np.bool_] | None = None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class WeightedList:
    """The postings of one query term, and its weight."""

    passages: Ids
    grades: Grades
    best: Grades
    weight: float
    impacts: Floats
    bound: float

    @classmethod
    def of(cls, postings: Postings, scale: Scale, number: int, weight: float) -> "WeightedList":
        """The list of the term with this number, which has at least one posting."""
        part = slice(postings.ends[number], postings.ends[number + 1])
        best = postings.best[number]
        return cls(
            passages=postings.passages[part],
            grades=postings.grades[part],
            best=best,
            weight=weight,
            impacts=weight * scale.impacts,
            bound=weight * float(scale.highest[best[0]]),
        )

    def scores(self) -> Floats:
        """What the term adds to each of its passages."""
        return self.impacts[self.grades]

    def scores_of(self, passages: Ids) -> Floats:
        """What the term adds to each of ``passages``: 0 to those that it is not in."""
        places = self.passages.searchsorted(passages)
        places[places == len(self.passages)] = 0
        found = self.impacts[self.grades[places]]
        found[self.passages[places] != passages] = 0.0
        return found

    def least(self, scale: Scale, rank: int) -> float:
        """A score that at least ``rank`` passages reach; 0 where that is not known."""
        for place, known in enumerate(RANKS):
            if rank <= known <= len(self.passages):
                return self.weight * float(scale.lowest[self.best[place]])
        return 0.0


def all_scores(lists: Sequence[WeightedList], passages: int) -> Floats:
    """Every passage's score: float64[passages], added up in the order of ``lists``."""
    if not lists:
        return np.zeros(passages)
    ids = np.concatenate([item.passages for item in lists])
    scores = np.concatenate([item.scores() for item in lists])
    return np.bincount(ids, scores, passages).astype(np.float64, copy=False)


def best_passages(
    lists: Sequence[WeightedList], scale: Scale, k: int, view: View
) -> tuple[Ids, Floats]:
    """At most ``k`` passages of ``view`` that some list holds, best first, equal ones by number."""
    if k <= 0 or not lists:
        return np.zeros(0, np.int32), np.zeros(0)
    if scale.passages < _PRUNED_FROM:
        scores = all_scores(lists, scale.passages)
        marked = scores if view.seen is None else scores * view.seen
        found = np.flatnonzero(marked).astype(np.int32)
        return _first(found, scores[found], k)
    return _Search(lists, scale, k, view).run()


def _first(ids: Ids, scores: Floats, k: int) -> tuple[Ids, Floats]:
    """The ``k`` greatest scores, equal ones by id."""
    if 0 < k < len(ids):
        kept = scores >= np.partition(scores, -k)[-k]
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


class _Search:
    """One query on its way: the best passages so far, and the score that others must reach."""

    def __init__(self, lists: Sequence[WeightedList], scale: Scale, k: int, view: View) -> None:
        self._lists = lists
        self._by_bound = sorted(lists, key=lambda item: item.bound, reverse=True)
        self._scale = scale
        self._k = k
        self._seen = view.seen
        self._bar = _SAFE * max(item.least(scale, k + view.hidden) for item in lists)
        self._ids: Ids = np.zeros(0, np.int32)
        self._scores: Floats = np.zeros(0)

    def run(self) -> tuple[Ids, Floats]:
        bounds = [item.bound for item in self._by_bound]
        rests = [*accumulate(reversed(bounds), initial=0.0)][::-1]
        for place, item in enumerate(self._by_bound):
            if rests[place] < self._bar:
                break  # what is in none of the lists before cannot reach the bar
            self._keep(self._candidates(item, self._by_bound[place + 1 :], rests[place + 1]))
        return _first(self._ids, self._scores, self._k)

    def _candidates(self, item: WeightedList, others: Sequence[WeightedList], rest: float) -> Ids:
        """The passages of ``item`` that may be among the best, if they are in no list before."""
        ids, scores = self._above(item, rest)
        if len(ids) > 2 * _TRIED * self._k and others:
            self._try_some(ids, scores)
            ids, scores = self._kept(ids, scores, rest)
        for other in others:
            if len(ids) <= _TRIED * self._k:
                break
            scores = scores + other.scores_of(ids)
            rest -= other.bound
            ids, scores = self._kept(ids, scores, rest)
        return ids

    def _above(self, item: WeightedList, rest: float) -> tuple[Ids, Floats]:
        """The passages that ``item`` alone gives what they need beside ``rest``."""
        needed = (self._bar - rest) / item.weight
        cut = int(self._scale.highest.searchsorted(needed))
        if cut > 0:
            places = np.flatnonzero(item.grades >= cut)
            ids, grades = item.passages[places], item.grades[places]
        else:
            ids, grades = item.passages, item.grades
        if self._seen is not None:
            marks = self._seen[ids]
            ids, grades = ids[marks], grades[marks]
        return ids, item.impacts[grades]

    def _try_some(self, ids: Ids, scores: Floats) -> None:
        tried = _TRIED * self._k
        self._keep(np.sort(ids[np.argpartition(scores, -tried)[-tried:]]))

    def _kept(self, ids: Ids, scores: Floats, rest: float) -> tuple[Ids, Floats]:
        kept = np.flatnonzero(scores >= self._bar - rest)
        return (ids, scores) if len(kept) == len(ids) else (ids[kept], scores[kept])

    def _keep(self, ids: Ids) -> None:
        """Score ``ids`` in full, and raise the bar to the k-th best of all so far."""
        if len(self._ids):
            ids = np.setdiff1d(ids, self._ids, assume_unique=True)
        if not len(ids):
            return
        scores = np.zeros(len(ids))
        for item in self._lists:
            scores += item.scores_of(ids)
        self._ids = np.concatenate((self._ids, ids))
        self._scores = np.concatenate((self._scores, scores))
        if len(self._ids) >= self._k:
            reached = np.partition(self._scores, -self._k)[-self._k]
            self._bar = max(self._bar, _SAFE * float(reached))
            kept = self._scores >= self._bar
            self._ids, self._scores = self._ids[kept], self._scores[kept]
