"""What is served: segments, what was removed from them, and the figures of all together.

Immutable: a change makes new objects that share the unchanged arrays, so that a search under way
sees one state throughout. Scores are those of an index built afresh from the articles that remain.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.inverted.bm25 import CorpusStats, PostingsBM25, lucene_idf
from index.inverted.maxscore import SegmentView
from index.inverted.postings import Postings
from index.inverted.segment import Segment
from index.query.spelling import likeliest, max_edits, near
from index.types import Hit, IndexStats, Query, SearchResult

_SCANNED_AT_ONCE = 1 << 17  # postings; what is made of them stays in the processor's cache
_LOOKED_UP = 1000
"""Passages up to which looking frequent terms up takes less than walking their postings."""
_RUNS_AT_MOST = 6
"""Runs of passages that are looked for one by one; marks for all take as long as this many."""
_MOST_BYTES = 4  # of a letter
_READ_THROUGH = 200_000
"""Terms up to which words with another first letter are looked through too, in under 0.1 s."""


@dataclass(frozen=True, slots=True, eq=False)
class LiveSegment:
    """A segment without its removed articles.

    ``name`` is its file's, or empty; ``seen`` marks the passages that remain, None for all of
    them; ``fewer`` says how many passages less hold a term, by the term's number.
    """

    segment: Segment
    name: str = ""
    removed: frozenset[int] = frozenset()
    seen: NDArray[np.bool_] | None = None
    hidden: int = 0
    hidden_terms: int = 0
    fewer: Mapping[int, int] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """How many articles remain."""
        return len(self.segment.articles) - len(self.removed)

    @property
    def passages(self) -> int:
        """How many passages remain."""
        return len(self.segment.places) - self.hidden

    def containing(self, number: int | None) -> int:
        """How many of the remaining passages hold the term with this number, if it is one."""
        if number is None:
            return 0
        return self.segment.postings.containing(number) - self.fewer.get(number, 0)

    def without(self, articles: Collection[int]) -> "LiveSegment":
        """The same without ``articles``, where it has any of them."""
        gone = frozenset(_held(self.segment.articles, articles)) - self.removed
        if not gone:
            return self
        places, postings = self.segment.places, self.segment.postings
        passages = places.of(gone)
        seen = np.ones(len(places), dtype=np.bool_) if self.seen is None else self.seen.copy()
        seen[passages] = False
        return replace(
            self,
            removed=self.removed | gone,
            seen=seen,
            hidden=self.hidden + len(passages),
            hidden_terms=self.hidden_terms + int(postings.lengths[passages].sum(dtype=np.int64)),
            fewer=Counter(self.fewer) + _terms_of(postings, passages),
        )


def _held(ascending: NDArray[np.int64], articles: Collection[int]) -> list[int]:
    """Those of ``articles`` that are there."""
    if not len(ascending):
        return []
    wanted = np.array(sorted(articles), dtype=np.int64)
    places = ascending.searchsorted(wanted)
    held: list[int] = wanted[ascending.take(places, mode="clip") == wanted].tolist()
    return held


def _terms_of(postings: Postings, passages: NDArray[np.int64]) -> Counter[int]:
    """How many of ``passages`` (numbers, ascending) hold each term, by the term's number.

    Found by walking the postings, where a list of every passage's terms would take as much room
    again as they do; those of frequent terms are left out where few passages ask for them.
    """
    if len(passages) > _LOOKED_UP:
        return _walked(postings, passages, [(0, len(postings.passages))])
    frequent = np.sort(np.concatenate((postings.row_terms, postings.mark_terms)))
    starts = [0, *postings.ends[frequent + 1].tolist()]
    ends = [*postings.ends[frequent].tolist(), len(postings.passages)]
    between = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    return _looked_up(postings, passages) + _walked(postings, passages, between)


def _looked_up(postings: Postings, passages: NDArray[np.int64]) -> Counter[int]:
    """The same for the terms that have rows or marks only."""
    rows = np.count_nonzero(postings.rows[:, passages], axis=1)
    bits = np.left_shift(1, passages & 7).astype(np.uint8)
    marks = np.count_nonzero(postings.marks[:, passages >> 3] & bits, axis=1)
    by_rows = zip(postings.row_terms.tolist(), rows.tolist(), strict=True)
    by_marks = zip(postings.mark_terms.tolist(), marks.tolist(), strict=True)
    return Counter(dict((*by_rows, *by_marks)))


def _walked(
    postings: Postings, passages: NDArray[np.int64], ranges: Sequence[tuple[int, int]]
) -> Counter[int]:
    """The same for the postings in ``ranges`` only."""
    runs = np.split(passages, np.flatnonzero(np.diff(passages) != 1) + 1) if len(passages) else []
    found = [np.zeros(0, dtype=np.int64)]
    if len(runs) <= _RUNS_AT_MOST:
        for run in runs:
            found += _within(postings, int(run[0]), int(run[-1]), ranges)
    else:
        marks = np.zeros(len(postings.lengths), dtype=np.bool_)
        marks[passages] = True
        found += [np.flatnonzero(marks[part]) + first for first, part in _parts(postings, ranges)]
    terms = np.searchsorted(postings.ends, np.concatenate(found), side="right") - 1
    numbers, counts = np.unique(terms, return_counts=True)
    return Counter(dict(zip(numbers.tolist(), counts.tolist(), strict=True)))


def _within(
    postings: Postings, first: int, last: int, ranges: Sequence[tuple[int, int]]
) -> Iterator[NDArray[np.int64]]:
    """The places of the postings of passages from ``first`` to ``last``."""
    width = np.uint32(last - first + 1)
    for start, part in _parts(postings, ranges):
        # below first wraps round to above any width: one comparison instead of two
        yield np.flatnonzero((part - np.int32(first)).view(np.uint32) < width) + start


def _parts(
    postings: Postings, ranges: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, NDArray[np.int32]]]:
    for first, last in ranges:
        for start in range(first, last, _SCANNED_AT_ONCE):
            yield start, postings.passages[start : min(start + _SCANNED_AT_ONCE, last)]


@dataclass(frozen=True, eq=False)
class LiveIndex:
    """Segments that are searched together; no article is in two of them."""

    segments: tuple[LiveSegment, ...] = ()

    @cached_property
    def stats(self) -> IndexStats:
        """How much there is."""
        return IndexStats(
            articles=sum(live.articles for live in self.segments),
            passages=self.collection.passages,
            terms=sum(len(live.segment.postings.vocabulary) for live in self.segments),
        )

    @cached_property
    def collection(self) -> CorpusStats:
        """The figures that scores depend on."""
        parts = [CorpusStats.of(live.segment.postings) for live in self.segments]
        hidden = sum(live.hidden_terms for live in self.segments)
        return CorpusStats(
            passages=sum(live.passages for live in self.segments),
            terms=sum(part.terms for part in parts) - hidden,
        )

    @cached_property
    def scorers(self) -> Sequence[PostingsBM25]:
        """The scorer of every segment under the figures of all."""
        return [
            PostingsBM25(live.segment.postings, collection=self.collection)
            for live in self.segments
        ]

    def changed(self, added: LiveSegment | None, removed: Collection[int]) -> "LiveIndex":
        """Without ``removed``, then with ``added``; segments that hold nothing are dropped."""
        kept = [live.without(removed) for live in self.segments]
        segments = [*kept, added] if added is not None else kept
        index = LiveIndex(tuple(live for live in segments if live.articles))
        _ = index.scorers  # made here, off the loop, and not by the first search
        return index

    def cost(self, query: Query) -> int:
        """Grows with the time that a search takes: postings of the terms, times the terms."""
        postings = sum(
            live.segment.postings.containing(number)
            for live, numbers in zip(self.segments, self._numbers(query), strict=True)
            for number in numbers
            if number is not None
        )
        return postings * len(query.terms)

    def search(self, query: Query, limit: int, day: int | None) -> SearchResult:
        """The ``limit`` best passages of articles dated until ``day``, an ordinal."""
        found = self._numbers(query)
        weights = [self._idf(numbers) for numbers in zip(*found, strict=True)]
        hits = [
            hit
            for place, numbers in enumerate(found)
            for hit in self._hits(place, numbers, weights, limit, day)
        ]
        if len(self.segments) > 1:
            hits.sort(key=lambda hit: (-hit.score, hit.passage.article_id, hit.passage.start))
        weights = weights or [self._idf(())] * len(query.terms)
        return SearchResult(tuple(hits[:limit]), dict(zip(query.terms, weights, strict=True)))

    def _numbers(self, query: Query) -> list[list[int | None]]:
        """The numbers of the query's terms in every segment."""
        return [live.segment.postings.vocabulary.all_numbers(query.terms) for live in self.segments]

    def containing(self, term: str) -> int:
        """How many passages hold ``term``."""
        return sum(
            live.containing(live.segment.postings.vocabulary.number(term)) for live in self.segments
        )

    def similar(self, term: str) -> str | None:
        """The term that ``term`` was most likely meant to be; None where no other is near."""
        found = self._likeliest(term, term[:1])
        if found is None and self.stats.terms <= _READ_THROUGH:
            return self._likeliest(term, "")
        return found

    def _likeliest(self, term: str, beginning: str) -> str | None:
        """The same among the terms that begin with ``beginning``."""
        slack = max_edits(term) * (1 if term.isascii() else _MOST_BYTES)
        spellings = {
            spelling
            for live in self.segments
            for spelling in near(
                term,
                live.segment.postings.vocabulary.alike(term, slack, beginning),
            )
        }
        return likeliest(term, [(each, self.containing(each.word)) for each in spellings])

    def _idf(self, numbers: Sequence[int | None]) -> float:
        """The weight of the term that has these numbers in the segments."""
        pairs = zip(self.segments, numbers, strict=bool(numbers))
        containing = sum(live.containing(number) for live, number in pairs)
        return lucene_idf(self.collection.passages, containing)

    def _hits(
        self,
        place: int,
        numbers: Sequence[int | None],
        weights: Sequence[float],
        limit: int,
        day: int | None,
    ) -> Iterator[Hit]:
        live = self.segments[place]
        known = [(n, weight) for n, weight in zip(numbers, weights, strict=True) if n is not None]
        if not known:
            return
        for number, score in self.scorers[place].best(known, limit, _visible(live, day)):
            yield Hit(live.segment.places.passage(number), score)


def _visible(live: LiveSegment, day: int | None) -> SegmentView:
    """The passages to be seen of articles dated until ``day``."""
    if day is None:
        return SegmentView(live.seen, live.hidden)
    seen = live.segment.places.days <= day
    if live.seen is not None:
        seen &= live.seen
    return SegmentView(seen, len(seen))
