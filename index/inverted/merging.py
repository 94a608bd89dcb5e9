"""Merge segments into one without their deleted articles; nothing is analysed again."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from index.answers.reader.sentences import SentenceTable, concatenated
from index.inverted.assembly import assemble
from index.inverted.lexicon import union
from index.inverted.postings import Postings, PostingsRun
from index.inverted.segment import PassageTable, Segment
from index.text.ranges import ranges


def merge(parts: Sequence[tuple[Segment, Collection[int]]]) -> Segment:
    """Return one segment of several, each without the articles beside it.

    Equal to the segment that is built from the remaining articles.
    """
    terms, numbers = union(segment.postings.lexicon for segment, _ in parts)
    kept = [_kept(segment, deleted) for segment, deleted in parts]
    table = _joined_tables(parts, kept)
    order = table.order()
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
    return Segment(
        table=table.take(order),
        postings=assemble(terms, runs, joined),
        sentences=_joined_sentences(parts),
    )


def _kept(segment: Segment, deleted: Collection[int]) -> NDArray[np.bool_]:
    keep = np.ones(len(segment.table), dtype=np.bool_)
    keep[segment.table.numbers_of(deleted)] = False
    return keep


def _joined_tables(
    parts: Sequence[tuple[Segment, Collection[int]]], kept: Sequence[NDArray[np.bool_]]
) -> PassageTable:
    columns = [
        segment.table.take(np.flatnonzero(keep)).columns
        for (segment, _), keep in zip(parts, kept, strict=True)
    ]
    return PassageTable(*map(np.concatenate, zip(*columns, strict=True)))


def _joined_sentences(parts: Sequence[tuple[Segment, Collection[int]]]) -> SentenceTable:
    tables = []
    for segment, deleted in parts:
        remaining = np.isin(segment.articles, np.array(sorted(deleted), np.int64), invert=True)
        tables.append(segment.sentences.take(np.flatnonzero(remaining)))
    joined = concatenated(tables)
    return joined.take(np.argsort(joined.ids, kind="stable"))


def _run(postings: Postings, numbers: NDArray[np.int32], new: NDArray[np.int32]) -> PostingsRun:
    """Renumber terms and passages, and drop the passages whose new number is -1."""
    counts = np.diff(postings.ends)
    order = np.argsort(numbers, kind="stable")
    if np.array_equal(order, np.arange(len(order))):
        source: NDArray[np.int64] | slice = slice(None)
    else:
        source = ranges(postings.ends[:-1][order], counts[order])
    passages = new[postings.passages[source]]
    frequencies = postings.frequencies[postings.impacts[source]]
    terms = np.repeat(np.arange(len(order)), counts[order])
    keep = passages >= 0
    kept = np.bincount(terms[keep], minlength=len(order))
    ends = np.concatenate(([0], np.cumsum(kept)))
    return PostingsRun(numbers[order], ends, passages[keep], frequencies[keep])
