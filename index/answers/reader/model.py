"""The learnt model: a file of the package with trees and a few numbers.

``docs/`` says what it was trained on and measured at; ``python -m bot.training`` makes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.model_files import ModelError, arrays_bytes, parse_arrays, read_arrays
from index.answers.reader.trees import Trees, TreeScorer
from index.types import Language

FILE = "model.npz"
VERSION = 2
_LANGUAGES = tuple(Language)


_GATE_STEEPNESS, _GATE_BIAS = 10.0, 3.0
"""The gate leaves 95 % of the probability of what is on topic, and 5 % at .6 below the floor."""


@dataclass(frozen=True, eq=False)
class DecisionModel:
    """How likely a question is answered, from a row of ``decision`` figures.

    ``answered`` tells questions that are answered from those that are not, ``topic`` those that
    the articles speak of from those about something else. ``slope`` and ``bias`` make log-odds of
    the former's sum. ``floors`` and ``thresholds``, one a language: the probability falls where
    ``topic`` is below the floor; from the threshold on, quotes are shown.
    """

    answered: Trees
    topic: Trees
    slope: float
    bias: float
    floors: NDArray[np.float64]
    thresholds: NDArray[np.float64]

    def probability(
        self, row: NDArray[np.float32], language: Language, *, is_on_topic: bool = False
    ) -> float:
        """Return the probability that the question of ``row`` is answered, 0 to 1.

        ``is_on_topic``: whether that is known, whatever the trees say.
        """
        odds, topic = self._trees.score(row[None, :])
        floor = self.floors[_LANGUAGES.index(language)]
        topic = np.maximum(topic, floor) if is_on_topic else topic
        return float(joint_probability(self.slope * odds + self.bias, topic - floor)[0])

    @cached_property
    def _trees(self) -> TreeScorer:
        return TreeScorer.of(self.answered, self.topic)

    def threshold(self, language: Language) -> float:
        """Return the probability from which a question in ``language`` gets quotes."""
        return float(self.thresholds[_LANGUAGES.index(language)])


def joint_probability(odds: NDArray[np.float64], topic: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of log-odds ``odds``, lower where ``topic`` is below 0."""
    gate = _GATE_STEEPNESS * np.minimum(topic, 0.0) + _GATE_BIAS
    probability: NDArray[np.float64] = 1.0 / ((1.0 + np.exp(-odds)) * (1.0 + np.exp(-gate)))
    return probability


@dataclass(frozen=True, eq=False)
class ReaderModel:
    """``rank`` orders the sentences of one question, ``holds`` says how likely each holds the
    answer, ``decision`` how likely the question is answered at all.

    ``figures`` are the names of a sentence's figures in the order of the trees' features.
    """

    figures: tuple[str, ...]
    rank: Trees
    holds: Trees
    decision: DecisionModel

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the scores of ``rows``, a sentence each: by ``rank``, then by ``holds``."""
        return self._trees.score(rows)

    @cached_property
    def _trees(self) -> TreeScorer:
        return TreeScorer.of(self.rank, self.holds)


@cache
def shipped_model() -> ReaderModel:
    """Return the model of this package; raises ModelError."""
    return _model(read_arrays(FILE))


def parse_model(content: bytes) -> ReaderModel:
    """Return the model that a file of these bytes holds; raises ModelError."""
    return _model(parse_arrays(content, FILE))


def _model(arrays: Mapping[str, NDArray[Any]]) -> ReaderModel:
    try:
        return _read(arrays)
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise ModelError(f"{FILE} is damaged: {error}") from error


def _read(arrays: Mapping[str, NDArray[Any]]) -> ReaderModel:
    version, slope, bias, *others = (float(number) for number in arrays["numbers"].tolist())
    if int(version) != VERSION:
        raise ModelError(f"{FILE} is of version {int(version)}, not {VERSION}")
    by_language = np.array(others, np.float64).reshape(2, len(_LANGUAGES))
    return ReaderModel(
        figures=tuple(str(name) for name in arrays["figures"].tolist()),
        rank=Trees.of(arrays, "rank"),
        holds=Trees.of(arrays, "holds"),
        decision=DecisionModel(
            Trees.of(arrays, "answered"), Trees.of(arrays, "topic"), slope, bias, *by_language
        ),
    )


def model_bytes(model: ReaderModel) -> bytes:
    """Return the file of ``model``; the same model gives the same bytes."""
    decision = model.decision
    numbers = [VERSION, decision.slope, decision.bias, *decision.floors, *decision.thresholds]
    arrays = {
        "figures": np.array(model.figures),
        "numbers": np.array(numbers, np.float64),
        **model.rank.arrays("rank"),
        **model.holds.arrays("holds"),
        **decision.answered.arrays("answered"),
        **decision.topic.arrays("topic"),
    }
    return arrays_bytes(arrays)
