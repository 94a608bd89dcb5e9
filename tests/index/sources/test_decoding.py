"""The encoding is decided as browsers do, and a wrong byte costs itself only; a row for a case."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.discovery import feeds_of
from index.sources.decoding import decode, decode_html, decode_xml
from index.sources.feed import parse_feed
from index.sources.html_page import page_article
from index.types import Article
from tests.index.sources.samples import article_in, load_all

LINE = "Kafé “Senja” – milik Señora Ráa – tetap buka pada Minggu pagi."
ASCII = "Pemerintah kota menutup pintu air pada pagi hari, kata juru bicaranya. "

WHOLE = [
    (LINE.encode(), ()),
    (LINE.encode(), ("iso-8859-1",)),
    (LINE.encode(), ("windows-1251", "gbk")),
    (LINE.encode(), ("utf-16",)),
    (LINE.encode(), ("no-such-encoding", "")),
    (LINE.encode("utf-8-sig"), ("iso-8859-1",)),
    (LINE.encode("utf-16"), ("utf-8",)),
    (codecs.BOM_UTF16_BE + LINE.encode("utf-16-be"), ()),
    (LINE.encode("utf-16-le"), ("utf-16",)),
    (LINE.encode("utf-16-be"), ("utf-16be",)),
    (LINE.encode("cp1252"), ()),
    (LINE.encode("cp1252"), ("iso-8859-1",)),
    (LINE.encode("cp1252"), ("us-ascii",)),
    (LINE.encode("cp1252"), ("utf-8",)),
]
"""Bytes of LINE, and the labels with which they come."""

OTHERS = [
    ("Это новости города сегодня.", "windows-1251", "cp1251"),
    ("Это новости города сегодня.", "koi8-r", "koi8-r"),
    ("今日の新聞の記事です。", "shift_jis", "cp932"),
    ("今日の新聞の記事です。", "iso-2022-jp", "iso2022_jp"),
    ("今天的新闻报道。", "gb2312", "gbk"),
    ("Wiadomości dnia: żółć", "ISO-8859-2", "iso8859-2"),
]

WRONG_BYTES = [b"\xe2\x80", b"\xff", b"\xfe", b"\x80", b"\xc3", b"\xf0\x9f\x98", b"\xed\xa0\xbd"]


@pytest.mark.parametrize(("data", "labels"), WHOLE)
def test_a_text_is_read_whatever_is_said_of_it(data: bytes, labels: tuple[str, ...]) -> None:
    assert decode(data, *labels) == LINE


@pytest.mark.parametrize(("text", "label", "codec"), OTHERS)
def test_an_encoding_that_is_named_is_believed(text: str, label: str, codec: str) -> None:
    assert decode(text.encode(codec), label) == text
    assert decode(text.encode(codec), "", label) == text


@pytest.mark.parametrize("labels", [(), ("utf-8",), ("iso-8859-1",), ("", "windows-1252")])
@pytest.mark.parametrize("wrong", WRONG_BYTES)
def test_a_wrong_byte_does_not_garble_the_rest(wrong: bytes, labels: tuple[str, ...]) -> None:
    text = decode(f"{LINE} Terpotong ".encode() + wrong + f" di sini. {LINE}".encode(), *labels)
    assert text is not None
    assert text.replace("\ufffd", "") == f"{LINE} Terpotong  di sini. {LINE}"
    assert "\ufffd" in text


@pytest.mark.parametrize("wrong", WRONG_BYTES)
def test_nor_does_it_where_all_else_is_ascii(wrong: bytes) -> None:
    text = decode(ASCII.encode() + wrong + b" " + ASCII.encode())
    assert text is not None
    assert text.replace("\ufffd", "") == f"{ASCII} {ASCII}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"Caf\xe9 itu", "Café itu"),
        (b"dia \x93siap\x94 pergi", "dia “siap” pergi"),
        (b"Rp5.000 \x96 Rp6.000", "Rp5.000 – Rp6.000"),
        (b"\x80 5", "€ 5"),
        (b"na\xefve", "naïve"),
    ],
)
def test_western_european_text_is_windows_1252(written: bytes, read: str) -> None:
    assert decode(written + b". " + ASCII.encode()) == f"{read}. {ASCII}"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x7fELF\x02\x01\x01\xff\xfe",
        b"halo \x81\x8d dunia",
        b"halo \0 dunia",
        b"\x81\x8d\x8f" * 100,
        codecs.BOM_UTF16_LE + b"abc",
        bytes(range(1, 256)),
    ],
)
def test_what_is_no_text_is_none(data: bytes) -> None:
    assert decode(data) is None


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<META content='text/html; charset=koi8-r' http-equiv=Content-Type>", "koi8-r"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
        ('<!-- <meta charset="koi8-r"> --><meta charset=windows-1251 />', "cp1251"),
        ('<meta name="a" content="; charset=koi8-r"><meta charset="cp1251">', "cp1251"),
    ],
)
def test_a_page_s_encoding_is_the_one_that_it_declares(head: str, codec: str) -> None:
    page = f"<html><head>{head}</head><body>Это новости города</body></html>"
    page = page.removeprefix("<html><head>") if head.startswith("<?xml") else page
    assert decode_html(page.encode(codec)) == page


def test_what_http_says_counts_before_what_the_document_says() -> None:
    page = '<meta charset="koi8-r">Это новости города'
    assert decode_html(page.encode("cp1251"), "windows-1251") == page
    document = '<?xml version="1.0" encoding="koi8-r"?><rss>Это новости</rss>'
    assert decode_xml(document.encode("cp1251"), "windows-1251") == document
    assert decode_xml(document.encode("koi8-r"), "no-such-encoding") == document


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "gbk", "utf-16", "iso-2022-jp", "x"]))
def test_any_bytes_are_text_or_none(data: bytes, label: str) -> None:
    for decoder in (decode, decode_html, decode_xml):
        text = decoder(data, label)
        assert text is None or "\0" not in text


ITEM = f"<item><title>{LINE}</title><link>https://warta.example/1</link></item>"
BROKEN = "<item><title>Dua</title><description>Terpotong §</description></item>"
WRONG = b"\xe2\x80"


@pytest.mark.parametrize("declared", ["", "UTF-8", "iso-8859-1", "utf-16", "no-such-encoding"])
def test_a_feed_with_a_wrong_byte_is_read(declared: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    document = f"{declaration}<rss><channel><title>Warta</title>{ITEM}{BROKEN}</channel></rss>"
    feed = parse_feed(document.encode().replace("§".encode(), WRONG), "https://warta.example/")
    assert feed is not None
    assert [item.title for item in feed.items] == [LINE, "Dua"]
    assert feed.items[1].text == "Terpotong \ufffd"


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "utf-16"])
def test_a_page_with_a_wrong_byte_is_read(declared: str, tmp_path: Path) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    page = f"<html><head>{head}</head><body><article><p>{ASCII * 3}</p><p>{LINE} §</p></article>"
    data = page.encode().replace("§".encode(), WRONG)
    assert f"{LINE} \ufffd" in page_article(data, "k", "https://warta.example/1").text
    file = tmp_path / "a.html"
    file.write_bytes(data)
    assert f"{LINE} \ufffd" in article_in(file).text
    link = b'<link rel="alternate" type="application/rss+xml" href="/rss"><p>' + WRONG
    assert feeds_of(data + link, "https://warta.example/") == ["https://warta.example/rss"]


@pytest.mark.parametrize("suffix", ["txt", "md", "csv", "jsonl"])
def test_a_file_with_a_wrong_byte_is_read(suffix: str, tmp_path: Path) -> None:
    rows = {
        "csv": f'id,text\n1,"{LINE}"\n2,"{ASCII}§"\n',
        "jsonl": f'{{"text": "{LINE}"}}\n{{"text": "{ASCII}§"}}\n',
    }
    file = tmp_path / f"a.{suffix}"
    text = rows.get(suffix, f"Judul berita kota hari ini\n\n{LINE}\n\n{ASCII}§\n")
    file.write_bytes(text.encode().replace("§".encode(), WRONG))
    articles = [found for found in load_all(file) if isinstance(found, Article)]
    assert len(articles) == (2 if suffix in rows else 1)
    assert LINE in articles[0].text
    assert f"{ASCII.strip()} \ufffd" in articles[-1].text or f"{ASCII}\ufffd" in articles[-1].text
