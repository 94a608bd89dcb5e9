"""Ranked readings into quotes: the best window of sentences first, verbatim, none said twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import analyzer_for
from index.answers.evidence import PassageEvidence
from index.answers.reranking import RankedPassage
from index.answers.term_weights import Weights
from index.types import AnswerType, Query, Quote, Span

LONGEST_QUOTE = 400
"""Characters; about six lines on a phone."""
MOST_SENTENCES = 3
MOST_QUOTES = 3
_QUOTED = 10
"""Readings that are quoted from; the evidence for later ones is never made up for."""
_NEAR_COPY = 0.6
"""Share of terms in common (Jaccard) from which two quotes say the same."""
_WORTH_SHOWING = 0.6
"""A further quote covers at least this share of what the first one covers."""

# A conditional logit over the windows of one half of two question sets: which window holds the
# answer. docs/decisions/0004-passages-and-quotes.md has the figures on the other half.
_EVIDENCE = 0.6
_COVERAGE = 1.5
_CLOSENESS = 0.5
_KIND = 1.0
_NEARNESS = 1.0
_FULLNESS = 0.9
_LEAD = 0.2


@dataclass(frozen=True, slots=True)
class Window:
    """One to three sentences in a row that could be quoted, and how well they answer.

    ``score`` is comparable among the windows of one question.
    """

    reading: PassageEvidence
    sentences: slice
    start: int
    end: int
    coverage: float
    score: float

    @property
    def terms(self) -> set[str]:
        """The distinct terms of its sentences."""
        return {term for terms in self.reading.terms[self.sentences] for term in terms}


def choose_quotes(
    query: Query, ranked: Sequence[RankedPassage], weights: Weights
) -> tuple[Quote, ...]:
    """At most three quotes, best first, none overlapping or nearly repeating another."""
    windows = [window for one in ranked[:_QUOTED] for window in _windows(one, query, weights)]
    windows.sort(key=lambda window: (-window.score, *_place(window)))
    return tuple(_quote(window, weights.shares) for window in _distinct(windows))


def _windows(ranked: RankedPassage, query: Query, weights: Weights) -> Iterator[Window]:
    """Every run of sentences that a quote may hold and that neither begins nor ends idly."""
    reading = ranked.reading
    telling = _telling(reading)
    for first, last in _runs(reading.sentences):
        if first < last and not (telling[first] and telling[last]):
            continue
        start, end = reading.sentences[first].start, reading.sentences[last].end
        inside = slice(first, last + 1)
        near = [c.nearness for c in reading.candidates if start <= c.start < end]
        coverage = weights.coverage(frozenset().union(*reading.matched[inside]))
        together = frozenset().union(*reading.together[inside])
        score = (
            _EVIDENCE * ranked.score
            + _COVERAGE * coverage
            + _CLOSENESS * weights.togetherness(together)
            + _KIND * (bool(near) and query.answer_type is not AnswerType.OTHER)
            + _NEARNESS * max(near, default=0.0)
            + _FULLNESS * (end - start) / LONGEST_QUOTE
            + _LEAD * (first == 0)
        )
        yield Window(reading, inside, start, end, coverage, score)


def _telling(reading: PassageEvidence) -> list[bool]:
    """Which sentences hold a word of the question, or a candidate for its answer."""
    return [
        bool(matched) or any(start <= candidate.start < end for candidate in reading.candidates)
        for (start, end), matched in zip(reading.sentences, reading.matched, strict=True)
    ]


def _runs(sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    for first, sentence in enumerate(sentences):
        for last in range(first, min(first + MOST_SENTENCES, len(sentences))):
            if sentences[last].end - sentence.start > LONGEST_QUOTE:
                break
            yield first, last


def _place(window: Window) -> tuple[int, int, int]:
    return window.reading.article.id, window.start, window.end


def _distinct(windows: Sequence[Window]) -> list[Window]:
    chosen: list[Window] = []
    for window in windows:
        if chosen and window.coverage < _WORTH_SHOWING * chosen[0].coverage:
            continue
        if not any(_same_place(window, other) or _near_copy(window, other) for other in chosen):
            chosen.append(window)
            if len(chosen) == MOST_QUOTES:
                break
    return chosen


def _same_place(one: Window, other: Window) -> bool:
    return one.reading.hit.passage == other.reading.hit.passage


def _near_copy(one: Window, other: Window) -> bool:
    first, second = one.terms, other.terms
    return len(first & second) >= _NEAR_COPY * len(first | second)


def _quote(window: Window, terms: Mapping[str, float]) -> Quote:
    passage, article = window.reading.hit.passage, window.reading.article
    text = article.text[window.start : window.end]
    matched = [
        *(Span(*place) for _, *place in analyzer_for(article.language).occurrences(text, terms)),
        *_inside(window, window.reading.equal),
    ]
    return Quote(
        article=article,
        start=window.start,
        end=window.end,
        highlights=tuple(_merged(text, sorted(matched))),
        context=Span(passage.start, passage.end),
        score=window.score,
    )


def _inside(window: Window, places: Sequence[Span]) -> Iterator[Span]:
    """Those of ``places`` that the quote holds, as offsets into it."""
    for start, end in places:
        if window.start <= start < window.end:
            yield Span(start - window.start, end - window.start)


def _merged(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Spans that only white space parts become one, so that a name is one highlight."""
    pending: Span | None = None
    for span in spans:
        if pending is not None and not text[pending.end : span.start].strip():
            pending = Span(pending.start, max(pending.end, span.end))
            continue
        if pending is not None:
            yield pending
        pending = span
    if pending is not None:
        yield pending
