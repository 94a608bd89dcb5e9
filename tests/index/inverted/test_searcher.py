"""After any history of changes, what is served answers as an index built afresh."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.reader.sentences import SentenceTable
from index.inverted.live_segment import LiveSegment
from index.inverted.merging import merge
from index.inverted.searcher import LiveIndex
from index.inverted.segment import days_between
from index.types import AnswerType, Article, Language, Query, SearchResult
from tests.index.builders import Junk, build_article, build_index, build_segment

WORDS = "aceh banjir gempa kota laut tsunami warga".split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
DATES = st.sampled_from([None, date(2004, 12, 26), date(2020, 1, 1)])
IDS = st.integers(1, 8)
CHANGES = st.dictionaries(IDS, st.tuples(st.lists(SENTENCES, max_size=3), DATES), max_size=4)
HISTORIES = st.lists(st.tuples(CHANGES, st.frozensets(IDS, max_size=3)), max_size=8)
QUERIES = st.lists(st.sampled_from([*WORDS, "entah"]), min_size=1, max_size=4, unique=True)


def query_of(terms: Sequence[str]) -> Query:
    return Query(" ".join(terms), Language.INDONESIAN, tuple(terms), AnswerType.OTHER)


def make(number: int, paragraphs: Sequence[str], day: date | None) -> Article:
    parted = [part for text in paragraphs for part in (text, Junk("—"))]
    return build_article(*parted, id=number, title="kabar aceh", date=day)


def fresh(articles: Mapping[int, Article]) -> LiveIndex:
    ordered = [articles[number] for number in sorted(articles)]
    return build_index(ordered)


def assert_same(found: SearchResult, expected: SearchResult) -> None:
    assert [hit.passage for hit in found.hits] == [hit.passage for hit in expected.hits]
    scores = [hit.score for hit in expected.hits]
    assert [hit.score for hit in found.hits] == pytest.approx(scores, rel=0, abs=1e-9)
    assert found.idf == pytest.approx(expected.idf, rel=0, abs=1e-9)


BACKWARDS = range(9, 0, -1)
"""All ids there may be, and one that is never used."""


def assert_equal_arrays(found: SentenceTable, expected: SentenceTable) -> None:
    for field in fields(SentenceTable):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        assert one.dtype == other.dtype
        assert np.array_equal(one, other), field.name


def merged(index: LiveIndex) -> LiveIndex:
    whole = merge([(live.segment, live.deleted) for live in index.segments])
    return LiveIndex().changed(LiveSegment(whole), ())


@given(HISTORIES, QUERIES, st.integers(1, 12), st.sampled_from([None, date(2010, 1, 1)]))
def test_a_history_ends_as_if_built_afresh(
    history: list[tuple[dict[int, tuple[list[str], date | None]], frozenset[int]]],
    terms: list[str],
    limit: int,
    seen_on: date | None,
) -> None:
    days = days_between(None, seen_on)
    index, articles = LiveIndex(), dict[int, Article]()
    for changes, removed in history:
        added = {number: make(number, *values) for number, values in changes.items()}
        built = LiveSegment(build_segment(added.values())) if added else None
        index = index.changed(built, removed | added.keys())
        articles = {n: a for n, a in articles.items() if n not in removed} | added
        expected = fresh(articles)
        result = expected.search(query_of(terms), limit, days)
        assert_same(index.search(query_of(terms), limit, days), result)
        assert index.stats.articles == len(articles)
        assert index.stats.passages == expected.stats.passages
        assert index.stats.content == expected.stats.content
        assert_equal_arrays(index.sentences(BACKWARDS), expected.sentences(BACKWARDS))
        if index.segments:
            assert_same(merged(index).search(query_of(terms), limit, days), result)
            assert merged(index).stats == expected.stats
