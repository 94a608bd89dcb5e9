"""Copies are one story, and other articles are others."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.stories.near_duplicates import Signature, bands, same_story, signature
from index.types import Article, Language
from tests.index.builders import Junk, build_article, thorough

VOCABULARY = [
    a + b + c for a in ("ba", "do", "gu", "la") for b in ("ra", "to", "mu") for c in "bdgkmprstx"
]


def words(seed: int, count: int = 150) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice(VOCABULARY) + rng.choice("aiueo") for _ in range(count)]


def rewritten(text: list[str], share: float, seed: int) -> list[str]:
    """``share`` of the words replaced, every fifth of those dropped."""
    rng = random.Random(seed)
    others = words(seed + 1000, len(text))
    changed = [
        (None if rng.random() < 0.2 else other) if rng.random() < share else word
        for word, other in zip(text, others, strict=True)
    ]
    return [word for word in changed if word is not None]


def signed(text: list[str] | str) -> Signature:
    return signature(build_article(text if isinstance(text, str) else " ".join(text)))


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_a_copy_with_changed_words_is_the_same_story(share: float) -> None:
    """And meets it in one of the bands, so that it is found at all."""
    found = 0
    for seed in range(40):
        one, other = signed(words(seed)), signed(rewritten(words(seed), share, seed))
        found += same_story(one, other) and bool(set(bands(one)) & set(bands(other)))
    assert found == 40


def test_two_copies_of_one_article_are_the_same_story() -> None:
    pairs = [
        (signed(rewritten(words(seed), 0.2, seed)), signed(rewritten(words(seed), 0.2, seed + 99)))
        for seed in range(40)
    ]
    assert sum(same_story(one, other) for one, other in pairs) >= 39


def test_different_articles_are_different_stories() -> None:
    signatures = [signed(words(seed)) for seed in range(30)]
    assert not any(same_story(a, b) for a in signatures for b in signatures if a is not b)


def test_an_article_that_shares_only_its_background_is_another_story() -> None:
    """A follow-up begins with its own news and ends with the paragraphs of yesterday."""
    background = words(1, 90)
    assert not same_story(signed(words(2, 80) + background), signed(words(3, 80) + background))


def test_an_article_with_a_new_beginning_is_the_same_story() -> None:
    text = words(1)
    assert same_story(signed(text), signed(words(2, 40) + text))
    assert same_story(signed(text), signed(text[:90]))


def test_the_column_of_another_day_is_another_story() -> None:
    """The same words, other figures."""
    text = words(1)

    def column(first: int) -> Signature:
        figures = [str(number) for number in range(first, first + 12)]
        return signed([*text[:70], *figures, *text[70:]])

    assert same_story(column(100), column(100))
    assert not same_story(column(100), column(200))


def test_short_articles_must_agree_almost_whole() -> None:
    text = words(1, 12)
    assert same_story(signed(text), signed([*text, "kota"]))
    assert not same_story(signed(text), signed(rewritten(text, 0.5, 1)))
    assert not same_story(signed("Gempa di Jakarta"), signed("Gempa di Tuban"))


def test_a_text_without_words_is_no_story() -> None:
    nothing = signed("yang di ke")
    assert bands(nothing) == ()
    assert not same_story(nothing, nothing)
    assert not same_story(nothing, signed(words(1)))


def test_a_signature_of_another_version_is_not_compared() -> None:
    stored = signed(words(1))
    other = b"\0\0" + stored[2:]
    assert same_story(stored, stored)
    assert not same_story(stored, other)
    assert not same_story(other, other)


def test_only_the_body_counts() -> None:
    article = build_article("Rudal jatuh di kota.", title="Rudal")
    dressed = build_article(Junk("Politik"), "Rudal jatuh di kota.", title="Lain", source="Antara")
    assert signature(article) == signature(dressed)
    assert signature(article) != signature(replace(article, language=Language.ENGLISH))


def test_a_signature_and_its_bands_are_the_same_everywhere() -> None:
    """They are stored: another value for them would be another version."""
    stored = signed("Rudal jatuh di kota pada 2022.")
    assert stored.hex() == "010175c0c2943fce570f"
    assert bands(stored)[:2] == (-2782941651192966042, -6311314068856035224)


@thorough
@given(st.lists(st.text(max_size=8), max_size=600).map(" ".join))
def test_anything_has_a_signature_of_bounded_size(text: str) -> None:
    stored = signed(text)
    assert len(stored) <= 802
    assert all(-(2**63) <= band < 2**63 for band in bands(stored))
    assert same_story(stored, stored) == bool(bands(stored))


@thorough
@given(st.integers(1, 9), st.integers(1, 9), st.floats(0, 1))
def test_comparing_is_symmetric(first: int, second: int, share: float) -> None:
    one, other = signed(words(first)), signed(rewritten(words(second), share, first))
    assert same_story(one, other) == same_story(other, one)


def test_an_article_is_the_same_story_as_itself() -> None:
    article: Article = build_article(" ".join(words(1)))
    assert same_story(signature(article), signature(article))
