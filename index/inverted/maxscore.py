"""The best passages for weighted terms: exact, and without walking most of the postings.

MaxScore a term at a time (Turtle & Flood 1995) on whole arrays: the terms come by the most that
they can add, and a passage is looked at only where the best of it and of all that is still to come
reaches the k-th score so far. Where a query begins, the k-th score is at least the k-th best that
any one of its terms gives (Kane & Tompa 2018). Knows no idf; weights are the caller's.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.inverted.postings import K1, RANKS, B, Impacts, Postings

_PRUNED_FROM = 32_768
"""Passages; with fewer, adding everything up takes less time than choosing."""
_SAFE = 1 - 1e-9
"""Sums are compared in another order of addition than the final one."""
_TRIED = 2
"""So many times k passages are scored in full to raise the bar for the others of a list."""

_FEW = 128
"""Passages whose scores are worked out at once: fewer steps than one list at a time."""
_SUMMED_FIRST, _SUMMED_LATER = 2048, 16_384
"""Postings of short lists that are added up at once: fewer steps than one list at a time."""
_WORTH_TRYING = 2000
"""Passages from which on raising a bar that is there already saves more than it takes."""
_MARKS_SAVE = 128
"""Passages from which on marks are looked at first."""
_BITS = np.left_shift(1, np.arange(8)).astype(np.uint8)
_TRUE = np.ones(1, dtype=np.bool_)

Floats = NDArray[np.float64]
Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ImpactScale:
    """What each grade is worth under one average length.

    ``impacts``: float64[grades]; ``highest`` and ``lowest``: the greatest impact of this grade and
    those below, the least of this grade and those above: grades rise by the impacts of the average
    that they were made for, and under another average this is only nearly so. ``passages`` is how
    many there are; ``rows`` and ``marks`` the places of frequent terms' rows and marks by
    the terms' numbers.
    """

    impacts: Floats
    highest: Floats
    lowest: Floats
    passages: int
    rows: Mapping[int, int]
    marks: Mapping[int, int]

    @classmethod
    def of(cls, postings: Postings, average: float, k1: float = K1, b: float = B) -> "ImpactScale":
        """The scale of ``postings`` where passages have ``average`` terms."""
        values = postings.impacts(average, k1, b)
        return cls(
            impacts=values,
            highest=np.maximum.accumulate(values),
            lowest=np.minimum.accumulate(values[::-1])[::-1],
            passages=len(postings.lengths),
            rows={number: row for row, number in enumerate(postings.row_terms.tolist())},
            marks={number: row for row, number in enumerate(postings.mark_terms.tolist())},
        )


class SegmentView(NamedTuple):
    """The passages that may be found: those that ``seen`` (bool[passages]) marks, None for all.

    It hides at most ``hidden``.
    """

    seen: NDArray[np.bool_] | None = None
    hidden: int = 0


class WeightedList(NamedTuple):
    """The postings of one query term, and its weight; ``row`` or ``marks`` where it has them."""

    passages: Ids
    grades: Impacts
    row: Impacts | None
    marks: NDArray[np.uint8] | None
    best: Impacts
    weight: float
    impacts: Floats
    bound: float

    @classmethod
    def of(
        cls, postings: Postings, scale: ImpactScale, number: int, weight: float
    ) -> "WeightedList":
        """The list of the term with this number, which has at least one posting."""
        part = slice(postings.ends[number], postings.ends[number + 1])
        best = postings.best[number]
        row, marks = scale.rows.get(number), scale.marks.get(number)
        return cls(
            passages=postings.passages[part],
            grades=postings.grades[part],
            row=None if row is None else postings.rows[row],
            marks=None if marks is None else postings.marks[marks],
            best=best,
            weight=weight,
            impacts=weight * scale.impacts,
            bound=weight * scale.highest.item(best.item(0)),
        )

    def scores(self) -> Floats:
        """What the term adds to each of its passages."""
        return self.impacts.take(self.grades)

    def scores_of(self, passages: Ids) -> Floats:
        """What the term adds to each of ``passages``: 0 to those that it is not in."""
        if self.row is not None:
            return self.impacts.take(self.row.take(passages))
        if self.marks is not None and len(passages) > _MARKS_SAVE:
            return self._marked(self.marks, passages)
        places = self.passages.searchsorted(passages)
        found = self.impacts.take(self.grades.take(places, mode="clip"))
        found *= self.passages.take(places, mode="clip") == passages
        return found

    def _marked(self, marks: NDArray[np.uint8], passages: Ids) -> Floats:
        """As ``scores_of``, with a search for those only that ``marks`` say are there."""
        marked = marks.take(passages >> 3) & _BITS.take(passages & 7)
        there = marked.nonzero()[0]
        places = self.passages.searchsorted(passages.take(there))
        found = np.zeros(len(passages))
        found[there] = self.impacts.take(self.grades.take(places))
        return found

    def least(self, scale: ImpactScale, rank: int) -> float:
        """A score that at least ``rank`` passages reach; 0 where that is not known."""
        place = bisect_left(RANKS, rank)
        if place == len(RANKS):
            return 0.0
        return self.weight * scale.lowest.item(self.best.item(place))


def all_scores(lists: Sequence[WeightedList], passages: int) -> Floats:
    """Every passage's score: float64[passages], added up in the order of ``lists``."""
    scores = np.zeros(passages)
    for item in lists:
        if item.row is not None:
            scores += item.impacts.take(item.row)
        else:
            scores[item.passages] += item.scores()
    return scores


def best_passages(
    lists: Sequence[WeightedList], scale: ImpactScale, k: int, view: SegmentView
) -> tuple[Ids, Floats]:
    """At most ``k`` passages of ``view`` that some list holds, best first, equal ones by number."""
    if k <= 0 or not lists:
        return np.zeros(0, np.int32), np.zeros(0)
    if scale.passages < _PRUNED_FROM:
        return sum_all(lists, scale, k, view)
    return prune(lists, scale, k, view)


def sum_all(
    lists: Sequence[WeightedList], scale: ImpactScale, k: int, view: SegmentView
) -> tuple[Ids, Floats]:
    """``best_passages`` by adding up every posting."""
    scores = all_scores(lists, scale.passages)
    marked = scores if view.seen is None else scores * view.seen
    bar = _SAFE * max(item.least(scale, k + view.hidden) for item in lists)
    found = np.flatnonzero(marked >= bar if bar > 0 else marked).astype(np.int32)
    return _first(found, scores[found], k)


def prune(
    lists: Sequence[WeightedList], scale: ImpactScale, k: int, view: SegmentView
) -> tuple[Ids, Floats]:
    """``best_passages`` by looking only at what may be among them."""
    return _first(*_Search(lists, scale, k, view).candidates(), k)


def _summed(lists: Sequence[WeightedList]) -> tuple[Ids, Floats]:
    """The passages of ``lists``, ascending, and what these give them."""
    ids = np.concatenate([item.passages for item in lists])
    scores = np.concatenate([item.scores() for item in lists])
    order = ids.argsort()
    ids, scores = ids.take(order), scores.take(order)
    firsts = np.concatenate((_TRUE, ids[1:] != ids[:-1])).nonzero()[0]
    return ids.take(firsts), np.add.reduceat(scores, firsts)


def _first(ids: Ids, scores: Floats, k: int) -> tuple[Ids, Floats]:
    """The ``k`` greatest scores, equal ones by id."""
    if 0 < k < len(ids):
        kept = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


class _Search:
    """One query on its way: the best passages so far, and the score that others must reach."""

    def __init__(
        self, lists: Sequence[WeightedList], scale: ImpactScale, k: int, view: SegmentView
    ) -> None:
        self._asked = lists
        self._lists = sorted(lists, key=lambda item: item.bound, reverse=True)
        bounds = [item.bound for item in self._lists]
        self._rests = [*accumulate(reversed(bounds), initial=0.0)][::-1]
        self._highest = scale.highest
        self._k = k
        self._seen = view.seen
        self._bar = _SAFE * max(item.least(scale, k + view.hidden) for item in lists)
        self._ids: Ids = np.zeros(0, np.int32)
        self._scores: Floats = np.zeros(0)

    def candidates(self) -> tuple[Ids, Floats]:
        """The passages that reach the bar, which is below the k-th best score by rounding only."""
        place = 0
        while place < len(self._lists) and self._rests[place] >= self._bar:
            last = self._short_lists(place)
            if last > place + 1:
                ids, scores = self._visible(*_summed(self._lists[place:last]))
            else:
                last = place + 1
                ids, scores = self._visible(*self._above(place))
            self._finish(*self._unknown(ids, scores), last)
            place = last
        return self._ids, self._scores  # what is in none of these lists cannot reach the bar

    def _short_lists(self, place: int) -> int:
        """The end of the lists from ``place`` on that are summed at once."""
        most = _SUMMED_LATER if place else _SUMMED_FIRST
        size = 0
        for number in range(place, len(self._lists)):
            size += len(self._lists[number].passages)
            if size > most or self._rests[number] < self._bar:
                return number
        return len(self._lists)

    def _above(self, place: int) -> tuple[Ids, Floats]:
        """The passages that a list gives what they need beside all that come after it."""
        item = self._lists[place]
        needed = (self._bar - self._rests[place + 1]) / item.weight
        cut = int(self._highest.searchsorted(needed))
        if cut <= 1:
            return item.passages, item.scores()
        places = (item.grades >= cut).nonzero()[0]
        return item.passages.take(places), item.impacts.take(item.grades.take(places))

    def _visible(self, ids: Ids, scores: Floats) -> tuple[Ids, Floats]:
        if self._seen is None:
            return ids, scores
        marks = self._seen[ids]
        return ids[marks], scores[marks]

    def _unknown(self, ids: Ids, scores: Floats) -> tuple[Ids, Floats]:
        """Those of ``ids``, ascending, that are not among the best so far."""
        if not len(self._ids) or not len(ids):
            return ids, scores
        places = ids.searchsorted(self._ids)
        known = places[ids.take(places, mode="clip") == self._ids]
        if not len(known):
            return ids, scores
        return np.delete(ids, known), np.delete(scores, known)

    def _finish(self, ids: Ids, scores: Floats, place: int) -> None:
        """Add the lists from ``place`` on to ``scores``, and keep what reaches the bar."""
        self._raise_bar(scores)
        ids, scores = self._reaching(ids, scores, self._rests[place])
        if len(ids) > max(_WORTH_TRYING, _TRIED * self._k) and place < len(self._lists):
            self._try_some(ids, scores)
            ids, scores = self._reaching(ids, scores, self._rests[place])
        for number in range(place, len(self._lists)):
            if len(ids) <= _FEW:
                break
            scores = scores + self._lists[number].scores_of(ids)
            ids, scores = self._reaching(ids, scores, self._rests[number + 1])
        if len(ids):
            scores = scores if len(self._lists) == 1 else self._exact(ids)
            self._keep(np.concatenate((self._ids, ids)), np.concatenate((self._scores, scores)))

    def _exact(self, ids: Ids) -> Floats:
        """The scores of ``ids``, added up in the order of the query: equal to the last bit."""
        scores = self._asked[0].scores_of(ids)
        for item in self._asked[1:]:
            scores += item.scores_of(ids)
        return scores

    def _keep(self, ids: Ids, scores: Floats) -> None:
        self._raise_bar(scores)
        self._ids, self._scores = self._reaching(ids, scores, 0.0)

    def _try_some(self, ids: Ids, scores: Floats) -> None:
        """Raise the bar by the full scores of those that are best so far."""
        best = scores.argpartition(-_TRIED * self._k)[-_TRIED * self._k :]
        self._raise_bar(np.concatenate((self._scores, self._exact(ids.take(best)))))

    def _raise_bar(self, scores: Floats) -> None:
        """Take the k-th of ``scores``, which are of different passages, for the least to reach."""
        if len(scores) >= self._k:
            ordered = np.sort(scores)
            self._bar = max(self._bar, _SAFE * ordered.item(-self._k))

    def _reaching(self, ids: Ids, scores: Floats, rest: float) -> tuple[Ids, Floats]:
        kept = (scores >= self._bar - rest).nonzero()[0]
        if len(kept) == len(ids):
            return ids, scores
        return ids.take(kept), scores.take(kept)
