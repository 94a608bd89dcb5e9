"""Whether the articles support an answer at all, decided from figures of the search.

A pure function of numbers: no text, no language. How it was calibrated and what it keeps and
refuses is in docs/decisions/0005-refusal.md; tests/eval pins it.
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

    ``evidence``: ``index.answers.reranking``'s, as if the article had no date.
    ``lead``: by how much its evidence exceeds that of the runners-up, the mean of the best passages
    of the next seven articles; what is newer than they are leads by more.
    ``expectant``: whether a kind of answer is asked for, which makes more evidence of the same.
    """

    evidence: float
    lead: float
    expectant: bool


_RUNNERS_UP = 7
_UNKNOWN_RUNNER_UP = 0.3
"""The share of the best one's evidence that an article would have reached which a small collection
does not have. Others have half of an answer's and three quarters of what is none; but the little
that a small collection holds on a question is the more likely to be what is asked for."""

# Logistic regression on one half of two question sets, right first hits against the same questions
# with the relevant article removed.
_EVIDENCE, _LEAD, _EXPECTANT = 0.28, 0.65, -0.7
_BIAS = -3.2


def answerability_of(ranked: Sequence[RankedPassage], query: Query) -> Answerability:
    """The figures for the best of ``ranked``, which are best first."""
    expectant = query.answer_type is not AnswerType.OTHER
    if not ranked:
        return Answerability(0.0, 0.0, expectant)
    best = ranked[0]
    return Answerability(
        evidence=best.evidence,
        lead=best.evidence - _runner_up(ranked),
        expectant=expectant,
    )


def _runner_up(ranked: Sequence[RankedPassage]) -> float:
    """What others have for evidence, were they as old as the best."""
    best = ranked[0]
    others = [one.score / best.recency for one in islice(_articles(ranked), 1, _RUNNERS_UP + 1)]
    unknown = [_UNKNOWN_RUNNER_UP * best.evidence] * (_RUNNERS_UP - len(others))
    return fmean(others + unknown)


def _articles(ranked: Sequence[RankedPassage]) -> Iterator[RankedPassage]:
    """The best of each article, best first."""
    seen = set()
    for one in ranked:
        article = one.reading.hit.passage.article_id
        if article not in seen:
            seen.add(article)
            yield one


def confidence(support: Answerability) -> float:
    """The log-odds that the best passage answers, calibrated so that refusing begins at 0."""
    return (
        _EVIDENCE * support.evidence + _LEAD * support.lead + _EXPECTANT * support.expectant + _BIAS
    )


def is_supported(support: Answerability) -> bool:
    """Whether to answer; if not, the articles do not say it and the reader is told so."""
    return confidence(support) > 0
