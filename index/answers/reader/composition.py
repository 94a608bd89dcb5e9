"""The sentences that answer into quotes: which run of sentences first, which others, how much.

Deals in numbers only but for ``cut``, which shortens one sentence that is longer than a quote.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.tokenizer import tokenize
from index.answers.reader.question import Asked, Asks
from index.answers.reader.words import (
    CAPITAL,
    CAUSE,
    NUMBER,
    PREPOSITION,
    SPEECH,
    TIME,
    word_reader,
)
from index.types import Span

MAX_FIRST = 200
"""Characters of the first quote."""
MAX_ALL = 450
"""Characters of all quotes together."""
MAX_QUOTES = 3
MAX_SENTENCES = 3
_PARAGRAPHS_APART = 2
"""Characters between two sentences that may be quoted together; between them stands nothing."""
_SHORTEST = 80
"""Characters that must be left for a further quote that has to be cut."""
_NEAR_COPY = 0.6
"""Share of terms in common (Jaccard) from which two quotes say the same."""
WORTH_SHOWING = 0.05
"""A further quote is at least this likely to answer, as a share of the first one's probability."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Candidates in the order of the table, one value each.

    ``scores`` float64: log-odds of one against another; ``articles`` and ``sentences``: their
    numbers in the table; ``starts`` and ``ends``: characters; ``needs_previous`` bool: it begins
    with a pronoun; ``terms``: the distinct terms of each.
    """

    scores: NDArray[np.float64]
    articles: NDArray[np.int64]
    sentences: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    needs_previous: NDArray[np.bool_]
    terms: Sequence[Set[int]]


class Chosen(NamedTuple):
    """A quote: candidates ``first`` to ``last`` and how likely one of them is the best sentence.

    ``limit``: the characters that it may have; one sentence may be longer and has to be cut.
    """

    first: int
    last: int
    probability: float
    limit: int


def choose(scored: Scored, first: int = MAX_FIRST, total: int = MAX_ALL) -> list[Chosen]:
    """At most three quotes, best first, in ``first`` characters each and ``total`` in all."""
    probabilities = _probabilities(scored.scores)
    runs = sorted(
        _runs(scored, probabilities, first), key=lambda run: (-run.probability, run.first)
    )
    chosen: list[Chosen] = []
    left = total
    for run in runs:
        if chosen and run.probability < WORTH_SHOWING * chosen[0].probability:
            break
        length = int(scored.ends[run.last] - scored.starts[run.first])
        limit = min(first, left)
        fits = length <= limit or (run.first == run.last and (not chosen or limit >= _SHORTEST))
        if fits and not any(_same(run, other, scored) for other in chosen):
            chosen.append(run._replace(limit=limit))
            left -= min(length, limit)
            if len(chosen) == MAX_QUOTES:
                break
    return [_with_previous(one, scored) for one in chosen[:1]] + chosen[1:]


def _probabilities(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of each being the best one, by a softmax."""
    weights = np.exp(scores - scores.max(initial=0.0))
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _runs(scored: Scored, probabilities: NDArray[np.float64], limit: int) -> Iterator[Chosen]:
    for first in range(len(probabilities)):
        sum_so_far = 0.0
        for last in range(first, min(first + MAX_SENTENCES, len(probabilities))):
            if last > first and not (
                scored.sentences[last] == scored.sentences[last - 1] + 1
                and scored.articles[last] == scored.articles[first]
                and scored.starts[last] - scored.ends[last - 1] <= _PARAGRAPHS_APART
                and scored.ends[last] - scored.starts[first] <= limit
            ):
                break
            sum_so_far += float(probabilities[last])
            yield Chosen(first, last, sum_so_far, limit)


def _same(one: Chosen, other: Chosen, scored: Scored) -> bool:
    """Whether they overlap or nearly repeat each other."""
    if one.first <= other.last and other.first <= one.last:
        return True
    mine, theirs = _terms(one, scored), _terms(other, scored)
    return len(mine & theirs) >= _NEAR_COPY * len(mine | theirs)


def _terms(run: Chosen, scored: Scored) -> set[int]:
    return set().union(*scored.terms[run.first : run.last + 1])


def _with_previous(run: Chosen, scored: Scored) -> Chosen:
    """The same with the sentence before where it begins with a pronoun and there is room."""
    first = run.first
    if (
        first
        and scored.needs_previous[first]
        and scored.sentences[first - 1] == scored.sentences[first] - 1
        and scored.articles[first - 1] == scored.articles[first]
        and scored.starts[first] - scored.ends[first - 1] <= _PARAGRAPHS_APART
        and scored.ends[run.last] - scored.starts[first - 1] <= run.limit
    ):
        return run._replace(first=first - 1)
    return run


_WANTED = {
    Asks.WHO: CAPITAL,
    Asks.WHEN: TIME,
    Asks.WHERE: CAPITAL,
    Asks.HOW_MANY: NUMBER,
    Asks.WHY: CAUSE,
    Asks.SAID: SPEECH,
}
_KIND = 0.05
"""The worth of a word of the kind asked for, as a share of the question's weight."""
_LATER = 0.02
"""The cost of beginning inside the sentence."""
_CLAUSE, _SENTENCE = 0.03, 0.05
"""The worth of ending with a clause, and with the sentence: what is new mostly stands there."""
_CONJUNCTIONS = frozenset("dan serta atau hingga and or".split())
_ENUMERATED = 7
"""Words between a comma and the conjunction of the same enumeration."""


class _Part(NamedTuple):
    start: int
    end: int
    terms: tuple[int, ...]
    bits: int


def cut(text: str, limit: int, asked: Asked) -> Span:
    """Return the part of a sentence, at most ``limit`` characters, that says most of the question.

    It begins with the sentence or a clause, or ends with the sentence; it ends with a word, and
    neither within a name, a number, a date nor an enumeration if that can be helped.
    """
    if len(text) <= limit:
        return Span(0, len(text))
    reader = word_reader(asked.language)
    parts = [_Part(s, e, *_read(reader.read(word))) for word, s, e in tokenize(text)]
    whole = _whole(text, parts)
    total = float(asked.idf.sum()) or 1.0
    weights = dict(zip(asked.terms.tolist(), (asked.idf / total).tolist(), strict=True))
    best, found = -1.0, Span(0, limit)
    for first in _starts(text, parts, limit, whole):
        start = parts[first].start if first else 0
        for last in _lasts(text, parts, first, start + limit, whole):
            end = _end(text, start, parts[last].end, limit)
            value = _worth(parts[first : last + 1], weights, asked.asks) - _LATER * (first > 0)
            value += _SENTENCE if end == len(text) else _CLAUSE * _ends_clause(text, end)
            if value > best:
                best, found = value, Span(start, end)
    return found


def _read(word: tuple[tuple[int, ...], int, int]) -> tuple[tuple[int, ...], int]:
    return word[0], word[2]


def _starts(text: str, parts: Sequence[_Part], limit: int, whole: Set[int]) -> Iterator[int]:
    """Yield the parts at which a clause begins, and the first one from which the rest fits."""
    rest = next((n for n, part in enumerate(parts) if len(text) - part.start <= limit), 0)
    for number, part in enumerate(parts):
        gap = text[parts[number - 1].end : part.start] if number else ""
        begins_clause = not number or gap.strip() or part.bits & CAUSE
        if (begins_clause and number - 1 not in whole) or number == rest:
            yield number


def _lasts(
    text: str, parts: Sequence[_Part], first: int, end: int, whole: Set[int]
) -> Iterator[int]:
    """Yield the last part that fits, and the last that fits and ends a clause."""
    fitting = [n for n in range(first, len(parts)) if parts[n].end <= end]
    apart = [n for n in fitting if n not in whole] or fitting
    yield from apart[-1:]
    yield from [n for n in apart if _ends_clause(text, parts[n].end)][-1:]


def _ends_clause(text: str, end: int) -> bool:
    return end == len(text) or not text[end].isspace()


def _whole(text: str, parts: Sequence[_Part]) -> set[int]:
    """Return the parts after which nothing may end: names, numbers, dates, enumerations."""
    whole = set()
    for number, (one, other) in enumerate(pairwise(parts)):
        gap = text[one.end : other.start].strip()
        both = one.bits & other.bits
        if gap in {"/", ".", ":", "-", "–"} or (
            not gap and (both & CAPITAL or one.bits & (NUMBER | PREPOSITION))
        ):
            whole.add(number)
        if text[other.start : other.end].lower() in _CONJUNCTIONS:
            commas = _commas(text, parts, number)
            whole.update(range(commas[0], min(number + 2, len(parts) - 1)) if commas else ())
    return whole


def _commas(text: str, parts: Sequence[_Part], last: int) -> list[int]:
    """Return the parts before commas that belong to the enumeration which ends after ``last``."""
    found: list[int] = []
    number = last
    while number >= 0 and (found or [last])[0] - number <= _ENUMERATED:
        if text[parts[number].end : parts[number + 1].start].strip() == ",":
            found.insert(0, number)
        number -= 1
    return found


def _worth(parts: Sequence[_Part], weights: dict[int, float], asks: Asks) -> float:
    said = {term for part in parts for term in part.terms} & weights.keys()
    wanted = _WANTED.get(asks, CAPITAL | NUMBER)
    of_kind = sum(
        1
        for place, part in enumerate(parts)
        if part.bits & wanted
        and weights.keys().isdisjoint(part.terms)
        and (place or not wanted & CAPITAL)
    )
    return sum(weights[term] for term in said) + _KIND * of_kind


def _end(text: str, start: int, end: int, limit: int) -> int:
    """Return ``end``, with the sentence's last signs if there is room for them."""
    return len(text) if len(text) - end <= 2 and len(text) - start <= limit else end
