"""The learnt model: a file of the package with trees and a few numbers.

``docs/`` says what it was trained on and measured at; ``python -m bot.training`` makes it.
"""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.trees import Trees

FILE = "model.npz"
VERSION = 1


class ModelError(Exception):
    """The model's file is missing, damaged or of another version; the message says which."""


@dataclass(frozen=True, slots=True, eq=False)
class ReaderModel:
    """``rank`` orders the sentences of one question, ``holds`` says how likely each holds the
    answer, ``decide`` how likely the question is answered at all.

    ``figures`` are the names of a sentence's figures in the order of the trees' features.
    ``slope`` and ``bias`` make log-odds of what ``decide`` sums up; ``threshold``: the probability
    from which quotes are shown.
    """

    figures: tuple[str, ...]
    rank: Trees
    holds: Trees
    decide: Trees
    slope: float
    bias: float
    threshold: float

    def probability(self, row: NDArray[np.float32]) -> float:
        """That the question of this row of ``decision`` figures is answered, 0 to 1."""
        odds = self.slope * float(self.decide.score(row[None, :])[0]) + self.bias
        return float(1.0 / (1.0 + np.exp(-odds)))


@cache
def shipped_model() -> ReaderModel:
    """The model of this package; raises ModelError."""
    try:
        content = resources.files("index.answers.reader").joinpath(FILE).read_bytes()
    except OSError as error:
        raise ModelError(f"{FILE} cannot be read: {error}") from error
    return parse_model(content)


def parse_model(content: bytes) -> ReaderModel:
    """The model that a file of these bytes holds; raises ModelError."""
    try:
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            return _model({name: arrays[name] for name in arrays.files})
    except (KeyError, ValueError, IndexError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise ModelError(f"{FILE} is damaged: {error}") from error


def _model(arrays: Mapping[str, NDArray[np.generic]]) -> ReaderModel:
    numbers = [float(number) for number in arrays["numbers"].tolist()]
    if int(numbers[0]) != VERSION:
        raise ModelError(f"{FILE} is of version {int(numbers[0])}, not {VERSION}")
    names = tuple(str(name) for name in arrays["figures"].tolist())
    return ReaderModel(
        figures=names,
        rank=Trees.of(arrays, "rank"),
        holds=Trees.of(arrays, "holds"),
        decide=Trees.of(arrays, "decide"),
        slope=numbers[1],
        bias=numbers[2],
        threshold=numbers[3],
    )


def model_bytes(model: ReaderModel) -> bytes:
    """The file of ``model``; the same model gives the same bytes."""
    file = BytesIO()
    arrays: dict[str, Any] = {
        "figures": np.array(model.figures),
        "numbers": np.array([VERSION, model.slope, model.bias, model.threshold], np.float64),
        **model.rank.arrays("rank"),
        **model.holds.arrays("holds"),
        **model.decide.arrays("decide"),
    }
    np.savez_compressed(file, **arrays)
    return file.getvalue()
