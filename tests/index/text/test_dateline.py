"""The dateline's place is found in the forms that newspapers use, and in readable case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.dateline import find_dateline


@pytest.mark.parametrize(
    ("beginning", "place"),
    [
        ("JENEWA — Para diplomat", "Jenewa"),
        ("JENEWA – Para diplomat", "Jenewa"),
        ("JENEWA -- Para diplomat", "Jenewa"),
        ("Jakarta, Kompas.com - Presiden", "Jakarta"),
        ("PALANGKA RAYA, KOMPAS.com – Warga", "Palangka Raya"),
        ("TEMPO.CO, Jakarta - Menteri", "Jakarta"),
        ("Liputan6.com, Kuala Lumpur - Tim", "Kuala Lumpur"),
        ("Jakarta, CNN Indonesia -- Kepala", "Jakarta"),
        ("Jakarta (ANTARA News) - Badan", "Jakarta"),
        ("Pangkalan Bun, Kalimantan Tengah (ANTARA) - Warga", "Pangkalan Bun, Kalimantan Tengah"),
        ("JAKARTA (Pos Kota) – Polisi", "Jakarta"),
        ("WASHINGTON (AP) — The", "Washington"),
        ("WASHINGTON, D.C. — The", "Washington, D.C."),
        ("Abu Dhabi, UAE (Reuters) - Oil", "Abu Dhabi, UAE"),
        ("GARDINER, Mont. – The", "Gardiner, Mont."),
        ("RIO DE JANEIRO, BRAZIL — The", "Rio de Janeiro, Brazil"),
        ("Lagos, Nigeria CNN —", "Lagos, Nigeria"),
        ("CNN — The", ""),
        ("KOMPAS.com - Polisi", ""),
        (
            "Laporan Wartawan Tribunnews.com, Ani Wijaya TRIBUNNEWS.COM, SOLO – Liga",
            "Solo",
        ),
        ("Surabaya - Presiden meresmikan", "Surabaya"),
        ("Kota Batu - “Kami siap,”", "Kota Batu"),
    ],
)
def test_places_of_datelines(beginning: str, place: str) -> None:
    dateline = find_dateline(beginning)
    assert dateline is not None
    assert dateline.place == place
    assert beginning[: dateline.end].rstrip()[-1] in "—–-"


@pytest.mark.parametrize(
    "beginning",
    [
        "Para diplomat bertemu di Jenewa.",
        "Budi Santoso – petani asal Garut – mengatakan",
        "Budi Santoso – seorang petani",
        "Ia berkata - sambil tertawa - bahwa",
        "“Kami – semua – pergi,” katanya",
        "AS — yang tidak ikut — menolak",
        "Liga 1 - persaingan makin ketat",
        "Anti-korupsi",
        "Kereta api cepat Jakarta-Bandung, yang mulai berjalan tahun lalu, membawa - kata menteri",
        "",
    ],
)
def test_ordinary_beginnings_have_no_dateline(beginning: str) -> None:
    assert find_dateline(beginning) is None


@given(st.text(max_size=300))
def test_a_dateline_lies_within_its_paragraph(paragraph: str) -> None:
    dateline = find_dateline(paragraph)
    assert dateline is None or 0 < dateline.end <= len(paragraph)
