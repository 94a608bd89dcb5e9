"""Messages that ask for an article of the last list by number, or for its address; and others."""

import pytest

from bot.conversation.requests import request_in

ASKED = {
    "nomor 2 minta linknya": 2,
    "send me the link of the first one": 1,
    "kirim link artikelnya": 1,
    "sumbernya mana": 1,
    "sumbernya?": 1,
    "source?": 1,
    "what's the source": 1,
    "yang nomor 1 isinya apa": 1,
    "link berita nomor 2": 2,
    "url nya": 1,
    "boleh minta link yang kedua": 2,
    "the link for number 2": 2,
    "isi nomor 3": 3,
    "nomor 2 tentang apa": 2,
    "linknya dong kak": 1,
    "minta link nomor 1": 1,
    "link": 1,
    "mana linknya": 1,
    "tautannya": 1,
    "nomor 2 dong linknya": 2,
    "yang kedua linknya": 2,
    "isi artikel nomor 2": 2,
    "what does number 2 say": 2,
    "can i have the link": 1,
    "link aslinya": 1,
    "sumber aslinya": 1,
    "bagi link yang ketiga": 3,
    "number 3 link please": 3,
    "no 2 isinya": 2,
    "yg pertama isinya gimana": 1,
    "link yg terakhir": -1,
}
OTHERS = (
    "sumbernya dari mana sih",
    "where do you get it from",
    "minta link pendaftaran bansos",
    "isi perjanjian nomor 2",
    "sumber dana haji",
    "dari mana virus ebola",
    "link streaming persib",
    "isi pasal 2",
    "nomor 1 dunia siapa",
    "apa itu link",
    "what is a url",
    "berita tentang apa",
    "apa isinya",
    "tentang apa",
    "alamat istana",
    "sumber api",
    "isi uud",
    "dua sumber air",
    "siapa sumbernya",
    "berita nomor satu",
    "sumber berita itu siapa",
    "what is it about",
    "berapa sumber daya",
    "link and match",
    "apa itu sumber",
)


@pytest.mark.parametrize(("message", "number"), ASKED.items())
def test_an_article_is_asked_for_by_number_or_address(message: str, number: int) -> None:
    assert request_in(message) == f"open {number}"


@pytest.mark.parametrize("message", OTHERS)
def test_other_messages_ask_for_none(message: str) -> None:
    assert request_in(message) == ""
