"""Near-duplicate wordings are one."""

import pytest

from bot.quotations.wordings import distinct

ONE = "NATO tidak akan terpecah hanya karena satu perbedaan pendapat"


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (ONE, True),
        (ONE.upper() + "!", True),
        ("NATO tak akan terpecah hanya karena satu perbedaan pendapat", True),
        ("tidak akan terpecah hanya karena satu perbedaan", True),
        ("NATO tidak akan", False),
        ("NATO tidak akan menambah pasukan di perbatasan timur", False),
        ("", False),
    ],
)
def test_wordings(other: str, is_same: bool) -> None:
    found = distinct([ONE, other], str)
    assert found == ([(ONE, 1)] if is_same else [(ONE, 0), (other, 0)])


def test_the_first_of_each_wording_is_kept_in_order() -> None:
    assert distinct(["c", "a", "b", "a"], str) == [("c", 0), ("a", 1), ("b", 0)]
