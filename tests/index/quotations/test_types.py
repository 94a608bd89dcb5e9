"""How names are compared."""

import pytest

from index.quotations.types import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Antony Blinken", "antony  BLINKEN"),
        ("José Mourinho", "Jose Mourinho"),
        ("B.J. Habibie", "B J Habibie"),
        ("Ursula von-der Leyen", "Ursula von der Leyen"),
    ],
)
def test_spellings_of_a_name_are_equal(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Budi Santoso", "Budi Waseso"), ("Ani", "Andi")])
def test_names_of_two_people_differ(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["", " ", "...", "__"])
def test_what_is_no_name_has_an_empty_key(name: str) -> None:
    assert name_key(name) == ""
