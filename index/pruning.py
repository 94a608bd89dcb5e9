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

_SUMMED_FIRST, _SUMMED_LATER = 2048, 16_384
"""Postings of short lists that are added up at once: fewer steps than one list at a time."""
_WORTH_TRYING = 1000
"""Passages from which on raising a bar that is there already saves more than it takes."""
_TRUE = np.ones(1, dtype=np.bool_)

Floats = NDArray[np.float64]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, slots=True, eq=False)
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
        return self.impacts.take(self.grades)

    def scores_of(self, passages: Ids) -> Floats:
        """What the term adds to each of ``passages``: 0 to those that it is not in."""
        places = self.passages.searchsorted(passages)
        found = self.impacts.take(self.grades.take(places, mode="clip"))
        found *= self.passages.take(places, mode="clip") == passages
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
        return sum_all(lists, scale, k, view)
    return prune(lists, scale, k, view)


def sum_all(lists: Sequence[WeightedList], scale: Scale, k: int, view: View) -> tuple[Ids, Floats]:
    """``best_passages`` by adding up every posting."""
    scores = all_scores(lists, scale.passages)
    marked = scores if view.seen is None else scores * view.seen
    bar = _SAFE * max(item.least(scale, k + view.hidden) for item in lists)
    found = np.flatnonzero(marked >= bar if bar > 0 else marked).astype(np.int32)
    return _first(found, scores[found], k)


def prune(lists: Sequence[WeightedList], scale: Scale, k: int, view: View) -> tuple[Ids, Floats]:
    """``best_passages`` by looking only at what may be among them."""
    ids = _Search(lists, scale, k, view).candidates()
    scores = np.zeros(len(ids))
    for item in lists:
        scores += item.scores_of(ids)
    return _first(ids, scores, k)


def _summed(lists: Sequence[WeightedList]) -> tuple[Ids, Floats]:
    """The passages of ``lists``, ascending, and what these give them."""
    ids = np.concatenate([item.passages for item in lists])
    scores = np.concatenate([item.scores() for item in lists])
    keys = (ids.astype(np.int64) << 32) | np.arange(len(ids))
    keys.sort()  # several times as fast as an argsort
    order, ids = keys & 0xFFFFFFFF, (keys >> 32).astype(np.int32)
    firsts = np.flatnonzero(np.concatenate((_TRUE, ids[1:] != ids[:-1])))
    return ids[firsts], np.add.reduceat(scores[order], firsts)


def _first(ids: Ids, scores: Floats, k: int) -> tuple[Ids, Floats]:
    """The ``k`` greatest scores, equal ones by id."""
    if 0 < k < len(ids):
        kept = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


class _Search:
    """One query on its way: the best passages so far, and the score that others must reach."""

    def __init__(self, lists: Sequence[WeightedList], scale: Scale, k: int, view: View) -> None:
        self._lists = sorted(lists, key=lambda item: item.bound, reverse=True)
        bounds = [item.bound for item in self._lists]
        self._rests = [*accumulate(reversed(bounds), initial=0.0)][::-1]
        self._highest = scale.highest
        self._k = k
        self._seen = view.seen
        self._bar = _SAFE * max(item.least(scale, k + view.hidden) for item in lists)
        self._ids: Ids = np.zeros(0, np.int32)
        self._scores: Floats = np.zeros(0)

    def candidates(self) -> Ids:
        """The passages that reach the bar, which is below the k-th best score by rounding only."""
        place = 0
        while place < len(self._lists) and self._rests[place] >= self._bar:
            last = self._short_lists(place)
            if last > place + 1:
                ids, scores = self._visible(*_summed(self._lists[place:last]))
            else:
                last = place + 1
                ids, scores = self._visible(*self._above(place))
            if len(self._ids):
                new = np.flatnonzero(np.isin(ids, self._ids, invert=True))
                ids, scores = ids[new], scores[new]
            self._finish(ids, scores, last)
            place = last
        return self._ids  # what is in none of the lists so far cannot reach the bar

    def _short_lists(self, place: int) -> int:
        """The end of the lists from ``place`` on that are summed at once."""
        most = _SUMMED_LATER if place else _SUMMED_FIRST
        sizes = accumulate(len(item.passages) for item in self._lists[place:])
        wanted = zip(sizes, self._rests[place:], strict=False)
        return place + sum(size <= most and rest >= self._bar for size, rest in wanted)

    def _above(self, place: int) -> tuple[Ids, Floats]:
        """The passages that a list gives what they need beside all that come after it."""
        item = self._lists[place]
        needed = (self._bar - self._rests[place + 1]) / item.weight
        cut = int(self._highest.searchsorted(needed))
        if cut == 0:
            return item.passages, item.scores()
        places = np.flatnonzero(item.grades >= cut)
        return item.passages[places], item.impacts[item.grades[places]]

    def _visible(self, ids: Ids, scores: Floats) -> tuple[Ids, Floats]:
        if self._seen is None:
            return ids, scores
        marks = self._seen[ids]
        return ids[marks], scores[marks]

    def _finish(self, ids: Ids, scores: Floats, place: int) -> None:
        """Add the lists from ``place`` on to ``scores``, and keep what reaches the bar."""
        enough = _WORTH_TRYING if len(self._ids) >= self._k else 2 * _TRIED * self._k
        if len(ids) > enough and place < len(self._lists):
            self._try_some(ids, scores, place)
        for number in range(place, len(self._lists)):
            ids, scores = self._reaching(ids, scores, self._rests[number])
            if not len(ids):
                return
            scores = scores + self._lists[number].scores_of(ids)
        self._ids = np.concatenate((self._ids, ids))
        self._scores = np.concatenate((self._scores, scores))
        self._raise_bar(self._scores)
        self._ids, self._scores = self._reaching(self._ids, self._scores, 0.0)

    def _try_some(self, ids: Ids, scores: Floats, place: int) -> None:
        """Raise the bar by the full scores of those that are best so far."""
        best = np.argpartition(scores, -_TRIED * self._k)[-_TRIED * self._k :]
        ids, scores = ids[best], scores[best]
        for item in self._lists[place:]:
            scores = scores + item.scores_of(ids)
        self._raise_bar(np.concatenate((self._scores, scores)))

    def _raise_bar(self, scores: Floats) -> None:
        """Take the k-th of ``scores``, which are of different passages, for the least to reach."""
        if len(scores) >= self._k:
            reached = float(np.partition(scores, -self._k)[-self._k])
            self._bar = max(self._bar, _SAFE * reached)

    def _reaching(self, ids: Ids, scores: Floats, rest: float) -> tuple[Ids, Floats]:
        kept = np.flatnonzero(scores >= self._bar - rest)
        return (ids, scores) if len(kept) == len(ids) else (ids[kept], scores[kept])
