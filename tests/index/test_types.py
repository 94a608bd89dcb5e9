"""Spans of one text, merged."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.types import Span, merge_spans

TEXT = "satu dua, tiga  empat"


def spans(*pairs: tuple[int, int]) -> list[Span]:
    return [Span(*pair) for pair in pairs]


def test_spans_that_only_white_space_separates_are_one() -> None:
    assert merge_spans(TEXT, spans((0, 4), (5, 8))) == spans((0, 8))
    assert merge_spans(TEXT, spans((10, 14), (16, 21))) == spans((10, 21))


def test_spans_that_other_characters_separate_stay_apart() -> None:
    assert merge_spans(TEXT, spans((5, 8), (10, 14))) == spans((5, 8), (10, 14))


def test_overlapping_spans_are_one_and_the_farther_end_counts() -> None:
    assert merge_spans(TEXT, spans((0, 8), (2, 4), (5, 7))) == spans((0, 8))


@given(st.text("ab ", max_size=20), st.data())
def test_merged_spans_are_sorted_disjoint_and_cover_the_same(
    text: str, data: st.DataObject
) -> None:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
        lambda pair: pair[0] < pair[1]
    )
    given_spans = sorted(Span(*pair) for pair in data.draw(st.lists(ends)))
    merged = merge_spans(text, given_spans)
    assert all(before.end < after.start for before, after in pairwise(merged))
    covered = {place for span in merged for place in range(*span)}
    wanted = {place for span in given_spans for place in range(*span)}
    assert wanted <= covered
    assert all(text[place].isspace() for place in covered - wanted)
