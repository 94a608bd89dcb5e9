"""Addresses that lead to a quote on its page."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.text_fragment import at_quote
from index.text.web_address import MAX_URL
from index.types import Span

PAGE = "https://example.org/berita"
TEXT = (
    "Menteri meresmikan jembatan baru. Warga senang.\n"
    "“Kami bersyukur,” kata Ratna Dewi, ketua RT 05/RW 02, pada Senin (21/1).\n"
    "Warga senang. Jembatan itu panjangnya 1.250 meter dan menghubungkan dua desa yang selama ini "
    "hanya terhubung dengan perahu kayu yang disewa warga setiap hari kerja.\n"
    "Biaya: Rp3-4 miliar & hibah, 50% dari pusat"
)


def of(words: str, text: str = TEXT, nth: int = 0) -> Span:
    at = text.index(words)
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


@pytest.mark.parametrize(
    ("words", "nth", "terms"),
    [
        ("Menteri meresmikan jembatan baru.", 0, "Menteri%20meresmikan%20jembatan%20baru"),
        # the same words stand earlier: with what is before them, its full stop included
        ("Warga senang.", 0, "Warga%20senang"),
        ("Warga senang.", 1, "pada%20Senin%20%2821%2F1%29.-,Warga%20senang"),
        # marks at the ends are left out, hyphens, ampersands and commas are encoded
        ("“Kami bersyukur,” kata", 0, "Kami%20bersyukur%2C%E2%80%9D%20kata"),
        ("Rp3-4 miliar & hibah, 50%", 0, "Rp3%2D4%20miliar%20%26%20hibah%2C%2050"),
        # long: the first words and the last ones
        (
            "Jembatan itu panjangnya 1.250 meter dan menghubungkan dua desa yang selama ini hanya "
            "terhubung dengan perahu kayu yang disewa warga setiap hari kerja.",
            0,
            "Jembatan%20itu%20panjangnya,setiap%20hari%20kerja",
        ),
        # over two lines: each term lies in one
        (
            "Warga senang.\n“Kami bersyukur,”",
            0,
            "Warga%20senang,Kami%20bersyukur",
        ),
        # words that the quote cuts are left out
        ("nteri meresmikan jembatan bar", 0, "meresmikan%20jembatan"),
        ("Biaya: Rp3-4 mili", 0, "Biaya%3A%20Rp3%2D4"),
    ],
)
def test_a_quote_has_these_terms(words: str, nth: int, terms: str) -> None:
    assert at_quote(PAGE, TEXT, of(words, nth=nth)) == f"{PAGE}#:~:text={terms}"


def test_a_beginning_grows_until_it_is_the_first() -> None:
    text = "Satu dua tiga empat lima.\nSatu dua tiga enam tujuh delapan sembilan sepuluh sebelas."
    quote = of("Satu dua tiga enam tujuh delapan sembilan sepuluh sebelas", text)
    terms = "Satu%20dua%20tiga%20enam,sembilan%20sepuluh%20sebelas"
    assert at_quote(PAGE, text, quote) == f"{PAGE}#:~:text={terms}"


def test_an_end_grows_until_it_is_the_first_after_the_beginning() -> None:
    text = "Awal kalimat ini, di desa itu juga, lalu ramai di desa itu juga"
    found = at_quote(PAGE, text, Span(0, len(text)))
    assert found == f"{PAGE}#:~:text=Awal%20kalimat%20ini,ramai%20di%20desa%20itu%20juga"


def test_words_of_the_headline_count_as_earlier_ones() -> None:
    text = "Kemarin. Banjir surut hari ini."
    found = at_quote(PAGE, text, of("Banjir surut", text), title="Banjir Surut di Demak")
    assert found == f"{PAGE}#:~:text=Kemarin.-,Banjir%20surut"


def test_parts_of_longer_words_are_no_earlier_ones() -> None:
    text = "Perbanjiran surut. Banjir surut."
    assert at_quote(PAGE, text, of("Banjir surut", text)) == f"{PAGE}#:~:text=Banjir%20surut"


def test_what_repeats_itself_throughout_has_the_longest_prefix() -> None:
    text = "ya ya ya ya ya ya ya ya ya ya"
    found = at_quote(PAGE, text, Span(len(text) - 2, len(text)))
    assert found == f"{PAGE}#:~:text=ya%20ya%20ya%20ya%20ya%20ya-,ya"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{PAGE}#komentar", f"{PAGE}#komentar:~:text=Warga%20senang"),
        (f"{PAGE}#", f"{PAGE}#:~:text=Warga%20senang"),
        (f"{PAGE}#a:~:text=lama&text=lain", f"{PAGE}#a:~:text=Warga%20senang"),
        (f"{PAGE}#:~:text=lama", f"{PAGE}#:~:text=Warga%20senang"),
        (f"{PAGE}?a=1&b=2", f"{PAGE}?a=1&b=2#:~:text=Warga%20senang"),
        ("http://example.org:8080/", "http://example.org:8080/#:~:text=Warga%20senang"),
        ("https://t.me/warta/5", "https://t.me/warta/5"),
        ("https://T.ME/warta/5", "https://T.ME/warta/5"),
        ("https://warta.t.me/5", "https://warta.t.me/5"),
        ("https://telegram.me/warta/5", "https://telegram.me/warta/5"),
        ("https://not.me/warta", "https://not.me/warta#:~:text=Warga%20senang"),
        ("https://report.me/warta", "https://report.me/warta#:~:text=Warga%20senang"),
        ("ftp://example.org/a", "ftp://example.org/a"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://", "https://"),
        ("", ""),
    ],
)
def test_only_web_pages_are_opened_at_a_quote_and_what_the_address_has_is_kept(
    url: str, expected: str
) -> None:
    assert at_quote(url, TEXT, of("Warga senang")) == expected


def test_an_address_without_room_is_left_as_it_is() -> None:
    url = f"{PAGE}?q={'a' * (MAX_URL - len(PAGE) - 10)}"
    assert at_quote(url, TEXT, of("Warga senang")) == url


@pytest.mark.parametrize("quote", [Span(0, 0), Span(5, 3), Span(9999, 10**9), Span(-5, 0)])
def test_where_nothing_is_quoted_the_page_is_opened(quote: Span) -> None:
    assert at_quote(PAGE, TEXT, quote) == PAGE


@given(st.text(), st.integers(-5, 80), st.integers(-5, 80))
def test_whatever_a_text_holds_the_address_is_one_that_browsers_take(
    text: str, start: int, end: int
) -> None:
    found = at_quote(PAGE, text, Span(start, end))
    assert found.isascii() and len(found) <= MAX_URL
    page, _, terms = found.partition("#:~:text=")
    assert page == PAGE
    parts = terms.split(",")
    assert len(parts) <= 3
    assert all("-" not in part.removesuffix("-") and "&" not in part for part in parts)


@given(st.lists(st.sampled_from(["Warga", "desa,", "(1)", "“Kami”", "-", "\n"]), min_size=1))
def test_each_term_stands_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = at_quote(PAGE, text, Span(0, len(text))).partition("#:~:text=")[2]
    spaced = " ".join(text.split())
    for term in filter(None, found.split(",")):
        assert unquote(term.removesuffix("-")) in spaced
