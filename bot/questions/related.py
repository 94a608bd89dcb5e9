"""Related questions: what the quoted articles answer besides what was asked."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.questions.answer import Answer
from bot.questions.finding import as_of_many
from bot.questions.related_candidates import related_candidates, spans_meet
from index.analysis import analyzer_for
from index.answers.reader.gathering import Found
from index.answers.reader.model import shipped_model
from index.answers.reader.question import read_question
from index.answers.reader.reading import Reading, read_sentences
from index.answers.reader.sentences import SentenceTable
from index.engine import SearchEngine
from index.query.parser import parse_question
from index.query.term_weights import TermWeights
from index.types import Article, Hit, Idf, IndexStats, Query, Quote, Span

MAX_RELATED = 2
_ARTICLES = 2
"""Quoted articles that questions are made of."""
_TRIED = 6
"""Questions of an article that are read, some 3 ms each."""
_REMEMBERED = 500
"""Articles whose questions are remembered, some 300 bytes each."""
_MAX_TEXT = 30_000
"""Characters of an article that is read for questions."""
_SAME = 0.5
"""Share of the fewer terms from which two questions ask the same."""
_PROBABILITY = 0.85
"""That the article answers, by itself; .66 suffices to quote it where it is found."""
_HITS = 6
_LEAD = 0.05
"""By which share the article's best passage must be ahead of every other article's: of 80 questions
with it .975 were answered from the article when asked, of 38 without .66."""


@dataclass(frozen=True, slots=True)
class _Related:
    """A question that an article answers, and the sentence that does."""

    question: str
    sentence: Span


class RelatedQuestions:
    """Finds related questions; while ``is_busy``, only those of articles that are remembered.

    To read an article for them takes as long as the answer that quotes it.
    """

    def __init__(self, engine: SearchEngine, is_busy: Callable[[], bool] = lambda: False) -> None:
        self.is_busy = is_busy
        self._engine = engine
        self._weights = TermWeights(engine)
        self._known: OrderedDict[tuple[int, str], Sequence[_Related]] = OrderedDict()
        self._is_reading = False

    async def of(self, answer: Answer) -> tuple[str, ...]:
        """Return at most ``MAX_RELATED`` questions in the answer's language, none of them asked.

        Each is answered by another sentence of a quoted article than those that are quoted.
        """
        asked = [answer.question, answer.searched]
        chosen: list[_Related] = []
        quoted = {quote.article.id: quote.article for quote in answer.quotes}
        own = [each for each in quoted.values() if each.language is answer.language]
        for article in own[:_ARTICLES]:
            spans = [_sentences(each) for each in answer.quotes if each.article.id == article.id]
            for each in await self._questions(article):
                if len(chosen) == MAX_RELATED:
                    break
                if any(spans_meet(each.sentence, span) for span in spans):
                    continue
                if not any(_asks_same(each.question, other, article) for other in asked):
                    chosen.append(each)
                    asked.append(each.question)
                    spans.append(each.sentence)
        return tuple(each.question for each in chosen)

    async def _questions(self, article: Article) -> Sequence[_Related]:
        key = article.id, article.digest
        if (known := self._known.get(key)) is not None:
            self._known.move_to_end(key)
            return known
        if self._is_reading or self.is_busy() or len(article.text) > _MAX_TEXT:
            return ()
        self._is_reading = True
        try:
            found = await self._answered(article)
        finally:
            self._is_reading = False
        self._known[key] = found
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found

    async def _answered(self, article: Article) -> Sequence[_Related]:
        """Return what the article answers by itself, and is found for before any other."""
        table = await self._engine.sentences([article.id])
        stats = await self._engine.figures()
        if not len(table):
            return ()
        answered = partial(_answered_by, article, table, stats)
        found = await self._weights.decide(answered, in_thread=True)
        queries = [parse_question(each.question, article.language) for each in found]
        results = await self._engine.search_all(queries, limit=_HITS)
        return [
            each
            for each, result in zip(found, results, strict=True)
            if _lead(result.hits, article.id) >= _LEAD
        ]


def _answered_by(
    article: Article, table: SentenceTable, stats: IndexStats, idf: Idf
) -> Sequence[_Related]:
    """Return the questions that ``article`` alone answers with a sentence that is meant."""
    found: list[_Related] = []
    for each in related_candidates(article, idf)[:_TRIED]:
        query = parse_question(each.question, article.language)
        reading = _reading(query, table, stats, idf)
        if reading is None or reading.probability < _PROBABILITY:
            continue
        best = _best_sentence(reading, table)
        if any(spans_meet(best, span) for span in each.sentences):
            found.append(_Related(each.question, best))
    return found


def _reading(query: Query, table: SentenceTable, stats: IndexStats, idf: Idf) -> Reading | None:
    """Return the one article of ``table``, read as if the search had found only that."""
    weights = {term: idf(term) for term in query.terms}
    asked = read_question(query, as_of_many(weights, stats.passages))
    found = Found(
        articles=np.zeros(1, np.int64),
        hit_articles=np.zeros(1, np.int64),
        hit_scores=np.array([sum(weights.values())], np.float32),
        mean_article=max(stats.content / max(stats.articles, 1), 1.0),
        mean_passage=max(stats.content / max(stats.passages, 1), 1.0),
        passages=stats.passages,
    )
    return read_sentences(asked, table, found, shipped_model())


def _lead(hits: Sequence[Hit], article_id: int) -> float:
    """Return by which share of its score the first hit, of the article, is ahead of all others.

    -1 if it is another article's.
    """
    if not hits or hits[0].passage.article_id != article_id:
        return -1.0
    others = (hit.score for hit in hits if hit.passage.article_id != article_id)
    return 1.0 - max(others, default=0.0) / hits[0].score


def _best_sentence(reading: Reading, table: SentenceTable) -> Span:
    number = int(reading.candidates.sentences[int(np.argmax(reading.scores))])
    return Span(int(table.starts[number]), int(table.ends[number]))


def _asks_same(question: str, other: str, article: Article) -> bool:
    own, theirs = (set(analyzer_for(article.language).terms(each)) for each in (question, other))
    fewer = min(len(own), len(theirs))
    return bool(fewer) and len(own & theirs) > _SAME * fewer


def _sentences(quote: Quote) -> Span:
    return quote.sentences or Span(quote.start, quote.end)
