"""One spelling for words that differ in form only."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.normalizer import normalize

FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
LETTERS = st.text(alphabet=st.characters(categories=["L"], max_codepoint=0x24F), min_size=1)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("JAKARTA", "jakarta"),
        ("Mbappé", "mbappe"),
        ("Mbappe\u0301", "mbappe"),
        ("Çelik", "celik"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("ﬁnal", "final"),
        ("ＡＢＣ", "abc"),
        ("km²", "km2"),
        ("don’t", "don't"),
        ("don‘t", "don't"),
        ("donʼt", "don't"),
        ("anti‑tank", "anti-tank"),
        ("anti‐tank", "anti-tank"),
        ("14.000", "14.000"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, expected: str) -> None:
    assert normalize(written) == expected


@given(LETTERS)
def test_case_and_unicode_form_make_no_difference(word: str) -> None:
    expected = normalize(word)
    for form in FORMS:
        assert normalize(unicodedata.normalize(form, word)) == expected
    assert normalize(word.casefold()) == expected


@given(st.text())
def test_what_is_normalised_stays_as_it_is(word: str) -> None:
    once = normalize(word)
    assert normalize(once) == once


@given(st.text())
def test_nothing_combines_in_a_normalised_word(word: str) -> None:
    assert not any(map(unicodedata.combining, normalize(word)))
