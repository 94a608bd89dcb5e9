"""Answerability: whether the articles support an answer at all, from figures of the ranking.

A pure function of numbers, without text or language. docs/decisions/0005-refusal.md has the
calibration and what is answered and refused; tests/eval pins it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

from index.answers.reranking import RankedPassage
from index.types import AnswerType, Query


@dataclass(frozen=True, slots=True)
class Answerability:
    """How well the best passage supports an answer.

    ``relevance``: ``index.answers.reranking``'s, without recency.
    ``margin``: by how much it exceeds the mean of the runners-up, the best passages of the next
    seven articles, all at the best one's recency; so newer news leads by more.
    ``has_answer_type``: whether the question asks for one, which alone makes relevance higher.
    """

    relevance: float
    margin: float
    has_answer_type: bool


_RUNNERS_UP = 7
_MISSING_RUNNER_UP = 0.3
"""The share of the best relevance that a runner-up counts for that a small collection lacks.

Measured runners-up have half of an answer's relevance and three quarters of a non-answer's; but
what little a small collection holds on a question is the more likely to be what is asked for."""

# Logistic regression on one half of two question sets, right first hits against the same questions
# with the relevant article removed.
_RELEVANCE, _MARGIN, _HAS_ANSWER_TYPE = 0.28, 0.65, -0.7
_BIAS = -3.2


def answerability_of(ranked: Sequence[RankedPassage], query: Query) -> Answerability:
    """Return the figures of the first of ``ranked``, which are best first."""
    has_answer_type = query.answer_type is not AnswerType.OTHER
    if not ranked:
        return Answerability(0.0, 0.0, has_answer_type)
    relevance = ranked[0].relevance
    return Answerability(relevance, relevance - _runner_up(ranked), has_answer_type)


def _runner_up(ranked: Sequence[RankedPassage]) -> float:
    """Return the runners-up's mean relevance, were their recency the best one's."""
    best = ranked[0]
    others = [
        one.score / best.recency for one in islice(_best_by_article(ranked), 1, _RUNNERS_UP + 1)
    ]
    missing = [_MISSING_RUNNER_UP * best.relevance] * (_RUNNERS_UP - len(others))
    return fmean(others + missing)


def _best_by_article(ranked: Sequence[RankedPassage]) -> Iterator[RankedPassage]:
    seen = set()
    for one in ranked:
        article = one.evidence.hit.passage.article_id
        if article not in seen:
            seen.add(article)
            yield one


def confidence(answerability: Answerability) -> float:
    """Return the log-odds that the best passage answers; calibrated to refuse at 0 and below."""
    return (
        _RELEVANCE * answerability.relevance
        + _MARGIN * answerability.margin
        + _HAS_ANSWER_TYPE * answerability.has_answer_type
        + _BIAS
    )


def is_answerable(answerability: Answerability) -> bool:
    """Whether to answer rather than refuse."""
    return confidence(answerability) > 0
