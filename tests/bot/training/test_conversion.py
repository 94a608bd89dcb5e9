"""Converted trees predict what LightGBM predicts."""

import numpy as np
import pytest

from bot.training.conversion import convert, joined

lightgbm = pytest.importorskip("lightgbm", reason="comes with the extra: train")


@pytest.mark.parametrize("objective", ["binary", "regression", "lambdarank"])
def test_predictions_are_lightgbms(objective: str) -> None:
    random = np.random.default_rng(3)
    rows = random.normal(size=(600, 20)).astype(np.float32)
    rows[:, 3] = np.round(rows[:, 3])  # equal values meet thresholds exactly
    labels = (rows[:, 0] * rows[:, 3] + random.normal(size=600) > 0).astype(np.int64)
    data = lightgbm.Dataset(rows, labels, group=[30] * 20)
    parameters = {"objective": objective, "num_leaves": 15, "verbose": -1, "num_threads": 1}
    boosters = [lightgbm.train({**parameters, "seed": seed}, data, 40) for seed in (1, 2)]
    trees = joined([convert(one.dump_model()["tree_info"], 0.5) for one in boosters])
    expected = np.mean([one.predict(rows, raw_score=True) for one in boosters], axis=0)
    assert np.abs(trees.score(rows) - expected).max() < 1e-6
