"""The addresses in a message, however they are pasted, and whether it says anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.addresses import MAX_ADDRESSES, find_addresses
from tests.cpu import cpu_seconds_below

PAGE = "https://warta.example/berita/1"
ONLY = {
    PAGE: PAGE,
    f" {PAGE}\n": PAGE,
    f"{PAGE}.": PAGE,
    f"{PAGE}, ": PAGE,
    f"{PAGE}?!": PAGE,
    f"<{PAGE}>": PAGE,
    f"({PAGE})": PAGE,
    f"“{PAGE}”": PAGE,
    f"*{PAGE}*": PAGE,
    f"`{PAGE}`": PAGE,
    f"[baca]({PAGE})": PAGE,
    f"link:{PAGE}": PAGE,
    f"👉 {PAGE} 🙏": PAGE,
    f"\u2067{PAGE}\u2069": PAGE,
    f"{PAGE}\n\n{PAGE}?utm_source=wa": PAGE,
    "HTTPS://Warta.Example/berita/1": "HTTPS://Warta.Example/berita/1",
    "https://warta.example/a_(b)": "https://warta.example/a_(b)",
    "(https://warta.example/a_(b))": "https://warta.example/a_(b)",
    "www.warta.example/berita/1": "https://www.warta.example/berita/1",
    "WWW.warta.example": "https://WWW.warta.example",
    "news.detik.com/berita/d-1/judul": "https://news.detik.com/berita/d-1/judul",
    "kompas.id/baca/1": "https://kompas.id/baca/1",
    "t.me/kompascom/123": "https://t.me/kompascom/123",
    "https://t.me/iv?url=https%3A%2F%2Fwarta.example%2Fa&rhash=1": (
        "https://t.me/iv?url=https%3A%2F%2Fwarta.example%2Fa&rhash=1"
    ),
    "http://[2001:db8::1]/a": "http://[2001:db8::1]/a",
    "https://xn--bcher-kva.example/a": "https://xn--bcher-kva.example/a",
    f"apa isi {PAGE}": PAGE,
    f"apa isi {PAGE} ?": PAGE,
    f"tolong bukain dong {PAGE}": PAGE,
    f"ini apa ya kak {PAGE}": PAGE,
    f"rangkumin link ini dong {PAGE}": PAGE,
    f"beneran gak nih? {PAGE}": PAGE,
    f"cek {PAGE} hoax bukan": PAGE,
    f"what does this say? {PAGE}": PAGE,
    f"can you open {PAGE} please": PAGE,
    f"summarize this article: {PAGE}": PAGE,
    f"FYI {PAGE}": PAGE,
    f"selamat pagi kak, {PAGE}": PAGE,
}
ASKS = {
    f"kenapa rupiah melemah? {PAGE}": "kenapa rupiah melemah?",
    f"{PAGE} siapa yang menang": "siapa yang menang",
    f"why did the rupiah fall {PAGE}": "why did the rupiah fall",
    f"menurut {PAGE} berapa korbannya?": "menurut berapa korbannya?",
    f"apa kata Prabowo di {PAGE}": "apa kata Prabowo di",
}
SAYS = {
    f"Gempa Guncang Cianjur {PAGE}": "Gempa Guncang Cianjur",
    f"Harga beras naik\n{PAGE}": "Harga beras naik",
    f"berita gempa {PAGE}": "berita gempa",
}
NONE = (
    "",
    "siapa dia?",
    "detik.com",
    "apa itu detik.com?",
    "harga Rp10.000/liter",
    "100.000/kg",
    "PT.ABC/tbk rugi berapa",
    "dan/atau",
    "S.H/M.H",
    "km/jam",
    "and/or",
    "24/7",
    "29.05.2026/kamis",
    "besok.kita/pergi",
    "a@warta.com/x",
    "https://",
    "https:// apa ini",
    "http",
    "www.",
    "awww.lucu",
    "javascript:alert(1)",
    "JaVaScRiPt://%0aalert(1)",
    "data:text/html,<b>a</b>",
    "file:///etc/passwd",
    "ftp://warta.example/a",
    "tg://resolve?domain=a",
    "apa arti http dan https?",
    "http://[::1",
    "https://" + "a" * 5000,
)


@pytest.mark.parametrize(("message", "address"), ONLY.items())
def test_a_message_that_passes_on_an_address(message: str, address: str) -> None:
    found = find_addresses(message)
    assert found.addresses == (address,)
    assert found.only
    assert not found.asks


@pytest.mark.parametrize(("message", "words"), ASKS.items())
def test_a_question_beside_an_address_stays_a_question(message: str, words: str) -> None:
    found = find_addresses(message)
    assert found.addresses == (PAGE,)
    assert found.words == words
    assert not found.only
    assert found.asks


@pytest.mark.parametrize(("message", "words"), SAYS.items())
def test_words_beside_an_address_are_kept(message: str, words: str) -> None:
    found = find_addresses(message)
    assert found.words == words
    assert not found.only
    assert not found.asks


@pytest.mark.parametrize("message", NONE)
def test_what_is_no_address(message: str) -> None:
    found = find_addresses(message)
    assert found.addresses == ()
    assert found.words == message
    assert not found.only


def test_several_addresses_are_found_each_page_once() -> None:
    message = f"{PAGE},https://warta.example/berita/2 {PAGE}/ dan www.warta.example/berita/3."
    assert find_addresses(message).addresses == (
        PAGE,
        "https://warta.example/berita/2",
        "https://www.warta.example/berita/3",
    )


def test_addresses_behind_words_are_found() -> None:
    found = find_addresses("baca di sini", [PAGE, "javascript:alert(1)", f"{PAGE}#a"])
    assert found.addresses == (PAGE,)
    assert found.only


@given(st.text(max_size=200))
def test_any_text_is_searched(message: str) -> None:
    found = find_addresses(message)
    assert found.addresses or found.words == message


@pytest.mark.parametrize(
    "message",
    [
        "a." * 50_000 + "/x",
        "https://" * 20_000,
        "(" * 50_000 + "/" + ")" * 50_000,
        "https://a.example/" + ")" * 1900,
        "www." * 30_000,
        "a.com/x " * 20_000,
        "\u2067\u200b/" * 50_000,
        "https://a.example/?" + "&" * 1900,
    ],
)
def test_hostile_messages_cost_little(message: str) -> None:
    find_addresses("a.com/x")
    with cpu_seconds_below(0.5):
        assert len(find_addresses(message).addresses) <= MAX_ADDRESSES
