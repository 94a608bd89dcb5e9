"""Lists of feeds are written and read back; hostile ones are harmless."""

import pytest

from index.errors import LoadError
from index.sources.opml import MAX_FEEDS, MAX_OUTLINES, OpmlFeed, read_opml, write_opml

FEEDS = [
    OpmlFeed("https://a.example/rss", "Warta & <A>", "https://a.example/"),
    OpmlFeed("http://b.example/?x=1&y=2", "B"),
]


def test_a_list_comes_back_as_it_went() -> None:
    assert read_opml(write_opml(FEEDS, "Umpan")) == FEEDS


def test_folders_other_spellings_and_repetitions_are_read() -> None:
    data = b"""<?xml version="1.0"?><opml version="1.0"><body><outline text="Folder">
    <outline TEXT="A" xmlurl="https://a.example/rss"/><outline text="catatan"/></outline>
    <outline title="A" xmlUrl="https://a.example/rss"/><outline xmlUrl="file:///etc/passwd"/>
    </body></opml>"""
    assert read_opml(data) == [OpmlFeed("https://a.example/rss", "A")]


OUTLINES = {
    'text="A&B" xmlUrl="https://a.example/rss?a=1&b=2&copy=3"': (
        "A&B",
        "https://a.example/rss?a=1&b=2&copy=3",
    ),
    'text="R&amp;D &eacute;" xmlUrl="https://a.example/?a=1&amp;b=2"': (
        "R&D é",
        "https://a.example/?a=1&b=2",
    ),
    'text="A" xmlUrl="feed://a.example/rss"': ("A", "https://a.example/rss"),
    'text="A" xmlUrl="feed:http://a.example/rss"': ("A", "http://a.example/rss"),
    'text="A" xmlUrl="a.example/rss"': ("A", "https://a.example/rss"),
    'text="A" xmlUrl=" https://a.example/a b "': ("A", "https://a.example/a%20b"),
    'type="rss" text="A" url="https://a.example/rss"': ("A", "https://a.example/rss"),
    "text=Jum'at xmlUrl=https://a.example/rss": ("Jum'at", "https://a.example/rss"),
    "text=A xmlUrl=https://a.example/rss type=rss": ("A", "https://a.example/rss"),
    "text=Warta-Kota xmlUrl=https://a.example/rss?a=1&b=2": (
        "Warta-Kota",
        "https://a.example/rss?a=1&b=2",
    ),
    'text="A = B c=d" xmlUrl=https://a.example/rss/': ("A = B c=d", "https://a.example/rss/"),
    "text='A=B' xmlUrl = https://a.example/rss": ("A=B", "https://a.example/rss"),
    "text='A > B' xmlUrl=feed://a.example/rss": ("A > B", "https://a.example/rss"),
    "isOpen text=A xmlUrl='https://a.example/rss'": ("A", "https://a.example/rss"),
    "text='A' XMLURL='https://a.example/rss'": ("A", "https://a.example/rss"),
}
ROOTS = [
    "<opml version='1.0'><body>{}</body></opml>",
    "<opml xmlns='http://opml.org/spec2'><body>{}</body></opml>",
    "<o:opml xmlns:o='http://opml.org/spec2'><o:body>{}</o:body></o:opml>",
    "<?xml version='1.0' encoding='iso-8859-1'?><OPML><BODY>{}</BODY></OPML>",
    "\ufeff<?xml version='1.0' encoding='utf-16'?>\n<!-- a --><opml><body>{}</body></opml>",
    "<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body>{}</body></opml>",
    "<opml><body>{}",
]


@pytest.mark.parametrize(("attributes", "feed"), OUTLINES.items())
def test_an_outline_is_read_as_it_is_written(attributes: str, feed: tuple[str, str]) -> None:
    (found,) = read_opml(ROOTS[0].format(f"<outline {attributes}/>").encode())
    assert (found.title, found.url) == feed


@pytest.mark.parametrize(
    "outline", ["<outline a=", "<outline/>", "<outline>", "<OUTLINE url='x'/>", '<outline =" ']
)
def test_a_list_of_outlines_without_end_is_not_parsed(
    outline: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lxml.etree.fromstring", None)
    with pytest.raises(LoadError, match="load_too_many_feeds"):
        read_opml(f"<opml><body>{outline * (2 * MAX_OUTLINES + 1)}".encode())


@pytest.mark.parametrize("root", ROOTS)
def test_a_list_may_have_any_namespace_and_declaration(root: str) -> None:
    prefix = "o:" if "o:opml" in root else ""
    outline = f'<{prefix}outline text="Kafé" xmlUrl="https://a.example/rss"/>'
    assert read_opml(root.format(outline).encode()) == [OpmlFeed("https://a.example/rss", "Kafé")]


def test_a_list_too_long_is_said_to_be_so_and_not_cut() -> None:
    feeds = [OpmlFeed(f"https://a.example/{number}", "A") for number in range(MAX_FEEDS + 1)]
    assert len(read_opml(write_opml(feeds[:-1], "Umpan"))) == MAX_FEEDS
    with pytest.raises(LoadError) as caught:
        read_opml(write_opml(feeds, "Umpan"))
    assert (caught.value.reason, caught.value.arguments) == (
        "load_too_many_feeds",
        {"count": MAX_FEEDS},
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "load_bad_opml"),
        (b"kata", "load_bad_opml"),
        (b"<rss/>", "load_bad_opml"),
        (b"<opml><body/></opml>", "load_empty"),
        (b" " * 5_000_001, "load_too_large"),
    ],
)
def test_what_is_no_list_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(LoadError) as caught:
        read_opml(data)
    assert caught.value.reason == reason


def test_no_entity_is_expanded() -> None:
    data = b"""<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa">]>
    <opml><body><outline text="x&f;" xmlUrl="https://a.example/rss"/>&f;</body></opml>"""
    assert all("root:" not in feed.title for feed in read_opml(data))
