"""Every term is found under its number, and no other."""

from hypothesis import given
from hypothesis import strategies as st

from index.vocabulary import Vocabulary, union
from tests.index.builders import thorough

TERMS = st.lists(st.one_of(st.text(max_size=12), st.text("ab\0é", max_size=12)), unique=True)


@thorough
@given(TERMS, st.text(max_size=12))
def test_a_term_has_the_number_of_its_place(terms: list[str], other: str) -> None:
    vocabulary = Vocabulary.of(terms)
    assert [vocabulary.number(term) for term in terms] == list(range(len(terms)))
    assert vocabulary.number(other) == (terms.index(other) if other in terms else None)
    assert vocabulary.terms() == terms
    assert len(vocabulary) == len(terms)


@thorough
@given(TERMS, TERMS)
def test_a_union_has_every_term_once_the_firsts_first(one: list[str], other: list[str]) -> None:
    terms, numbers = union([Vocabulary.of(one), Vocabulary.of(other)])
    assert terms[: len(one)] == one
    assert len(set(terms)) == len(terms)
    assert [terms[n] for n in numbers[0]] == one
    assert [terms[n] for n in numbers[1]] == other


@thorough
@given(TERMS, st.integers(0, 12), st.integers(0, 24), st.text("abé", max_size=2))
def test_terms_are_found_by_size_and_beginning(
    terms: list[str], smallest: int, largest: int, beginning: str
) -> None:
    """Sizes are those in UTF-8."""
    found = Vocabulary.of(terms).of_size(smallest, largest, beginning)
    assert found == sorted(
        (
            term
            for term in terms
            if term.startswith(beginning)
            and smallest <= len(term.encode("utf-8", "surrogatepass")) <= largest
        ),
        key=lambda term: term.encode("utf-8", "surrogatepass"),
    )
