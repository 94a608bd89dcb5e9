"""Every term is found under its number, and no other."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.inverted.lexicon import Lexicon, union
from tests.index.builders import thorough

TERMS = st.lists(st.one_of(st.text(max_size=12), st.text("ab\0é", max_size=12)), unique=True)


@thorough
@given(TERMS, st.text(max_size=12))
def test_a_term_has_the_number_of_its_place(terms: list[str], other: str) -> None:
    lexicon = Lexicon.of(terms)
    assert lexicon.numbers_of(terms) == list(range(len(terms)))
    assert lexicon.numbers_of([other]) == [terms.index(other) if other in terms else None]
    assert lexicon.terms() == terms
    assert len(lexicon) == len(terms)


@thorough
@given(TERMS, TERMS)
def test_a_union_has_every_term_once_the_firsts_first(one: list[str], other: list[str]) -> None:
    terms, numbers = union([Lexicon.of(one), Lexicon.of(other)])
    assert terms[: len(one)] == one
    assert len(set(terms)) == len(terms)
    assert [terms[n] for n in numbers[0]] == one
    assert [terms[n] for n in numbers[1]] == other


WORDS = st.text("abcdefé", min_size=1, max_size=9)


@thorough
@given(st.lists(WORDS, unique=True), WORDS, st.integers(1, 2), st.text("abé", max_size=1))
def test_no_word_within_reach_is_overlooked(
    terms: list[str], word: str, mistakes: int, beginning: str
) -> None:
    """Whatever it begins with, and whatever its letters take in UTF-8."""
    found = Lexicon.of(terms).candidates(word, 2 * mistakes, beginning)
    within = [term for term in terms if OSA.distance(term, word) <= mistakes]
    assert {term for term in within if term.startswith(beginning)} <= set(found)
    assert all(term.startswith(beginning) for term in found)
    assert found == sorted(found, key=str.encode)


def test_words_of_other_letters_are_not_looked_at() -> None:
    lexicon = Lexicon.of(["korupsi", "korban", "rudal", "pulau", "kopi"])
    assert lexicon.candidates("korpsi", 1) == ["korupsi"]
