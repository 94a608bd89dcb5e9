"""Whether the articles support an answer at all, decided from figures of the search.

A pure function of numbers: no text, no language. How it was calibrated and what it keeps and
refuses is in docs/decisions/0005-refusal.md; tests/eval pins it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.ranking import Ranked
from index.types import Hit
from index.weights import Weights

_RUNNER_UP = 5  # the sixth: those before it often tell the same story


@dataclass(frozen=True, slots=True)
class Support:
    """How well the best hit supports an answer; all figures are 0 to 1.

    ``coverage``: share of the question's idf weight that the best passage and its title hold.
    ``closeness``: share of that weight that stands together there as it does in the question.
    ``gap``: by how much the best score exceeds the sixth passage's and the sixth article's, the
    mean of both; 1 where there is no sixth. Passages alone would punish an article that is about
    the question throughout, articles alone would find every small collection convincing.
    ``matched``: how many of the question's terms that passage and its title hold.
    """

    coverage: float
    closeness: float
    gap: float
    matched: int


# Logistic regression on one half of two question sets, right first hits against the same questions
# with the relevant article removed.
_COVERAGE, _CLOSENESS, _GAP = 4.2, 0.8, 3.3
_BIAS = -3.2

_LONE_WORD = 0.65
"""Coverage below which a single shared word is coincidence. In a small collection the regression
cannot tell: the word may stand in one passage only, and then nothing runs it up."""


def support_of(ranked: Sequence[Ranked], hits: Sequence[Hit], weights: Weights) -> Support:
    """The figures for the best of ``ranked`` among all ``hits``, both best first."""
    if not ranked:
        return Support(0.0, 0.0, 0.0, 0)
    terms = ranked[0].reading.all_terms
    passage_gap = _gap([hit.score for hit in hits])
    article_gap = _gap(_article_scores(hits))
    return Support(
        coverage=weights.coverage(terms),
        closeness=weights.closeness(terms),
        gap=(passage_gap + article_gap) / 2,
        matched=len(weights.shares.keys() & set(terms)),
    )


def _gap(scores: Sequence[float]) -> float:
    return 1.0 - scores[_RUNNER_UP] / scores[0] if len(scores) > _RUNNER_UP else 1.0


def _article_scores(hits: Sequence[Hit]) -> list[float]:
    """Each article's best score, best first."""
    best: dict[int, float] = {}
    for hit in hits:
        best.setdefault(hit.passage.article_id, hit.score)
    return list(best.values())


def confidence(support: Support) -> float:
    """The log-odds that the best hit answers; calibrated so that 0 is where to begin to refuse."""
    evidence = _COVERAGE * support.coverage + _CLOSENESS * support.closeness + _GAP * support.gap
    return evidence + _BIAS


def is_supported(support: Support) -> bool:
    """Whether to answer; if not, the articles do not say it and the reader is told so."""
    if support.matched < 2 and support.coverage < _LONE_WORD:
        return False
    return confidence(support) > 0
