"""Messages that ask for an article of the last list by number, or for its address; and others."""

import pytest

from bot.conversation.requests import request_in

ASKED = {
    "nomor 2 minta linknya": "link 2",
    "send me the link of the first one": "link 1",
    "kirim link artikelnya": "link",
    "sumbernya mana": "link",
    "sumbernya?": "link",
    "source?": "link",
    "what's the source": "link",
    "yang nomor 1 isinya apa": "open 1",
    "link berita nomor 2": "link 2",
    "url nya": "link",
    "boleh minta link yang kedua": "link 2",
    "the link for number 2": "link 2",
    "isi nomor 3": "open 3",
    "nomor 2 tentang apa": "open 2",
    "linknya dong kak": "link",
    "minta link nomor 1": "link 1",
    "link": "link",
    "mana linknya": "link",
    "tautannya": "link",
    "nomor 2 dong linknya": "link 2",
    "yang kedua linknya": "link 2",
    "isi artikel nomor 2": "open 2",
    "what does number 2 say": "open 2",
    "can i have the link": "link",
    "link aslinya": "link",
    "sumber aslinya": "link",
    "bagi link yang ketiga": "link 3",
    "number 3 link please": "link 3",
    "no 2 isinya": "open 2",
    "yg pertama isinya gimana": "open 1",
    "link yg terakhir": "link -1",
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


@pytest.mark.parametrize(("message", "request_"), ASKED.items())
def test_an_article_is_asked_for_by_number_or_address(message: str, request_: str) -> None:
    assert request_in(message) == request_


@pytest.mark.parametrize("message", OTHERS)
def test_other_messages_ask_for_none(message: str) -> None:
    assert request_in(message) == ""
