"""The figures of every sentence that may answer a question, computed from arrays only."""

from dataclasses import dataclass, replace

import numpy as np

from index.answers.reader.arrays import FloatArray, IntArray, distinct
from index.answers.reader.context_figures import context_figures
from index.answers.reader.coverage_figures import Coverage, coverage_figures
from index.answers.reader.gathering import Found, Lexical, bm25, dates_said, lay_out, match
from index.answers.reader.question import Asked
from index.answers.reader.sentences import SentenceTable
from index.answers.reader.token_figures import token_figures
from index.answers.reader.whole_articles import best_articles

MAX_CANDIDATES = 40
"""Sentences that are looked at closely: with 120 the answer is among them for 1 % more."""
_WHOLE_ARTICLES = 6
_PASSAGES = 20
"""The best articles of which every sentence may be a candidate, and the best passages."""
_GAPS = ("soft", "three", "three_title", "wanted_near", "rest3", "article", "plain3", "scarce",
         "scarce3")  # fmt: skip
"""Figures that count against the highest among the candidates, too."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """``sentences`` and ``articles``: numbers in the table; ``figures``: float32, one value each.

    The names are always the same, in the same order.
    """

    sentences: IntArray
    articles: IntArray
    figures: dict[str, FloatArray]


def figures(asked: Asked, table: SentenceTable, found: Found) -> Candidates:
    """The candidates among the sentences of ``found.articles`` and their figures."""
    with np.errstate(invalid="ignore"):  # some BLAS kernels raise the flag on finite numbers
        return _figures(asked, table, found)


def _figures(asked: Asked, table: SentenceTable, found: Found) -> Candidates:
    found = replace(found, articles=best_articles(asked, table, found))
    layout = lay_out(table, found.articles)
    matches = match(asked, layout)
    titles = matches.soft[layout.article_starts] > 0
    lexical = bm25(asked, layout, matches, titles, found)
    dates = dates_said(asked, table.days[found.articles])
    coverage = Coverage.of(asked, layout, matches, dates)
    rough = coverage.rough(lexical)
    chosen = _chosen(coverage, lexical.article_ranks, lexical.passage_ranks, rough)
    of = layout.article_of[chosen]
    figure: dict[str, FloatArray] = {"rough": rough[chosen]}
    figure |= coverage_figures(asked, coverage, chosen)
    figure |= _scores(coverage, lexical, found, chosen)
    figure |= token_figures(asked, layout, matches, chosen)
    figure["density"] = _density(figure["soft"], layout.lengths[chosen])
    figure["novel"] = figure.pop("novel")  # the order of the trees' features
    figure |= context_figures(asked, table, coverage, figure, chosen)
    figure |= _age(table, found, of)
    figure |= {f"{name}_gap": figure[name] - figure[name].max(initial=0.0) for name in _GAPS}
    for name, other in (("in_article_gap", "three_title"), ("soft_article_gap", "soft")):
        best = np.zeros(len(found.articles), np.float32)
        np.maximum.at(best, of, figure[other])
        figure[name] = figure[other] - best[of]
    figure |= _question(asked, len(chosen))
    numbers = layout.sentences[chosen]
    columns = np.array(list(figure.values()), np.float32)
    return Candidates(numbers, found.articles[of], dict(zip(figure, columns, strict=True)))


def _chosen(
    coverage: Coverage, articles: IntArray, passages: IntArray, rough: FloatArray
) -> IntArray:
    """The sentences that are looked at closely, in order."""
    layout = coverage.layout
    near = (articles[layout.article_of] < _WHOLE_ARTICLES) | (
        passages[layout.passage_of] < _PASSAGES
    )
    chosen = np.flatnonzero(near & ~layout.is_title)
    if len(chosen) > MAX_CANDIDATES:
        chosen = np.sort(chosen[np.argsort(-rough[chosen], kind="stable")[:MAX_CANDIDATES]])
    return chosen


def _scores(
    coverage: Coverage, lexical: Lexical, found: Found, chosen: IntArray
) -> dict[str, FloatArray]:
    """BM25's scores and ranks, of the article, the passage and the hits."""
    layout = coverage.layout
    of, passage = layout.article_of[chosen], layout.passage_of[chosen]
    articles, passages = lexical.articles, lexical.passages
    best = np.zeros(len(found.articles), np.float32)
    np.maximum.at(best, layout.article_of[layout.passage_starts], passages)
    hit_ranks, hit_scores = _hits(found, coverage.total)
    return {
        "abm": (articles / coverage.total)[of],
        "abm_rel": (articles / max(float(articles.max()), 1e-6))[of],
        "a_rank": lexical.article_ranks[of].astype(np.float32),
        "pbm": passages[passage],
        "pbm_rel": passages[passage] / max(float(passages.max()), 1e-6),
        "p_rank": lexical.passage_ranks[passage].astype(np.float32),
        "pbm_article": passages[passage] / np.maximum(best[of], 1e-6),
        "hit_rank": hit_ranks[of],
        "best_hit": hit_scores[of],
    }


def _density(soft: FloatArray, lengths: IntArray) -> FloatArray:
    """Of the question's weight, what a word of the sentence says on the average."""
    return (soft / np.maximum(lengths, 5)).astype(np.float32)


_NO_RANK = 99


def _hits(found: Found, total: float) -> tuple[FloatArray, FloatArray]:
    """The rank and score of each article's best hit."""
    ranks = np.full(len(found.articles), _NO_RANK, np.float32)
    scores = np.zeros(len(found.articles), np.float32)
    numbers, firsts = distinct(found.hit_articles)
    at = np.minimum(numbers.searchsorted(found.articles), len(numbers) - 1)
    held = numbers[at] == found.articles
    ranks[held] = firsts[at[held]]
    scores[held] = found.hit_scores[firsts[at[held]]] / total
    return ranks, scores


def _age(table: SentenceTable, found: Found, of: IntArray) -> dict[str, FloatArray]:
    """Days between the article and today; an article without a date is a year old."""
    days = table.days[found.articles].astype(np.int64)
    today = found.day or int(days.max(initial=0))
    age = np.where(days > 0, np.maximum(today - days, 0), 365)
    return {"age": np.log1p(age)[of].astype(np.float32)}


def _question(asked: Asked, count: int) -> dict[str, FloatArray]:
    """The same for every candidate."""
    values = {
        "asks": asked.asks,
        "q_terms": len(asked.terms),
        "q_idf": float(asked.idf.sum()) or 1.0,
        "q_names": asked.names.sum(),
        "q_words": asked.words,
    }
    return {name: np.full(count, value, np.float32) for name, value in values.items()}
