"""English stems join the forms of a word, and leave names and numbers alone."""

import pytest

from index.analysis import english


@pytest.mark.parametrize(
    "family",
    [
        "launch launches launched launching",
        "discover discovers discovered discovering",
        "election elections elected electing",
        "city cities city's",
        "president presidents president's",
        "kill kills killed killing",
        "connect connected connection connections connecting",
        "eradicate eradicated eradicating eradication",
        "measure measured measurement measuring",
        "story stories",
        "hop hops hopped hopping",
    ],
)
def test_a_family_has_one_stem(family: str) -> None:
    assert len({english.stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("hope", "hop"), ("university", "unit"), ("new", "net"), ("web", "weber")]
)
def test_other_words_keep_other_stems(one: str, other: str) -> None:
    assert english.stem(one) != english.stem(other)


@pytest.mark.parametrize("number", ["100.000", "14,000", "3.5", "10:30", "1969", "7"])
def test_a_number_is_its_own_stem(number: str) -> None:
    assert english.stem(number) == number


def test_word_lists_are_normalised_words() -> None:
    assert all(word == word.lower() for word in english.QUESTION_WORDS | english.STOP_WORDS)
