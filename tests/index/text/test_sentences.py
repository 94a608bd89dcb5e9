"""Where sentences end, and that nothing of a text is lost between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import MAX_SENTENCE, split_sentences
from tests.cpu import cpu_seconds_below

# Everything that the rules look at, and something of what they do not expect.
ODD_PROSE = st.text(
    alphabet=st.one_of(
        st.sampled_from("abIR1 .!?…,;:–-\"'”’»)(“‘«[] \n\t\u00a0"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)
LONG_PROSE = st.lists(
    st.sampled_from(
        ["gempa", "Dr.", "melanda,", "Aceh.", "“Benarkah?”", "x" * 450, "—", "\n", "1.", "No.", "5"]
    ),
    max_size=300,
).map(" ".join)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


# A case is a text whose sentences are parted by " | ", which the test takes out again.
@pytest.mark.parametrize(
    "marked",
    [
        # the plain stops
        "Gempa melanda Aceh. | Ribuan orang mengungsi.",
        "Apa yang terjadi? | Tidak ada yang tahu! | Ia diam…",
        "Apa?! | Tidak!! | Baik.",
        "Satu.\n | Dua.\t | Tiga.",
        # titles and abbreviations
        "Dr. Ir. Soekarno membacakan teks. | Ia didampingi Drs. Moh. Hatta.",
        "Prof. Dr. Azyumardi hadir. | Hj. Aisyah juga.",
        "Mr. Smith met Mrs. Jones. | They left.",
        "Gen. Sudirman dan Letjen. Ahmad Yani. | Sejarah.",
        "Letkol. Untung dan Mayjen. Soeharto. | Sejarah.",
        "Ny. Ani dan Tn. Budi menikah. | Selamat.",
        "Beras, gula, dll. Kemudian pulang.",
        "PT. Garuda dan CV. Maju. | Keduanya untung.",
        "Bank Rakyat Indonesia Tbk. Mencatat laba. | Sahamnya naik.",
        "Jl. Sudirman, Kec. Menteng, Kab. Bogor. | Alamat itu palsu.",
        "St. Louis vs. Boston. | It rained.",
        "At 5 p.m. Eastern time. | She left.",
        "Apple Inc. Chief Tim Cook. | He spoke.",
        "Ia meraih Ph.D. Di Leiden. | Lalu pulang.",
        # initials
        "Presiden B.J. Habibie terbang. | Pesawat itu N250.",
        "W.R. Supratman menulis lagu. | Lagu itu abadi.",
        "H.O.S. Tjokroaminoto berpidato. | Ia guru bangsa.",
        "A. Latief hadir. | M. Yamin juga.",
        "J. K. Rowling wrote it. | George W. Bush read it.",
        "The U.S. President spoke. | He left.",
        # numbers, times, money, dates
        "Harganya Rp3.000. | Lalu naik.",
        "Harganya Rp. 3.000 per liter. | Lalu naik.",
        "Gempa pukul 07.58. | Tsunami menyusul.",
        "Gempa pukul 07.58 WIB. | Tsunami menyusul.",
        "Jumlahnya 1.234.567,89 orang. | Banyak.",
        "Pada 26 Desember 2004. | Sesudah itu sunyi.",
        "No. 5 di Jl. Pegangsaan No. 56. | Rumah itu tua.",
        "Jan. 6 was cold. | Feb. 7 was not.",
        "Naik 3.5 persen. | 14.000 orang hadir.",
        "1. Buka pintu. | 2. Tutup pintu.",
        "Lihat hlm. 12. | Lihat juga Vol. 3.",
        # quotes after the stop, and the sentence that goes on after one
        "“Saya pulang.” | Ia pergi.",
        '"Saya pulang." | Ia pergi.',
        "Katanya, “Kami siap!” | Lalu bubar.",
        "“Benarkah?” tanya dia. | Ya.",
        "“Pergi!” katanya. | “Baik.” | Ia diam.",
        "«Oui.» | Ia pergi.",
        "(Ia pergi.) | Lalu pulang.",
        "Ia berkata (benar!). | Lalu diam.",
        "Ia bertanya. | “Siapa?” | ‘Saya.’",
        # ellipses
        "Entah... mungkin besok. | Atau lusa.",
        "Entah… mungkin besok. | Atau lusa.",
        "Ia menunggu... | Tak ada yang datang.",
        # marks of footnotes
        "Kota itu besar.[1] | Penduduknya banyak.[2][13] | Selesai.",
        # what comes before the next sentence
        "Apa? | — Ya. | – Tidak.",
        "Satu. | 😀 Dua. | 🎉🎉 tiga?",
        "Gempa besar. | (Video) Lihat sini.",
        # nothing to part
        "tanpa titik dan tanpa akhir",
        "lihat www.kompas.com dan v1.2 sekarang",
        "Ya...Tidak",
        "a.b.c",
        "...",
        "😀",
        # lower case after a stop is no sentence
        "Kab. bandung dan sekitarnya. | Habis.",
    ],
)
def test_where_sentences_end(marked: str) -> None:
    assert sentences(marked.replace(" | ", " ")) == [part.strip() for part in marked.split(" | ")]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u00a0\u2003"])
def test_no_sentence_without_text(text: str) -> None:
    assert split_sentences(text) == []


@given(st.one_of(ODD_PROSE, LONG_PROSE))
def test_sentences_rebuild_the_text(text: str) -> None:
    """Inside, in order, apart, trimmed, and with white space only between them."""
    end = 0
    for span in split_sentences(text):
        sentence = text[span.start : span.end]
        assert span.start >= end
        assert not text[end : span.start].strip()
        assert sentence
        assert sentence == sentence.strip()
        end = span.end
    assert not text[end:].strip()


@given(st.one_of(ODD_PROSE, LONG_PROSE))
def test_no_sentence_is_too_long_for_a_quote(text: str) -> None:
    assert MAX_SENTENCE == 400
    assert all(end - start <= MAX_SENTENCE for start, end in split_sentences(text))


@given(LONG_PROSE, st.data())
def test_a_part_of_a_text_is_split_within_its_bounds(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = split_sentences(text, start, end)
    assert all(start <= span.start < span.end <= end for span in found)
    parts = "".join(text[a:b] for a, b in found)
    assert "".join(parts.split()) == "".join(text[start:end].split())


@given(st.lists(st.sampled_from(["Gempa melanda Aceh.", "Apa?", "Ia pergi!"]), min_size=1))
def test_a_sentence_split_again_is_itself(parts: list[str]) -> None:
    text = " ".join(parts)
    assert sentences(text) == parts
    for start, end in split_sentences(text):
        assert split_sentences(text, start, end) == [(start, end)]


def test_text_without_stops_is_cut_after_a_clause() -> None:
    clause = "dan gempa itu terasa sampai jauh sekali,"
    parts = sentences(" ".join([clause] * 40))
    assert len(parts) > 1
    assert all(part.endswith(",") for part in parts)


def test_text_without_clauses_is_cut_between_words() -> None:
    text = " ".join(f"kata{number}" for number in range(300))
    parts = sentences(text)
    assert len(parts) > 1
    assert " ".join(parts) == text


def test_text_without_words_is_cut_anyway() -> None:
    text = "x" * (2 * MAX_SENTENCE + 1)
    assert "".join(sentences(text)) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "." * 50_000,
        "?" * 50_000 + "x",
        "A. " * 20_000,
        "dr. B " * 10_000,
        "a." + " " * 50_000 + "(" * 50_000,
        "a. \n" * 20_000,
        '. "' * 20_000,
        "a.[1]" * 20_000,
        "x" * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_no_text_takes_quadratic_time(hostile: str) -> None:
    """Each of these took half a minute, or would have; linear time is a fraction of a second."""
    with cpu_seconds_below(3):
        split_sentences(hostile)
