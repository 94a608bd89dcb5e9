"""The sentences that answer into quotes: which run of sentences first, which others, how much.

Deals in numbers only; what is visible of a run in so many characters is asked of who has the text.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.cutting import Part
from index.types import Span

MAX_FIRST = 200
"""Characters of the first quote, and of any other."""
MAX_ALL = 450
"""Characters of all quotes together."""
MAX_QUOTES = 3
MAX_SENTENCES = 2
"""Sentences of a run: with three English first quotes hold the answer for .507 instead of .511."""
_PARAGRAPHS_APART = 2
"""Characters between two sentences that may be quoted together; between them stands nothing."""
_ADDS, _ADDS_PARAGRAPH = 0.05, 0.2
"""Share of the likelier sentence's probability that its neighbour in a run has at least, and one
of another paragraph."""
_SHORTEST = 80
"""Characters that must be left for a further quote that has to be cut."""
_NEAR_COPY = 0.6
"""Share of terms in common (Jaccard) from which two quotes say the same."""
WORTH_SHOWING = 0.05
"""A further quote is at least this likely to answer, as a share of the first one's probability."""
_LIKELY = 0.04
"""The probability that a further quote has at least; .05 costs .008 of the answers in English."""
_UNSUPPORTED = 0.8
"""Worth of a run that begins with a pronoun and has no room for the sentence before."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Candidates in the order of the table, one value each.

    ``scores`` float64: log-odds of one against another; ``articles`` and ``sentences``: their
    numbers in the table; ``starts`` and ``ends``: characters; ``needs_previous`` bool: it begins
    with a pronoun; ``terms``: the distinct terms of each. All but the scores are read one by one,
    for which lists take less time than arrays.
    """

    scores: NDArray[np.float64]
    articles: Sequence[int] | NDArray[np.int64]
    sentences: Sequence[int] | NDArray[np.int64]
    starts: Sequence[int] | NDArray[np.int32]
    ends: Sequence[int] | NDArray[np.int32]
    needs_previous: Sequence[bool] | NDArray[np.bool_]
    terms: Sequence[Set[int]]


class Run(NamedTuple):
    """Candidates ``first`` to ``last``, and how likely one of them is the best sentence."""

    first: int
    last: int
    probability: float


class Chosen(NamedTuple):
    """A run that is quoted, and what is visible of it, as a span from its first character on."""

    run: Run
    part: Span


Show = Callable[[Run, int], Part | None]
"""Returns what is visible of a run in so many characters; None if it can't be shown."""


def choose(
    scored: Scored,
    show: Show,
    first: int = MAX_FIRST,
    total: int = MAX_ALL,
    most: int = MAX_QUOTES,
) -> list[Chosen]:
    """Return the quotes, best first, of at most ``first`` characters each and ``total`` in all.

    A further quote begins and ends with a clause, else the next best is taken in its place.
    """
    chosen: list[Chosen] = []
    left = total
    for run in _ranked(scored, first):
        if chosen and run.probability < _least(chosen[0].run.probability):
            break
        limit = min(first, left)
        if not _may_fit(run, scored, limit, is_first=not chosen) or not _terms(run, scored):
            continue
        others = [other.run for other in chosen]
        if any(_same(run, other, scored) for other in others):
            continue
        supported = _with_previous(run, scored, limit)
        repeats = any(_same(supported, other, scored) for other in others)
        quoted = run if repeats else supported
        shown = show(quoted, limit)
        if shown is None or (chosen and not shown.is_clean):
            continue
        chosen.append(Chosen(quoted, shown.span))
        left -= shown.span.end - shown.span.start
        if len(chosen) == most:
            break
    return chosen


def _least(first: float) -> float:
    """Return the probability that a quote after the ``first`` one has at least."""
    return max(WORTH_SHOWING * first, _LIKELY)


def _ranked(scored: Scored, limit: int) -> list[Run]:
    """Return the runs by their worth, best first."""

    def worth(run: Run) -> tuple[float, int]:
        lacks = _needs_previous(run, scored) and _with_previous(run, scored, limit) is run
        return -run.probability * (_UNSUPPORTED if lacks else 1.0), run.first

    return sorted(_runs(scored, _probabilities(scored.scores), limit), key=worth)


def _probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each being the best one, by a softmax."""
    weights = np.exp(scores - scores.max(initial=0.0))
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _runs(scored: Scored, probabilities: NDArray[np.float64], limit: int) -> Iterator[Run]:
    for first in range(len(probabilities)):
        sum_so_far = 0.0
        for last in range(first, min(first + MAX_SENTENCES, len(probabilities))):
            if last > first and not (
                _adjoins(last, scored)
                and scored.ends[last] - scored.starts[first] <= limit
                and _adds(last, scored, probabilities)
            ):
                break
            sum_so_far += float(probabilities[last])
            yield Run(first, last, sum_so_far)


def _adds(candidate: int, scored: Scored, probabilities: NDArray[np.float64]) -> bool:
    """Whether neither the sentence nor the one before is much less likely than the other."""
    before, own = float(probabilities[candidate - 1]), float(probabilities[candidate])
    is_paragraph = scored.starts[candidate] - scored.ends[candidate - 1] >= _PARAGRAPHS_APART
    share = _ADDS_PARAGRAPH if is_paragraph else _ADDS
    return min(before, own) >= share * max(before, own)


def _may_fit(run: Run, scored: Scored, limit: int, *, is_first: bool) -> bool:
    """Whether it fits into ``limit`` characters, or is one sentence that may be cut."""
    if int(scored.ends[run.last] - scored.starts[run.first]) <= limit:
        return True
    return run.first == run.last and (is_first or limit >= _SHORTEST)


def _same(one: Run, other: Run, scored: Scored) -> bool:
    """Whether they overlap or nearly repeat each other."""
    if one.first <= other.last and other.first <= one.last:
        return True
    mine, theirs = _terms(one, scored), _terms(other, scored)
    return len(mine & theirs) >= _NEAR_COPY * len(mine | theirs)


def _terms(run: Run, scored: Scored) -> set[int]:
    return set().union(*scored.terms[run.first : run.last + 1])


def _adjoins(candidate: int, scored: Scored) -> bool:
    """Whether the sentence before stands right before it, and is a candidate too."""
    return bool(
        candidate
        and scored.sentences[candidate - 1] == scored.sentences[candidate] - 1
        and scored.articles[candidate - 1] == scored.articles[candidate]
        and scored.starts[candidate] - scored.ends[candidate - 1] <= _PARAGRAPHS_APART
    )


def _needs_previous(run: Run, scored: Scored) -> bool:
    return bool(scored.needs_previous[run.first]) and _adjoins(run.first, scored)


def _with_previous(run: Run, scored: Scored, limit: int) -> Run:
    """Return the run with the sentence before if it needs that and there is room, else itself."""
    if not _needs_previous(run, scored):
        return run
    fits = scored.ends[run.last] - scored.starts[run.first - 1] <= limit
    return run._replace(first=run.first - 1) if fits else run
