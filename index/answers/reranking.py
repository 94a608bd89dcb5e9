"""Readings in the order of how likely each holds the answer.

The engine's scores say which passages speak of the question's words; here counts too whether all
of the question is covered, whether something of the kind asked for stands there and how near to
those words, whether the names and numbers of the question are the passage's, and whether the words
stand side by side as in the question.
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
_KIND = 1.3
_NEARNESS = 0.8
_NAMES = 0.8
_ORDER = 2.0
"""Chosen by hand: the fit hardly feels it, but among 97,000 passages it tells what is spoken of."""

_RECENCY = 0.5
_RECENCY_DAYS = 30.0
"""How much more news counts on its day than when it is old, and how soon that wears off."""
_RECENCY_OF_A_DATE = 0.1
"""The same where the question names a date: the news of that time is old by now."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A reading and the evidence for it, a sum of the terms above; more is better.

    ``recency`` is the factor by which its age counts, from 1 on.
    """

    reading: PassageEvidence
    evidence: float
    recency: float = 1.0

    @property
    def score(self) -> float:
        """What it is ranked by."""
        return self.evidence * self.recency


def rank(
    readings: Sequence[PassageEvidence], query: Query, weights: Weights, today: date | None
) -> list[RankedPassage]:
    """``readings`` by evidence and age, best first; equal ones by article and place.

    Without ``today``, and for an article without a date, age does not count.
    """
    most = _RECENCY_OF_A_DATE if names_date(query.text) else _RECENCY
    ranked = [
        RankedPassage(reading, _evidence(reading, query, weights), _recency(reading, today, most))
        for reading in readings
    ]
    return sorted(ranked, key=lambda one: (-one.score, *_place(one.reading.hit)))


def ranked_articles(
    ranked: Sequence[RankedPassage], hits: Sequence[Hit]
) -> list[tuple[int, float]]:
    """Every article of ``hits`` with a score, best first: those that were read by their score,
    then the others by their hits.
    """
    best: dict[int, float] = {}
    for one in ranked:
        best.setdefault(one.reading.hit.passage.article_id, one.score)
    lowest = min(best.values(), default=0.0)
    for hit in hits:
        best.setdefault(hit.passage.article_id, lowest * hit.score / hits[0].score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def _place(hit: Hit) -> tuple[int, int]:
    return hit.passage.article_id, hit.passage.start


def _evidence(reading: PassageEvidence, query: Query, weights: Weights) -> float:
    in_order = reading.all_terms
    terms = set(in_order)
    nearness = max((candidate.nearness for candidate in reading.candidates), default=0.0)
    holds_kind = query.answer_type is not AnswerType.OTHER and bool(reading.candidates)
    return (
        _SCORE * reading.hit.score / weights.total
        + _COVERAGE * weights.coverage(terms)
        + _KIND * holds_kind
        + _NEARNESS * nearness
        + _NAMES * _named(query.names, terms, weights)
        + _ORDER * weights.order(in_order)
    )


def _named(names: Collection[str], terms: Collection[str], weights: Weights) -> float:
    """The share of the weight of the question's names that the passage holds; 0 without names."""
    total = sum(weights.shares[name] for name in names)
    return sum(weights.shares[name] for name in names if name in terms) / total if total else 0.0


def _recency(reading: PassageEvidence, today: date | None, most: float) -> float:
    day = reading.article.date
    if today is None or day is None:
        return 1.0
    age = max(0, (today - day).days)
    return 1.0 + most * math.exp(-age / _RECENCY_DAYS)
