"""How good the ranking and the quotes are, against questions whose answers are known.

Ranking measures are ir-measures' (Macdonald et al.); what a quote holds is compared here.
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
class RankedQuestion:
    """One article in the ranking for one query."""

    query_id: str
    article_id: str
    score: float


def ranking_measures(
    qrels: Mapping[str, Mapping[str, int]], run: Iterable[RankedQuestion]
) -> dict[str, float]:
    """The mean of every ranking measure over the queries of ``qrels``, by our names.

    ``run`` has the articles of a query best first. A query without any ranked article counts as 0.
    """
    import ir_measures  # takes a quarter of a second, and only an evaluation needs it

    parse = ir_measures.parse_measure
    measures = {name: parse(theirs) for name, theirs in RANKING_MEASURES.items()}
    # By place: of equal scores each measure's own library would choose another order.
    ranked = (
        ir_measures.ScoredDoc(row.query_id, row.article_id, -float(place))
        for place, row in enumerate(run)
    )
    found = ir_measures.calc_aggregate(list(measures.values()), qrels, ranked)
    return {name: float(found[measure]) for name, measure in measures.items()}


def holds_answer(text: str, answers: Collection[str]) -> bool:
    """Whether one of ``answers`` occurs in ``text``; case, white space and quote marks aside."""
    plain = _plain(text)
    return any(_plain(answer) in plain for answer in answers if answer.strip())


@dataclass(frozen=True, slots=True)
class QuoteMeasures:
    """Shares of the questions that have an answer (``None`` if there are none), and of all."""

    first_quote: float | None
    any_quote: float | None
    refused: float


def quote_measures(
    quotes: Sequence[Sequence[str]], answers: Sequence[Collection[str]]
) -> QuoteMeasures:
    """Compare the quotes given for each question (none: refused) with its known answers."""
    asked = [(given, known) for given, known in zip(quotes, answers, strict=True) if known]
    return QuoteMeasures(
        first_quote=_share([bool(q) and holds_answer(q[0], known) for q, known in asked]),
        any_quote=_share([any(holds_answer(text, known) for text in q) for q, known in asked]),
        refused=_share([not given for given in quotes]) or 0.0,
    )


def _share(outcomes: Sequence[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None


@dataclass(frozen=True, slots=True)
class RefusalMeasures:
    """How well questions that the articles answer are told from those that they do not.

    ``auc``: the probability that a random one of the former has more confidence than a random one
    of the latter, an equal one counting half; ``kept``: the share of the former that is answered,
    ``refused``: of the latter that is not.
    """

    auc: float
    kept: float
    refused: float


def refusal_measures(answered: Sequence[float], unanswered: Sequence[float]) -> RefusalMeasures:
    """The measures of the confidence in each; from above 0 on it is answered. None may be empty."""
    there, gone = np.array(answered), np.sort(unanswered)
    below, up_to = np.searchsorted(gone, there), np.searchsorted(gone, there, "right")
    return RefusalMeasures(
        auc=float(np.mean(below + up_to) / 2 / len(gone)),
        kept=float(np.mean(there > 0)),
        refused=float(np.mean(gone <= 0)),
    )


_QUOTES = str.maketrans("“”„‘’", '"""\'\'')


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold().split())
