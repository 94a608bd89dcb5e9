"""Quote the sentences that best show why an article matches a topic."""

from collections.abc import Callable, Iterator

from index.analysis import analyzer_for
from index.answers.evidence import read_hits
from index.answers.quotes import MAX_LENGTH, MAX_SENTENCES, choose_quotes
from index.answers.reranking import rank
from index.answers.term_weights import Weights
from index.text.passages import passages_of, sentences_of
from index.topics.conditions import condition_for, positive_keys
from index.topics.grammar import Topic
from index.topics.words import is_source, stems_in
from index.types import AnswerType, Article, Hit, Query, Quote, SearchResult, Span

_MAX_PASSAGES = 10
"""Passages that are quoted from, those with most of the topic."""


def best_quote(topic: Topic, article: Article, idf: Callable[[str], float]) -> Quote:
    """Return the quote with most of the topic's words by idf, which are highlighted.

    Chosen as for an answer, with the topic as the question. ``idf`` returns a stem's idf. If the
    body has none of the words, it is the article's beginning without highlights. Raises ValueError
    for an article without body.
    """
    terms = _terms(topic, article)
    query = Query(str(topic), article.language, terms, AnswerType.OTHER)
    weighted = {term: idf(term) for term in terms}
    hits = sorted(_hits(article, weighted), key=lambda hit: (-hit.score, hit.passage.start))
    result = SearchResult(tuple(hits), weighted)
    weights = Weights.of(query, weighted)
    evidence = read_hits(result, {article.id: article}, query, weights, _MAX_PASSAGES)
    quotes = choose_quotes(query, rank(evidence, query, weights, None), weights)
    return quotes[0] if quotes else _beginning(article)


def _terms(topic: Topic, article: Article) -> tuple[str, ...]:
    """Return the stems that the topic looks for in the text, in order."""
    condition = condition_for(topic, article.language)
    keys = () if condition is None else positive_keys(condition)
    stems = (stem for key in keys if not is_source(key) for stem in stems_in(key))
    return tuple(dict.fromkeys(stems))


def _hits(article: Article, idf: dict[str, float]) -> Iterator[Hit]:
    terms = analyzer_for(article.language).terms
    for passage in passages_of(article):
        held = idf.keys() & set(terms(article.text[passage.start : passage.end]))
        if held:
            yield Hit(passage, sum(idf[term] for term in held))


def _beginning(article: Article) -> Quote:
    first = next(iter(passages_of(article)), None)
    if first is None:
        raise ValueError(f"article {article.id} has no body to quote")
    start, end = first.start, first.start
    for sentence in sentences_of(article, first.start, first.end)[:MAX_SENTENCES]:
        if sentence.end - start > MAX_LENGTH:
            break
        end = sentence.end
    return Quote(article, start, end, (), Span(first.start, first.end), 0.0)
