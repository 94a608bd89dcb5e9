"""What a source read in the wrong encoding is repaired, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.article_builder import row_article
from index.sources.fields import Fields
from index.sources.mojibake import repair_mojibake
from tests.cpu import cpu_seconds_below

UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


def read_wrongly(text: str, encoding: str) -> str:
    """The UTF-8 of a text as programs show it that take it for this encoding."""
    data = text.encode()
    if encoding == "latin-1":
        return data.decode("latin-1")
    return "".join(
        chr(byte) if byte in UNDEFINED else bytes([byte]).decode("cp1252") for byte in data
    )


TEXTS = (
    "Istana Élysée, Paris",
    "PT Nestlé Indonesia",
    "suhu 35,0°C di 100 m²",
    "“Kami senang,” kata Wali Kota.",
    "5–7 juta — naik",
    "harga €3.100 atau £20",
    "Super El Niño",
    "MotoGP™ dan ERAS®",
    "Razgatlıoğlu",
    "François Hollande",
    "ukuran 90×40×183 cm",
    "sekitar 4 μg/kg",
    "kabar baik 😮‍💨 🇮🇩 ❤️",
    "بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيم",
    "改革开放",
    "Пётр Великий",
    "Ngô Đình Diệm",
    "tanpa\u00a0putus",
)
CLEAN = (
    "",
    "Harga beras naik.",
    "Istana Élysée, “Paris” – ‘kota’…",
    "NESCAFÉ® dan CAFÉ” buka",
    "kata Nestlé’”, lalu pergi",
    "«está»… e «IRMÃ»",
    "IRMÃ” disse",
    "À “la carte” à Paris — MÈRE…",
    "GRÖSSE „ÄÖÜß“ und Spaß”",
    "Škoda, Łódź, Ångström, Ñandú, Çeşme, İstanbul",
    "Nguyễn Phú Trọng, Đà Nẵng, TRÂN CHÂU",
    "São Paulo, CORAÇÃO, avô",
    "35,0 °C, 100 m², ©2026, ±1%, ½, €5",
    "😮‍💨 🇮🇩 ❤️ اللَّه 改革 Пётр μg",
    "Â quoi, Âge, Ätna",
    # read as Mac OS Roman: not repaired, and not made worse
    "ÿßŸÑŸíŸÖŸéÿßÿ°Ÿê",
    "–ì–æ—Å–¥—É–º–∞",
    "( ÁÅ´ )",
    # half of it lost: what it was can't be told
    "Bumi â€ ” putra",
    "Ã la carte",
    "CONFIRMED â\x9c @marc",
)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("text", TEXTS)
def test_what_was_read_in_the_wrong_encoding_is_repaired(text: str, encoding: str) -> None:
    wrong = read_wrongly(text, encoding)
    assert wrong != text
    assert repair_mojibake(wrong) == text
    assert repair_mojibake(f"Judul\n\n{wrong} dan lainnya.") == f"Judul\n\n{text} dan lainnya."


def test_what_was_read_wrongly_twice_is_repaired() -> None:
    wrong = read_wrongly(read_wrongly("“Élysée”", "cp1252"), "cp1252")
    assert repair_mojibake(wrong) == "“Élysée”"


def test_a_no_break_space_of_which_a_space_is_left() -> None:
    assert repair_mojibake("DSIÂ Akan TidakÂ Dimonopoli") == "DSI Akan Tidak Dimonopoli"


@pytest.mark.parametrize("text", CLEAN)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.text())
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    repaired = repair_mojibake(text)
    assert repair_mojibake(repaired) == repaired


@pytest.mark.parametrize("unit", ["Ã©", "Ã", "â€", "ðŸ", "Â ", "Ã\x83Â", "ÿßŸÑ"])
def test_long_texts_take_no_longer(unit: str) -> None:
    with cpu_seconds_below(1.0):
        repair_mojibake(unit * (400_000 // len(unit)))


def test_an_article_says_that_it_was_repaired() -> None:
    wrong = read_wrongly("Prabowo tiba di Istana Élysée.", "latin-1")
    article = row_article(Fields(text=wrong, title="MÃ¡rquez jatuh"), "a")
    assert article.text == "Prabowo tiba di Istana Élysée."
    assert article.title == "Márquez jatuh"
    assert article.mojibake
    clean = row_article(Fields(text=article.text, title=article.title), "a")
    assert not clean.mojibake
    assert clean == article
