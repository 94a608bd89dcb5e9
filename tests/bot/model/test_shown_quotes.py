"""Quotes that were shown are found again in articles that were corrected since."""

import pytest

from bot.model.shown_answers import MAX_LENGTH, NEARBY, ShownQuote, checksum
from index.types import Article, Language, Span

WORDS = "Warga senang 😀."


def article(text: str) -> Article:
    return Article("a", "", text, (), Language.INDONESIAN, "")


@pytest.mark.parametrize("moved", [0, 1, 7, NEARBY])
def test_a_quote_is_found_where_it_has_moved_to(moved: int) -> None:
    quote = ShownQuote(1, 3, 3 + len(WORDS), checksum(WORDS))
    text = "x" * (3 + moved) + WORDS + "y" * 20
    assert quote.place(article(text)) == Span(3 + moved, 3 + moved + len(WORDS))


@pytest.mark.parametrize("text", ["", "x", "x" * 50, "x" * (4 + NEARBY) + WORDS])
def test_a_quote_that_is_gone_or_far_away_is_not_found(text: str) -> None:
    assert ShownQuote(1, 3, 3 + len(WORDS), checksum(WORDS)).place(article(text)) is None


def test_the_nearest_of_equal_words_is_the_quote() -> None:
    text = f"{WORDS} {WORDS} {WORDS}"
    at = 2 * (len(WORDS) + 1)
    found = ShownQuote(1, at - 2, at - 2 + len(WORDS), checksum(WORDS)).place(article(text))
    assert found == Span(at, at + len(WORDS))


@pytest.mark.parametrize(
    "made_up",
    [
        ShownQuote(1, 5, 5, 9),
        ShownQuote(1, 9, 5, 9),
        ShownQuote(1, 0, 10**15 - 1, 9),
        ShownQuote(1, 10**15 - 2, 10**15 - 1, 9),
        ShownQuote(1, 0, MAX_LENGTH + 1, 9),
        ShownQuote(1, 0, 99, 0),
    ],
)
def test_made_up_numbers_are_no_quote(made_up: ShownQuote) -> None:
    assert made_up.place(article("x" * 90)) is None


def test_without_a_checksum_the_place_itself_is_meant() -> None:
    assert ShownQuote(1, 2, 5).place(article("x" * 9)) == Span(2, 5)
