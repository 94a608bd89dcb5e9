"""Whether a question is answered at all: the figures of its sentences as one row."""

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.arrays import FloatArray
from index.answers.reader.figures import Candidates

_HIGHEST = ("three_title", "soft", "rest3", "scarce3", "article", "wanted_near", "pbm", "abm",
            "focus_wanted")  # fmt: skip
_BEST = 5


def decision_row(
    names: tuple[str, ...],
    candidates: Candidates,
    scores: NDArray[np.float64],
    holds: NDArray[np.float64],
) -> FloatArray:
    """How far the best sentence is ahead, its figures, and the highest of some figures.

    ``scores`` and ``holds``: of every candidate, by the trees of the model; none may be empty.
    """
    order = np.argsort(-scores, kind="stable")
    best = order[0]
    ahead, hold = scores[order], np.sort(holds)[::-1]
    chance = 1.0 / (1.0 + np.exp(-holds))
    share = np.exp(ahead - ahead[0])
    share /= share.sum()
    articles = candidates.articles[order[:_BEST]]
    head = [
        ahead[0],
        ahead[0] - _at(ahead, 1),
        ahead[0] - _at(ahead, _BEST - 1),
        holds[best],
        hold[0],
        hold[0] - _at(hold, 1),
        chance[order[:_BEST]].sum(),
        chance.sum(),
        -(share * np.log(share + 1e-9)).sum(),
        share[0],
        (articles == articles[0]).mean(),
    ]
    figures = candidates.figures
    mine = [figures[name].item(best) for name in names]
    return np.array([*head, *mine, *(figures[name].max() for name in _HIGHEST)], np.float32)


def _at(values: NDArray[np.float64], place: int) -> float:
    """The value at ``place``; 1 below the last where there are fewer."""
    return float(values[place]) if place < len(values) else float(values[-1]) - 1.0
