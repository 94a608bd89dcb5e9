"""Fits the trees: which sentence is best, whether it holds an answer, whether there is any."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.training.conversion import convert, joined
from bot.training.examples import Example
from index.answers.reader.trees import Trees

_COMMON: dict[str, Any] = {
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
_RANK = {
    **_COMMON,
    "objective": "lambdarank",
    "num_leaves": 15,
    "learning_rate": 0.08,
    "label_gain": [0, 1, 3, 5],
    "lambdarank_truncation_level": 20,
}
_HOLDS = {**_COMMON, "objective": "binary", "num_leaves": 15, "learning_rate": 0.08}
_ANSWERED = {
    **_COMMON,
    "objective": "binary",
    "num_leaves": 6,
    "learning_rate": 0.05,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.3,
    "lambda_l2": 10.0,
}
_TOPIC = {**_ANSWERED, "num_leaves": 12, "min_data_in_leaf": 15, "feature_fraction": 0.15}
RANK_ROUNDS, RANK_SEEDS = 150, 4
HOLDS_ROUNDS, HOLDS_SEEDS = 120, 2
ANSWERED_ROUNDS, ANSWERED_SEEDS = 150, 8
TOPIC_ROUNDS, TOPIC_SEEDS = 200, 8


def rows_of(example: Example) -> NDArray[np.float32]:
    """The figures of its candidates, a row each."""
    return np.column_stack(list(example.candidates.figures.values())).astype(np.float32)


def _grades(example: Example) -> NDArray[np.int64]:
    """3 for the best sentence, 2 and 1 for others that hold an answer, there and elsewhere."""
    grades = example.holds.astype(np.int64)
    grades[example.holds & example.own] = 2
    grades[example.best] = 3
    return grades


def fit_rank(examples: Sequence[Example]) -> Trees:
    """The order of a question's sentences."""
    useful = [one for one in examples if one.holds.any() and len(one.holds) > 4]
    data = _data(
        np.concatenate([rows_of(one) for one in useful]),
        np.concatenate([_grades(one) for one in useful]),
        group=[len(one.holds) for one in useful],
        weight=np.concatenate([np.full(len(one.holds), one.weight) for one in useful]),
    )
    return _fitted(_RANK, data, RANK_ROUNDS, RANK_SEEDS)


def fit_holds(examples: Sequence[Example]) -> Trees:
    """The log-odds that a sentence holds the answer; questions without one say what does not."""
    useful = [one for one in examples if one.typed and (one.holds.any() or not one.answered)]
    data = _data(
        np.concatenate([rows_of(one) for one in useful]),
        np.concatenate([(one.holds & one.own) | one.best for one in useful]).astype(np.int64),
    )
    return _fitted(_HOLDS, data, HOLDS_ROUNDS, HOLDS_SEEDS)


def fit_answered(
    rows: NDArray[np.float32], answered: NDArray[np.bool_], weights: NDArray[np.float64]
) -> Trees:
    """The log-odds that a question is answered."""
    data = _data(rows, answered.astype(np.int64), weight=weights)
    return _fitted(_ANSWERED, data, ANSWERED_ROUNDS, ANSWERED_SEEDS)


def fit_topic(
    rows: NDArray[np.float32], on_topic: NDArray[np.bool_], weights: NDArray[np.float64]
) -> Trees:
    """The log-odds that the articles speak of what a question is about."""
    data = _data(rows, on_topic.astype(np.int64), weight=weights)
    return _fitted(_TOPIC, data, TOPIC_ROUNDS, TOPIC_SEEDS)


def _data(rows: NDArray[np.float32], labels: NDArray[np.int64], **more: Any) -> Any:
    """Rows as LightGBM takes them, which is imported here: it comes with the extra ``train``."""
    import lightgbm

    return lightgbm.Dataset(rows, labels, free_raw_data=False, **more)


def _fitted(parameters: dict[str, Any], data: Any, rounds: int, seeds: int) -> Trees:
    """Return the mean of the trees of several seeds."""
    import lightgbm

    several = []
    for seed in range(seeds):
        booster = lightgbm.train({**parameters, "seed": seed}, data, rounds)
        several.append(convert(booster.dump_model()["tree_info"], 1 / seeds))
    return joined(several)
