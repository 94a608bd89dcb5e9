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


def first_words(text: str, language: Language) -> str:
    """Return each speaker and the first word of what was said."""
    return " | ".join(
        f"{name}: {words.split()[0].rstrip(',.')}" for name, words in found(text, language)
    )


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


# A text, and the speakers and first words of what must be found, in order.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what goes on behind its attribution, within a sentence and behind one
        ("“Kami siap,” kata Blinken. “Besok kami berangkat.”", "Blinken: Kami | Blinken: Besok"),
        ("“Kami,” kata Blinken, “siap berangkat.”", "Blinken: Kami | Blinken: siap"),
        # paragraphs that open again
        ("“Kami siap.\n\n“Besok berangkat,” kata Blinken.", "Blinken: Kami | Blinken: Besok"),
        ("Blinken berkata: “Kami siap.\n\n“Besok.”", "Blinken: Kami | Blinken: Besok"),
        ("“Kami siap.\n\nBesok berangkat,” kata Blinken.", ""),
        # short forms, by any part, in brackets, by a nickname
        ("Antony Blinken tiba. “Ya,” kata Blinken.", "Antony Blinken: Ya"),
        ("Presiden Joko Widodo (Jokowi) tiba. “Ya,” kata Jokowi.", "Joko Widodo: Ya"),
        ("Presiden Joko Widodo tiba. “Ya,” kata Jokowi.", "Joko Widodo: Ya"),
        ("Ahli hukum Muhammad Rullyandi hadir. “Ya,” kata Rully.", "Muhammad Rullyandi: Ya"),
        ("Budi Santoso dan Ani Santoso tiba. “Ya,” kata Santoso.", ""),
        # pronouns and descriptions
        ("“Ya,” kata Blinken. “Tidak,” katanya.", "Blinken: Ya | Blinken: Tidak"),
        ("Menlu Antony Blinken mengaku siap. “Ya,” ucap dia.", "Antony Blinken: Ya"),
        ("Menlu Antony Blinken mengaku siap. “Ya,” ucap diplomat itu.", ""),
        ("Menlu Antony Blinken mengaku siap. “Ya,” ucap menteri itu.", "Antony Blinken: Ya"),
        ("“Ya,” kata Blinken. Seorang warga setuju. “Tentu,” katanya.", "Blinken: Ya"),
        ("“Ya,” kata Blinken. “Tentu,” kata seorang warga. “Ya,” katanya.", "Blinken: Ya"),
        (
            "“Ya,” kata Blinken. Ia bertemu Budi Santoso. “Tentu,” katanya.",
            "Blinken: Ya | Blinken: Tentu",
        ),
        ("“Ya,” kata Blinken. Kemarin Budi Santoso tiba. “Tentu,” katanya.", "Blinken: Ya"),
        # titles, companies, degrees, relatives
        ("“Ya,” kata Kepala Desa Sukamaju Asep Sunandar.", "Asep Sunandar: Ya"),
        ("“Ya,” kata Kepala Desa Sukamaju.", ""),
        ("“Ya,” kata Kapolsek Sukawati, Gianyar, AKP Suryadi.", "Suryadi: Ya"),
        ("“Ya,” kata Prof. Dr. Hj. Ratna Wulandari, M.Kes., kemarin.", "Ratna Wulandari: Ya"),
        ("“Ya,” kata kuasa hukum Ahok, Wayan Sudirta.", "Wayan Sudirta: Ya"),
        ("“Ya,” kata kuasa hukum Ahok.", ""),
        ("“Ya,” kata juru bicara KPK Febri Diansyah.", "Febri Diansyah: Ya"),
        ("“Ya,” kata Supplier udang asal Cirebon Ciko Joyo.", ""),
        ("“Ya,” kata WHO.", ""),
        ("“Ya,” kata Direktur Kepatuhan, Senin.", ""),
        ("“Ya,” kata juara Thailand Masters 2026 ini.", ""),
        ("“Ya,” jelas dr Iflan Nauval, M.SclH, SpGK, kemarin.", "Iflan Nauval: Ya"),
        ("“Ya,” kata Menteri Tenaga Kerja, M.Hanif Dhakiri.", "M.Hanif Dhakiri: Ya"),
        # terms within a quotation, a fragment, a headline
        ("“Program “Hemat” kami berlaku,” kata Blinken.", "Blinken: Program"),
        ("Ia menyebutnya “keputusan sulit”, kata Blinken.", ""),
        ("Berita “Kami Siap Membantu” dibaca Blinken.", ""),
    ],
)
def test_what_is_found_in_indonesian(text: str, expected: str) -> None:
    assert first_words(text, ID) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are ready,” said Secretary of State Antony Blinken.", "Antony Blinken: We"),
        ("“We are ready,” Blinken said. “Soon.”", "Blinken: We | Blinken: Soon"),
        ("“We are ready,” according to Blinken.", "Blinken: We"),
        ("According to Blinken, “We are ready.”", "Blinken: We"),
        ("Blinken said: “We are ready.”", "Blinken: We"),
        ("Blinken told Reuters: “We are ready.”", "Blinken: We"),
        ("‘We aren’t ready,’ said Blinken.", "Blinken: We"),
        ("“We,” he said, “are ready.”", ""),
        ("“We are,” Blinken said. “Yes,” he added.", "Blinken: We | Blinken: Yes"),
        (
            "“We are,” Blinken said. Haley’s aide left. “Yes,” she added.",
            "Blinken: We | Blinken: Yes",
        ),
        ("“We are,” said Gov. Kim Reynolds, R-Iowa.", "Kim Reynolds: We"),
        ("“We are,” said Henrik Brandt of Valmora.", "Henrik Brandt: We"),
        (
            "Economist Pieter van der Linden left. “We are,” said Van der Linden.",
            "Pieter van der Linden: We",
        ),
        ("“We are,” the minister said.", ""),
        ("“We are,” said Trump’s lawyer.", ""),
        ("“We are ready,” the agency said in a statement.", ""),
        ("It was a “robust response to everything there is,” said Peter Hotez.", ""),
    ],
)
def test_what_is_found_in_english(text: str, expected: str) -> None:
    assert first_words(text, EN) == expected


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
