"""Feeds of every format are parsed, malformed ones too, and hostile ones are bounded."""

import json
from datetime import date

import pytest

from index.sources.feed import parse_feed
from index.sources.feed_document import MAX_ITEM, MAX_ITEMS
from index.sources.feed_items import Feed, item_article
from index.types import Language
from tests.cpu import cpu_seconds_below

URL = "https://warta.example/umpan/rss.xml"
STORY = "Nelayan di desa itu pulang dengan perahu yang penuh ikan pada malam hari. " * 8
ITEM = f"""<item><title>Judul &amp; &lt;b&gt;tebal&lt;/b&gt;</title><link>/berita/1</link>
<guid isPermaLink="false">g-1</guid><pubDate>Fri, 21 Jan 2022 23:30:00 +0700</pubDate>
<description>Ringkasan.</description>
<content:encoded><![CDATA[<p>{STORY}</p><p>Kedua<br>ketiga&nbsp;baris.</p>
<figure><figcaption>Foto: lain</figcaption></figure><script>jahat()</script>
<p>The post Judul appeared first on Warta.</p>]]></content:encoded></item>"""


def rss(items: str, head: str = "<title>Warta</title><link>/</link><language>id</language>") -> str:
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {content}><channel>{head}{items}</channel></rss>'


def parsed(document: str | bytes, charset: str = "") -> Feed:
    data = document if isinstance(document, bytes) else document.encode()
    feed = parse_feed(data, URL, charset)
    assert feed is not None
    return feed


def test_rss_with_the_whole_text() -> None:
    feed = parsed(rss(ITEM))
    assert (feed.title, feed.site) == ("Warta", "https://warta.example/")
    (item,) = feed.items
    assert item.title == "Judul & tebal"
    assert item.is_full
    article = item_article(item, feed, "feed:1/x")
    assert article.text == f"{STORY.strip()}\nKedua\nketiga baris."
    assert article.date == date(2022, 1, 21), "the day on the publisher's calendar"
    assert article.url == "https://warta.example/berita/1"
    assert article.source == "Warta"
    assert article.language is Language.INDONESIAN


def test_atom() -> None:
    document = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
    <title>Post</title><link rel="self" href="{URL}"/><link href="https://post.example/"/>
    <entry><title type="html">A &amp;amp; B</title><id>tag:1</id><link href="/a"/>
    <updated>2026-03-01T01:00:00+09:00</updated><summary>Short</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p></div></content>
    </entry></feed>"""
    feed = parsed(document)
    (item,) = feed.items
    assert feed.site == "https://post.example/"
    assert (item.title, item.is_full, item.date[:10]) == ("A & B", True, "2026-03-01")


def test_rdf() -> None:
    document = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="x"><title>Warta</title><link>https://w.example/</link></channel>
    <item rdf:about="https://w.example/1"><title>Satu</title><link>https://w.example/1</link>
    <dc:date>2022-01-21T10:30:00+07:00</dc:date><description>Isi.</description></item>
    <item rdf:about="https://w.example/2"><title>Dua</title><link>https://w.example/2</link></item>
    </rdf:RDF>"""
    feed = parsed(document)
    assert [item.title for item in feed.items] == ["Satu", "Dua"]
    assert feed.items[0].date == "2022-01-21T10:30:00+07:00"


def test_json_feed() -> None:
    items: list[object] = [
        {"id": 7, "url": "/7", "title": "Tujuh", "content_html": f"<p>{STORY}</p>"},
        {"id": "8", "external_url": "https://x.example/8", "content_text": "Pendek"},
        "no item",
    ]
    version = "https://jsonfeed.org/version/1.1"
    values = {"version": version, "title": "Warta", "home_page_url": "/", "items": items}
    feed = parsed(json.dumps(values))
    assert [item.link for item in feed.items] == ["https://warta.example/7", "https://x.example/8"]
    assert [item.is_full for item in feed.items] == [True, False]


@pytest.mark.parametrize(
    "document",
    [
        "<html><body>halaman</body></html>",
        "",
        "kata saja",
        "{}",
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
        "\0\0\0",
    ],
)
def test_what_is_no_feed_is_none(document: str) -> None:
    assert parse_feed(document.encode(), URL) is None


def test_a_sloppy_feed_is_read_all_the_same() -> None:
    """An unknown entity, a bare ampersand, an unclosed tag."""
    item = "<item><title>Tom & Jerry &nbsp; <b>x</title><link>/1</link></item>"
    assert len(parsed("  \n" + rss(item)).items) == 1


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_encoding_is_the_document_s(codec: str) -> None:
    document = f'<?xml version="1.0" encoding="{codec}"?>' + rss("<item><title>Café</title></item>")
    assert parsed(document.encode(codec), "us-ascii").items[0].title == "Café"


def test_a_bumped_date_and_a_changed_link_leave_the_mark() -> None:
    (before,) = parsed(rss(ITEM)).items
    changed = ITEM.replace("21 Jan 2022", "25 Feb 2023").replace("/berita/1", "/berita/lain")
    (after,) = parsed(rss(changed)).items
    assert before.fingerprint == after.fingerprint
    assert len(before.fingerprint) == 32


def test_without_an_id_the_link_tells_an_item_but_not_who_sent_the_reader() -> None:
    item = "<item><title>A</title><link>/1{}</link></item><item><link>/2</link></item>"
    before = parsed(rss(item.format("")))
    after = parsed(rss(item.format("?utm_source=rss&amp;fbclid=3#atas")))
    assert [each.fingerprint for each in before.items] == [each.fingerprint for each in after.items]


def test_an_id_that_all_items_share_tells_nothing() -> None:
    item = "<item><title>{0}</title><guid>sama</guid><link>/</link></item>"
    assert len(parsed(rss(item.format("A") + item.format("B") + item.format("B"))).items) == 2


@pytest.mark.parametrize("end", ["…", "[...]", "[&#8230;]", "Baca selengkapnya »", "Read more"])
def test_a_text_that_is_cut_off_is_not_whole(end: str) -> None:
    item = f"<item><content:encoded>{STORY} {end}</content:encoded></item>"
    assert not parsed(rss(item)).items[0].is_full


def test_no_entity_is_expanded_and_no_file_read() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    files = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://10.0.0.1/">'
    item = "<item><title>&l11;&f;</title></item>"
    feed = parsed(f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}{files}%p;]>' + rss(item))
    assert len(feed.items[0].title) < 20
    assert "root:" not in feed.items[0].title


def test_of_very_many_items_the_newest_are_taken() -> None:
    newest_first = "".join(
        f"<item><title>{n}</title><pubDate>2026-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}"
        "Z</pubDate></item>"
        for n in reversed(range(60_000))
    )
    with cpu_seconds_below(10):
        feed = parsed(rss(newest_first))
    assert [feed.items[0].title, len(feed.items)] == ["59999", MAX_ITEMS]


def test_where_the_newest_come_last_the_last_are_taken() -> None:
    items = "".join(
        f"<item><title>{n}</title><pubDate>2026-01-{1 + n // 100:02}T00:00:00Z</pubDate></item>"
        for n in range(MAX_ITEMS + 50)
    )
    assert parsed(rss(items)).items[-1].title == str(MAX_ITEMS + 49)


def test_an_item_beyond_measure_is_left_out_and_counted() -> None:
    feed = parsed(rss(f"<item><title>A</title>{'x' * MAX_ITEM}</item>{ITEM}"))
    assert len(feed.items) == 1
    assert feed.oversized == 1


@pytest.mark.parametrize(
    "text",
    ["😀" * 50_000, "\u202e" * 50_000, "kata " * 50_000, "\x00\x01\x02" * 1000, "<div>" * 50_000],
    ids=["emoji", "overrides", "one line", "controls", "nesting"],
)
def test_strange_texts_do_no_harm(text: str) -> None:
    item = f"<item><title>A</title><description><![CDATA[{text}]]></description></item>"
    feed = parsed(rss(item + ITEM))
    assert feed.items[-1].title == "Judul & tebal"
