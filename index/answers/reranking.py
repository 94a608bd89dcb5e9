"""Rerank passages by how likely each holds the answer.

The engine's score says which passages have the query's terms. Added to it: how much of the query
is covered, a candidate of the answer type and how near it is to the query's terms, the query's
names and numbers, and terms in the query's order.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from index.answers.evidence import PassageEvidence
from index.answers.term_weights import Weights
from index.query.answer_type import names_date
from index.types import AnswerType, Hit, Query

# A conditional logit over the hits of one half of two question sets: which passage is the relevant
# one. docs/decisions/0003-ranking.md has the figures on the other half.
_SCORE = 5.4
_COVERAGE = 2.6
_ANSWER_TYPE = 1.3
_NEARNESS = 0.8
_NAMES = 0.8
_ORDER = 2.0
"""Chosen by hand: the fit hardly feels it, but among 97,000 passages word order is what tells."""

_RECENCY = 0.5
_RECENCY_DAYS = 30.0
"""How much more news counts on its day than when it is old, and how soon that wears off."""
_RECENCY_WITH_DATE = 0.1
"""``_RECENCY`` for a question that names a date: the news of that time is old by now."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage's evidence with its relevance, the sum of the features above; higher is better.

    ``recency`` is a factor for the article's age, 1 or more.
    """

    evidence: PassageEvidence
    relevance: float
    recency: float = 1.0

    @property
    def score(self) -> float:
        """The sort key: relevance times recency."""
        return self.relevance * self.recency


def rank(
    evidence: Sequence[PassageEvidence], query: Query, weights: Weights, today: date | None
) -> list[RankedPassage]:
    """Rank ``evidence`` by score, best first; equal ones by article and position.

    Without ``today``, and for an article without a date, age does not count.
    """
    gain = _RECENCY_WITH_DATE if names_date(query.text) else _RECENCY
    ranked = [
        RankedPassage(each, _relevance(each, query, weights), _recency(each, today, gain))
        for each in evidence
    ]
    return sorted(ranked, key=lambda one: (-one.score, *_position(one.evidence.hit)))


def ranked_articles(
    ranked: Sequence[RankedPassage], hits: Sequence[Hit]
) -> list[tuple[int, float]]:
    """Return every article of ``hits`` with a score, best first.

    Those of ``ranked`` come by their score, then the others by their hits.
    """
    best: dict[int, float] = {}
    for one in ranked:
        best.setdefault(one.evidence.hit.passage.article_id, one.score)
    lowest = min(best.values(), default=0.0)
    for hit in hits:
        best.setdefault(hit.passage.article_id, lowest * hit.score / hits[0].score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def _position(hit: Hit) -> tuple[int, int]:
    return hit.passage.article_id, hit.passage.start


def _relevance(evidence: PassageEvidence, query: Query, weights: Weights) -> float:
    in_order = evidence.all_terms
    terms = set(in_order)
    nearness = max((candidate.nearness for candidate in evidence.candidates), default=0.0)
    has_candidate = query.answer_type is not AnswerType.OTHER and bool(evidence.candidates)
    return (
        _SCORE * evidence.hit.score / weights.total
        + _COVERAGE * weights.coverage(terms)
        + _ANSWER_TYPE * has_candidate
        + _NEARNESS * nearness
        + _NAMES * _name_coverage(query.names, terms, weights)
        + _ORDER * weights.order(in_order)
    )


def _name_coverage(names: Collection[str], terms: Collection[str], weights: Weights) -> float:
    """Return the share of the names' weight that ``terms`` cover; 0 without names."""
    total = sum(weights.shares[name] for name in names)
    return sum(weights.shares[name] for name in names if name in terms) / total if total else 0.0


def _recency(evidence: PassageEvidence, today: date | None, gain: float) -> float:
    day = evidence.article.date
    if today is None or day is None:
        return 1.0
    age = max(0, (today - day).days)
    return 1.0 + gain * math.exp(-age / _RECENCY_DAYS)
