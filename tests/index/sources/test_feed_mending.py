"""Feeds as servers really send them: every item is read, word for word; a row for each case."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.feed import parse_feed
from index.sources.feed_items import Feed, FeedItem, item_article
from index.sources.html_text import text_of_html
from index.sources.markup import is_html, unescaped_html
from tests.index.sources.samples import article_in

URL = "https://warta.example/umpan/rss.xml"
HOME = "https://warta.example"


def feed_of(document: str) -> Feed:
    feed = parse_feed(document.encode(), URL)
    assert feed is not None
    return feed


def rss_item(inside: str, head: str = "<link>https://warta.example/</link>") -> FeedItem:
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    document = f'<rss version="2.0" {content}><channel><title>W</title>{head}'
    (item,) = feed_of(f"{document}<item>{inside}</item></channel></rss>").items
    return item


def atom_entry(inside: str, attributes: str = "") -> FeedItem:
    document = f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>W</title>'
    (item,) = feed_of(f"{document}<entry>{inside}</entry></feed>").items
    return item


AMPERSANDS = {
    "R&D naik di PT A&B Tbk": "R&D naik di PT A&B Tbk",
    "Laba AT&T dan S&P 500": "Laba AT&T dan S&P 500",
    "R&amp;D dan S&#38;P": "R&D dan S&P",
    "R&amp;amp;D": "R&D",
    "<![CDATA[R&D dan R&amp;D]]>": "R&D dan R&D",
    "Tom & Jerry &nbsp;&ndash; &rsquo;90-an": "Tom & Jerry – ’90-an",
    "Kafé &eacute; &#233; &#xE9;": "Kafé é é é",
    "tautan a?x=1&copy=3&reg=4&amp=5": "tautan a?x=1&copy=3&reg=4&amp=5",
    "&copy; 2022": "© 2022",
    "A &unknown; B &; C &# D &#x; E &": "A &unknown; B &; C &# D &#x; E &",
    "2 &lt; 3 &gt; 1": "2 < 3 > 1",
}
LINKS = {
    "<link>https://warta.example/a?x=1&y=2&copy=3</link>": f"{HOME}/a?x=1&y=2&copy=3",
    "<link>https://warta.example/a?x=1&amp;lt=2</link>": f"{HOME}/a?x=1&lt=2",
    "<link>https://warta.example/harga beras naik.html</link>": f"{HOME}/harga%20beras%20naik.html",
    "<link>\n  https://warta.example/a\n</link>": f"{HOME}/a",
    "<link><![CDATA[ https://warta.example/a?b=1&c=2 ]]></link>": f"{HOME}/a?b=1&c=2",
    "<link>/a</link>": f"{HOME}/a",
    "<link>berita/a.html</link>": f"{HOME}/berita/a.html",
    "<link>//warta.example/a</link>": f"{HOME}/a",
    "<link>warta.example/a</link>": f"{HOME}/a",
    "<link>www.warta.example/a</link>": "https://www.warta.example/a",
    "<guid>https://warta.example/a</guid>": f"{HOME}/a",
    "<link/><guid isPermaLink='false'>https://warta.example/?p=7</guid>": f"{HOME}/?p=7",
    "<link>N/A</link><guid>https://warta.example/a</guid>": f"{HOME}/a",
    "<link>https://warta.example/a</link><guid>https://warta.example/a</guid>": f"{HOME}/a",
    "<guid>abc123</guid>": "",
    "<guid isPermaLink='true'>abc123</guid>": "",
    "<guid>urn:uuid:1</guid>": "",
    "<link>N/A</link><guid>N/A</guid>": "",
    "<link>-</link>": "",
    "<link>https://</link>": "",
    "<link>http://</link><guid>https://warta.example/a</guid>": f"{HOME}/a",
    "<link>&lt;![CDATA[https://warta.example/a]]&gt;</link>": f"{HOME}/a",
    "<link>#</link>": "",
    "<link></link>": "",
    "<link>tidak ada</link>": "",
    "<link>http://host:99999/</link>": "",
    "<link>http://xn--/</link>": "",
    "<link>javascript:void(0)</link>": "",
}
BODIES = {
    "&amp;lt;p&amp;gt;Satu.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Dua.": "Satu.\nDua.",
    "&lt;p&gt;Satu.&lt;/p&gt;&lt;p&gt;Dua.&lt;/p&gt;": "Satu.\nDua.",
    "<p>Satu.</p><p>Dua.</p>": "Satu.\nDua.",
    "<![CDATA[<p>Satu.</p><p>Dua.</p>]]>": "Satu.\nDua.",
    "<![CDATA[&lt;p&gt;Satu.&lt;/p&gt;&lt;p&gt;Dua.&lt;/p&gt;]]>": "Satu.\nDua.",
    "Satu.<br>Dua.<br/>": "Satu.\nDua.",
    "<img src='a.jpg'>Satu.<hr>Dua.": "Satu.\nDua.",
    "<a href='/x?a=1&copy=3'>Satu</a> dua": "Satu dua",
    "<![CDATA[<a title='2 > 1' href=\"/x?a=>\">Satu</a> dua <b>ti</b>ga]]>": "Satu dua tiga",
    "<p>Satu.<p>Dua.": "Satu.\nDua.",
    "<![CDATA[<p>Pakai tag &lt;b&gt; begitu.</p>]]>": "Pakai tag <b> begitu.",
}


@pytest.mark.parametrize(("written", "read"), AMPERSANDS.items())
def test_ampersands_are_read_as_written(written: str, read: str) -> None:
    item = rss_item(f"<title>{written}</title><description>{written}</description>")
    assert (item.title, item.text) == (read, read)


@pytest.mark.parametrize(("inside", "link"), LINKS.items())
def test_an_item_has_its_address_or_none(inside: str, link: str) -> None:
    assert rss_item(f"<title>J</title>{inside}").link == link


@pytest.mark.parametrize(
    ("head", "link"),
    [
        ("<link>https://lain.example/berita/</link>", "https://lain.example/berita/a.html"),
        ("<link>/berita/</link>", f"{HOME}/berita/a.html"),
        ("<link>N/A</link>", f"{HOME}/umpan/a.html"),
        ("", f"{HOME}/umpan/a.html"),
    ],
)
def test_a_relative_link_is_relative_to_the_channel_s(head: str, link: str) -> None:
    assert rss_item("<title>J</title><link>a.html</link>", head).link == link


def test_a_relative_link_may_have_a_base_of_its_own() -> None:
    entry = "<title>J</title><id>1</id><link href='a.html'/>"
    base = 'xml:base="https://lain.example/b/"'
    assert atom_entry(entry, base).link == "https://lain.example/b/a.html"
    assert atom_entry("<title>J</title><id>1</id><link href=''/>").link == ""
    assert atom_entry("<title>J</title><id>https://warta.example/1</id>").link == f"{HOME}/1"


@pytest.mark.parametrize("field", ["description", "content:encoded"])
@pytest.mark.parametrize(("written", "read"), BODIES.items())
def test_html_is_text_however_often_it_was_escaped(written: str, read: str, field: str) -> None:
    assert rss_item(f"<title>J</title><{field}>{written}</{field}>").text == read


@pytest.mark.parametrize(
    ("type_", "title", "text"),
    [
        ('type="text"', "Tag <b> di HTML", "Tulis <b>tebal</b> dan <p>ini</p> begitu"),
        ("type='text'", "Tag <b> di HTML", "Tulis <b>tebal</b> dan <p>ini</p> begitu"),
        ('type="html"', "Tag di HTML", "Tulis tebal dan\nini\nbegitu"),
    ],
)
def test_an_atom_text_is_what_its_type_says(type_: str, title: str, text: str) -> None:
    entry = atom_entry(
        f"<id>1</id><title {type_}>Tag &lt;b&gt; di HTML</title><summary {type_}>"
        "Tulis &lt;b&gt;tebal&lt;/b&gt; dan &lt;p&gt;ini&lt;/p&gt; begitu</summary>"
    )
    assert (entry.title, entry.text) == (title, text)


@pytest.mark.parametrize("tag", ["<br>", "<img src='a'>", "<hr>", "<p>", "<li>", "<font>", "<b>"])
def test_tags_that_are_never_closed_harm_nothing(tag: str) -> None:
    item = f"<item><title>A</title><description>{f'teks{tag}' * 1500}</description></item>"
    last = "<item><title>B</title><link>/b</link></item>"
    feed = feed_of(f"<rss><channel><title>W</title>{item}{last}</channel></rss>")
    assert [each.title for each in feed.items] == ["A", "B"]
    assert feed.items[0].text.count("teks") == 1500
    assert feed.items[1].link == f"{HOME}/b"


def test_an_item_that_is_nested_too_deep_costs_itself_only() -> None:
    deep = f"<item><title>A</title><x>{'<y>' * 1500}</x></item>"
    feed = feed_of(f"<rss><channel>{deep}<item><title>B</title></item></channel></rss>")
    assert ([item.title for item in feed.items], feed.oversized) == (["B"], 1)


@pytest.mark.parametrize(
    ("links", "count"),
    [
        (["/live#p10", "/live#p11", "/live#p12"], 3),
        (["/live", "/live#p11"], 2),
        (["/a?utm_source=x", "/b#utm_source=x"], 2),
        (["/a", "/a#comments", "/a#respond"], 3),  # one link, different texts
    ],
)
def test_items_are_told_apart_by_their_fragments(links: list[str], count: int) -> None:
    items = "".join(
        f"<item><title>{link}</title><link>{link}</link><description>{link}</description></item>"
        for link in links
    )
    feed = feed_of(f"<rss><channel><title>W</title>{items}</channel></rss>")
    assert len(feed.items) == count


PAGES = {
    "svg": "<html><body><svg><rdf:RDF><cc:Work/></rdf:RDF></svg></body></html>",
    "comment": "<html><!-- <rdf:RDF xmlns='http://web.resource.org/cc/'/> --><p>Isi</p></html>",
    "comment first": "<!-- <rss version='2.0'> --><p>Isi.</p>",
    "script": "<!DOCTYPE html><script>var a = '<rss version=\"2.0\"><channel>'</script>",
    "shown": "<html><body><pre><rss version='2.0'><channel><item></pre></body></html>",
    "element": "<!doctype html><title>a</title><feed class='x'></feed>",
    "xhtml": "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><feed/></html>",
    "licence": "<rdf:RDF xmlns='http://web.resource.org/cc/'><Work/></rdf:RDF>",
    "picture": "<svg xmlns='http://www.w3.org/2000/svg'><rdf:RDF><channel/></rdf:RDF></svg>",
    "no html": "<meta charset=utf-8><title>x</title><script>'<rss>'</script>",
    "paragraph": "<p>Contoh: <rss version='2.0'></p>",
    "fragment": "<div><rdf:RDF><channel></channel></rdf:RDF></div>",
    "words": "Kata <feedback> dan <rssx> saja.",
}
FEEDS = {
    "declared": "<?xml version='1.0'?><rss version='2.0'><channel>{}</channel></rss>",
    "after a warning": "<br />\n<b>Warning</b>: x in <b>a</b><br />\n<rss><channel>{}</channel>",
    "after a comment": "<!-- <html> --><?xml-stylesheet href='a'?><rss><channel>{}</channel></rss>",
    "doctype": "<!DOCTYPE rss PUBLIC '-//N//DTD RSS 0.91//EN' 'x'><rss><channel>{}</channel></rss>",
    "prefixed": "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry>{}</a:entry></a:feed>",
    "capitals": "<RSS><CHANNEL>{}</CHANNEL></RSS>",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_not_a_feed_for_an_element_in_it(page: str) -> None:
    assert parse_feed(PAGES[page].encode(), URL) is None


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_one_whatever_stands_before_its_root(feed: str) -> None:
    item = "<a:title>J</a:title>" if feed == "prefixed" else "<item><title>J</title></item>"
    document = FEEDS[feed].format(item)
    assert [item.title for item in feed_of(document).items] == ["J"]


@pytest.mark.parametrize(
    "text",
    [
        "Cara memakai tag <b> di HTML",
        "Tulis <p> untuk paragraf baru",
        "2 < 3 dan 4 > 1",
        "<penonton> bersorak",
        "R&amp;D &lt;3",
        "",
    ],
)
def test_a_text_that_mentions_a_tag_is_not_html(text: str) -> None:
    assert not is_html(text)
    assert unescaped_html(text) == text


@given(st.text("<>&;/=\"'!-[]CDAT#x0 apbrcopylt", max_size=60))
def test_no_markup_breaks_the_parsers(text: str) -> None:
    text_of_html(text)
    document = f"<rss><channel><item><description>{text}</description></item></channel></rss>"
    parse_feed(document.encode(), URL)


ROWS = {
    "&amp;lt;p&amp;gt;Satu.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Dua.": "Satu.\nDua.",
    "&lt;p&gt;Satu.&lt;/p&gt;&lt;p&gt;Dua.&lt;/p&gt;": "Satu.\nDua.",
    "<p>Satu.</p>\n<p>Dua &amp; tiga.</p>": "Satu.\nDua & tiga.",
    "Satu.<br>Dua.": "Satu.\nDua.",
    "Satu.\n\nDua &amp; <b> tiga.": "Satu.\n\nDua &amp; <b> tiga.",
    "R&D di A&B, a?x=1&copy=3": "R&D di A&B, a?x=1&copy=3",
}


@pytest.mark.parametrize(("written", "read"), ROWS.items())
def test_html_in_a_row_is_text_and_text_is_left_alone(
    written: str, read: str, tmp_path: Path
) -> None:
    lines, table = tmp_path / "a.jsonl", tmp_path / "a.csv"
    lines.write_text(json.dumps({"text": written, "title": "J"}) + "\n")
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([["title", "text"], ["J", written]])
    assert [article_in(file).text for file in (lines, table)] == [read, read]


def test_a_json_feed_s_texts_are_what_their_names_say() -> None:
    item = {
        "id": "1",
        "url": "a b.html",
        "title": "Tag <b> di R&D",
        "content_text": "Tulis <b>tebal</b> & R&D",
    }
    values = {"version": "https://jsonfeed.org/version/1.1", "title": "W", "items": [item]}
    (read,) = feed_of(json.dumps({**values, "home_page_url": "https://lain.example/x/"})).items
    assert (read.title, read.text) == (item["title"], item["content_text"])
    assert read.link == "https://lain.example/x/a%20b.html"


DATES = {
    "Fri, 21 Jan 2022 23:30:00 +0700": date(2022, 1, 21),
    "Fri, 21 Jan 22 23:30 WIB": date(2022, 1, 21),
    "Jumat, 21 Januari 2022 | 14:05 WIB": date(2022, 1, 21),
    "Sabtu, 13 Agt 2022 08:00": date(2022, 8, 13),
    "2022-01-21T10:30:00+07:00": date(2022, 1, 21),
    "2022-01-21 10:30": date(2022, 1, 21),
    "20220121T103000Z": date(2022, 1, 21),
    "Fri Jan 21 10:30:00 2022": date(2022, 1, 21),
    "2022-W03-5": date(2022, 1, 21),
    "2022, Jumat 21 Januari": date(2022, 1, 21),
    "21/1/22": date(2022, 1, 21),
    "2022-01-21 오후 11:23:17": date(2022, 1, 21),
    "2022, Jumat": None,
    "2022": None,
    "2022-01": None,
    "Januari 2022": None,
    "Jumat, 21 Januari": None,
    "Kemarin, 14:05": None,
    "3 jam lalu": None,
    "sekarang": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "Wed, 31 Dec 1969 19:00:00 -0500": None,
    "1970-01-01T07:00:00+07:00": None,
    "0000-00-00 00:00:00": None,
    "Wed, 30 Nov -0001 00:00:00 +0000": None,
    "0001-01-01T00:00:00Z": None,
    "0": None,
    "1642733400": None,
    "": None,
}


@pytest.mark.parametrize(("written", "day"), DATES.items())
def test_a_date_is_the_one_that_is_written_or_none(written: str, day: date | None) -> None:
    item = rss_item(f"<title>J</title><description>Isi.</description><pubDate>{written}</pubDate>")
    feed = Feed("W", "", "", ())
    assert item_article(item, feed, "k").date == day


def test_a_date_that_is_none_gives_way_to_another() -> None:
    dates = "<published>1970-01-01T00:00:00Z</published><updated>2022-01-21T10:30:00Z</updated>"
    assert atom_entry(f"<id>1</id><title>J</title>{dates}").date[:10] == "2022-01-21"


def test_the_first_day_of_clocks_is_no_date_in_a_row_either(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    for written in ("1970-01-01", "1970-01-01T00:00:00Z", "01/01/1970"):
        file.write_text(json.dumps({"text": "Isi berita.", "date": written}) + "\n")
        assert article_in(file).date is None
