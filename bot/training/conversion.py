"""LightGBM's trees into those of the run time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.trees import MAX_LEAVES, Trees

_NODES = MAX_LEAVES - 1


class _Node(NamedTuple):
    feature: int
    threshold: float
    left: range
    """The leaves on its left, which a row that goes right cannot reach."""


def convert(dumped: Sequence[Mapping[str, Any]], weight: float = 1.0) -> Trees:
    """The trees of ``Booster.dump_model()["tree_info"]``, each value times ``weight``.

    A row of float32 takes the same way: a threshold between two of them is rounded down.
    """
    count = len(dumped)
    features = np.zeros((count, _NODES), np.uint8)
    thresholds = np.full((count, _NODES), np.inf, np.float32)
    masks = np.full((count, _NODES), 0xFFFF, np.uint16)
    leaves = np.zeros((count, MAX_LEAVES), np.float32)
    for number, tree in enumerate(dumped):
        values: list[float] = []
        for place, node in enumerate(_nodes(tree["tree_structure"], values)):
            features[number, place] = node.feature
            thresholds[number, place] = _rounded_down(node.threshold)
            masks[number, place] = 0xFFFF ^ sum(1 << leaf for leaf in node.left)
        leaves[number, : len(values)] = np.array(values) * weight
    return Trees(features, thresholds, masks, leaves)


def _nodes(node: Mapping[str, Any], values: list[float]) -> Iterator[_Node]:
    """The nodes below, after the leaves on the left of each have been numbered."""
    if "leaf_value" in node:
        values.append(float(node["leaf_value"]))
        return
    if node["decision_type"] != "<=":
        raise ValueError(node["decision_type"])
    first = len(values)
    yield from _nodes(node["left_child"], values)
    split = len(values)
    yield from _nodes(node["right_child"], values)
    yield _Node(int(node["split_feature"]), float(node["threshold"]), range(first, split))


def _rounded_down(value: float) -> np.float32:
    single = np.float32(value)
    return np.nextafter(single, np.float32(-np.inf)) if float(single) > value else single


def joined(several: Sequence[Trees]) -> Trees:
    """All trees as one sum."""

    def column(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(trees, name) for trees in several])

    return Trees(column("features"), column("thresholds"), column("masks"), column("leaves"))
