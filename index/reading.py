"""Hits into something that can be judged and quoted from: what each passage says of the question.

Here text meets scores: everything before deals in passages and numbers, everything after in
sentences. Nothing is chosen here.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
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
    """One hit with its text: its sentences, the terms of each and of the title, and candidates.

    ``matched`` and ``together``, a value a sentence: the question's terms and neighbours in it.
    """

    hit: Hit
    article: Article
    sentences: Sequence[Span]
    terms: Sequence[Sequence[str]]
    title_terms: Sequence[str]
    candidates: Sequence[Candidate]
    matched: Sequence[Set[str]]
    together: Sequence[Set[tuple[str, str]]]

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
    matched = [weights.shares.keys() & set(found) for found in terms]
    starts = [
        sentence.start + place
        for sentence in sentences
        for place in answer_candidates(
            query.kind, article.text[sentence.start : sentence.end], asked
        )
    ]
    telling = [
        sentence for sentence, found in zip(sentences, matched, strict=True) if found and starts
    ]
    occurrences = [place for span in telling for place in _occurrences(article, span, weights)]
    return Reading(
        hit=hit,
        article=article,
        sentences=sentences,
        terms=terms,
        title_terms=analyzer.terms(article.title),
        candidates=list(_judged(starts, occurrences, weights)),
        matched=matched,
        together=[weights.together(found) for found in terms],
    )


def _occurrences(article: Article, sentence: Span, weights: Weights) -> list[Term]:
    """Where the question's words stand in a sentence, as offsets into the article, in order."""
    text = article.text[sentence.start : sentence.end]
    found = analyzer_for(article.language).occurrences(text, weights.shares)
    return [
        Term(term.text, sentence.start + term.start, sentence.start + term.end) for term in found
    ]


def _judged(
    starts: Sequence[int], occurrences: Sequence[Term], weights: Weights
) -> Iterator[Candidate]:
    for start in starts:
        near = {term.text for term in occurrences if abs(term.start - start) <= _NEARBY}
        yield Candidate(start, weights.coverage(near))
