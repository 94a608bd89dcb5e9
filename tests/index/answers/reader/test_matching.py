"""Rows of terms are found where they stand, as a search of every place would find them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.answers.reader.matching import RowMatcher
from index.answers.reader.words import NUMBER, hashed

Row = tuple[int, ...]
TERMS = st.integers(0, 5) | st.integers(2**32 - 3, 2**32 - 1)


def find(rows: list[Row], terms: list[int], bits: list[int] | None = None) -> list[tuple[int, int]]:
    places, numbers = RowMatcher(rows).find(
        np.array(terms, np.uint32), np.array(bits or [0] * len(terms), np.uint8)
    )
    return sorted(zip(places.tolist(), numbers.tolist(), strict=True))


@given(
    st.lists(st.lists(TERMS, min_size=1, max_size=3).map(tuple), max_size=8),
    st.lists(TERMS, max_size=20),
)
def test_every_row_is_found_wherever_it_stands(rows: list[Row], terms: list[int]) -> None:
    expected = [
        (place, number)
        for place in range(len(terms))
        for number, row in enumerate(rows)
        if tuple(terms[place : place + len(row)]) == row
    ]
    assert find(rows, terms) == expected


def test_equal_rows_are_all_found() -> None:
    assert find([(7,), (7,)], [3, 7]) == [(1, 0), (1, 1)]


def test_terms_with_the_same_low_bits_are_told_apart() -> None:
    assert find([(1,)], [1 + (1 << 16), 1]) == [(1, 0)]


def test_a_longer_row_is_found_by_its_first_three() -> None:
    assert find([(1, 2, 3, 4)], [1, 2, 3, 9]) == [(0, 0)]


def test_any_number_stands_for_each() -> None:
    rows: list[Row] = [(hashed("#"), 8)]
    assert find(rows, [55, 8, 66, 8], [NUMBER, 0, 0, 0]) == [(0, 0)]


def test_nothing_is_found_without_rows_or_tokens() -> None:
    assert find([], [1, 2]) == []
    assert find([(1,)], []) == []
