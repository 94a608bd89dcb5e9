"""Evidence: what the passage of each hit says about the question, before anything is chosen.

Here scores meet text: hits and their articles in, sentences with their terms and candidates out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from index.analysis import Analyzer, Term, analyzer_for
from index.answers.term_weights import Weights
from index.query.answer_type import answer_candidates, lower_words
from index.query.expansion import MergedResult
from index.query.synonyms import NO_REWORDING, Rewording, SynonymMatch
from index.text.passages import is_current, sentences_of
from index.types import AnswerType, Article, Hit, Query, SearchResult, Span

_MAX_DISTANCE = 80
"""Characters from a candidate within which query terms count towards its nearness."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer of the type asked for.

    ``start`` is an offset into the article's text; ``nearness`` the share of the query's weight
    near it, 0 to 1.
    """

    start: int
    nearness: float


@dataclass(frozen=True, slots=True)
class PassageEvidence:
    """A hit with the sentences of its passage and the terms of each and of the title.

    ``matched`` and ``near_pairs``, one for each sentence: its query terms and its neighbouring
    ones. ``synonyms`` are the spans of synonyms in order; ``terms`` have the query's terms in
    their place.
    """

    hit: Hit
    article: Article
    sentences: Sequence[Span]
    terms: Sequence[Sequence[str]]
    title_terms: Sequence[str]
    candidates: Sequence[Candidate]
    matched: Sequence[Set[str]]
    near_pairs: Sequence[Set[tuple[str, str]]]
    synonyms: Sequence[Span] = ()

    @property
    def all_terms(self) -> list[str]:
        """The terms of the title and of every sentence."""
        return [*self.title_terms, *(term for terms in self.terms for term in terms)]


def read_hits(
    result: SearchResult,
    articles: Mapping[int, Article],
    query: Query,
    weights: Weights,
    limit: int,
) -> list[PassageEvidence]:
    """Return the evidence of the first ``limit`` hits.

    Leaves out a hit whose article is gone or has changed since it was indexed: its offsets would
    quote other words. After a search with synonyms a hit scores by those that its passage holds.
    """
    rewording = result.rewording if isinstance(result, MergedResult) else NO_REWORDING
    criteria = _Criteria(query.answer_type, lower_words(query.text) | rewording.words, weights)
    evidence = []
    for hit in result.hits[:limit]:
        article = articles.get(hit.passage.article_id)
        if article is not None and is_current(hit.passage, article):
            title, *sentences = _analyzed(hit, article, rewording)
            scored = _rescored(hit, [title, *sentences], result)
            evidence.append(_evidence(scored, article, title, sentences, criteria))
    return evidence


class _Criteria(NamedTuple):
    """The answer type, the words that are no answer, and the weights of the query's terms."""

    answer_type: AnswerType
    known_words: frozenset[str]
    weights: Weights


class _AnalyzedText(NamedTuple):
    """The title or a sentence, its terms in the query's words, and its synonyms."""

    text: str
    start: int
    terms: Sequence[str]
    matches: Sequence[SynonymMatch]

    @property
    def synonyms(self) -> Iterator[Span]:
        """The synonyms' spans, as offsets into the article."""
        for match in self.matches:
            yield Span(self.start + match.start, self.start + match.end)

    def occurrences(self, analyzer: Analyzer, weights: Weights) -> Iterator[Term]:
        """Yield the query's terms, as offsets into the article."""
        for term, start, end in analyzer.occurrences(self.text, weights.shares):
            yield Term(term, self.start + start, self.start + end)
        for match, span in zip(self.matches, self.synonyms, strict=True):
            for term in match.synonym.original:
                yield Term(term, *span)


def _analyzed(hit: Hit, article: Article, rewording: Rewording) -> list[_AnalyzedText]:
    """Return the article's title, then the sentences of the hit's passage."""
    analyzer = analyzer_for(article.language)
    sentences = sentences_of(article, hit.passage.start, hit.passage.end)
    texts = [(article.title, 0), *((article.text[start:end], start) for start, end in sentences)]
    return [_analyze(text, start, analyzer, rewording) for text, start in texts]


def _analyze(text: str, start: int, analyzer: Analyzer, rewording: Rewording) -> _AnalyzedText:
    terms = analyzer.terms(text)
    matches = rewording.find(text, terms, analyzer)
    if matches:
        terms = rewording.apply(terms, matches)
    return _AnalyzedText(text, start, terms, matches)


def _rescored(hit: Hit, texts: Iterable[_AnalyzedText], result: SearchResult) -> Hit:
    if not isinstance(result, MergedResult):
        return hit
    held = {match.synonym for text in texts for match in text.matches}
    return Hit(hit.passage, result.score(hit.passage, held))


def _evidence(
    hit: Hit,
    article: Article,
    title: _AnalyzedText,
    sentences: Sequence[_AnalyzedText],
    criteria: _Criteria,
) -> PassageEvidence:
    weights = criteria.weights
    matched = [weights.shares.keys() & set(sentence.terms) for sentence in sentences]
    relevant = [each for each, found in zip(sentences, matched, strict=True) if found]
    return PassageEvidence(
        hit=hit,
        article=article,
        sentences=[Span(each.start, each.start + len(each.text)) for each in sentences],
        terms=[sentence.terms for sentence in sentences],
        title_terms=title.terms,
        candidates=_candidates(sentences, relevant, analyzer_for(article.language), criteria),
        matched=matched,
        near_pairs=[weights.near_pairs(sentence.terms) for sentence in sentences],
        synonyms=[span for sentence in sentences for span in sentence.synonyms],
    )


def _candidates(
    sentences: Iterable[_AnalyzedText],
    relevant: Iterable[_AnalyzedText],
    analyzer: Analyzer,
    criteria: _Criteria,
) -> list[Candidate]:
    """Return the candidates in ``sentences``, of which ``relevant`` hold query terms."""
    starts = [
        sentence.start + offset
        for sentence in sentences
        for offset in answer_candidates(criteria.answer_type, sentence.text, criteria.known_words)
    ]
    if not starts:
        return []
    occurrences = [
        term for sentence in relevant for term in sentence.occurrences(analyzer, criteria.weights)
    ]
    return [Candidate(start, _nearness(start, occurrences, criteria.weights)) for start in starts]


def _nearness(start: int, occurrences: Iterable[Term], weights: Weights) -> float:
    return weights.coverage(
        {term.text for term in occurrences if abs(term.start - start) <= _MAX_DISTANCE}
    )
