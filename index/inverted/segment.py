"""A segment: the immutable index of some articles, with passages numbered in the order of ties.

Built from articles; ``index.inverted.merging`` makes one of several.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.sentences import SentenceTable
from index.errors import LoadError, unexpected
from index.inverted.postings import Postings
from index.inverted.postings_builder import PostingsBuilder
from index.inverted.sentence_builder import SentenceBuilder
from index.text.passages import passages_of
from index.types import Article, Passage

UNDATED = 0
"""The day of an article without a date: earlier than every date, so that ``as_of`` keeps it."""

ALL_DAYS = range(UNDATED, date.max.toordinal() + 1)
"""The days of all articles, with or without a date; proleptic ordinals."""


def days_between(since: date | None, until: date | None) -> range:
    """Return the days of articles dated ``since`` one day ``until`` another, both included.

    Articles without a date are dated earlier than any ``since``.
    """
    first = ALL_DAYS.start if since is None else since.toordinal()
    return range(first, ALL_DAYS.stop if until is None else until.toordinal() + 1)


@dataclass(frozen=True, slots=True, eq=False)
class PassageTable:
    """The location of every passage, one value each.

    - ``articles``: int64, the article's id, ascending
    - ``starts``, ``ends``: int32, offsets in characters
    - ``checksums``: uint32, of the passage's characters
    - ``days``: int32, the article's proleptic ordinal, ``UNDATED`` without a date
    """

    articles: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    checksums: NDArray[np.uint32]
    days: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def columns(self) -> tuple[NDArray[Any], ...]:
        """All arrays, in the order of the fields."""
        return self.articles, self.starts, self.ends, self.checksums, self.days

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return the passages with these numbers."""
        places = np.array(numbers, np.int64)
        columns = [column[places].tolist() for column in self.columns[:4]]
        return list(map(Passage, *columns))

    def numbers_of(self, articles: Collection[int]) -> NDArray[np.int64]:
        """Return the numbers of the passages of ``articles``, ascending."""
        wanted = np.array(sorted(articles), dtype=np.int64)
        firsts = np.searchsorted(self.articles, wanted, side="left")
        lasts = np.searchsorted(self.articles, wanted, side="right")
        ranges = [np.arange(first, last) for first, last in zip(firsts, lasts, strict=True)]
        return np.concatenate([np.zeros(0, dtype=np.int64), *ranges])

    def take(self, order: NDArray[np.int64]) -> "PassageTable":
        """Return the passages with these numbers, in this order."""
        return PassageTable(*(column[order] for column in self.columns))

    def order(self) -> NDArray[np.int64]:
        """Return the numbers sorted by article, then offset."""
        return np.lexsort((self.starts, self.articles))


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """The articles of ``sentences`` are all, by ascending id, those without a passage included."""

    table: PassageTable
    postings: Postings
    sentences: SentenceTable

    @property
    def articles(self) -> NDArray[np.int64]:
        """The ids of all articles, ascending."""
        return self.sentences.ids


class SegmentBuilder:
    """Analyses articles, in any order, into a segment.

    ``failures`` are those that could not be analysed, and are not in the segment.
    """

    def __init__(self) -> None:
        self.failures: list[LoadError] = []
        self._postings = PostingsBuilder()
        self._sentences = SentenceBuilder(self._postings.number)
        self._owners, self._starts = array("q"), array("i")
        self._ends, self._checksums, self._days = array("i"), array("I"), array("i")

    def add(self, articles: Iterable[Article]) -> None:
        """Analyse ``articles``, none of which was added before."""
        for article in articles:
            try:
                self._add(article)
            except MemoryError:
                raise
            except Exception as error:
                self.failures.append(unexpected(article.key, error))

    def _add(self, article: Article) -> None:
        day = article.date.toordinal() if article.date else UNDATED
        passages = passages_of(article)
        self._sentences.add(article, passages)
        # Nothing below fails, and the line above changes the builder only if it does not.
        for passage in passages:
            self._owners.append(article.id)
            self._starts.append(passage.start)
            self._ends.append(passage.end)
            self._checksums.append(passage.checksum)
            self._days.append(day)
        if self._sentences.is_full:
            self._postings.add(*self._sentences.flush())

    def segment(self) -> Segment:
        """Return the segment of all articles so far."""
        self._postings.add(*self._sentences.flush())
        table = PassageTable(
            np.array(self._owners, dtype=np.int64),
            np.array(self._starts, dtype=np.int32),
            np.array(self._ends, dtype=np.int32),
            np.array(self._checksums, dtype=np.uint32),
            np.array(self._days, dtype=np.int32),
        )
        order = table.order()
        return Segment(
            table=table.take(order),
            postings=self._postings.postings(order),
            sentences=self._sentences.table(),
        )
