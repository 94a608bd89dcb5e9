"""Choosing the articles to read: by their best passage and by the whole article."""

import numpy as np

from index.answers.reader.arrays import FloatArray, IntArray
from index.answers.reader.gathering import Found
from index.answers.reader.matching import TermFinder
from index.answers.reader.question import Asked
from index.answers.reader.sentences import SentenceTable

MAX_ARTICLES = 16
"""Articles that are read. Of 705 questions, eight more hold the right article for 1.5 % more."""
_WHOLE = 0.5
"""Share of the whole article's score, the other is its best passage's. Of 705 questions about 3,467
of 36,398 articles, the right one is first for 66.8 % (by the best passage alone: 65.0 %), among the
first sixteen for 94.8 % (93.9 %)."""
_K1, _B = 1.2, 0.5


def best_articles(asked: Asked, table: SentenceTable, found: Found) -> IntArray:
    """Return the best of ``found.articles``, best first."""
    articles = found.articles
    if len(articles) <= MAX_ARTICLES:
        return articles
    passages = np.zeros(len(table), np.float32)
    np.maximum.at(passages, found.hit_articles, found.hit_scores)
    scores = _WHOLE * _scores(asked, table.take(articles), found.mean_article)
    scores += (1 - _WHOLE) * passages[articles]
    best: IntArray = articles[np.argsort(-scores, kind="stable")[:MAX_ARTICLES]]
    return best


def coverage(asked: Asked, table: SentenceTable) -> FloatArray:
    """Return the share of the question's weight that the terms of each article say."""
    total = max(float(asked.idf.sum()), 1e-6)
    said: FloatArray = (_counts(asked, table) > 0) @ asked.idf / np.float32(total)
    return said


def _scores(asked: Asked, table: SentenceTable, mean: float) -> FloatArray:
    """Return BM25 of each whole article."""
    counts = _counts(asked, table)
    norms = _K1 * (1 - _B + _B * table.sizes / mean)
    shares = (counts * (_K1 + 1) / (counts + norms[:, None])).astype(np.float32)
    scores: FloatArray = shares @ asked.idf
    return scores


def _counts(asked: Asked, table: SentenceTable) -> FloatArray:
    """Return how often each article has each term, twice in its title."""
    width = len(asked.terms)
    order = np.argsort(asked.terms)
    places, which = TermFinder(asked.terms[order]).find(table.terms)
    columns = order[which]
    edges = table.firsts[table.articles]
    owners = edges.searchsorted(places, side="right") - 1
    in_title = places < table.firsts[table.articles[:-1] + 1][owners]
    flat = np.bincount(owners * width + columns, 1.0 + in_title, len(table) * width)
    return flat.reshape(len(table), width).astype(np.float32)
