"""Lengths are rounded as Lucene rounds them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.inverted.length_norms import DECODED_LENGTHS, decode_length, encode_lengths
from tests.index.inverted.rank_bm25_adapter import round_lengths

LARGEST = 2**31 - 1

# org.apache.lucene.util.SmallFloat.byte4ToInt(intToByte4(length))
LUCENE = {0: 0, 1: 1, 23: 23, 24: 24, 39: 39, 40: 40, 41: 40, 42: 42, 57: 56, 59: 56, 60: 60}
LUCENE |= {88: 88, 90: 88, 100: 96, 110: 104, 120: 120, 1000: 984, LARGEST: 2_013_265_944}


@pytest.mark.parametrize(("length", "rounded"), LUCENE.items())
def test_a_length_is_rounded_to_lucenes(length: int, rounded: int) -> None:
    assert round_lengths([length]).tolist() == [rounded]


def test_the_largest_length_has_the_last_byte() -> None:
    assert encode_lengths([LARGEST]).tolist() == [255]


def test_every_byte_comes_back_as_itself() -> None:
    assert encode_lengths(DECODED_LENGTHS).tolist() == list(range(256))
    assert [decode_length(byte) for byte in range(256)] == DECODED_LENGTHS.tolist()
    assert (np.diff(DECODED_LENGTHS) > 0).all()


@given(st.integers(0, LARGEST))
def test_no_length_grows_and_none_loses_more_than_an_eighth(length: int) -> None:
    (rounded,) = round_lengths([length]).tolist()
    assert rounded <= length <= rounded + rounded / 8 + 1


def test_no_length_is_a_length_of_none() -> None:
    assert encode_lengths([]).tolist() == []
