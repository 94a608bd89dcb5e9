"""``python -m bot.training DATA [--step N]``: measure the reader across articles, then train it.

DATA holds a folder a collection (articles, queries.jsonl, qrels.tsv). Everything is made with fixed
seeds and one thread: the same data and libraries give the same bytes.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.training.examples import Example, examples, read_collection
from bot.training.fitting import WEIGHTS, fit_decide, fit_holds, fit_rank, rows_of
from bot.training.measuring import Read, report, threshold_for
from index.answers.reader.decision import decision_row
from index.answers.reader.figures import Candidates
from index.answers.reader.model import FILE, ReaderModel, model_bytes
from index.answers.reader.trees import Trees
from index.types import Language

COLLECTIONS = (
    ("natural-id", Language.INDONESIAN, 1),
    ("natural-en", Language.ENGLISH, 1),
    ("facqa", Language.INDONESIAN, 3),
    ("idkmrc", Language.INDONESIAN, 8),
)
FOLDS = 5
_REMOVED_WEIGHT = 0.15
"""Of a question without its article, against one that is answered."""
_TEMPTING_WEIGHT = 3.0
"""Of a question that its article tempts to answer and does not; there are few of them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """The scores of one example's sentences by trees that did not see its article."""

    example: Example
    scores: NDArray[np.float64]
    holds: NDArray[np.float64]


def main(arguments: Sequence[str]) -> None:
    """Train on the collections of the folder named first; write the model where it belongs."""
    parser = argparse.ArgumentParser(prog="python -m bot.training", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("index/answers/reader") / FILE)
    parser.add_argument("--step", type=int, default=1, help="take every N-th question only")
    options = parser.parse_args(arguments)
    known = asyncio.run(_read(options.data, options.step))
    judged = _cross_judged(known)
    decisions = _decision_rows(tuple(known[0].candidates.figures), judged)
    odds = _cross_decided(judged, decisions)
    for name, _, _ in COLLECTIONS:
        reads = [
            Read(one.example, one.scores, float(odds[place]))
            for place, one in enumerate(judged)
            if one.example.collection == name
        ]
        sys.stdout.write("\n".join(report(name, reads)) + "\n")
    options.out.write_bytes(model_bytes(_whole(known, judged, decisions, odds)))


async def _read(data: Path, step: int) -> list[Example]:
    return [
        example
        for name, language, every in COLLECTIONS
        for example in await examples(read_collection(data / name, language, every * step))
    ]


def fold_of(example: Example) -> int:
    """The part in which all questions about one article are."""
    return crc32(example.question.article.encode()) % FOLDS


def _cross_judged(known: Sequence[Example]) -> list[_Judged]:
    folds = np.array([fold_of(one) for one in known])
    judged: dict[int, _Judged] = {}
    for fold in range(FOLDS):
        others = [one for one, its in zip(known, folds, strict=True) if its != fold]
        rank, holds = fit_rank(others), fit_holds(others)
        for place in np.flatnonzero(folds == fold).tolist():
            judged[place] = _judge(known[place], rank, holds)
    return [judged[place] for place in range(len(known))]


def _judge(example: Example, rank: Trees, holds: Trees) -> _Judged:
    rows = rows_of(example)
    return _Judged(example, rank.score(rows), holds.score(rows))


@dataclass(frozen=True, slots=True, eq=False)
class _Decisions:
    """A row for each example, then one more for each that is answered, without what answers it.

    ``answered``: whether it is; ``weights`` in training, 0 where it is no part of that;
    ``numbers``: of the example.
    """

    rows: NDArray[np.float32]
    answered: NDArray[np.bool_]
    weights: NDArray[np.float64]
    numbers: NDArray[np.int64]

    def fitted(self, chosen: NDArray[np.bool_]) -> Trees:
        """The trees of the chosen rows."""
        some = chosen & (self.weights > 0)
        return fit_decide(self.rows[some], self.answered[some], self.weights[some])


def _decision_rows(names: tuple[str, ...], judged: Sequence[_Judged]) -> _Decisions:
    made: list[tuple[NDArray[np.float32], bool, float, int]] = []
    for number, one in enumerate(judged):
        example = one.example
        weight = 1.0 if example.answered else _TEMPTING_WEIGHT
        row = decision_row(names, example.candidates, one.scores, one.holds)
        made.append((row, example.answered, weight * (example.collection in WEIGHTS), number))
    for number, one in enumerate(judged):
        left = ~(one.example.own | one.example.holds)
        if one.example.answered and left.any() and one.example.collection in WEIGHTS:
            some = _some(one.example.candidates, left)
            row = decision_row(names, some, one.scores[left], one.holds[left])
            made.append((row, False, _REMOVED_WEIGHT, number))
    rows, answered, weights, numbers = zip(*made, strict=True)
    return _Decisions(np.array(rows), np.array(answered), np.array(weights), np.array(numbers))


def _some(candidates: Candidates, left: NDArray[np.bool_]) -> Candidates:
    return Candidates(
        candidates.sentences[left],
        candidates.articles[left],
        {name: figure[left] for name, figure in candidates.figures.items()},
    )


def _cross_decided(judged: Sequence[_Judged], decisions: _Decisions) -> NDArray[np.float64]:
    """The log-odds of every row by trees that did not see its article."""
    folds = np.array([fold_of(judged[number].example) for number in decisions.numbers.tolist()])
    odds = np.zeros(len(folds))
    for fold in range(FOLDS):
        odds[folds == fold] = decisions.fitted(folds != fold).score(decisions.rows[folds == fold])
    return odds


def _whole(
    known: Sequence[Example],
    judged: Sequence[_Judged],
    decisions: _Decisions,
    odds: NDArray[np.float64],
) -> ReaderModel:
    """The model of everything, its threshold where the measured ones kept enough."""
    asked = np.array([one.example.collection in WEIGHTS for one in judged])
    right = np.array(
        [one.example.answered and one.example.holds[int(np.argmax(one.scores))] for one in judged]
    )
    odds, answered = odds[: len(judged)], decisions.answered[: len(judged)]
    slope, bias = _calibrated(odds[asked], answered[asked])
    threshold = slope * threshold_for(odds[asked & right]) + bias
    return ReaderModel(
        figures=tuple(known[0].candidates.figures),
        rank=fit_rank(known),
        holds=fit_holds(known),
        decide=decisions.fitted(np.ones(len(decisions.rows), np.bool_)),
        slope=slope,
        bias=bias,
        threshold=float(1 / (1 + np.exp(-threshold))),
    )


def _calibrated(odds: NDArray[np.float64], answered: NDArray[np.bool_]) -> tuple[float, float]:
    """Platt's slope and bias by Newton's method."""
    design = np.column_stack([odds, np.ones(len(odds))])
    solution = np.array([1.0, 0.0])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-design @ solution))
        gradient = design.T @ (answered - chance)
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design
        solution = solution + np.linalg.solve(curvature + 1e-9 * np.eye(2), gradient)
    return float(solution[0]), float(solution[1])


if __name__ == "__main__":
    main(sys.argv[1:])
