"""Direct quotations and their speakers: what is found, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotations.finder import MAX_TEXT, find_quotations
from index.quotations.marks import MAX_QUOTATION
from index.types import Language
from tests.cpu import cpu_seconds_below

ID, EN = Language.INDONESIAN, Language.ENGLISH


def found(text: str, language: Language = ID) -> list[tuple[str, str]]:
    """Return (speaker, words) of each quotation."""
    return [(q.speaker, text[q.start : q.end]) for q in find_quotations(text, language)]


# The speaker, then the text; the quotation is always of the same words.
@pytest.mark.parametrize(
    ("speaker", "text"),
    [
        ("Blinken", "“Kami siap membantu,” kata Blinken."),
        ("Blinken", '"Kami siap membantu," ujar Blinken, Senin (3/5).'),
        ("Antony Blinken", "“Kami siap membantu,” ucap Menteri Luar Negeri AS Antony Blinken."),
        ("Karyoto", "“Kami siap membantu,” tutur Kapolda Metro Jaya Irjen Pol. Karyoto."),
        ("Dedi Prasetyo", "“Kami siap membantu,” jelas Karopenmas Brigjen (Pol) Dedi Prasetyo."),
        ("Sergei Lavrov", "Menurut Sergei Lavrov, “Kami siap membantu.”"),
        ("Blinken", "Blinken mengatakan, “Kami siap membantu.”"),
        ("Blinken", 'Blinken berkata: "Kami siap membantu"'),
        ("Andrew Saputro", "“Kami siap membantu,” kata Direktur Frisian Flag, Andrew Saputro."),
        ("Dwikorita Karnawati", "Dwikorita Karnawati, Kepala BMKG, berkata, “Kami siap membantu.”"),
        ("Dwikorita Karnawati", "Kepala BMKG, Dwikorita Karnawati, berkata, “Kami siap membantu.”"),
        ("Blinken", "“Kami siap membantu,” Blinken menambahkan."),
        ("Blinken", "''Kami siap membantu,'' kata Blinken."),
        ("Blinken", "‘Kami siap membantu,’ kata Blinken."),
        ("Blinken", "«Kami siap membantu,» kata Blinken."),
        ("Blinken", "„Kami siap membantu,“ kata Blinken."),
        ("Blinken", "&ldquo;Kami siap membantu,&rdquo; kata Blinken."),
        ("Blinken", '\\"Kami siap membantu,\\" kata Blinken.'),
        ("Blinken", "â€œKami siap membantu,â€ kata Blinken."),
        ("Blinken", "\x93Kami siap membantu,\x94 kata Blinken."),
        ("Blinken", '" Kami siap membantu, " kata Blinken.'),
    ],
)
def test_a_quotation_has_its_speaker(speaker: str, text: str) -> None:
    assert [(name, words.rstrip(",.")) for name, words in found(text)] == [
        (speaker, "Kami siap membantu")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“Kami siap membantu,” kata seorang warga.",
        "“Kami siap membantu,” kata polisi.",
        "“Kami siap membantu,” katanya.",
        "“Kami siap membantu,” kata istri Budi Santoso.",
        "“Kami siap membantu,” kata Budi dan Ani.",
        "“Kami siap membantu,” kata Menteri Luar Negeri AS.",
        "“Kami siap membantu,” tulis Reuters.",
        "Efek itu disebut “cincin berlian”, kata Blinken.",
        "Blinken menonton film “Laskar Pelangi”.",
        "Blinken mengatakan itu. Lavrov Sergei tiba di Kyiv. “Kami siap,” katanya.",
    ],
)
def test_what_is_unsure_is_left_out(text: str) -> None:
    assert found(text) == []


_PIECES = st.lists(
    st.sampled_from(
        """“ ” " ' '' kata ujarnya Blinken Antony Menteri , . ? itu dia mengatakan, Menurut AS ( )
        Budi dan said he X: told Reuters â€œ â€ \n \n\n Kami siap. PT von H. 5""".split(" ")
    ),
    max_size=120,
).map(" ".join)


@given(st.one_of(_PIECES, st.text(max_size=200)), st.sampled_from(Language))
def test_quotations_are_ordered_and_name_their_speakers(text: str, language: Language) -> None:
    """Within the text, in order, none overlapping, with the speaker where it is said to be."""
    end = 0
    for each in find_quotations(text, language):
        assert end <= each.start < each.end <= len(text)
        assert each.end - each.start <= MAX_QUOTATION
        assert each.speaker
        named = text[each.speaker_start : each.speaker_end]
        assert " ".join(named.split()) == each.speaker
        end = each.end


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        '"A," kata ',
        "“A,” kata Budi A. ",
        "Budi Santoso, ",
        "A.",
        "Budi dan ",
        "mengatakan ",
        "“A.\n\n",
        "â€œ",
        "'",
        "Menteri ",
        "“Ya,” katanya. ",
        "Budi (",
        "Budi Santoso, mendukung ",
        "mendukung ",
        "tidak ",
        "“Ya,” kata Aab. ",
        "menurut juga ",
        "“A “B” ",
    ],
)
def test_no_text_takes_quadratic_time(piece: str) -> None:
    with cpu_seconds_below(10):
        find_quotations("“Ya,” kata Budi. " + piece * (MAX_TEXT // len(piece)), ID)


def test_names_that_differ_in_one_word_take_linear_time() -> None:
    text = " ".join(
        f"“Ya,” kata Budi {chr(65 + n % 26)}{'abcdefghij'[n % 10]}n{'x' * (n % 50)}."
        for n in range(4000)
    )
    with cpu_seconds_below(10):
        find_quotations(text, ID)
