"""Exact top-k retrieval for weighted terms without reading most of the postings.

MaxScore a term at a time (Turtle & Flood 1995) on whole arrays: terms are processed by falling
upper bound, and a passage is scored only if its best possible score reaches the threshold, the
k-th best score so far. The threshold starts at the k-th best score that any single term gives
(Kane & Tompa 2018).
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.inverted.weighted_list import Floats, Ids, ImpactScale, WeightedList

_MIN_PRUNED_PASSAGES = 32_768
"""With fewer passages, adding everything up takes less time than pruning."""
_ROUNDING = 1 - 1e-9
"""Slack of a threshold: partial sums are added in another order than the final scores."""
_PROBE_FACTOR = 2
"""So many times k passages of a list are scored in full to raise the threshold for the rest."""
_MIN_PROBED = 2000
"""Passages from which on probing saves more than the 76 microseconds that it takes."""
_EXACT_LIMIT = 128
"""Passages up to which one exact scoring takes fewer numpy calls than list by list."""
_FIRST_SUM_LIMIT, _SUM_LIMIT = 2048, 16_384
"""Postings of short lists added up by one sort, at the start and later: fewer numpy calls."""
MAX_TABLE, _TABLE_SUM_LIMIT = 262_144, 65_536
"""Up to so many passages, more postings are added up in a table of all passages: on questions about
97,433 of them that takes .35 of the processor's time, .24 at p95."""
_TRUE = np.ones(1, dtype=np.bool_)


class SegmentView(NamedTuple):
    """The searchable passages: ``live_mask`` is bool[passages], or None for all of them.

    ``deleted`` is an upper bound of how many passages the mask excludes.
    """

    live_mask: NDArray[np.bool_] | None = None
    deleted: int = 0


def best_passages(
    lists: Sequence[WeightedList], scale: ImpactScale, k: int, view: SegmentView
) -> tuple[Ids, Floats]:
    """Return at most ``k`` passages of ``view`` in any of ``lists``, with their scores.

    Best first, equal scores by number.
    """
    if k <= 0 or not lists:
        return np.zeros(0, np.int32), np.zeros(0)
    if scale.passages < _MIN_PRUNED_PASSAGES:
        return sum_all(lists, scale, k, view)
    return prune(lists, scale, k, view)


def sum_all(
    lists: Sequence[WeightedList], scale: ImpactScale, k: int, view: SegmentView
) -> tuple[Ids, Floats]:
    """Do as ``best_passages`` by adding up every posting."""
    scores = all_scores(lists, scale.passages)
    live = scores if view.live_mask is None else scores * view.live_mask
    threshold = _initial_threshold(lists, scale, k, view)
    found = np.flatnonzero(live >= threshold if threshold > 0 else live).astype(np.int32)
    return _top_k(found, scores[found], k)


def all_scores(lists: Sequence[WeightedList], passages: int) -> Floats:
    """Return every passage's score, float64[passages], added up in the order of ``lists``."""
    scores = np.zeros(passages)
    for item in lists:
        if item.dense_row is not None:
            scores += item.scores.take(item.dense_row)
        else:
            scores[item.passages] += item.own_scores()
    return scores


def prune(
    lists: Sequence[WeightedList],
    scale: ImpactScale,
    k: int,
    view: SegmentView,
    max_table: int = MAX_TABLE,
) -> tuple[Ids, Floats]:
    """Do as ``best_passages`` by scoring only passages that may be among them."""
    has_table = scale.passages <= max_table
    return _top_k(*_Search(lists, scale, k, view, has_table=has_table).candidates(), k)


def _initial_threshold(
    lists: Sequence[WeightedList], scale: ImpactScale, k: int, view: SegmentView
) -> float:
    return _ROUNDING * max(item.kth_bound(scale, k + view.deleted) for item in lists)


def _sum_lists(lists: Sequence[WeightedList]) -> tuple[Ids, Floats]:
    """Return the passages of ``lists``, ascending, and their sums of scores."""
    ids = np.concatenate([item.passages for item in lists])
    scores = np.concatenate([item.own_scores() for item in lists])
    order = ids.argsort()
    ids, scores = ids.take(order), scores.take(order)
    firsts = np.concatenate((_TRUE, ids[1:] != ids[:-1])).nonzero()[0]
    return ids.take(firsts), np.add.reduceat(scores, firsts)


def _top_k(ids: Ids, scores: Floats, k: int) -> tuple[Ids, Floats]:
    """Return the ``k`` greatest scores, equal ones by id."""
    if 0 < k < len(ids):
        kept = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


class _Search:
    """The state of one query: the best passages so far and the threshold for others."""

    def __init__(
        self,
        lists: Sequence[WeightedList],
        scale: ImpactScale,
        k: int,
        view: SegmentView,
        *,
        has_table: bool,
    ) -> None:
        self._has_table = has_table
        self._query_order = lists
        self._lists = sorted(lists, key=lambda item: item.max_score, reverse=True)
        bounds = [item.max_score for item in self._lists]
        self._remaining = [*accumulate(reversed(bounds), initial=0.0)][::-1]
        self._upper = scale.upper
        self._passages = scale.passages
        self._k = k
        self._live_mask = view.live_mask
        self._threshold = _initial_threshold(lists, scale, k, view)
        self._ids: Ids = np.zeros(0, np.int32)
        self._scores: Floats = np.zeros(0)

    def candidates(self) -> tuple[Ids, Floats]:
        """Return the passages that reach the threshold, among them the k best."""
        first = 0
        # Lists whose bounds together stay below the threshold add no new candidate.
        while first < len(self._lists) and self._remaining[first] >= self._threshold:
            last = self._end_of_short_lists(first)
            if last > first + 1:
                ids, scores = self._live(*self._sum(first, last))
            else:
                last = first + 1
                ids, scores = self._live(*self._above_threshold(first))
            self._complete(*self._new(ids, scores), last)
            first = last
        return self._ids, self._scores

    def _end_of_short_lists(self, first: int) -> int:
        """Return the end of the lists from ``first`` on that are short enough to be summed."""
        limit = _SUM_LIMIT if first else _FIRST_SUM_LIMIT
        if self._has_table:
            limit = _TABLE_SUM_LIMIT
        size = 0
        for number in range(first, len(self._lists)):
            size += len(self._lists[number].passages)
            if size > limit or self._remaining[number] < self._threshold:
                return number
        return len(self._lists)

    def _sum(self, first: int, last: int) -> tuple[Ids, Floats]:
        """Add up the lists from ``first`` to before ``last``.

        Passages that then can't reach the threshold may be left out.
        """
        lists = self._lists[first:last]
        if not self._has_table:
            return _sum_lists(lists)
        sums = np.zeros(self._passages)
        for item in lists:
            sums[item.passages] = sums.take(item.passages) + item.own_scores()
        self._raise_threshold_by(lists, sums)
        needed = self._threshold - self._remaining[last]
        found = (sums >= needed if needed > 0 else sums).nonzero()[0].astype(np.int32)
        return found, sums.take(found)

    def _raise_threshold_by(self, lists: Sequence[WeightedList], sums: Floats) -> None:
        """Raise the threshold by the passages of the shortest list that has enough of them."""
        enough = (item.passages for item in lists if len(item.passages) >= self._k)
        ids = min(enough, key=len, default=None)
        if ids is not None:
            self._raise_threshold(self._live(ids, sums.take(ids))[1])

    def _above_threshold(self, number: int) -> tuple[Ids, Floats]:
        """Return the passages of a list that reach the threshold if later lists add their most."""
        item = self._lists[number]
        needed = (self._threshold - self._remaining[number + 1]) / item.weight
        least_impact = int(self._upper.searchsorted(needed))
        if least_impact <= 1:
            return item.passages, item.own_scores()
        positions = (item.impacts >= least_impact).nonzero()[0]
        return item.passages.take(positions), item.scores.take(item.impacts.take(positions))

    def _live(self, ids: Ids, scores: Floats) -> tuple[Ids, Floats]:
        if self._live_mask is None:
            return ids, scores
        live = self._live_mask[ids]
        return ids[live], scores[live]

    def _new(self, ids: Ids, scores: Floats) -> tuple[Ids, Floats]:
        """Drop those of ``ids``, ascending, that are among the best already."""
        if not len(self._ids) or not len(ids):
            return ids, scores
        positions = ids.searchsorted(self._ids)
        known = positions[ids.take(positions, mode="clip") == self._ids]
        if not len(known):
            return ids, scores
        return np.delete(ids, known), np.delete(scores, known)

    def _complete(self, ids: Ids, scores: Floats, first: int) -> None:
        """Add the lists from ``first`` on to ``scores``, and keep what reaches the threshold."""
        self._raise_threshold(scores)
        ids, scores = self._reaching(ids, scores, self._remaining[first])
        if len(ids) > max(_MIN_PROBED, _PROBE_FACTOR * self._k) and first < len(self._lists):
            self._probe(ids, scores)
            ids, scores = self._reaching(ids, scores, self._remaining[first])
        for number in range(first, len(self._lists)):
            if len(ids) <= _EXACT_LIMIT:
                break
            scores = scores + self._lists[number].scores_of(ids)
            ids, scores = self._reaching(ids, scores, self._remaining[number + 1])
        if len(ids):
            scores = scores if len(self._lists) == 1 else self._exact(ids)
            self._keep(np.concatenate((self._ids, ids)), np.concatenate((self._scores, scores)))

    def _exact(self, ids: Ids) -> Floats:
        """Return the scores of ``ids`` added up in the query's order: equal to the last bit."""
        scores = self._query_order[0].scores_of(ids)
        for item in self._query_order[1:]:
            scores += item.scores_of(ids)
        return scores

    def _keep(self, ids: Ids, scores: Floats) -> None:
        self._raise_threshold(scores)
        self._ids, self._scores = self._reaching(ids, scores, 0.0)

    def _probe(self, ids: Ids, scores: Floats) -> None:
        """Raise the threshold by the full scores of the best so far."""
        count = _PROBE_FACTOR * self._k
        best = scores.argpartition(-count)[-count:]
        self._raise_threshold(np.concatenate((self._scores, self._exact(ids.take(best)))))

    def _raise_threshold(self, scores: Floats) -> None:
        """Raise the threshold to the k-th best of ``scores``, which are of distinct passages."""
        if len(scores) >= self._k:
            kth_best = np.partition(scores, -self._k).item(-self._k)
            self._threshold = max(self._threshold, _ROUNDING * kth_best)

    def _reaching(self, ids: Ids, scores: Floats, remaining: float) -> tuple[Ids, Floats]:
        """Return those that reach the threshold if ``remaining`` is added to their scores."""
        kept = (scores >= self._threshold - remaining).nonzero()[0]
        if len(kept) == len(ids):
            return ids, scores
        return ids.take(kept), scores.take(kept)
