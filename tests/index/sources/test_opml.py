"""Lists of feeds are written and read back; hostile ones are harmless."""

import pytest

from index.errors import LoadError
from index.sources.opml import OpmlFeed, read_opml, write_opml

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
