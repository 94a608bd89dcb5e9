"""Where a paragraph ends: at blank lines, and at line breaks that wrapping does not explain."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.paragraphs import paragraphs

LONG = (
    "Kapal motor yang membawa empat puluh penumpang dari Pelabuhan Merak itu tiba di Bakauheni "
    "dua jam terlambat karena gelombang di Selat Sunda mencapai tiga meter sejak pagi."
)
SECOND = (
    "Kepala pelabuhan meminta pemilik kapal kecil menunda pelayaran sampai cuaca membaik, yang "
    "menurut perkiraan baru terjadi pada akhir pekan."
)


def texts(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


def test_blank_lines_separate_paragraphs() -> None:
    assert texts(f"\n\n{LONG}\n \t\n{SECOND}\n") == [LONG, SECOND]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_full_paragraphs_on_lines_of_their_own_are_separate(line_end: str) -> None:
    assert texts(LONG + line_end + SECOND) == [LONG, SECOND]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_wrapped_text_is_one_paragraph_until_a_blank_line(width: int) -> None:
    """Every break was made by wrapping, so none of them separates."""
    wrapped = [textwrap.fill(part, width) for part in (LONG + " " + SECOND, SECOND + " " + LONG)]
    assert texts("\n\n".join(wrapped)) == wrapped


def test_a_headline_above_wrapped_text_stays_alone() -> None:
    wrapped = textwrap.fill(f"{LONG} {SECOND} {LONG}", 72)
    assert texts(f"Gelombang tinggi di Selat Sunda\nNasional\n{wrapped}") == [
        "Gelombang tinggi di Selat Sunda",
        "Nasional",
        wrapped,
    ]


def test_a_break_in_the_middle_of_a_sentence_does_not_separate() -> None:
    text = "Gubernur meninjau tanggul yang jebol di tepi sungai itu\nbersama para kepala desa."
    assert texts(text) == [text]


def test_short_lines_of_a_list_are_paragraphs() -> None:
    lines = ["Bahan:", "500 gram tepung", "2 butir telur", "1 sendok garam", "100 gram gula"]
    assert texts("\n".join(lines)) == lines


@pytest.mark.parametrize("text", ["", " \n\t\r\n\u2029 "])
def test_white_space_has_no_paragraph(text: str) -> None:
    assert paragraphs(text) == []


@given(st.text(st.sampled_from("ab A.\n\r\u2028\u2029 \t\x85\x0b"), max_size=200))
def test_spans_cover_all_words_trimmed_and_in_order(text: str) -> None:
    spans = paragraphs(text)
    position = 0
    for start, end in spans:
        assert not text[position:start].strip()
        assert text[start:end] and text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
