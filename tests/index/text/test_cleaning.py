"""Cleaning marks the article within the boilerplate of a page, and loses nothing of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.boilerplate import is_boilerplate
from index.text.cleaning import CleanedText, clean
from index.text.footer_lines import is_credits, is_footer
from index.text.header_lines import is_header
from tests.cpu import cpu_seconds_below

TITLE = "Bendungan di hulu Citarum mulai diisi sebelum musim hujan"
LEAD = (
    "BANDUNG — Pengisian bendungan baru di hulu Sungai Citarum dimulai pada Senin, dua bulan "
    "lebih awal dari rencana, kata pengelola bendungan itu."
)
QUOTE = "“Kami tidak ingin menunggu hujan pertama,” kata kepala proyek, Ratna Dewi."
LAST = "Warga tiga desa di sekitarnya telah pindah sejak tahun lalu."
CREDITS = (
    "Asep Hidayat di Bandung, Maya Lestari di Jakarta dan Tom Reed di Singapura berkontribusi."
)


def body_of(text: str, cleaned: CleanedText) -> list[str]:
    return [text[start:end] for start, end in cleaned.body]


def test_the_boilerplate_of_a_news_site_lies_outside_the_body() -> None:
    """Title, label, title again, dateline, paragraphs, rule, contributors and "Posted By"."""
    text = (
        f"{TITLE}\nUncategorized\n\n{TITLE}\n\n{LEAD}\n\n{QUOTE}\n\n{LAST}\n\n——\n\n{CREDITS}\n\n\n"
        "Posted By : admin situs"
    )
    cleaned = clean(text)
    assert cleaned.title == TITLE
    assert body_of(text, cleaned) == [LEAD, QUOTE, LAST]
    assert cleaned.place == "Bandung"
    assert cleaned.credits == CREDITS


@pytest.mark.parametrize(
    "above",
    [
        "Nasional",
        "Home > Nasional > Jawa Barat",
        "Beranda / Berita",
        "BREAKING NEWS",
        "Oleh Ratna Dewi",
        "Oleh: Ratna Dewi",
        "By Tom Reed and Maya Lestari",
        "Penulis: Ratna Dewi | Editor: Asep",
        "Laporan Wartawan Warta Contoh, Ratna Dewi",
        "Senin, 7 Oktober 2024 10:30 WIB",
        "Diterbitkan: 7 Oktober 2024",
        "Oct. 7, 2024 Updated Oct. 8, 2024, 1:49 p.m. ET",
        "3 menit baca",
        "5 min read",
        "Associated Press",
        "Bagikan",
        "Share on Facebook",
        "Facebook Twitter WhatsApp Salin tautan",
        "Bandung CNN —",
    ],
)
def test_labels_bylines_dates_and_buttons_above_the_article_are_boilerplate(above: str) -> None:
    text = f"{TITLE}\n\n{above}\n\n{LEAD}\n\n{QUOTE}"
    assert body_of(text, clean(text)) == [LEAD, QUOTE]


@pytest.mark.parametrize(
    "between",
    [
        "ADVERTISEMENT",
        "- Iklan -",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Gulir untuk melanjutkan membaca",
        "Baca juga: Empat bendungan yang selesai tahun ini",
        "[Baca Juga: Empat bendungan yang selesai tahun ini]",
        "Baca juga:\nEmpat bendungan yang selesai tahun ini",
        "Simak juga Video 'Bendungan dari udara':",
        'Tonton juga video "Bendungan dari udara" di sini:',
        "Saksikan video pilihan di bawah ini:",
        "Read more: Four dams finished this year",
        "Read More",
        "Sign up for our weekly newsletter about water.",
        "[Gambas:Instagram]",
        "(Foto: Antara/Budi)",
        "Bagikan artikel ini ke Facebook",
        "***",
        "* * *",
        "___",
        "♦",
        "\u200b",
    ],
)
def test_links_adverts_and_rules_between_paragraphs_are_boilerplate(between: str) -> None:
    text = f"{LEAD}\n\n{between}\n\n{QUOTE}"
    assert body_of(text, clean(text, TITLE)) == [LEAD, QUOTE]


@pytest.mark.parametrize(
    "below",
    [
        CREDITS,
        "Tom Reed and Maya Lestari contributed to this report.",
        "Contributing: The Associated Press",
        "Posted By : togel malam ini",
        "Reporter: Ratna Dewi",
        "Editor: Asep Hidayat",
        "Sumber: Warta Contoh",
        "(rdw/ahd)",
        "[sau]",
        "(*)",
        "Tags: bendungan, citarum",
        "Copyright © 2024 Warta Contoh",
        "© Warta Contoh 2024",
        "Hak cipta 2024 Warta Contoh",
        "Warta Contoh. All rights reserved.",
        "Ikuti berita kami di Google News dan saluran WhatsApp",
        "Follow Tom Reed on Twitter: @tomreed",
        "Artikel ini telah tayang di wartacontoh.example dengan judul yang sama",
        "This story has been updated with additional information.",
        "7 Oktober 2024",
        "Berita Terkait\nEmpat bendungan yang selesai tahun ini",
        "——\nReporter: Ratna Dewi\nCOPYRIGHT © WARTA 2024",
    ],
)
def test_credits_rights_and_tags_below_the_article_are_boilerplate(below: str) -> None:
    text = f"{LEAD}\n\n{LAST}\n\n{below}\n"
    assert body_of(text, clean(text, TITLE)) == [LEAD, LAST]


@pytest.mark.parametrize(
    "sentence",
    [
        "Oleh karena itu, pengisian dipercepat.",
        "By the time it rains, the dam will be half full.",
        "Laporan itu menyebut tiga desa.",
        "Baca juga menjadi kebiasaan di desa itu. Warga membuka taman bacaan.",
        "Kami semua harus berkontribusi.",
        "Petani ikut menyumbang tenaga dan berkontribusi.",
        "Undang-Undang Hak Cipta tidak berlaku di sana, kata dia.",
        "Hubungi kami, kata Ratna, kapan saja.",
        "Mengapa dua bulan lebih awal?",
        "Debit air turun",
        "Ia membagikan makanan ke warga.",
        "“Tidak.”",
        "1.200 hektare",
        "Sumber air itu kering sejak Juli.",
    ],
)
def test_sentences_that_resemble_boilerplate_stay_in_the_body(sentence: str) -> None:
    """Wherever they stand: losing body text is worse than keeping boilerplate."""
    for text in (
        f"{LEAD}\n\n{sentence}\n\n{LAST}",
        f"{LEAD}\n\n{QUOTE}\n\n{sentence}",
        f"{sentence}\n\n{LEAD}",
    ):
        assert sentence in body_of(text, clean(text, TITLE))


@pytest.mark.parametrize(
    "text", [LEAD, f"  {LEAD} ", "Sumber: Warta Contoh", "Baca juga: ini", "——", "Home", TITLE]
)
def test_a_text_of_one_paragraph_is_body_whole(text: str) -> None:
    assert body_of(text, clean(text, "Judul lain")) == [text.strip()]
    assert clean(text).title == ""


def test_a_text_of_boilerplate_only_is_body_whole() -> None:
    text = "Bagikan\n\nBaca juga: Empat bendungan\n\n(rdw)"
    assert len(clean(text).body) == 3


def test_white_space_has_no_body() -> None:
    assert clean(" \n\n ") == CleanedText("", (), "", "")


def test_a_given_title_is_found_again_whatever_its_signs_and_site() -> None:
    text = f"“{TITLE.upper()}” - Warta Contoh\n\n{LEAD}\n\n{QUOTE}"
    cleaned = clean(text, TITLE)
    assert cleaned.title == TITLE
    assert body_of(text, cleaned) == [LEAD, QUOTE]


def test_unlisted_labels_are_boilerplate_between_two_titles() -> None:
    text = f"{TITLE}\nRubrik Air Kita\n{TITLE}\n\n{LEAD}\n\n{QUOTE}"
    assert body_of(text, clean(text)) == [LEAD, QUOTE]


def test_a_headline_that_is_not_repeated_is_found_by_what_follows() -> None:
    text = f"Nasional\n{TITLE}\nOleh Ratna Dewi\n\n{LEAD}\n\n{QUOTE}"
    cleaned = clean(text)
    assert cleaned.title == TITLE
    assert body_of(text, cleaned) == [LEAD, QUOTE]


@pytest.mark.parametrize(
    "first",
    [
        "Pengisian dimulai pada Senin.",
        "Bahan yang perlu disiapkan:",
        "1. Periksa pintu air sungai",
        "dan warga pun pindah segera",
        "Pintu air (Foto: Antara)",
        "Dua kata",
        "Pengisian dimulai hari ini. Warga menonton dari bukit",
    ],
)
def test_a_first_line_that_is_no_headline_stays_in_the_body(first: str) -> None:
    text = f"{first}\n\n{LEAD}\n\n{QUOTE}"
    cleaned = clean(text)
    assert cleaned.title == ""
    assert body_of(text, cleaned) == [first, LEAD, QUOTE]


def test_a_headline_is_not_looked_for_when_the_caller_says_so() -> None:
    text = f"{TITLE}\n\n{LEAD}"
    cleaned = clean(text, headline=False)
    assert cleaned.title == ""
    assert body_of(text, cleaned) == [TITLE, LEAD]


def test_the_place_may_be_on_a_line_of_its_own() -> None:
    text = f"Lagos, Nigeria CNN —\n\n{QUOTE}\n\n{LAST}"
    cleaned = clean(text, TITLE)
    assert cleaned.place == "Lagos, Nigeria"
    assert body_of(text, cleaned) == [QUOTE, LAST]


def test_a_dateline_further_down_is_not_the_article_s_place() -> None:
    text = f"{QUOTE}\n\n{LEAD}"
    assert clean(text, TITLE).place == ""


def test_the_text_may_have_any_line_ends() -> None:
    text = f"{TITLE}\r\n\r\n{LEAD}\r\n\r\n{QUOTE}\r\n"
    assert body_of(text, clean(text)) == [LEAD, QUOTE]


@given(
    st.lists(
        st.one_of(
            st.sampled_from([TITLE, LEAD, QUOTE, CREDITS, "Nasional", "***", "Bagikan", "(a/b)"]),
            st.text(max_size=40),
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", " "]),
    st.sampled_from(["", TITLE]),
)
def test_spans_are_inside_sorted_trimmed_and_never_all_gone(
    parts: list[str], gap: str, title: str
) -> None:
    text = gap.join(parts)
    cleaned = clean(text, title)
    position = 0
    for start, end in cleaned.body:
        assert position <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        position = end
    assert bool(cleaned.body) == bool(text.strip())
    assert clean(text, title) == cleaned


@pytest.mark.parametrize(
    "line",
    [
        "By " + "A" * 290,
        "Oleh " + "Aa " * 90,
        "(" + "a " * 140,
        "Baca juga " + ". " * 140,
        "copyright " * 29,
        "Home > " * 42,
        "2020-01-01 updated " * 15,
        "simak video " + "ini " * 70 + "x",
        "contributed to " * 20,
    ],
)
def test_no_line_takes_the_patterns_long(line: str) -> None:
    """A pattern that backtracks without bound takes seconds on one of these."""
    with cpu_seconds_below(0.5):
        for test in (is_boilerplate, is_header, is_footer, is_credits):
            test(line)
