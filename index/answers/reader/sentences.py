"""The table of sentences: the words of every sentence of articles as numbers, in arrays.

The first sentence of an article is its title; the others are those of its passages, in order.
Segments can be put together by putting their arrays one after another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis.tokenizer import words
from index.answers.reader.words import WordReader, word_reader
from index.text.passages import passages_of, sentences_of
from index.types import Article, Span

QUOTED = 1
"""Bit of a sentence: a quotation mark stands in it."""
_QUOTATION_MARKS = frozenset('"“”«»')


@dataclass(frozen=True, slots=True, eq=False)
class SentenceTable:
    """The sentences of articles and their words.

    One value a term: ``terms`` uint32, ``forms`` uint16 (the low bits of the hash of the word as
    written), ``bits`` uint8. One value a sentence: ``firsts`` int64, the number of its first term,
    and one more; ``starts`` and ``ends`` int32, characters of the article's text (0 and 0 for a
    title); ``passages`` int16, the number of the passage within the article, -1 for a title;
    ``marks`` uint8. ``articles``: int64, the number of the first sentence of each article, and one
    more; ``ids``: int64, ascending.
    """

    terms: NDArray[np.uint32]
    forms: NDArray[np.uint16]
    bits: NDArray[np.uint8]
    firsts: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    passages: NDArray[np.int16]
    marks: NDArray[np.uint8]
    articles: NDArray[np.int64]
    ids: NDArray[np.int64]
    days: NDArray[np.int32]


def table_of(articles: Iterable[Article]) -> SentenceTable:
    """The sentences of ``articles``, whose ids ascend."""
    builder = _Builder()
    for article in articles:
        builder.add(article)
    return builder.table()


class _Builder:
    def __init__(self) -> None:
        self._terms: list[int] = []
        self._forms: list[int] = []
        self._bits: list[int] = []
        self._firsts = [0]
        self._spans: list[Span] = []
        self._passages: list[int] = []
        self._marks: list[int] = []
        self._articles = [0]
        self._ids: list[int] = []
        self._days: list[int] = []

    def add(self, article: Article) -> None:
        reader = word_reader(article.language)
        self._sentence(article.title, Span(0, 0), -1, reader)
        for number, passage in enumerate(passages_of(article)):
            for span in sentences_of(article, passage.start, passage.end):
                self._sentence(article.text[span.start : span.end], span, number, reader)
        self._articles.append(len(self._spans))
        self._ids.append(article.id)
        self._days.append(article.date.toordinal() if article.date else 0)

    def _sentence(self, text: str, span: Span, passage: int, reader: WordReader) -> None:
        for word in map(reader.read, words(text)):
            self._terms.extend(word.terms)
            several = len(word.terms)
            self._forms.extend([word.form & 0xFFFF] * several)
            self._bits.extend([word.bits] * several)
        self._firsts.append(len(self._terms))
        self._spans.append(span)
        self._passages.append(passage)
        self._marks.append(QUOTED * (not _QUOTATION_MARKS.isdisjoint(text)))

    def table(self) -> SentenceTable:
        return SentenceTable(
            terms=np.array(self._terms, np.uint32),
            forms=np.array(self._forms, np.uint16),
            bits=np.array(self._bits, np.uint8),
            firsts=np.array(self._firsts, np.int64),
            starts=_column(self._spans, 0),
            ends=_column(self._spans, 1),
            passages=np.array(self._passages, np.int16),
            marks=np.array(self._marks, np.uint8),
            articles=np.array(self._articles, np.int64),
            ids=np.array(self._ids, np.int64),
            days=np.array(self._days, np.int32),
        )


def _column(spans: Sequence[Span], which: int) -> NDArray[np.int32]:
    return np.array([span[which] for span in spans], np.int32)
