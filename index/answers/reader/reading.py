"""A question and what the search found, read: the sentences by how well they answer it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.composition import Scored
from index.answers.reader.decision import decision_row
from index.answers.reader.figures import Candidates, figures
from index.answers.reader.gathering import Found
from index.answers.reader.model import ReaderModel
from index.answers.reader.question import Asked
from index.answers.reader.sentences import SentenceTable


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The candidates with their scores, and the probability that the question is answered."""

    candidates: Candidates
    scores: NDArray[np.float64]
    probability: float


def read_sentences(
    asked: Asked, table: SentenceTable, found: Found, model: ReaderModel
) -> Reading | None:
    """Read the sentences of the articles found; None if they have none."""
    candidates = figures(asked, table, found)
    if not len(candidates.sentences):
        return None
    rows = np.column_stack([candidates.figures[name] for name in model.figures])
    scores, holds = model.rank.score(rows), model.holds.score(rows)
    row = decision_row(model.figures, candidates, scores, holds)
    return Reading(candidates, scores, model.decision.probability(row, asked.language))


def scored(reading: Reading, table: SentenceTable) -> Scored:
    """Return the candidates as quotes are chosen from them."""
    numbers = reading.candidates.sentences
    spans = zip(table.firsts[numbers].tolist(), table.firsts[numbers + 1].tolist(), strict=True)
    return Scored(
        scores=reading.scores,
        articles=reading.candidates.articles,
        sentences=numbers,
        starts=table.starts[numbers],
        ends=table.ends[numbers],
        needs_previous=reading.candidates.figures["pronoun"] > 0,
        terms=[frozenset(table.terms[first:last].tolist()) for first, last in spans],
    )
