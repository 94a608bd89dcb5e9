"""Choose quotes from ranked passages: verbatim runs of sentences, best first, no near-copies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import analyzer_for
from index.answers.evidence import PassageEvidence
from index.answers.reranking import RankedPassage
from index.answers.term_weights import Weights
from index.types import AnswerType, Query, Quote, Span, merge_spans

MAX_LENGTH = 400
"""Characters of a quote; about six lines on a phone."""
MAX_SENTENCES = 3
"""Sentences of a quote."""
MAX_QUOTES = 3
_MAX_PASSAGES = 10
"""Passages that are quoted from; a later one's low score is never made up for."""
_NEAR_COPY = 0.6
"""Share of terms in common (Jaccard) from which two quotes say the same."""
_MIN_COVERAGE = 0.6
"""A further quote covers at least this share of what the first one covers."""

# A conditional logit over the windows of one half of two question sets: which window holds the
# answer. docs/decisions/0004-passages-and-quotes.md has the figures on the other half.
_PASSAGE_SCORE = 0.6
_COVERAGE = 1.5
_PAIRS = 0.5
_ANSWER_TYPE = 1.0
_NEARNESS = 1.0
_FULLNESS = 0.9
_OPENING = 0.2


@dataclass(frozen=True, slots=True)
class Window:
    """One to three consecutive sentences that could be quoted.

    ``score`` is comparable among the windows of one question.
    """

    evidence: PassageEvidence
    sentences: slice
    start: int
    end: int
    coverage: float
    score: float

    @property
    def terms(self) -> set[str]:
        """The distinct terms of its sentences."""
        return {term for terms in self.evidence.terms[self.sentences] for term in terms}


def choose_quotes(
    query: Query, ranked: Sequence[RankedPassage], weights: Weights
) -> tuple[Quote, ...]:
    """Return at most ``MAX_QUOTES``, best first, of different passages, no near-copies."""
    windows = [window for one in ranked[:_MAX_PASSAGES] for window in _windows(one, query, weights)]
    windows.sort(key=lambda window: (-window.score, *_position(window)))
    return tuple(_quote(window, weights.shares) for window in _distinct(windows))


def _windows(ranked: RankedPassage, query: Query, weights: Weights) -> Iterator[Window]:
    """Yield every window that begins and ends with a relevant sentence, or is one sentence."""
    relevant = _relevant(ranked.evidence)
    for first, last in _runs(ranked.evidence.sentences):
        if first == last or (relevant[first] and relevant[last]):
            yield _window(ranked, slice(first, last + 1), query, weights)


def _window(ranked: RankedPassage, inside: slice, query: Query, weights: Weights) -> Window:
    evidence = ranked.evidence
    sentences = evidence.sentences[inside]
    start, end = sentences[0].start, sentences[-1].end
    near = [c.nearness for c in evidence.candidates if start <= c.start < end]
    coverage = weights.coverage(frozenset().union(*evidence.matched[inside]))
    pairs = frozenset().union(*evidence.near_pairs[inside])
    score = (
        _PASSAGE_SCORE * ranked.score
        + _COVERAGE * coverage
        + _PAIRS * weights.pair_weight(pairs)
        + _ANSWER_TYPE * (bool(near) and query.answer_type is not AnswerType.OTHER)
        + _NEARNESS * max(near, default=0.0)
        + _FULLNESS * (end - start) / MAX_LENGTH
        + _OPENING * (inside.start == 0)
    )
    return Window(evidence, inside, start, end, coverage, score)


def _relevant(evidence: PassageEvidence) -> list[bool]:
    """Return for each sentence whether it holds a query term or a candidate."""
    return [
        bool(matched) or any(start <= candidate.start < end for candidate in evidence.candidates)
        for (start, end), matched in zip(evidence.sentences, evidence.matched, strict=True)
    ]


def _runs(sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    for first, sentence in enumerate(sentences):
        for last in range(first, min(first + MAX_SENTENCES, len(sentences))):
            if sentences[last].end - sentence.start > MAX_LENGTH:
                break
            yield first, last


def _position(window: Window) -> tuple[int, int, int]:
    return window.evidence.article.id, window.start, window.end


def _distinct(windows: Sequence[Window]) -> list[Window]:
    chosen: list[Window] = []
    for window in windows:
        if chosen and window.coverage < _MIN_COVERAGE * chosen[0].coverage:
            continue
        if not any(_same_passage(window, other) or _near_copy(window, other) for other in chosen):
            chosen.append(window)
            if len(chosen) == MAX_QUOTES:
                break
    return chosen


def _same_passage(one: Window, other: Window) -> bool:
    return one.evidence.hit.passage == other.evidence.hit.passage


def _near_copy(one: Window, other: Window) -> bool:
    first, second = one.terms, other.terms
    return len(first & second) >= _NEAR_COPY * len(first | second)


def _quote(window: Window, terms: Mapping[str, float]) -> Quote:
    passage, article = window.evidence.hit.passage, window.evidence.article
    text = article.text[window.start : window.end]
    matched = [
        *(Span(*span) for _, *span in analyzer_for(article.language).occurrences(text, terms)),
        *_inside(window, window.evidence.synonyms),
    ]
    return Quote(
        article=article,
        start=window.start,
        end=window.end,
        highlights=tuple(merge_spans(text, sorted(matched))),
        context=Span(passage.start, passage.end),
        score=window.score,
    )


def _inside(window: Window, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield those of ``spans`` that begin in the window, as offsets into it."""
    for start, end in spans:
        if window.start <= start < window.end:
            yield Span(start - window.start, end - window.start)
