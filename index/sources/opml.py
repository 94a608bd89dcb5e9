"""Lists of feeds as OPML 2.0, in and out: http://opml.org/spec2.opml.

Pure. Nothing is expanded or asked for; what is no address of the web is passed over.
"""

from collections.abc import Iterable
from typing import NamedTuple

from index.errors import LoadError
from index.sources.article_builder import MAX_TITLE, one_line, web_address

MAX_BYTES = 5_000_000
MAX_FEEDS = 5000


class OpmlFeed(NamedTuple):
    """A feed in a list: its address, its name, the address of its site; all but the first may be
    empty.
    """

    url: str
    title: str = ""
    site: str = ""


def read_opml(data: bytes, where: str = "opml") -> list[OpmlFeed]:
    """The feeds of a list, each address once; raises LoadError where it is none.

    Reasons: ``load_too_large``, ``load_bad_opml``, ``load_empty``.
    """
    if len(data) > MAX_BYTES:
        raise LoadError(where, "load_too_large", megabytes=MAX_BYTES // 1_000_000)
    found: dict[str, OpmlFeed] = {}
    for values in _outlines(data, where):
        named = {name.lower(): value for name, value in values.items()}
        url = web_address(named.get("xmlurl", ""))
        title = one_line(named.get("title") or named.get("text") or "", MAX_TITLE)
        if url and len(found) < MAX_FEEDS:
            found.setdefault(url, OpmlFeed(url, title, web_address(named.get("htmlurl", ""))))
    if not found:
        raise LoadError(where, "load_empty")
    return list(found.values())


def write_opml(feeds: Iterable[OpmlFeed], title: str) -> bytes:
    """A list of the feeds, in order."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = feed.title or feed.url
        outline = etree.SubElement(body, "outline", type="rss", text=name, xmlUrl=feed.url)
        if feed.site:
            outline.set("htmlUrl", feed.site)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _outlines(data: bytes, where: str) -> list[dict[str, str]]:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise LoadError(where, "load_bad_opml") from None
    if root is None or str(root.tag).lower() != "opml":
        raise LoadError(where, "load_bad_opml")
    return [dict(each.attrib) for each in root.iter() if str(each.tag).lower() == "outline"]
