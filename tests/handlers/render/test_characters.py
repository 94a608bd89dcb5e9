import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.render.characters import fitting, one_line, shortened, showable, units
from tests.handlers.samples import any_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\rc\u2028d\x85e\vf", "a\nb\nc\nd\ne\nf"),
        ("a\tb", "a b"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("a\ud800b", "ab"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("“14.000” — naïf 😀\u200d", "“14.000” — naïf 😀\u200d"),
    ],
)
def test_only_what_can_be_shown_is_left(text: str, shown: str) -> None:
    assert showable(text) == shown


@given(any_text)
def test_what_is_showable_can_be_sent_and_stays_as_it_is(text: str) -> None:
    shown = showable(text)
    shown.encode("utf-8")
    assert showable(shown) == shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert "\n" not in one_line(text)


@given(any_text)
def test_units_are_utf_16_code_units(text: str) -> None:
    assert units(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)


@given(any_text, st.integers(0, 300))
def test_as_many_characters_fit_as_possible(text: str, limit: int) -> None:
    count = fitting(text, limit)
    assert units(text[:count]) <= limit
    assert count == len(text) or units(text[: count + 1]) > limit


@given(any_text, st.integers(1, 300))
def test_a_shortened_text_fits_and_begins_like_the_long_one(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_text_is_cut_at_the_end_of_a_word() -> None:
    assert shortened("satu dua tiga empat", 12) == "satu dua…"
    assert shortened("satuduatigaempat", 8) == "satudua…"
