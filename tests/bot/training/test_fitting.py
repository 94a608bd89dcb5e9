"""The same examples give the same trees, to the bit."""

from collections.abc import Callable

import numpy as np
import pytest

from bot.training import fitting
from index.answers.reader.model_files import arrays_bytes
from index.answers.reader.trees import Trees

pytest.importorskip("lightgbm", reason="comes with the extra: train")


@pytest.mark.parametrize("fit", [fitting.fit_answered, fitting.fit_topic])
def test_the_same_examples_give_the_same_bytes(fit: Callable[..., Trees]) -> None:
    random = np.random.default_rng(5)
    rows = random.normal(size=(200, 12)).astype(np.float32)
    labels = rows[:, 0] + random.normal(size=200) > 0
    weights = np.where(labels, 1.0, 3.0)
    one, other = (arrays_bytes(fit(rows, labels, weights).arrays("x")) for _ in range(2))
    assert one == other
