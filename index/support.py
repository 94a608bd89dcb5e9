"""Whether the articles support an answer at all, decided from figures of the search.

A pure function of numbers: no text, no language. How it was calibrated and what it keeps and
refuses is in docs/decisions/0005-refusal.md; tests/eval pins it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.reading import Reading, Weights

_RUNNER_UP = 5  # the sixth hit: those before it often tell the same story


@dataclass(frozen=True, slots=True)
class Support:
    """How well the best hit supports an answer; all figures are 0 to 1.

    ``coverage``: share of the question's idf weight that the best passage and its title hold.
    ``closeness``: share of that weight that stands together there as it does in the question.
    ``gap``: by how much the best score exceeds the sixth; 1 where there is no sixth.
    ``matched``: how many of the question's terms that passage and its title hold.
    """

    coverage: float
    closeness: float
    gap: float
    matched: int


# Logistic regression on one half of two question sets, right first hits against the same questions
# with the relevant article removed.
_COVERAGE, _CLOSENESS, _GAP = 4.2, 0.8, 3.3
_BIAS = -4.15

_LONE_WORD = 0.6
"""Coverage below which a single shared word is coincidence. In a small collection the regression
cannot tell: the word may stand in one passage only, and then nothing runs it up."""


def support_of(readings: Sequence[Reading], scores: Sequence[float], weights: Weights) -> Support:
    """The figures for ``readings``, best first; ``scores`` are those of all hits, best first."""
    if not readings or not scores:
        return Support(0.0, 0.0, 0.0, 0)
    terms = readings[0].all_terms
    runner_up = scores[_RUNNER_UP] if len(scores) > _RUNNER_UP else 0.0
    return Support(
        coverage=weights.coverage(terms),
        closeness=weights.closeness(terms),
        gap=1.0 - runner_up / scores[0],
        matched=len(weights.shares.keys() & set(terms)),
    )


def confidence(support: Support) -> float:
    """The log-odds that the best hit answers; calibrated so that 0 is where to begin to refuse."""
    evidence = _COVERAGE * support.coverage + _CLOSENESS * support.closeness + _GAP * support.gap
    return evidence + _BIAS


def is_supported(support: Support) -> bool:
    """Whether to answer; if not, the articles do not say it and the reader is told so."""
    if support.matched < 2 and support.coverage < _LONE_WORD:
        return False
    return confidence(support) > 0
