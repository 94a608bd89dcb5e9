"""The articles that were found, laid out in arrays: their sentences, words and matches.

Everything is a row a sentence, in the order of the table; columns are the question's terms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.arrays import BoolArray, FloatArray, IntArray
from index.answers.reader.matching import RowMatcher
from index.answers.reader.question import Asked
from index.answers.reader.sentences import SentenceTable
from index.answers.reader.words import STOP, word_reader
from index.text.ranges import ranges
from index.types import Language

_K1, _B = 1.2, 0.5
"""BM25's for whole articles and passages; lengths differ less in news than b = .75 supposes."""
_MONTHS = """januari februari maret april mei juni juli agustus september oktober november desember
    january february march april may june july august september october november december""".split()


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The outcome of a search, as the reader takes it.

    ``articles``: numbers in the table, distinct, best first. Of every hit, best first:
    ``hit_articles`` and ``hit_scores``. ``mean_article`` and ``mean_passage``: terms of one, on
    the average of the collection. ``passages``: how many that has, 0 if unknown. ``day``:
    proleptic ordinal of today, 0 for the newest article's.
    """

    articles: IntArray
    hit_articles: IntArray
    hit_scores: FloatArray
    mean_article: float
    mean_passage: float
    passages: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Which sentences, and where they and their tokens begin.

    One value a sentence: ``sentences`` (numbers in the table), ``article_of``, ``passage_of``,
    ``lengths``, ``token_starts``, ``is_title``, and ``follows``: whether the one before is of the
    same text. One value an article: ``article_starts``, ``sentence_counts``; a passage:
    ``passage_starts``, ``is_body``. One value a token: ``row_of``, ``terms``, ``forms``, ``bits``.
    """

    sentences: IntArray
    article_of: IntArray
    passage_of: IntArray
    lengths: IntArray
    token_starts: IntArray
    is_title: BoolArray
    follows: BoolArray
    article_starts: IntArray
    sentence_counts: IntArray
    passage_starts: IntArray
    is_body: BoolArray
    row_of: IntArray
    terms: NDArray[np.uint32]
    forms: NDArray[np.uint16]
    bits: NDArray[np.uint8]

    def before(self, rows: FloatArray) -> FloatArray:
        """Of each sentence, the row of the one before it; zeros where there is none."""
        moved = np.zeros_like(rows)
        moved[1:] = rows[:-1] * self.follows[1:, None]
        return moved

    def after(self, rows: FloatArray) -> FloatArray:
        """Of each sentence, the row of the one after it; zeros where there is none."""
        moved = np.zeros_like(rows)
        moved[:-1] = rows[1:] * self.follows[1:, None]
        return moved


def lay_out(table: SentenceTable, articles: IntArray) -> Layout:
    """The sentences of ``articles`` and their tokens."""
    part = table.take(articles)
    counts = np.diff(part.articles)
    sentences = ranges(table.articles[articles], counts)
    article_of = np.repeat(np.arange(len(articles)), counts)
    article_starts = part.articles[:-1]
    lengths = np.diff(part.firsts)
    is_title = np.zeros(len(sentences), np.bool_)
    is_title[article_starts] = True
    follows = ~is_title
    follows[np.minimum(article_starts + 1, len(sentences) - 1)] = False  # what a title precedes
    passages = part.passages
    begins = np.ones(len(sentences), np.bool_)
    begins[1:] = (passages[1:] != passages[:-1]) | (article_of[1:] != article_of[:-1])
    passage_starts = np.flatnonzero(begins)
    return Layout(
        sentences=sentences,
        article_of=article_of,
        passage_of=np.cumsum(begins) - 1,
        lengths=lengths,
        token_starts=part.firsts[:-1],
        is_title=is_title,
        follows=follows,
        article_starts=article_starts,
        sentence_counts=counts,
        passage_starts=passage_starts,
        is_body=passages[passage_starts] >= 0,
        row_of=np.repeat(np.arange(len(sentences)), lengths),
        terms=part.terms,
        forms=part.forms,
        bits=part.bits,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Where the question's terms stand.

    ``places`` (tokens, ascending), ``terms`` (columns) and ``rows`` of each. ``exact``: 1 where a
    sentence has the term, ``written`` where as it is written in the question; ``soft`` is also
    what a group or an abbreviation says, to a degree.
    """

    places: IntArray
    terms: IntArray
    rows: IntArray
    exact: FloatArray
    written: FloatArray
    soft: FloatArray


def match(asked: Asked, layout: Layout) -> Matches:
    """The matches of ``asked`` in all sentences."""
    count = len(asked.terms)
    rows = [(int(term),) for term in asked.terms] + [one.row for one in asked.patterns]
    places, numbers = RowMatcher(rows).find(layout.terms, layout.bits)
    is_term = numbers < count
    at, terms = places[is_term], numbers[is_term]
    order = np.argsort(at, kind="stable")
    at, terms = at[order], terms[order]
    of = layout.row_of[at]
    exact = np.zeros((len(layout.sentences), count), np.float32)
    exact[of, terms] = 1.0
    same = asked.forms[terms] == layout.forms[at]
    written = np.zeros_like(exact)
    written[of[same], terms[same]] = 1.0
    soft = exact.copy()
    _soften(soft, asked, layout.row_of[places[~is_term]], numbers[~is_term] - count)
    return Matches(at, terms, of, exact, written, soft)


def _soften(soft: FloatArray, asked: Asked, rows: IntArray, patterns: IntArray) -> None:
    """Raise what each pattern says in its sentence to the pattern's degree."""
    if not len(rows):
        return
    said = [len(one.says) for one in asked.patterns]
    flat = np.array([term for one in asked.patterns for term in one.says], np.int64)
    counts = np.array(said, np.int64)
    starts = np.cumsum(counts) - counts
    degrees = np.array([one.degree for one in asked.patterns], np.float32)
    order = np.argsort(degrees[patterns], kind="stable")  # of equal places the last one stays
    rows, patterns = rows[order], patterns[order]
    columns = flat[ranges(starts[patterns], counts[patterns])]
    lines = np.repeat(rows, counts[patterns])
    said_there = np.zeros_like(soft)
    said_there[lines, columns] = np.repeat(degrees[patterns], counts[patterns])
    np.maximum(soft, said_there, out=soft)


def dates_said(asked: Asked, days: NDArray[np.int32]) -> FloatArray:
    """Which terms of the question each article's date says, its year, month or day: a row each."""
    said = np.zeros((len(days), len(asked.terms)), np.float32)
    wanted = list(_date_terms(asked))
    for row, day in enumerate(days.tolist() if wanted else ()):
        if day:
            when = date.fromordinal(day)
            for column, part, value in wanted:
                said[row, column] = getattr(when, part) == value
    return said


def _date_terms(asked: Asked) -> list[tuple[int, str, int]]:
    """The column of each term that may be part of a date, which part, and its value."""
    months = _months(asked.language)
    found = []
    for column, (term, text) in enumerate(zip(asked.terms.tolist(), asked.texts, strict=True)):
        if text.isdigit() and len(text) in (1, 2, 4):
            found.append((column, "year" if len(text) == 4 else "day", int(text)))
        elif term in months:
            found.append((column, "month", months[term]))
    return found


@cache
def _months(language: Language) -> Mapping[int, int]:
    """The number of the month that a term names."""
    reader = word_reader(language)
    months: dict[int, int] = {}
    for number, name in enumerate(_MONTHS):
        for term in reader.read(name).terms:
            months.setdefault(term, number % 12 + 1)
    return months


@dataclass(frozen=True, slots=True, eq=False)
class Lexical:
    """BM25 of every article and passage, the latter as shares of the question's weight."""

    articles: FloatArray
    article_ranks: IntArray
    passages: FloatArray
    passage_ranks: IntArray


def bm25(
    asked: Asked, layout: Layout, matches: Matches, titles: BoolArray, found: Found
) -> Lexical:
    """``titles``: which terms the title of each article says; they count once more."""
    total = float(asked.idf.sum()) or 1.0
    content = (layout.bits & STOP) == 0
    sizes = np.bincount(layout.row_of[content], minlength=len(layout.sentences))
    articles = _scores(
        asked.idf,
        _counts(layout.article_of[matches.rows], matches.terms, titles),
        np.add.reduceat(sizes, layout.article_starts) / found.mean_article,
    )
    of = layout.article_of[layout.passage_starts]
    passages = _scores(
        asked.idf,
        _counts(layout.passage_of[matches.rows], matches.terms, titles[of]),
        np.add.reduceat(sizes, layout.passage_starts) / found.mean_passage,
    )
    passages *= layout.is_body / total
    return Lexical(articles, _ranks(articles), passages.astype(np.float32), _ranks(passages))


def _counts(groups: IntArray, terms: IntArray, titles: BoolArray) -> FloatArray:
    """How often each group has each term, its title once more."""
    shape = titles.shape
    flat = np.bincount(groups * shape[1] + terms, minlength=titles.size)
    return (flat.reshape(shape) + titles).astype(np.float32)


def _scores(idf: FloatArray, counts: FloatArray, lengths: NDArray[np.float64]) -> FloatArray:
    norms = (_K1 * (1 - _B + _B * lengths)).astype(np.float32)
    scores: FloatArray = (counts * (_K1 + 1) / (counts + norms[:, None])) @ idf
    return scores


def _ranks(scores: FloatArray) -> IntArray:
    ranks = np.empty(len(scores), np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return ranks
