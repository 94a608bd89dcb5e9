"""Measures of ranking, quotes and refusals, for questions whose answers are known.

Ranking measures are ir-measures' (Macdonald et al.).
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RANKING_MEASURES = {
    "nDCG@10": "nDCG@10",
    "MRR@10": "RR@10",
    "Hit@1": "Success@1",
    "Hit@5": "Success@5",
    "Hit@10": "Success@10",
}
"""Our name of each measure and ir-measures' name for it."""


@dataclass(frozen=True, slots=True)
class RankedArticle:
    """An article in the ranking of a query."""

    query_id: str
    article_id: str
    score: float


def ranking_measures(
    qrels: Mapping[str, Mapping[str, int]], run: Iterable[RankedArticle]
) -> dict[str, float]:
    """Return the mean of every ranking measure over the queries of ``qrels``, by our names.

    ``run`` has the articles of a query best first. A query without ranked articles counts as 0.
    """
    import ir_measures  # takes a quarter of a second, and only an evaluation needs it

    parse = ir_measures.parse_measure
    measures = {name: parse(theirs) for name, theirs in RANKING_MEASURES.items()}
    # Scored by rank: ir-measures' libraries order equal scores differently.
    ranked = (
        ir_measures.ScoredDoc(row.query_id, row.article_id, -float(number))
        for number, row in enumerate(run)
    )
    found = ir_measures.calc_aggregate(list(measures.values()), qrels, ranked)
    return {name: float(found[measure]) for name, measure in measures.items()}


def holds_answer(text: str, answers: Collection[str]) -> bool:
    """Whether ``text`` contains one of ``answers``, ignoring case, white space and quote styles."""
    plain = _plain(text)
    return any(_plain(answer) in plain for answer in answers if answer.strip())


@dataclass(frozen=True, slots=True)
class QuoteMeasures:
    """Shares of the questions with known answers, None if there are none; ``refused`` is of all.

    ``first_length`` and ``all_length`` are the mean characters of the first quote and of all
    quotes of a question that has any.
    """

    first_quote: float | None
    any_quote: float | None
    refused: float
    first_length: float | None = None
    all_length: float | None = None


def quote_measures(
    quotes: Sequence[Sequence[str]], answers: Sequence[Collection[str]]
) -> QuoteMeasures:
    """Compare the quotes of each question (none if refused) with its known answers."""
    asked = [(given, known) for given, known in zip(quotes, answers, strict=True) if known]
    shown = [given for given, _ in asked if given]
    return QuoteMeasures(
        first_quote=share([holds_first(q, known) for q, known in asked]),
        any_quote=share([any(holds_answer(text, known) for text in q) for q, known in asked]),
        refused=share([not given for given in quotes]) or 0.0,
        first_length=_mean([len(given[0]) for given in shown]),
        all_length=_mean([sum(map(len, given)) for given in shown]),
    )


def holds_first(quotes: Sequence[str], answers: Collection[str]) -> bool:
    """Whether the first quote, if there is one, contains one of ``answers``."""
    return bool(quotes) and holds_answer(quotes[0], answers)


def share(outcomes: Sequence[bool]) -> float | None:
    """Return the share of ``outcomes`` that are true; None without any."""
    return sum(outcomes) / len(outcomes) if outcomes else None


def _mean(lengths: Sequence[int]) -> float | None:
    return sum(lengths) / len(lengths) if lengths else None


@dataclass(frozen=True, slots=True)
class RefusalMeasures:
    """How well confidence separates answerable questions from unanswerable ones.

    ``auc``: the probability that a random answerable one has more confidence than a random
    unanswerable one, equal ones counting half; ``kept``: the share of answerable ones that are
    answered; ``refused``: the share of unanswerable ones that are refused.
    """

    auc: float
    kept: float
    refused: float


def refusal_measures(answerable: Sequence[float], unanswerable: Sequence[float]) -> RefusalMeasures:
    """Measure the confidences of both, neither empty; a question is answered above 0."""
    positive, negative = np.array(answerable), np.sort(unanswerable)
    below = np.searchsorted(negative, positive)
    up_to = np.searchsorted(negative, positive, "right")
    return RefusalMeasures(
        auc=float(np.mean(below + up_to) / 2 / len(negative)),
        kept=float(np.mean(positive > 0)),
        refused=float(np.mean(negative <= 0)),
    )


_QUOTES = str.maketrans("“”„‘’", '"""\'\'')


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold().split())
