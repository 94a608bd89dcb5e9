"""A question and what the search found, read: the sentences by how well they answer it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.arrays import IntArray
from index.answers.reader.composition import Scored
from index.answers.reader.decision import decision_row
from index.answers.reader.figures import Candidates, figures
from index.answers.reader.gathering import Found
from index.answers.reader.model import ReaderModel
from index.answers.reader.question import Asked, Asks
from index.answers.reader.sentences import SentenceTable
from index.types import Hit

_RECENCY, _RECENCY_WITH_DATE = 3.5, 0.5
"""Log-odds that an article of today is worth more than an old one, and if the question names a
date. Without them MRR@10 of RealTimeQA is .80 for .88, of natural-en .95 for .97."""
_RECENCY_DAYS = 30.0
"""How soon that wears off."""
_FEW_PASSAGES = 1000
"""Up to which one sentence with all words of a question off topic is rare: .00 to .02 of those
asked of the shipped articles and of single ones have one, .05 to .18 among some 10,000 passages."""
_ALL_SAID = 0.99
_HEADLINE = 0.8
"""Share of a question that its article's headline says."""
_SYNONYM = 0.8
"""Degree above which a pattern says the same as the words of the question."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The candidates with their scores, and the probability that the question is answered.

    Newer articles have higher scores; the probability does not depend on that.
    """

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
    rows = np.array([candidates.figures[name] for name in model.figures]).T
    scores, holds = model.scores(rows)
    row = decision_row(model.figures, candidates, scores, holds)
    scores = scores + _recency(asked, table, found, candidates.articles)
    is_on_topic = _is_all_said(asked, found, candidates) or _is_headed(asked, candidates)
    probability = model.decision.probability(row, asked.language, is_on_topic=is_on_topic)
    return Reading(candidates, scores, probability)


def _is_all_said(asked: Asked, found: Found, candidates: Candidates) -> bool:
    """Whether one sentence of a small collection says the whole question, which is no chance."""
    return (
        0 < found.passages <= _FEW_PASSAGES
        and len(asked.terms) > 1
        and float(candidates.figures["soft"].max()) > _ALL_SAID
    )


def _is_headed(asked: Asked, candidates: Candidates) -> bool:
    """Whether the headline and first sentence of an article say the whole question.

    The headline says most of it: *menduduki* in a first sentence about Jakarta is no *penduduk
    Jakarta*. The topic's trees refuse most questions of two words (*kenapa rupiah melemah*). Of
    the 80 off topic, one or two find such an article among 2,000 to 3,500; of those of one word
    several do, so of these only *X itu apa* is taken for one about the article's subject.
    """
    is_specific = len(asked.terms) > 1 or asked.asks is Asks.WHAT
    figures = candidates.figures
    headed = (figures["lead"] > _ALL_SAID) & (figures["title"] > _HEADLINE)
    return is_specific and bool(headed.any())


def _recency(
    asked: Asked, table: SentenceTable, found: Found, articles: IntArray
) -> NDArray[np.float64]:
    """Return what the age of each article adds; nothing if it or today is unknown."""
    days = table.days[articles].astype(np.int64)
    if not found.day:
        return np.zeros(len(days))
    gain = _RECENCY_WITH_DATE if asked.names_date else _RECENCY
    return gain * np.exp(-np.maximum(found.day - days, 0) / _RECENCY_DAYS) * (days > 0)


def scored(reading: Reading, table: SentenceTable) -> Scored:
    """Return the candidates as quotes are chosen from them."""
    numbers = reading.candidates.sentences
    spans = zip(table.firsts[numbers].tolist(), table.firsts[numbers + 1].tolist(), strict=True)
    return Scored(
        scores=reading.scores,
        articles=reading.candidates.articles.tolist(),
        sentences=numbers.tolist(),
        starts=table.starts[numbers].tolist(),
        ends=table.ends[numbers].tolist(),
        needs_previous=(reading.candidates.figures["pronoun"] > 0).tolist(),
        terms=[frozenset(table.terms[first:last].tolist()) for first, last in spans],
    )


def ranked_articles(
    reading: Reading | None, table: SentenceTable, hits: Iterable[Hit]
) -> list[tuple[int, float]]:
    """Return every article of ``hits`` with a score above 0, best first.

    Those that were read come by their best sentence, then the others by their best hit.
    """
    best: dict[int, float] = {}
    if reading is not None:
        order = np.argsort(-reading.scores, kind="stable")
        for number in table.ids[reading.candidates.articles[order]].tolist():
            best.setdefault(number, 1.0 / (1 + len(best)))
    for hit in hits:
        best.setdefault(hit.passage.article_id, 1.0 / (1 + len(best)))
    return list(best.items())


def said_beside(asked: Asked, table: SentenceTable, reading: Reading) -> frozenset[str]:
    """Return the question's terms in the best sentence's passage and headline."""
    best = int(np.argmax(reading.scores))
    sentence, article = (
        int(numbers[best])
        for numbers in (reading.candidates.sentences, reading.candidates.articles)
    )
    first, last = int(table.articles[article]), int(table.articles[article + 1])
    inside = np.flatnonzero(table.passages[first:last] == table.passages[sentence]) + first
    held = {
        term
        for number in (first, *inside.tolist())
        for term in table.terms[table.firsts[number] : table.firsts[number + 1]].tolist()
    }
    by_form = {
        place
        for pattern in asked.patterns
        if pattern.degree > _SYNONYM and held.issuperset(pattern.row)
        for place in pattern.says
    }
    return frozenset(
        text
        for place, (term, text) in enumerate(zip(asked.terms.tolist(), asked.texts, strict=True))
        if term in held or place in by_form
    )
