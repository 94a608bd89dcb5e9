"""Hits into something that can be quoted from: their sentences, and what each says of the query.

Here text meets scores: everything before deals in passages and numbers, everything after in
sentences. Nothing is chosen here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.analysis import analyzer_for
from index.kinds import holds_kind, lower_words
from index.passages import sentences_of
from index.types import Article, Hit, Query, SearchResult, Span

WINDOW_SENTENCES = 3
WINDOW_CHARACTERS = 400
"""What one quote may hold: the issue's bound, about six lines on a phone."""
_NEIGHBOURS = 2
"""Terms this close count as being said together; one other word may stand between."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The query's terms with their share of its idf weight; the shares add up to 1."""

    shares: Mapping[str, float]
    pairs: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, query: Query, idf: Mapping[str, float]) -> "Weights":
        """Weigh the terms of ``query`` by ``idf``."""
        total = sum(idf[term] for term in query.terms) or 1.0
        shares = {term: idf[term] / total for term in query.terms}
        return cls(shares, tuple(zip(query.terms, query.terms[1:], strict=False)))

    def coverage(self, terms: Iterable[str]) -> float:
        """The share of the query's weight that ``terms`` hold, 0 to 1."""
        return sum(self.shares.get(term, 0.0) for term in set(terms))

    def closeness(self, terms: Sequence[str]) -> float:
        """The share of the query's weight whose neighbours there are neighbours here, 0 to 1."""
        together: set[tuple[str, str]] = set()
        for distance in range(1, _NEIGHBOURS + 1):
            together.update(zip(terms, terms[distance:], strict=False))
        return sum(
            min(self.shares[first], self.shares[second])
            for first, second in self.pairs
            if (first, second) in together or (second, first) in together
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One hit with its text: sentences, the terms of each, and the terms of the title."""

    hit: Hit
    article: Article
    sentences: Sequence[Span]
    terms: Sequence[Sequence[str]]
    title_terms: Sequence[str]

    @property
    def all_terms(self) -> list[str]:
        """The terms of the title and of every sentence."""
        return [*self.title_terms, *(term for terms in self.terms for term in terms)]


@dataclass(frozen=True, slots=True)
class Window:
    """One to three sentences in a row that could be quoted, and how well they answer.

    ``coverage`` and ``closeness`` as in ``Weights``; ``holds_kind`` whether the kind of answer
    asked for is there.
    """

    reading: Reading
    start: int
    end: int
    terms: Sequence[str]
    coverage: float
    closeness: float
    holds_kind: bool


def read(result: SearchResult, articles: Mapping[int, Article], limit: int) -> list[Reading]:
    """The first ``limit`` hits with their text; a hit whose article is gone is left out."""
    known = (hit for hit in result.hits[:limit] if hit.passage.article_id in articles)
    return [_read(hit, articles[hit.passage.article_id]) for hit in known]


def _read(hit: Hit, article: Article) -> Reading:
    analyzer = analyzer_for(article.language)
    sentences = sentences_of(article, hit.passage.start, hit.passage.end)
    terms = [analyzer.terms(article.text[start:end]) for start, end in sentences]
    return Reading(hit, article, sentences, terms, analyzer.terms(article.title))


def windows(readings: Iterable[Reading], query: Query, weights: Weights) -> Iterator[Window]:
    """Every run of sentences that a quote may hold."""
    asked = lower_words(query.text)
    for reading in readings:
        text = reading.article.text
        holding = [holds_kind(query.kind, text[at:end], asked) for at, end in reading.sentences]
        for first, last in _runs(reading.sentences):
            start, end = reading.sentences[first].start, reading.sentences[last].end
            terms = [term for sentence in reading.terms[first : last + 1] for term in sentence]
            yield Window(
                reading=reading,
                start=start,
                end=end,
                terms=terms,
                coverage=weights.coverage(terms),
                closeness=weights.closeness(terms),
                holds_kind=any(holding[first : last + 1]),
            )


def _runs(sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    for first, sentence in enumerate(sentences):
        for last in range(first, min(first + WINDOW_SENTENCES, len(sentences))):
            if sentences[last].end - sentence.start > WINDOW_CHARACTERS:
                break
            yield first, last
