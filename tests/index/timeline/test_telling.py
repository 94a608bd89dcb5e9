"""Which sentences tell by themselves what happened."""

from datetime import date

import pytest

from index.timeline.telling import (
    byline_length,
    explains,
    inside_quotation,
    of_other_day,
    recalls,
    tells,
)
from index.types import Language

ID, EN = Language.INDONESIAN, Language.ENGLISH


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Gempa berkekuatan magnitudo 4,6 terjadi di Kota Sinabang, Aceh.", ID),
        ("Polisi menahan 12 orang yang diduga membakar gudang beras.", ID),
        ("“Dermaga selesai hari ini,” kata Bupati Sari Kencana di Tanjung Elang.", ID),
        ("Menteri Keuangan sementara waktu menunda kenaikan pajak hari ini.", ID),
        ("Some 300 families left their homes below the dam after a new crack opened.", EN),
        ("The Fed raised its key rate by a quarter point on Wednesday.", EN),
    ],
)
def test_a_report_stands_alone(sentence: str, language: Language) -> None:
    assert tells(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Menurutnya, penutupan dermaga tidak bisa ditunda lagi tahun ini.", ID),
        ("Ia mengatakan dermaga akan dibuka kembali pada bulan Maret.", ID),
        ("Namun dermaga di Tanjung Elang belum juga dibuka sampai kini.", ID),
        ("Kasus tersebut sudah dilaporkan ke polisi setempat sejak Senin.", ID),
        ("Dengan hasil-hasil itu, Veda kini mengumpulkan 50 poin di klasemen.", ID),
        ("Apakah dermaga Tanjung Elang akan dibuka kembali pada bulan Maret?", ID),
        ("Baca juga: Dermaga Tanjung Elang kembali dibuka untuk semua kapal.", ID),
        ("Foto: dermaga Tanjung Elang dari udara, diambil pada hari Senin.", ID),
        ("Saya yakin dermaga Tanjung Elang akan dibuka kembali bulan Maret.", ID),
        ("Dermaga retak.", ID),
        ("dermaga Tanjung Elang kembali dibuka untuk semua kapal besar.", ID),
        ("He said the dam would be opened to visitors again in March.", EN),
        ("Although he left the valley, the mayor of Harrow kept his office.", EN),
        ("However, the dam was sealed by crews from the valley on Friday.", EN),
        ("Here’s what to know about the cracks that were found in the dam.", EN),
        ("Photos: crews seal the cracks that were found in the Harrow Dam.", EN),
        ("“We are all safe, and the water will not come down on anybody,” he said.", EN),
        ("x" * 400 + ".", EN),
    ],
)
def test_what_needs_the_sentences_before_or_is_no_report(sentence: str, language: Language) -> None:
    assert not tells(sentence, language)


def test_a_sentence_in_the_middle_of_a_quotation() -> None:
    text = '"Dermaga retak. Kapal dialihkan ke Teluk Pari." Polisi datang.'
    assert inside_quotation(text, text.index("Kapal"))
    assert not inside_quotation(text, text.index("Polisi"))
    assert inside_quotation("“Retak. Dialihkan.” Polisi.", 8)


def test_another_day_than_the_articles() -> None:
    day = date(2026, 5, 17)
    assert not of_other_day("Balapan digelar Minggu (17/5/2026) di Barcelona.", day)
    assert not of_other_day("Balapan digelar Sabtu (16/5) di Barcelona.", day)
    assert of_other_day("Balapan digelar pada (12/3/2020) di Barcelona.", day)
    assert of_other_day("Dermaga dibangun pada 1987 oleh pemerintah.", day)
    assert not of_other_day("Kejadian tanggal 45/17 tidak dicatat, 7.1987 juga tidak.", day)


def test_what_recalls_defines_or_explains() -> None:
    assert recalls("Hantavirus merupakan penyakit yang dibawa tikus.", ID)
    assert recalls("Marquez jatuh di Le Mans pekan lalu dan dioperasi.", ID)
    assert recalls("Kirby said the moves were not permanent.", EN)
    assert not recalls("Kementerian menutup dermaga selama sebulan.", ID)
    assert explains("Apa Itu Hantavirus?", ID)
    assert explains("5 Cara Cegah Hantavirus", ID)
    assert not explains("WHO Tetapkan Ebola Darurat Global", ID)


def test_a_byline_is_left_out() -> None:
    sentence = "Hong Kong/New York (CNN Business) Global markets tumbled on Tuesday."
    assert sentence[byline_length(sentence) :] == "Global markets tumbled on Tuesday."
    assert byline_length("Global markets tumbled on Tuesday.") == 0
