"""Examples for the decision whether a question is answered, and the fit of its trees and numbers.

A question that is not answered is one that tempts, or one that is off topic; the latter are learnt
by trees of their own, ``topic``. Questions whose article was taken out of the collection teach
nothing: with them among those off topic, more of such are refused (FacQA .73 for .50), but also
plain ones of a few short articles, which articles of one sentence answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.training.examples import Example
from bot.training.fitting import fit_answered, fit_topic
from bot.training.measuring import KEPT
from index.answers.reader.arrays import BoolArray, FloatArray
from index.answers.reader.decision import decision_row
from index.answers.reader.model import DecisionModel, joint_probability
from index.answers.reader.trees import Trees
from index.types import Language

FOLDS = 5
_TEMPTING_WEIGHT = 3.0
"""Of a question that its article tempts to answer and does not, against one that is answered."""
_PLAIN_WEIGHT = 0.15
"""Of an answered question put together of the article's words, for which no tempting ones are
known: without them .85 of FacQA's right sentences are kept, with them .94."""
_TOPIC_QUANTILE = 0.01
"""Share of the questions with a right first sentence that lie below the floor of ``topic``."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The scores of one example's sentences by trees that did not see its article."""

    example: Example
    scores: NDArray[np.float64]
    holds: NDArray[np.float64]
    fold: int

    @property
    def is_right(self) -> bool:
        """Whether the best sentence holds an answer."""
        return self.example.answered and bool(self.example.holds[int(np.argmax(self.scores))])


@dataclass(frozen=True, slots=True, eq=False)
class LabelledRows:
    """Rows of ``decision_row`` with what is to be learnt of each; a weight of 0 leaves one out."""

    rows: FloatArray
    labels: BoolArray
    weights: NDArray[np.float64]
    folds: NDArray[np.int64]
    fit: Callable[[FloatArray, BoolArray, NDArray[np.float64]], Trees]

    def fitted(self) -> Trees:
        """Return the trees of all rows."""
        return self._fitted(np.ones(len(self.rows), np.bool_))

    def crossed(self) -> NDArray[np.float64]:
        """Return the log-odds of every row by trees that did not see its fold."""
        odds = np.zeros(len(self.rows))
        for fold in range(FOLDS):
            inside = self.folds == fold
            odds[inside] = self._fitted(~inside).score(self.rows[inside])
        return odds

    def _fitted(self, chosen: BoolArray) -> Trees:
        some = chosen & (self.weights > 0)
        return self.fit(self.rows[some], self.labels[some], self.weights[some])


def answered_rows(names: tuple[str, ...], judged: Sequence[Judged]) -> LabelledRows:
    """Return a row for each example; learns whether a question is answered."""
    rows = [decision_row(names, one.example.candidates, one.scores, one.holds) for one in judged]
    labels = np.array([one.example.answered for one in judged])
    weights = _weights(judged) * np.where(labels, 1.0, _TEMPTING_WEIGHT)
    weights[~_typed(judged)] = _PLAIN_WEIGHT
    folds = np.array([one.fold for one in judged])
    return LabelledRows(np.array(rows), labels, weights, folds, fit_answered)


def topic_rows(
    names: tuple[str, ...], judged: Sequence[Judged], off_topic: Sequence[Judged]
) -> LabelledRows:
    """Return a row for each of ``judged``, then of ``off_topic``; learns which it is."""
    every = [*judged, *off_topic]
    rows = [decision_row(names, one.example.candidates, one.scores, one.holds) for one in every]
    labels = np.arange(len(every)) < len(judged)
    weights = _weights(every)
    folds = np.array([one.fold for one in every])
    return LabelledRows(np.array(rows), labels, weights, folds, fit_topic)


def _weights(judged: Sequence[Judged]) -> NDArray[np.float64]:
    return np.array([one.example.weight for one in judged])


def _typed(judged: Sequence[Judged]) -> BoolArray:
    return np.array([one.example.typed for one in judged])


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """The decision that was fitted, and the probability of each example by trees of other folds."""

    decision: DecisionModel
    known: NDArray[np.float64]
    off_topic: NDArray[np.float64]


def decide(names: tuple[str, ...], known: Sequence[Judged], off_topic: Sequence[Judged]) -> Decided:
    """Fit the decision on all examples, and its numbers on what trees of other folds say."""
    answered, topic = answered_rows(names, known), topic_rows(names, known, off_topic)
    others = topic.rows[len(known) :]
    odds = np.concatenate([answered.crossed(), answered.fitted().score(others)])
    topics, every = topic.crossed(), [*known, *off_topic]
    typed = _typed(every)
    is_answered = np.array([one.example.answered for one in every])
    slope, bias = _calibrated(odds[typed], is_answered[typed])
    floors, thresholds, probabilities = (
        np.zeros(len(Language)),
        np.zeros(len(Language)),
        odds.copy(),
    )
    for place, language in enumerate(Language):
        mine = np.array([one.example.asked.language is language for one in every])
        right = mine & typed & np.array([one.is_right for one in every])
        floors[place] = np.quantile(topics[right], _TOPIC_QUANTILE)
        probabilities[mine] = joint_probability(
            slope * odds[mine] + bias, topics[mine] - floors[place]
        )
        thresholds[place] = np.quantile(probabilities[right], 1 - KEPT)
    decision = DecisionModel(answered.fitted(), topic.fitted(), slope, bias, floors, thresholds)
    return Decided(decision, probabilities[: len(known)], probabilities[len(known) :])


def _calibrated(odds: NDArray[np.float64], answered: BoolArray) -> tuple[float, float]:
    """Return Platt's slope and bias, by Newton's method."""
    design = np.column_stack([odds, np.ones(len(odds))])
    solution = np.array([1.0, 0.0])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-design @ solution))
        gradient = design.T @ (answered - chance)
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design
        solution = solution + np.linalg.solve(curvature + 1e-9 * np.eye(2), gradient)
    return float(solution[0]), float(solution[1])
