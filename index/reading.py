"""Hits into something that can be judged and quoted from: what each passage says of the question.

Here text meets scores: everything before deals in passages and numbers, everything after in
sentences. Nothing is chosen here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import Term, analyzer_for
from index.kinds import answer_candidates, lower_words
from index.passages import sentences_of, still_stands
from index.types import Article, Hit, Query, SearchResult, Span
from index.weights import Weights

_NEARBY = 80
"""Characters to either side of a candidate in which the question's words speak of it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in the text that may be the answer, for it is of the kind asked for.

    ``start`` is an offset into the article's text; ``nearness`` the share of the question's weight
    that stands nearby, 0 to 1.
    """

    start: int
    nearness: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One hit with its text: its sentences, the terms of each and of the title, and candidates."""

    hit: Hit
    article: Article
    sentences: Sequence[Span]
    terms: Sequence[Sequence[str]]
    title_terms: Sequence[str]
    candidates: Sequence[Candidate]

    @property
    def all_terms(self) -> list[str]:
        """The terms of the title and of every sentence."""
        return [*self.title_terms, *(term for terms in self.terms for term in terms)]


def read(
    result: SearchResult,
    articles: Mapping[int, Article],
    query: Query,
    weights: Weights,
    limit: int,
) -> list[Reading]:
    """The first ``limit`` hits with their text.

    A hit whose article is gone, or was changed since it was indexed, is left out: its offsets
    would quote other words.
    """
    asked = lower_words(query.text)
    readings = []
    for hit in result.hits[:limit]:
        article = articles.get(hit.passage.article_id)
        if article is not None and still_stands(hit.passage, article):
            readings.append(_read(hit, article, query, weights, asked))
    return readings


def _read(
    hit: Hit, article: Article, query: Query, weights: Weights, asked: frozenset[str]
) -> Reading:
    analyzer = analyzer_for(article.language)
    sentences = sentences_of(article, hit.passage.start, hit.passage.end)
    terms = [analyzer.terms(article.text[start:end]) for start, end in sentences]
    starts = [
        sentence.start + place
        for sentence in sentences
        for place in answer_candidates(
            query.kind, article.text[sentence.start : sentence.end], asked
        )
    ]
    candidates = list(_judged(starts, _occurrences(article, hit, weights), weights))
    return Reading(hit, article, sentences, terms, analyzer.terms(article.title), candidates)


def _occurrences(article: Article, hit: Hit, weights: Weights) -> list[Term]:
    """Where the question's words stand in the passage, as offsets into the article, in order."""
    offset, text = hit.passage.start, article.text[hit.passage.start : hit.passage.end]
    found = analyzer_for(article.language).occurrences(text, weights.shares)
    return [Term(term.text, offset + term.start, offset + term.end) for term in found]


def _judged(
    starts: Sequence[int], occurrences: Sequence[Term], weights: Weights
) -> Iterator[Candidate]:
    for start in starts:
        near = {term.text for term in occurrences if abs(term.start - start) <= _NEARBY}
        yield Candidate(start, weights.coverage(near))
