"""Boosted regression trees over rows of figures, in numpy.

A tree has at most 16 leaves. Every comparison that fails rules out the leaves to the left of its
node; what remains leftmost is the row's leaf (QuickScorer, Lucchese et al. 2015), so that all trees
and rows are scored by three passes over an array of nodes by rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_LEAVES = 16
_ALL = np.uint16(0xFFFF)
_LOWEST = np.array([0, *((n & -n).bit_length() - 1 for n in range(1, 1 << 16))], np.uint8)
"""The place of the lowest bit that is set, of every 16 bits."""


@dataclass(frozen=True, slots=True, eq=False)
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
        count, nodes = self.features.shape
        columns = np.ascontiguousarray(rows.T)
        passed = columns[self.features.ravel()] > self.thresholds.ravel()[:, None]
        remain = np.where(passed, self.masks.ravel()[:, None], _ALL)
        reached = np.bitwise_and.reduce(remain.reshape(count, nodes, -1), axis=1)
        leaves = _LOWEST[reached].astype(np.intp)
        leaves += np.arange(0, count * MAX_LEAVES, MAX_LEAVES)[:, None]
        sums: NDArray[np.float64] = self.leaves.ravel()[leaves].sum(axis=0, dtype=np.float64)
        return sums

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
        nodes = (len(leaves), MAX_LEAVES - 1)
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
