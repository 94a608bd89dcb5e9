"""Boosted regression trees over rows of figures, in numpy.

A tree has at most 16 leaves. Every comparison that fails rules out the leaves to the left of its
node; what remains leftmost is the row's leaf (QuickScorer, Lucchese et al. 2015), so that all trees
and rows are scored by a few passes over an array of nodes by rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.arrays import distinct

MAX_LEAVES = 16
_NODES = MAX_LEAVES - 1
_LOWEST = np.array([0, *((n & -n).bit_length() - 1 for n in range(1, 1 << 16))], np.uint8)
"""The place of the lowest bit that is set, of every 16 bits."""


@dataclass(frozen=True, eq=False)
class Trees:
    """``features`` uint8, ``thresholds`` float32, ``masks`` uint16: trees x 15 nodes.

    A row goes left where its figure is at most the threshold; where it is not, only the leaves of
    the mask remain. A node that a tree has not is never passed. ``leaves``: float32, trees x 16.
    """

    features: NDArray[np.uint8]
    thresholds: NDArray[np.float32]
    masks: NDArray[np.uint16]
    leaves: NDArray[np.float32]

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sum of what every tree gives each row."""
        sums: NDArray[np.float64] = self._scorer.score(rows)[0]
        return sums

    @cached_property
    def _scorer(self) -> "TreeScorer":
        return TreeScorer.of(self)

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """The arrays by the names under which a file keeps them."""
        return {
            f"{name}_features": self.features,
            f"{name}_thresholds": self.thresholds,
            f"{name}_masks": self.masks,
            f"{name}_leaves": self.leaves,
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> "Trees":
        """The trees that ``arrays`` keeps under ``name``; raises KeyError or ValueError."""
        features, thresholds, masks, leaves = (
            arrays[f"{name}_{part}"] for part in ("features", "thresholds", "masks", "leaves")
        )
        nodes = (len(leaves), _NODES)
        if {features.shape, thresholds.shape, masks.shape} != {nodes} or leaves.shape != (
            len(leaves),
            MAX_LEAVES,
        ):
            raise ValueError(name)
        return cls(
            features.astype(np.uint8),
            thresholds.astype(np.float32),
            masks.astype(np.uint16),
            leaves.astype(np.float32),
        )


@dataclass(frozen=True, eq=False)
class TreeScorer:
    """Scores rows by several ensembles of trees at once.

    Many nodes compare the same figure with the same threshold; each such comparison is made once.
    Arrays begin with the nodes of one place in the tree, so that passes run along long rows.

    - ``features`` int64, ``thresholds`` float32 [comparisons, 1]
    - ``comparisons``: int64[15 * trees], that of each node; ``masks``: uint16[15, trees, 1]
    - ``leaves``: float64[16 * trees]; ``firsts``: int64, the first tree of each ensemble
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float32]
    comparisons: NDArray[np.int64]
    masks: NDArray[np.uint16]
    leaves: NDArray[np.float64]
    firsts: NDArray[np.int64]

    @classmethod
    def of(cls, *ensembles: Trees) -> "TreeScorer":
        """The scorer of trees over the same figures."""
        features, thresholds, masks, leaves = (
            np.concatenate([getattr(trees, name) for trees in ensembles])
            for name in ("features", "thresholds", "masks", "leaves")
        )
        pairs = features.astype(np.uint64) << np.uint64(32) | thresholds.view(np.uint32)
        comparisons, _ = distinct(pairs.ravel())
        sizes = np.array([len(trees.leaves) for trees in ensembles])
        return cls(
            features=(comparisons >> np.uint64(32)).astype(np.int64),
            thresholds=comparisons.astype(np.uint32).view(np.float32)[:, None],
            comparisons=comparisons.searchsorted(pairs.T.ravel()),
            masks=np.ascontiguousarray(masks.T)[:, :, None],
            leaves=leaves.ravel().astype(np.float64),
            firsts=np.cumsum(sizes) - sizes,
        )

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The sums of what the trees of each ensemble give each row: float64[ensembles, rows]."""
        trees = self.masks.shape[1]
        columns = np.ascontiguousarray(rows.T)
        goes_left = columns.take(self.features, axis=0) <= self.thresholds
        # All bits where a row goes left, which rules out no leaf, else none.
        whole = np.negative(goes_left.view(np.int8), dtype=np.int16).view(np.uint16)
        remain = whole.take(self.comparisons, axis=0).reshape(_NODES, trees, len(rows))
        remain |= self.masks
        reached = _LOWEST.take(np.bitwise_and.reduce(remain, axis=0))
        places = np.arange(0, trees * MAX_LEAVES, MAX_LEAVES)[:, None] + reached
        sums: NDArray[np.float64] = np.add.reduceat(self.leaves.take(places), self.firsts, axis=0)
        return sums
