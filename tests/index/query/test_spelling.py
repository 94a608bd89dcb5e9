"""The known word that a misspelt one was meant to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.query.spelling import Spelling, likeliest, max_edits, near
from tests.index.builders import thorough

words = st.text("abcdeé", min_size=1, max_size=10)


def best(word: str, known: dict[str, int]) -> str | None:
    return likeliest(word, [(one, known[one.word]) for one in near(word, list(known))])


@pytest.mark.parametrize(
    ("word", "most"),
    [
        ("toba", 1),
        ("gempa!", 0),
        ("jokowi", 1),
        ("krakatu", 2),
        ("jawa", 1),
        ("pbb", 0),
        ("", 0),
        ("f16", 0),
        ("covid19", 0),
        ("14.000", 0),
        ("kupu-kupu", 0),
    ],
)
def test_longer_words_bear_more_mistakes_and_numbers_none(word: str, most: int) -> None:
    assert max_edits(word) == most


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("krakatu", "krakatau"),  # a letter too few
        ("krakatauu", "krakatau"),  # one too many
        ("krakatao", "krakatau"),  # another one
        ("kraktaau", "krakatau"),  # two exchanged
        ("rkakatau", "krakatau"),  # the first two exchanged
        ("krkatu", None),  # two mistakes in six letters
        ("xrakatuu", "krakatau"),
        ("tobaa", "toba"),
        ("tob", None),
        ("zzzzzzzz", None),
    ],
)
def test_a_word_is_corrected_where_little_is_wrong_with_it(typed: str, meant: str | None) -> None:
    assert best(typed, {"krakatau": 3, "toba": 2}) == meant


def test_the_first_letter_counts_more_than_the_distance_and_that_more_than_the_frequency() -> None:
    assert best("bendara", {"bandera": 1, "mendara": 9}) == "bandera"
    assert best("bendara", {"bandera": 9, "bendera": 1}) == "bendera"
    assert best("bendara", {"bendera": 1, "bandara": 9}) == "bandara"


def test_of_words_that_are_as_likely_the_first_in_order_is_taken() -> None:
    assert best("bendara", {"bandara": 1, "bendera": 1}) == "bandara"
    assert best("bendara", {"bendera": 1, "bandara": 1}) == "bandara"


def test_a_word_that_occurs_no_more_is_not_meant() -> None:
    assert best("bendara", {"bendera": 0}) is None
    assert likeliest("bendara", []) is None


def is_another_word(word: str, other: str) -> bool:
    return len(word) == len(other) < 6 and set(word) != set(other)


@thorough
@given(words, st.dictionaries(words, st.integers(0, 3), max_size=20))
def test_no_word_is_corrected_to_one_that_is_too_far(word: str, known: dict[str, int]) -> None:
    found = best(word, known)
    most = max_edits(word)
    there = {
        other
        for other, count in known.items()
        if count and OSA.distance(word, other) <= most and not is_another_word(word, other)
    }
    assert (found in there) if most and there else found is None
    assert found == best(word, dict(reversed(known.items())))


@thorough
@given(words, st.lists(words, max_size=20))
def test_what_is_near_is_told_with_its_distance(word: str, known: list[str]) -> None:
    for spelling in near(word, known):
        assert spelling == Spelling(spelling.word, OSA.distance(word, spelling.word))
        assert spelling.distance <= max_edits(word)


def test_another_letter_makes_another_word_of_four_letters() -> None:
    assert near("jiwa", ["jawa", "jika"]) == []
    assert [one.word for one in near("jwia", ["jiwa"])] == ["jiwa"]
    assert [one.word for one in near("gmpa", ["gempa"])] == ["gempa"]
