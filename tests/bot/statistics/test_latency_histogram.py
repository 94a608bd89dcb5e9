"""Percentiles from counts are those of the durations themselves, as closely as is promised."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.statistics.latency_histogram import LAST_BUCKET, bucket_of, percentile, seconds_of

DURATIONS = st.floats(0.0011, 900)


@given(DURATIONS)
def test_a_bucket_stands_for_its_durations(seconds: float) -> None:
    assert seconds_of(bucket_of(seconds)) == pytest.approx(seconds, rel=0.061)


@given(st.lists(DURATIONS, min_size=1), st.sampled_from([0.01, 0.5, 0.95, 1.0]))
def test_a_percentile_is_that_of_the_durations(durations: list[float], share: float) -> None:
    exact = sorted(durations)[math.ceil(share * len(durations)) - 1]
    found = percentile(Counter(map(bucket_of, durations)), share)
    assert found == pytest.approx(exact, rel=0.061)


def test_no_replies_have_no_percentile() -> None:
    assert percentile({}, 0.5) is None
    assert percentile({3: 0}, 0.5) is None


def test_what_is_beyond_the_buckets_counts_at_their_ends() -> None:
    assert bucket_of(0.0) == bucket_of(-1.0) == 0
    assert bucket_of(1e9) == LAST_BUCKET
