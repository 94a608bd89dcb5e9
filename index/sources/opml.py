"""Read and write lists of feeds as OPML 2.0: http://opml.org/spec2.opml.

Pure: no entity is expanded and nothing fetched. Skips feeds without a web address.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from index.errors import LoadError
from index.sources.bounded_io import too_large
from index.sources.decoding import decode_xml
from index.sources.field_values import MAX_TITLE, clean_line
from index.sources.links import feed_address, resolved_address
from index.sources.markup import escape_ampersands_of_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_BEFORE_ROOT = re.compile(r"[^<]*(?:<\?[^>]*>\s*|<!(?:DOCTYPE|--)[^\[>]*(?:\[[^\]]*\][^>]*)?>\s*)*")
"""The declaration, whose encoding the text no longer has, and a DOCTYPE with its entities."""

_OUTLINE = re.compile(
    r"<(?:\w+:)?outline\b(?:=\s*(?:\"[^\"]*\"|'[^']*')|[^<>]){0,5000}+>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"(\s[\w:.-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>][^\s\"<>]*?(?=\s|/?>)))?(?=[\s/>])"
)

_FEED_TYPES = ("rss", "atom", "feed")
"""Outlines of these types may have the feed's address as ``url``."""

MAX_BYTES = 5_000_000
MAX_MENDED = 30
"""Attributes of an outline that may have no quotes."""
MAX_FEEDS = 5000
MAX_OUTLINES = 4 * MAX_FEEDS
"""With folders and notes; those of a document of 5 MB could take half a minute."""


class OpmlFeed(NamedTuple):
    """A feed's address, its title and its site's address, of which the latter may be empty."""

    url: str
    title: str = ""
    site: str = ""


def read_opml(data: bytes, where: str = "opml") -> list[OpmlFeed]:
    """Return the feeds of a list, each address once.

    Raises LoadError: ``load_too_large``, ``load_bad_opml``, ``load_empty`` or
    ``load_too_many_feeds``.
    """
    if len(data) > MAX_BYTES:
        raise too_large(where, MAX_BYTES)
    found: dict[str, OpmlFeed] = {}
    for values in _outlines(data, where):
        named = {name.lower(): value for name, value in values.items()}
        is_feed = named.get("type", "").lower() in _FEED_TYPES
        url = named.get("xmlurl") or (named.get("url") if is_feed else "")
        if url and (url := feed_address(url)) and url not in found:
            title = clean_line(named.get("title") or named.get("text") or "", MAX_TITLE)
            found[url] = OpmlFeed(url, title, resolved_address(named.get("htmlurl", ""), ""))
    if not found:
        raise LoadError(where, "load_empty")
    if len(found) > MAX_FEEDS:
        raise LoadError(where, "load_too_many_feeds", count=MAX_FEEDS)
    return list(found.values())


def write_opml(feeds: Iterable[OpmlFeed], title: str) -> bytes:
    """Return the OPML document of the feeds, in order."""
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
    text = _BEFORE_ROOT.sub("", decode_xml(data) or "", count=1)
    if text.lower().count("outline") > 2 * MAX_OUTLINES:  # each may have an end tag
        raise LoadError(where, "load_too_many_feeds", count=MAX_FEEDS)
    text = _OUTLINE.sub(lambda outline: _ATTRIBUTE.sub(_quoted, outline[0], MAX_MENDED), text)
    try:
        root = etree.fromstring(escape_ampersands_of_xml(text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise LoadError(where, "load_bad_opml") from None
    if root is None or _name(root) != "opml":
        raise LoadError(where, "load_bad_opml")
    return [dict(each.attrib) for each in root.iter("*") if _name(each) == "outline"]


def _quoted(attribute: re.Match[str]) -> str:
    """Return an attribute as XML has it: with a value, in quotes."""
    name, value = attribute[1], attribute[2] or '""'
    return f"{name}={value}" if value[0] in "\"'" else f'{name}="{value}"'


def _name(element: "_Element") -> str:
    """Return the element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()
