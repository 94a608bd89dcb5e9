"""Names are one person's only if they can be nobody else's."""

import pytest

from bot.model.quotations import SpeakerCount
from bot.quotations.persons import persons_of, prominent


def persons(**counts: int) -> list[tuple[str, int]]:
    speakers = [
        SpeakerCount(key.replace("_", " "), key.replace("_", " ").title(), count)
        for key, count in counts.items()
    ]
    return [(person.name, person.quotations) for person in persons_of(speakers)]


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"antony_blinken": 3, "blinken": 2}, [("Antony Blinken", 5)]),
        ({"blinken": 2}, [("Blinken", 2)]),
        (
            {"antony_blinken": 3, "evan_blinken": 2, "blinken": 1},
            [("Antony Blinken", 3), ("Evan Blinken", 2), ("Blinken", 1)],
        ),
        ({"donald_trump": 3, "donald_j_trump": 1}, [("Donald Trump", 4)]),
        (
            {"donald_trump": 3, "donald_trump_jr": 1},
            [("Donald Trump", 3), ("Donald Trump Jr", 1)],
        ),
        (
            {"donald_trump": 95, "melania_trump": 2, "trump": 40},
            [("Donald Trump", 135), ("Melania Trump", 2)],
        ),
        ({"joko_widodo": 2, "ir_joko_widodo": 1, "widodo": 1}, [("Ir Joko Widodo", 4)]),
    ],
)
def test_persons(counts: dict[str, int], found: list[tuple[str, int]]) -> None:
    assert persons(**counts) == found


@pytest.mark.parametrize(
    ("counts", "name"),
    [
        ({"prabowo_subianto": 71, "angga_raka_prabowo": 4}, "Prabowo Subianto"),
        ({"prabowo_subianto": 7, "angga_raka_prabowo": 4}, None),
        ({"antony_blinken": 1}, "Antony Blinken"),
        ({}, None),
    ],
)
def test_who_is_meant_by_a_name_that_several_have(counts: dict[str, int], name: str | None) -> None:
    speakers = [
        SpeakerCount(key.replace("_", " "), key.replace("_", " ").title(), count)
        for key, count in counts.items()
    ]
    meant = prominent(persons_of(speakers))
    assert (meant.name if meant else None) == name
