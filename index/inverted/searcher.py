"""Search across segments under collection-wide figures.

Immutable: a change returns new objects that share the unchanged arrays, so that a running search
sees one state. Scores equal those of an index built afresh from the live articles.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.answers.reader.sentences import SentenceTable, concatenated
from index.inverted.bm25 import CorpusStats, PostingsBM25, lucene_idf
from index.inverted.live_segment import LiveSegment
from index.query.spelling import ANY_INITIAL_LIMIT, likeliest, max_edits, near
from index.types import Hit, IndexStats, Query, SearchResult

_MAX_LETTER_BYTES = 4
"""Bytes of a letter in UTF-8 at most: a wrong letter may be so many wrong bytes."""


@dataclass(frozen=True, eq=False)
class LiveIndex:
    """Segments that are searched together; no article is live in two of them."""

    segments: tuple[LiveSegment, ...] = ()

    @cached_property
    def stats(self) -> IndexStats:
        """How much is searchable."""
        return IndexStats(
            articles=sum(live.articles for live in self.segments),
            passages=self.collection.passages,
            content=sum(live.content for live in self.segments),
            english=sum(live.english for live in self.segments),
        )

    @cached_property
    def collection(self) -> CorpusStats:
        """The figures of all live passages."""
        parts = [live.stats for live in self.segments]
        return CorpusStats(
            passages=sum(part.passages for part in parts), terms=sum(part.terms for part in parts)
        )

    @cached_property
    def scorers(self) -> Sequence[PostingsBM25]:
        """The scorer of each segment under the collection's figures."""
        return [PostingsBM25(live.segment.postings, self.collection) for live in self.segments]

    def changed(self, added: LiveSegment | None, removed: Collection[int]) -> "LiveIndex":
        """Return the index without the articles ``removed``, then with ``added``.

        Segments without a live article are dropped.
        """
        kept = [live.without(removed) for live in self.segments]
        segments = [*kept, added] if added is not None else kept
        index = LiveIndex(tuple(live for live in segments if live.articles))
        # Computed by whoever prepares the index, not by its first search.
        _ = index.scorers, index.stats
        return index

    def rebased(self, before: "LiveIndex", after: "LiveIndex") -> "LiveIndex":
        """Return this index, derived from ``before``, with the segments of ``after`` instead.

        The two hold the same articles. What was removed and added since stays so; an index that
        shares no segment with ``before`` is returned as it is.
        """
        deleted = {live.segment: live.deleted for live in self.segments}
        shared = {live.segment for live in before.segments} & deleted.keys()
        if not shared:
            return self
        removed: set[int] = set()
        for live in before.segments:
            gone = deleted.get(live.segment)
            removed |= (
                gone if gone is not None else frozenset(live.segment.articles.tolist())
            ) - live.deleted
        added = (live for live in self.segments if live.segment not in shared)
        index = after.changed(None, removed)
        return LiveIndex((*index.segments, *added)).changed(None, ())

    def cost(self, query: Query) -> int:
        """Return the postings of the query's terms times its terms; a search's time grows so."""
        postings = sum(
            live.segment.postings.df(number)
            for live in self.segments
            for number in live.numbers(query.terms)
            if number is not None
        )
        return postings * len(query.terms)

    def search(self, query: Query, limit: int, days: range) -> SearchResult:
        """Return the ``limit`` best passages of articles dated within ``days``."""
        numbers = [live.numbers(query.terms) for live in self.segments]
        idf = [self._idf(of_term) for of_term in zip(*numbers, strict=True)]
        idf = idf or [self._idf(())] * len(query.terms)
        factors = (query.weights.get(term, 1.0) for term in query.terms)
        weights = [each * factor for each, factor in zip(idf, factors, strict=True)]
        hits = [
            hit
            for live, scorer, found in zip(self.segments, self.scorers, numbers, strict=True)
            for hit in _hits(live, scorer, zip(found, weights, strict=True), limit, days)
        ]
        if len(self.segments) > 1:
            hits.sort(key=lambda hit: (-hit.score, hit.passage.article_id, hit.passage.start))
        return SearchResult(tuple(hits[:limit]), dict(zip(query.terms, idf, strict=True)))

    def sentences(self, articles: Sequence[int]) -> SentenceTable:
        """Return the sentences of those of ``articles`` that are live, in this order."""
        wanted = np.array(articles, np.int64)
        tables, places = [], []
        for live in self.segments:
            numbers = live.article_numbers(wanted)
            held = np.flatnonzero(numbers >= 0)
            if len(held):
                tables.append(live.segment.sentences.take(numbers[held]))
                places.append(held)
        if len(tables) == 1:
            return tables[0]
        order = np.argsort(np.concatenate([*places, np.zeros(0, np.int64)]))
        return concatenated(tables).take(order)

    def df(self, term: str) -> int:
        """Return how many live passages hold ``term``."""
        return sum(live.df(*live.numbers([term])) for live in self.segments)

    def idf(self, term: str) -> float:
        """Return the idf of ``term`` among the live passages."""
        return lucene_idf(self.collection.passages, self.df(term))

    def similar(self, term: str) -> str | None:
        """Return the term that ``term`` most likely misspells, or None if none is near."""
        found = self._likeliest(term, term[:1])
        if found is None and self.collection.passages <= ANY_INITIAL_LIMIT:
            return self._likeliest(term, "")
        return found

    def _likeliest(self, term: str, prefix: str) -> str | None:
        max_wrong = max_edits(term) * (1 if term.isascii() else _MAX_LETTER_BYTES)
        spellings = {
            spelling
            for live in self.segments
            for spelling in near(
                term, live.segment.postings.lexicon.candidates(term, max_wrong, prefix)
            )
        }
        return likeliest(term, [(each, self.df(each.word)) for each in spellings])

    def _idf(self, numbers: Sequence[int | None]) -> float:
        """Return the idf of the term with these numbers in the segments; () for an absent one."""
        pairs = zip(self.segments, numbers, strict=bool(numbers))
        return lucene_idf(self.collection.passages, sum(live.df(number) for live, number in pairs))


def _hits(
    live: LiveSegment,
    scorer: PostingsBM25,
    weights: Iterator[tuple[int | None, float]],
    limit: int,
    days: range,
) -> Iterator[Hit]:
    known = [(number, weight) for number, weight in weights if number is not None]
    if not known:
        return
    found = scorer.best(known, limit, live.view(days))
    passages = live.segment.table.passages([number for number, _ in found])
    for passage, (_, score) in zip(passages, found, strict=True):
        yield Hit(passage, score)
