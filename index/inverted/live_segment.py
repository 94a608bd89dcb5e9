"""A segment with deletions: which passages are live, and the corrections to its figures."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from index.inverted.bm25 import CorpusStats
from index.inverted.maxscore import SegmentView
from index.inverted.segment import ALL_DAYS, Segment
from index.inverted.term_counts import count_terms


@dataclass(frozen=True, slots=True, eq=False)
class LiveSegment:
    """A segment without its deleted articles.

    - ``name``: its file's name, "" if it has none
    - ``deleted``: the ids of the deleted articles
    - ``live_mask``: bool[passages], None if all are live
    - ``deleted_passages``, ``deleted_terms``: how many passages are deleted, and their terms
    - ``deleted_df``: how many deleted passages hold a term, by the term's number
    """

    segment: Segment
    name: str = ""
    deleted: frozenset[int] = frozenset()
    live_mask: NDArray[np.bool_] | None = None
    deleted_passages: int = 0
    deleted_terms: int = 0
    deleted_df: Mapping[int, int] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """The number of live articles."""
        return len(self.segment.articles) - len(self.deleted)

    @property
    def passages(self) -> int:
        """The number of live passages."""
        return len(self.segment.table) - self.deleted_passages

    @property
    def content(self) -> int:
        """How many terms the live articles have, titles once and stop words left out."""
        sizes = self.segment.sentences.sizes
        deleted = np.array(sorted(self.deleted), np.int64)
        gone = sizes[self.segment.articles.searchsorted(deleted)]
        return int(sizes.sum(dtype=np.int64)) - int(gone.sum(dtype=np.int64))

    @property
    def english(self) -> int:
        """The number of live articles in English."""
        is_english = self.segment.sentences.is_english
        deleted = np.array(sorted(self.deleted), np.int64)
        gone = is_english[self.segment.articles.searchsorted(deleted)]
        return int(is_english.sum()) - int(gone.sum())

    @property
    def stats(self) -> CorpusStats:
        """The figures of the live passages."""
        terms = CorpusStats.of(self.segment.postings).terms - self.deleted_terms
        return CorpusStats(self.passages, terms)

    def numbers(self, terms: Collection[str]) -> list[int | None]:
        """Return the number of each term in this segment, None if it lacks it."""
        return self.segment.postings.lexicon.numbers_of(list(terms))

    def article_numbers(self, articles: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of each article in this segment, -1 if it is not live in it."""
        known = self.segment.articles
        if not len(known):
            return np.full(len(articles), -1)
        places = known.searchsorted(articles)
        live = known.take(places, mode="clip") == articles
        if self.deleted:
            live &= np.array([one not in self.deleted for one in articles.tolist()], np.bool_)
        return np.where(live, places, -1)

    def df(self, number: int | None) -> int:
        """Return how many live passages hold the term with this number; 0 for None."""
        if number is None:
            return 0
        return self.segment.postings.df(number) - self.deleted_df.get(number, 0)

    def view(self, days: range) -> SegmentView:
        """Return the live passages of articles dated within ``days``."""
        if days == ALL_DAYS:
            return SegmentView(self.live_mask, self.deleted_passages)
        dated = self.segment.table.days
        mask = (dated >= days.start) & (dated < days.stop)
        if self.live_mask is not None:
            mask &= self.live_mask
        return SegmentView(mask, len(mask))

    def without(self, articles: Collection[int]) -> "LiveSegment":
        """Return the segment without those of ``articles`` that it has."""
        newly = frozenset(_intersection(self.segment.articles, articles)) - self.deleted
        if not newly:
            return self
        table, postings = self.segment.table, self.segment.postings
        passages = table.numbers_of(newly)
        mask = np.ones(len(table), np.bool_) if self.live_mask is None else self.live_mask.copy()
        mask[passages] = False
        deleted_terms = int(postings.lengths[passages].sum(dtype=np.int64))
        return replace(
            self,
            deleted=self.deleted | newly,
            live_mask=mask,
            deleted_passages=self.deleted_passages + len(passages),
            deleted_terms=self.deleted_terms + deleted_terms,
            deleted_df=Counter(self.deleted_df) + count_terms(postings, passages),
        )


def _intersection(ascending: NDArray[np.int64], articles: Collection[int]) -> list[int]:
    if not len(ascending):
        return []
    wanted = np.array(sorted(articles), dtype=np.int64)
    positions = ascending.searchsorted(wanted)
    held: list[int] = wanted[ascending.take(positions, mode="clip") == wanted].tolist()
    return held
