"""Windows of sentences into quotes: the best first, from different places, verbatim."""

from collections.abc import Iterator, Mapping, Sequence

from index.analysis import analyzer_for
from index.reading import WINDOW_CHARACTERS, Reading, Weights, Window, windows
from index.types import Query, Quote, Span

MOST_QUOTES = 3
_NEAR_COPY = 0.6
"""Share of terms in common (Jaccard) from which two quotes say the same."""
_WORTH_SHOWING = 0.6
"""A further quote covers at least this share of what the first one covers."""

# A conditional logit over the windows of one half of two question sets: which window holds the
# answer. docs/decisions/0004-passages-and-quotes.md has the figures on the other half.
_PASSAGE = 2.5
_COVERAGE = 2.8
_CLOSENESS = 1.2
_KIND = 1.4
_FULLNESS = 0.9


def choose_quotes(query: Query, readings: Sequence[Reading], weights: Weights) -> tuple[Quote, ...]:
    """At most three quotes, best first, none overlapping or nearly repeating another."""
    if not readings:
        return ()
    best_score = readings[0].hit.score
    ranked = sorted(
        windows(readings, query, weights),
        key=lambda window: (-_score(window, best_score), *_place(window)),
    )
    chosen = _distinct(ranked)
    return tuple(_quote(window, weights.shares, _score(window, best_score)) for window in chosen)


def _score(window: Window, best_score: float) -> float:
    return (
        _PASSAGE * window.reading.hit.score / best_score
        + _COVERAGE * window.coverage
        + _CLOSENESS * window.closeness
        + _KIND * window.holds_kind
        + _FULLNESS * (window.end - window.start) / WINDOW_CHARACTERS
    )


def _place(window: Window) -> tuple[int, int, int]:
    return window.reading.article.id, window.start, window.end


def _distinct(ranked: Sequence[Window]) -> list[Window]:
    chosen: list[Window] = []
    for window in ranked:
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
    first, second = set(one.terms), set(other.terms)
    return len(first & second) >= _NEAR_COPY * len(first | second)


def _quote(window: Window, terms: Mapping[str, float], score: float) -> Quote:
    passage, article = window.reading.hit.passage, window.reading.article
    text = article.text[window.start : window.end]
    matched = [
        Span(term.start, term.end)
        for term in analyzer_for(article.language).located_terms(text)
        if term.text in terms
    ]
    return Quote(
        article=article,
        start=window.start,
        end=window.end,
        highlights=tuple(_merged(text, matched)),
        context=Span(passage.start, passage.end),
        score=score,
    )


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
