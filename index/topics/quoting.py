"""Quote the sentences that best show why an article matches a topic."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from index.analysis import Analyzer, analyzer_for
from index.text.passages import passages_of, sentences_of
from index.topics.conditions import condition_for, positive_keys
from index.topics.grammar import Topic
from index.topics.words import is_source, stems_in
from index.types import Article, Quote, Span, merge_spans

MAX_LENGTH = 400
"""Characters of a quote; about six lines on a phone."""
MAX_SENTENCES = 3
_FULLNESS = 0.1
"""The share of the topic that a quote of ``MAX_LENGTH`` is worth more than an empty one: of those
that hold the same words the longer one tells more."""


def best_quote(topic: Topic, article: Article, idf: Callable[[str], float]) -> Quote:
    """Return the quote with most of the topic's words by idf, which are highlighted.

    One to three sentences of a passage. ``idf`` returns a stem's idf. If the body has none of the
    words, it is the article's beginning without highlights. Raises ValueError for an article
    without body.
    """
    weights = {term: idf(term) for term in _terms(topic, article)}
    analyzer = analyzer_for(article.language)
    quotes = (
        quote
        for passage in passages_of(article)
        for quote in _quotes(article, Span(passage.start, passage.end), weights, analyzer)
    )
    best = max(quotes, key=lambda quote: quote.score, default=None)
    return best or _beginning(article)


def _terms(topic: Topic, article: Article) -> tuple[str, ...]:
    """Return the stems that the topic looks for in the text, in order."""
    condition = condition_for(topic, article.language)
    keys = () if condition is None else positive_keys(condition)
    stems = (stem for key in keys if not is_source(key) for stem in stems_in(key))
    return tuple(dict.fromkeys(stems))


def _quotes(
    article: Article, passage: Span, weights: Mapping[str, float], analyzer: Analyzer
) -> Iterator[Quote]:
    """Yield every run of sentences that begins and ends with one that has a word of the topic."""
    sentences = sentences_of(article, passage.start, passage.end)
    held = [
        weights.keys() & set(analyzer.terms(article.text[start:end])) for start, end in sentences
    ]
    total = sum(weights.values()) or 1.0
    for first, last in _runs(sentences):
        if not (held[first] and held[last]):
            continue
        start, end = sentences[first].start, sentences[last].end
        text = article.text[start:end]
        spans = (Span(*span) for _, *span in analyzer.occurrences(text, weights))
        covered = sum(weights[term] for term in set().union(*held[first : last + 1]))
        yield Quote(
            article=article,
            start=start,
            end=end,
            highlights=tuple(merge_spans(text, sorted(spans))),
            context=passage,
            score=covered / total + _FULLNESS * (end - start) / MAX_LENGTH,
        )


def _runs(sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    for first, sentence in enumerate(sentences):
        for last in range(first, min(first + MAX_SENTENCES, len(sentences))):
            if last > first and sentences[last].end - sentence.start > MAX_LENGTH:
                break
            yield first, last


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
