"""Reading articles into their sentences and words, once for the postings and for the reader."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis.tokenizer import words
from index.answers.reader.sentences import ENGLISH, QUOTED, SentenceTable, checksum, concatenated
from index.inverted.word_columns import WordColumns, WordTerms
from index.text.passages import passages_of, sentences_of
from index.text.ranges import ranges
from index.types import Article, Language, Passage, Span

_BATCH_WORDS = 1 << 17
"""Words looked up at once: 10 MB of temporary arrays."""
_QUOTATION_MARKS = frozenset('"“”«»')


class PassageTerms(NamedTuple):
    """Passages with their terms, the title's first: ``numbers`` int32, ``lengths`` int32."""

    numbers: NDArray[np.int32]
    lengths: NDArray[np.int32]


class SentenceBuilder:
    """Collects the sentences of articles, in any order.

    ``number`` gives a term's number in the postings. What is collected is kept as the numbers of
    words, in batches that ``flush`` looks up.
    """

    def __init__(self, number: Callable[[str], int]) -> None:
        self._columns = WordColumns(number)
        self._batch = _SentenceBatch()
        self._tables: list[SentenceTable] = []

    @property
    def is_full(self) -> bool:
        """Whether there are enough words to be flushed."""
        return len(self._batch.words) >= _BATCH_WORDS

    def add(self, article: Article, passages: Sequence[Passage]) -> None:
        """Add an article with all of its passages; one that cannot be analysed changes nothing."""
        number = self._columns.numbers_in(article.language)
        marks = ENGLISH * (article.language is Language.ENGLISH)
        read = [_ReadSentence.of(article.title, number, Span(0, 0), -1, marks)]
        for which, passage in enumerate(passages):
            for span in sentences_of(article, passage.start, passage.end):
                text = article.text[span.start : span.end]
                read.append(_ReadSentence.of(text, number, span, which, marks))
        batch = self._batch
        batch.ids.append(article.id)  # the last that can fail
        for sentence in read:
            batch.add(sentence)
        batch.days.append(article.date.toordinal() if article.date else 0)
        batch.articles.append(len(batch.starts))
        batch.passage_counts.append(len(passages))

    def flush(self) -> PassageTerms:
        """Return the passages of the articles since the last time."""
        batch, self._batch = self._batch, _SentenceBatch()
        expanded = self._columns.expand(np.array(batch.words, np.int32))
        table = batch.table(expanded)
        self._tables.append(table)
        counts = np.array(batch.passage_counts, np.int64)
        return _passage_terms(table, expanded.numbers, counts)

    def table(self) -> SentenceTable:
        """Return the sentences of all articles that were flushed, by ascending id."""
        joined = concatenated(self._tables)
        return joined.take(np.argsort(joined.ids, kind="stable"))


class _ReadSentence(NamedTuple):
    """A sentence with the numbers of its words."""

    words: list[int]
    span: Span
    passage: int
    marks: int
    checksum: int

    @classmethod
    def of(
        cls, text: str, number: Callable[[str], int], span: Span, passage: int, marks: int
    ) -> "_ReadSentence":
        marks |= QUOTED * (not _QUOTATION_MARKS.isdisjoint(text))
        return cls(list(map(number, words(text))), span, passage, marks, checksum(text))


class _SentenceBatch:
    def __init__(self) -> None:
        self.words = array("i")
        self.word_ends = array("q", [0])
        self.starts, self.ends, self.passages = array("i"), array("i"), array("i")
        self.marks, self.checksums = array("B"), array("I")
        self.articles, self.ids, self.days = array("q", [0]), array("q"), array("i")
        self.passage_counts = array("i")

    def add(self, sentence: "_ReadSentence") -> None:
        """Add a sentence."""
        self.words.extend(sentence.words)
        self.word_ends.append(len(self.words))
        self.starts.append(sentence.span.start)
        self.ends.append(sentence.span.end)
        self.passages.append(sentence.passage)
        self.marks.append(sentence.marks)
        self.checksums.append(sentence.checksum)

    def table(self, expanded: WordTerms) -> SentenceTable:
        firsts = expanded.ends[np.array(self.word_ends, np.int64)]
        articles = np.array(self.articles, np.int64)
        content = np.concatenate(([0], np.cumsum(expanded.numbers >= 0)))[firsts[articles]]
        return SentenceTable(
            terms=expanded.terms,
            forms=expanded.forms,
            bits=expanded.bits,
            firsts=firsts,
            starts=np.array(self.starts, np.int32),
            ends=np.array(self.ends, np.int32),
            passages=np.array(self.passages, np.int32),
            marks=np.array(self.marks, np.uint8),
            checksums=np.array(self.checksums, np.uint32),
            articles=articles,
            ids=np.array(self.ids, np.int64),
            days=np.array(self.days, np.int32),
            sizes=np.diff(content).astype(np.int32),
        )


def _passage_terms(
    table: SentenceTable, numbers: NDArray[np.int32], counts: NDArray[np.int64]
) -> PassageTerms:
    """``counts``: how many passages each article has."""
    is_term = numbers >= 0
    edges = np.concatenate(([0], np.cumsum(is_term)))[table.firsts]
    sizes = np.diff(edges)
    body = np.flatnonzero(table.passages >= 0)
    owners = np.repeat(np.arange(len(counts)), np.diff(table.articles))[body]
    passage_of = (np.cumsum(counts) - counts)[owners] + table.passages[body]
    lengths = np.bincount(passage_of, sizes[body], int(counts.sum())).astype(np.int64)
    titles = table.articles[:-1]
    title_starts = np.repeat(edges[titles], counts)
    title_lengths = np.repeat(sizes[titles], counts)
    # The terms of an article's passages follow those of its title.
    body_starts = np.cumsum(lengths) - lengths + np.repeat(np.cumsum(sizes[titles]), counts)
    places = ranges(
        np.column_stack((title_starts, body_starts)).ravel(),
        np.column_stack((title_lengths, lengths)).ravel(),
    )
    terms = numbers[is_term]
    return PassageTerms(terms[places], (title_lengths + lengths).astype(np.int32))


def table_of(articles: Iterable[Article]) -> SentenceTable:
    """Return the sentences of ``articles``, by ascending id."""
    builder = SentenceBuilder(lambda _term: 0)
    for article in articles:
        builder.add(article, passages_of(article))
        if builder.is_full:
            builder.flush()
    builder.flush()
    return builder.table()
