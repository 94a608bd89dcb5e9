"""Words of a text and their offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.tokenizer import tokenize, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gempa bumi melanda Aceh.", ["Gempa", "bumi", "melanda", "Aceh"]),
        # numbers as written
        ("100.000 orang", ["100.000", "orang"]),
        ("14.000", ["14.000"]),
        ("3,5 persen", ["3,5", "persen"]),
        ("pukul 10:30 WIB", ["pukul", "10:30", "WIB"]),
        ("1.234.567,89", ["1.234.567,89"]),
        ("Rp3.000", ["Rp", "3.000"]),
        ("Rp 3.000", ["Rp", "3.000"]),
        ("US$100.000", ["US", "100.000"]),
        ("3,5%", ["3,5"]),
        ("tahun 1945.", ["tahun", "1945"]),
        ("pada 2004, lalu", ["pada", "2004", "lalu"]),
        # hyphens, of every kind that news sites use
        ("anti-tank", ["anti-tank"]),
        ("ke\u201117 dan F\u201016", ["ke\u201117", "dan", "F\u201016"]),
        ("2004-2009", ["2004-2009"]),
        ("dia- itu -an", ["dia", "itu", "an"]),
        ("Aceh -- Medan", ["Aceh", "Medan"]),
        # apostrophes, of every kind
        ("don't don’t donʼt", ["don't", "don’t", "donʼt"]),
        ("Jum'at", ["Jum'at"]),
        ("'kutipan' ‘lain’ ʼlagiʼ", ["kutipan", "lain", "lagi"]),
        # dotted abbreviations
        ("U.S. dan D.C.", ["U.S.", "dan", "D.C."]),
        ("S.H., M.H.", ["S.H.", "M.H."]),
        # what parts words
        ("nama_berkas", ["nama", "berkas"]),
        ("satu/dua;tiga…empat", ["satu", "dua", "tiga", "empat"]),
        ("“Benar,” katanya", ["Benar", "katanya"]),
        ("hujan☔deras", ["hujan", "deras"]),
        ("Mbappe\u0301 mencetak", ["Mbappe\u0301", "mencetak"]),
        ("", []),
        (" \n\t…—!? ", []),
    ],
)
def test_text_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_a_token_is_the_text_at_its_offsets_and_tokens_are_in_order(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert token.text == text[token.start : token.end]
        assert end <= token.start < token.end
        end = token.end


@given(st.text(alphabet=st.sampled_from("aZé7.,:-‑'’ _\u0301\nRp")))
def test_words_with_and_without_offsets_are_the_same(text: str) -> None:
    assert [token.text for token in tokenize(text)] == words(text)


@given(st.text())
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    found = "".join(words(text.replace("ʼ", "'")))
    assert [c for c in found if c.isalnum()] == [c for c in text if c.isalnum() and c != "ʼ"]
