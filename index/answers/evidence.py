"""Hits into something that can be judged and quoted from: what each passage says of the question.

Here text meets scores: everything before deals in passages and numbers, everything after in
sentences. Nothing is chosen here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from index.analysis import Analyzer, Term, analyzer_for
from index.answers.term_weights import Weights
from index.query.answer_type import answer_candidates, lower_words
from index.query.expansion import MergedResult
from index.query.synonyms import AS_WRITTEN, Rewording, TermRange
from index.text.passages import sentences_of, still_stands
from index.types import AnswerType, Article, Hit, Query, SearchResult, Span

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
class PassageEvidence:
    """One hit with its text: its sentences, the terms of each and of the title, and candidates.

    ``matched`` and ``together``, a value a sentence: the question's terms and neighbours in it.
    ``equal`` is where the article says something of the question in another way, in order; the
    terms are as if it said it as the question does.
    """

    hit: Hit
    article: Article
    sentences: Sequence[Span]
    terms: Sequence[Sequence[str]]
    title_terms: Sequence[str]
    candidates: Sequence[Candidate]
    matched: Sequence[Set[str]]
    together: Sequence[Set[tuple[str, str]]]
    equal: Sequence[Span] = ()

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
) -> list[PassageEvidence]:
    """The first ``limit`` hits with their text.

    A hit whose article is gone, or was changed since it was indexed, is left out: its offsets
    would quote other words. What equal forms found is read in the question's words, and a hit
    scores by those that its passage holds.
    """
    rewording = result.rewording if isinstance(result, MergedResult) else AS_WRITTEN
    asked = _QuestionTerms(query.answer_type, lower_words(query.text) | rewording.words, weights)
    readings = []
    for hit in result.hits[:limit]:
        article = articles.get(hit.passage.article_id)
        if article is not None and still_stands(hit.passage, article):
            runs = _runs(hit, article, rewording)
            readings.append(_read(_scored(hit, runs, result), article, runs, asked))
    return readings


class _QuestionTerms(NamedTuple):
    """What is looked for: the kind of answer, the words that are none, and the weights."""

    answer_type: AnswerType
    words: frozenset[str]
    weights: Weights


class _TermRun(NamedTuple):
    """The title or a sentence, its terms in the question's words, and the places of equal forms."""

    text: str
    start: int
    terms: Sequence[str]
    places: Sequence[TermRange]

    def occurrences(self, analyzer: Analyzer, weights: Weights) -> Iterator[Term]:
        """Where the question's words stand, as offsets into the article."""
        for term, start, end in analyzer.occurrences(self.text, weights.shares):
            yield Term(term, self.start + start, self.start + end)
        for place in self.places:
            for term in place.form.asked:
                yield Term(term, self.start + place.start, self.start + place.end)


def _runs(hit: Hit, article: Article, rewording: Rewording) -> list[_TermRun]:
    """The title of an article, then the sentences of a passage of it."""
    analyzer = analyzer_for(article.language)
    sentences = sentences_of(article, hit.passage.start, hit.passage.end)
    texts = [(article.title, 0), *((article.text[start:end], start) for start, end in sentences)]
    return [_run(text, start, analyzer, rewording) for text, start in texts]


def _run(text: str, start: int, analyzer: Analyzer, rewording: Rewording) -> _TermRun:
    terms = analyzer.terms(text)
    places = rewording.places(text, terms, analyzer)
    return _TermRun(text, start, rewording.reworded(terms, places) if places else terms, places)


def _scored(hit: Hit, runs: Iterable[_TermRun], result: SearchResult) -> Hit:
    """``hit`` with the score of what its passage holds, where equal forms were searched for."""
    if not isinstance(result, MergedResult):
        return hit
    held = {place.form for run in runs for place in run.places}
    return Hit(hit.passage, result.score(hit.passage, held))


def _read(
    hit: Hit, article: Article, runs: Sequence[_TermRun], asked: _QuestionTerms
) -> PassageEvidence:
    title, *sentences = runs
    weights = asked.weights
    analyzer = analyzer_for(article.language)
    matched = [weights.shares.keys() & set(run.terms) for run in sentences]
    starts = [
        run.start + place
        for run in sentences
        for place in answer_candidates(asked.answer_type, run.text, asked.words)
    ]
    telling = [run for run, found in zip(sentences, matched, strict=True) if found and starts]
    occurrences = [place for run in telling for place in run.occurrences(analyzer, weights)]
    return PassageEvidence(
        hit=hit,
        article=article,
        sentences=[Span(run.start, run.start + len(run.text)) for run in sentences],
        terms=[run.terms for run in sentences],
        title_terms=title.terms,
        candidates=list(_judged(starts, occurrences, weights)),
        matched=matched,
        together=[weights.together(run.terms) for run in sentences],
        equal=[
            Span(run.start + place.start, run.start + place.end)
            for run in sentences
            for place in run.places
        ],
    )


def _judged(
    starts: Sequence[int], occurrences: Sequence[Term], weights: Weights
) -> Iterator[Candidate]:
    for start in starts:
        near = {term.text for term in occurrences if abs(term.start - start) <= _NEARBY}
        yield Candidate(start, weights.coverage(near))
