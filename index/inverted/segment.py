"""A segment: an unchanging index of some articles, their passages in the order of ties.

Made of articles, or of other segments without what was removed from them. Knows neither the disk
nor other segments' scores.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis import analyzer_for
from index.inverted.lexicon import union
from index.inverted.postings import Postings, PostingsRun, assemble
from index.inverted.postings_builder import PostingsBuilder
from index.text.passages import passages_of
from index.types import Article, Passage

UNDATED = 0  # earlier than every day: an article without a date is seen whatever the day


@dataclass(frozen=True, slots=True, eq=False)
class PassageTable:
    """Where each passage stands, one value a passage.

    ``articles``: int64, ids, ascending; ``starts`` and ``ends``: int32, characters;
    ``checksums``: uint32; ``days``: int32, proleptic ordinals, ``UNDATED`` without a date.
    """

    articles: NDArray[np.int64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    checksums: NDArray[np.uint32]
    days: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.articles)

    def passage(self, number: int) -> Passage:
        """The passage with this number."""
        columns = (self.articles, self.starts, self.ends, self.checksums)
        return Passage(*(int(column[number]) for column in columns))

    def of(self, articles: Collection[int]) -> NDArray[np.int64]:
        """The numbers of the passages of ``articles``, ascending."""
        wanted = np.array(sorted(articles), dtype=np.int64)
        firsts = np.searchsorted(self.articles, wanted, side="left")
        lasts = np.searchsorted(self.articles, wanted, side="right")
        ranges = [np.arange(first, last) for first, last in zip(firsts, lasts, strict=True)]
        return np.concatenate([np.zeros(0, dtype=np.int64), *ranges])

    def take(self, order: NDArray[np.int64]) -> "PassageTable":
        """The passages with these numbers, in this order."""
        return PassageTable(
            articles=self.articles[order],
            starts=self.starts[order],
            ends=self.ends[order],
            checksums=self.checksums[order],
            days=self.days[order],
        )

    def order(self) -> NDArray[np.int64]:
        """The numbers by article, then place."""
        return np.lexsort((self.starts, self.articles))


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """``articles``: int64, the ids of all, ascending, also of those without a passage."""

    articles: NDArray[np.int64]
    places: PassageTable
    postings: Postings


class SegmentBuilder:
    """Takes articles in any order."""

    def __init__(self) -> None:
        self._inverter = PostingsBuilder()
        self._articles = array("q")
        self._owners, self._starts = array("q"), array("i")
        self._ends, self._checksums, self._days = array("i"), array("I"), array("i")

    def add(self, articles: Iterable[Article]) -> None:
        """Analyse ``articles``, whose ids are not there yet."""
        for article in articles:
            self._add(article)

    def _add(self, article: Article) -> None:
        self._articles.append(article.id)
        analyzer = analyzer_for(article.language)
        day = article.date.toordinal() if article.date else UNDATED
        title = analyzer.terms(article.title)
        for passage in passages_of(article):
            self._owners.append(article.id)
            self._starts.append(passage.start)
            self._ends.append(passage.end)
            self._checksums.append(passage.checksum)
            self._days.append(day)
            self._inverter.add(title + analyzer.terms(article.text[passage.start : passage.end]))

    def segment(self) -> Segment:
        """The segment of all articles so far."""
        places = PassageTable(
            np.array(self._owners, dtype=np.int64),
            np.array(self._starts, dtype=np.int32),
            np.array(self._ends, dtype=np.int32),
            np.array(self._checksums, dtype=np.uint32),
            np.array(self._days, dtype=np.int32),
        )
        order = places.order()
        postings = self._inverter.postings(order)
        return Segment(np.sort(np.array(self._articles, np.int64)), places.take(order), postings)


def merge(parts: Sequence[tuple[Segment, Collection[int]]]) -> Segment:
    """One segment of several, each without the articles named beside it.

    Equal to the segment built of the remaining articles, but nothing is analysed again.
    """
    terms, numbers = union(segment.postings.vocabulary for segment, _ in parts)
    kept = [_kept(segment, removed) for segment, removed in parts]
    places = _joined_places(parts, kept)
    order = places.order()
    position = np.empty(len(order), dtype=np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    runs, lengths, first = [], [], 0
    for (segment, _), keep, renumbered in zip(parts, kept, numbers, strict=True):
        count = int(keep.sum())
        new = np.full(len(keep), -1, dtype=np.int32)
        new[keep] = position[first : first + count]
        runs.append(_run(segment.postings, renumbered, new))
        lengths.append(segment.postings.lengths[keep])
        first += count
    joined = np.concatenate(lengths)[order].astype(np.int32)
    return Segment(_articles(parts), places.take(order), assemble(terms, runs, joined))


def _kept(segment: Segment, removed: Collection[int]) -> NDArray[np.bool_]:
    keep = np.ones(len(segment.places), dtype=np.bool_)
    keep[segment.places.of(removed)] = False
    return keep


def _articles(parts: Sequence[tuple[Segment, Collection[int]]]) -> NDArray[np.int64]:
    remaining = [
        np.setdiff1d(segment.articles, np.array(sorted(removed), dtype=np.int64))
        for segment, removed in parts
    ]
    return np.sort(np.concatenate(remaining))


def _joined_places(
    parts: Sequence[tuple[Segment, Collection[int]]], kept: Sequence[NDArray[np.bool_]]
) -> PassageTable:
    taken = [
        segment.places.take(np.flatnonzero(keep))
        for (segment, _), keep in zip(parts, kept, strict=True)
    ]
    return PassageTable(
        np.concatenate([places.articles for places in taken]),
        np.concatenate([places.starts for places in taken]),
        np.concatenate([places.ends for places in taken]),
        np.concatenate([places.checksums for places in taken]),
        np.concatenate([places.days for places in taken]),
    )


def _run(postings: Postings, numbers: NDArray[np.int32], new: NDArray[np.int32]) -> PostingsRun:
    """The postings under new numbers of terms and passages; a passage that is -1 is left out."""
    counts = np.diff(postings.ends)
    order = np.argsort(numbers, kind="stable")
    if np.array_equal(order, np.arange(len(order))):
        source: NDArray[np.int64] | slice = slice(None)
    else:
        source = _ranges(postings.ends[:-1][order], counts[order])
    passages = new[postings.passages[source]]
    frequencies = postings.frequencies[postings.grades[source]]
    terms = np.repeat(np.arange(len(order)), counts[order])
    keep = passages >= 0
    kept = np.bincount(terms[keep], minlength=len(order))
    ends = np.concatenate(([0], np.cumsum(kept)))
    return PostingsRun(numbers[order], ends, passages[keep], frequencies[keep])


def _ranges(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """``start … start + count - 1`` for each, one behind the other."""
    ends = np.cumsum(counts)
    within = np.arange(ends[-1] if len(ends) else 0)
    shifts: NDArray[np.int64] = np.repeat(starts - (ends - counts), counts)
    return within + shifts
