"""A segment: the immutable index of some articles, with passages numbered in the order of ties.

Built from articles; ``index.inverted.merging`` makes one of several.
"""

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import analyzer_for
from index.errors import LoadError, unexpected
from index.inverted.postings import Postings
from index.inverted.postings_builder import PostingsBuilder
from index.text.passages import passages_of
from index.types import Article, Passage

UNDATED = 0
"""The day of an article without a date: earlier than every date, so that ``as_of`` keeps it."""


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

    def passage(self, number: int) -> Passage:
        """Return the passage with this number."""
        return Passage(*(int(column[number]) for column in self.columns[:4]))

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
    """``articles``: int64, all ids, ascending, those without a passage included."""

    articles: NDArray[np.int64]
    table: PassageTable
    postings: Postings


class SegmentBuilder:
    """Analyses articles, in any order, into a segment.

    ``failures`` are those that could not be analysed, and are not in the segment.
    """

    def __init__(self) -> None:
        self.failures: list[LoadError] = []
        self._postings = PostingsBuilder()
        self._articles = array("q")
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
        analyzer = analyzer_for(article.language)
        day = article.date.toordinal() if article.date else UNDATED
        title, passages = analyzer.terms(article.title), passages_of(article)
        terms = [analyzer.terms(article.text[each.start : each.end]) for each in passages]
        # Nothing above changes the builder, and nothing below fails once the id is taken.
        self._articles.append(article.id)
        for passage, own in zip(passages, terms, strict=True):
            self._owners.append(article.id)
            self._starts.append(passage.start)
            self._ends.append(passage.end)
            self._checksums.append(passage.checksum)
            self._days.append(day)
            self._postings.add(title + own)

    def segment(self) -> Segment:
        """Return the segment of all articles so far."""
        table = PassageTable(
            np.array(self._owners, dtype=np.int64),
            np.array(self._starts, dtype=np.int32),
            np.array(self._ends, dtype=np.int32),
            np.array(self._checksums, dtype=np.uint32),
            np.array(self._days, dtype=np.int32),
        )
        order = table.order()
        postings = self._postings.postings(order)
        return Segment(np.sort(np.array(self._articles, np.int64)), table.take(order), postings)
