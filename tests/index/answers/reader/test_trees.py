"""Trees score rows as the comparisons say, and a file of them comes back as it was."""

import numpy as np
import pytest

from index.answers.reader.model import (
    VERSION,
    DecisionModel,
    ReaderModel,
    model_bytes,
    parse_model,
)
from index.answers.reader.model_files import ModelError
from index.answers.reader.trees import MAX_LEAVES, Trees
from index.types import Language


def stump(feature: int, threshold: float, low: float, high: float) -> Trees:
    """One tree of one comparison."""
    features = np.zeros((1, MAX_LEAVES - 1), np.uint8)
    thresholds = np.full((1, MAX_LEAVES - 1), np.inf, np.float32)
    masks = np.full((1, MAX_LEAVES - 1), 0xFFFF, np.uint16)
    leaves = np.zeros((1, MAX_LEAVES), np.float32)
    features[0, 0], thresholds[0, 0], masks[0, 0] = feature, threshold, 0xFFFE
    leaves[0, :2] = low, high
    return Trees(features, thresholds, masks, leaves)


def model() -> ReaderModel:
    trees = stump(1, 0.5, -1.0, 2.0)
    topic = stump(0, 0.5, -1.0, 2.0)
    floors, thresholds = np.array([0.5, 0.0]), np.array([0.25, 0.75])
    return ReaderModel(
        ("a", "b"), trees, trees, DecisionModel(trees, topic, 2.0, 1.0, floors, thresholds)
    )


def test_a_row_goes_left_where_its_figure_is_at_most_the_threshold() -> None:
    rows = np.array([[9.0, 0.5], [9.0, 0.6], [0.0, -3.0]], np.float32)
    assert stump(1, 0.5, -1.0, 2.0).score(rows).tolist() == [-1.0, 2.0, -1.0]


def test_no_rows_have_no_scores() -> None:
    assert stump(0, 0.5, -1.0, 2.0).score(np.zeros((0, 2), np.float32)).tolist() == []


def logistic(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def test_probability_is_the_logistic_of_the_calibrated_sum() -> None:
    row = np.array([1.0, 1.0], np.float32)
    found = model().decision.probability(row, Language.INDONESIAN)
    assert found == pytest.approx(logistic(5.0) * logistic(3.0))


def test_probability_falls_below_the_floor_of_the_topic() -> None:
    row = np.array([0.0, 1.0], np.float32)
    decision = model().decision
    assert decision.probability(row, Language.INDONESIAN) == pytest.approx(
        logistic(5.0) * logistic(3.0 - 15.0)
    )
    assert decision.probability(row, Language.ENGLISH) == pytest.approx(
        logistic(5.0) * logistic(3.0 - 10.0)
    )


def test_probability_does_not_fall_for_what_is_known_to_be_on_topic() -> None:
    row = np.array([0.0, 1.0], np.float32)
    found = model().decision.probability(row, Language.INDONESIAN, is_on_topic=True)
    assert found == pytest.approx(logistic(5.0) * logistic(3.0))


def test_each_language_has_its_threshold() -> None:
    assert model().decision.threshold(Language.INDONESIAN) == 0.25
    assert model().decision.threshold(Language.ENGLISH) == 0.75


def test_a_model_file_comes_back_as_it_was() -> None:
    found = parse_model(model_bytes(model()))
    rows = np.array([[0.0, 0.2], [0.0, 0.9]], np.float32)
    assert found.figures == ("a", "b")
    decision = found.decision
    assert (decision.slope, decision.bias) == (2.0, 1.0)
    assert (decision.floors.tolist(), decision.thresholds.tolist()) == ([0.5, 0.0], [0.25, 0.75])
    assert found.rank.score(rows).tolist() == model().rank.score(rows).tolist()


def test_the_same_model_gives_the_same_bytes() -> None:
    assert model_bytes(model()) == model_bytes(model())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", model_bytes(model())[:200]])
def test_a_damaged_file_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(ModelError, match="damaged"):
        parse_model(content)


def test_a_file_without_trees_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trees, "arrays", lambda self, name: {})
    content = model_bytes(model())
    with pytest.raises(ModelError, match="damaged"):
        parse_model(content)


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.answers.reader.model.VERSION", VERSION + 1)
    content = model_bytes(model())
    monkeypatch.undo()
    with pytest.raises(ModelError, match="version"):
        parse_model(content)
