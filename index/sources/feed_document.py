"""Prepare a feed's document for parsing: mend it, remove its DOCTYPE, cut it to some items.

Uses only patterns that do not backtrack, so that no document is slow.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from index.sources.markup import escape_ampersands_of_xml, quote_html_in_rss

MAX_ITEMS = 500
"""Items of a document, the newest."""
MAX_ITEM = 2_000_000
"""Characters of an item."""
MAX_DEPTH = 1000
"""Nested elements; parsers take ever longer for each that is open."""

_ROOT = re.compile(
    r"<!--|<(?:\w{1,20}:)?(?P<root>rss|feed|rdf)[\s>]"
    r"|<(?:html|head|body|svg|!doctype\s+html|article|div|form|h1|link|main|meta|p|pre|script|style|title)\b",
    re.IGNORECASE,
)
"""A comment, the root of a feed, or that of another document."""
_ITEM = re.compile(r"<(?:\w{1,20}:)?(item|entry)[\s>]", re.IGNORECASE)
_CHANNEL = re.compile(r"<(?:\w{1,20}:)?channel[\s>]", re.IGNORECASE)
_LITERAL_TYPE = re.compile(
    r"(<(?:\w{1,20}:)?(?:title|summary|content)\s[^<>]{0,300}?\btype\s{0,5}=\s{0,5})"
    r"(?:\"text(?:/plain)?\"|'text(?:/plain)?')",
    re.IGNORECASE,
)
LITERAL = "text/x-literal"
"""The type that is given to Atom's texts of type ``text``: feedparser has the same for no type."""
_END = re.compile(r"</(?:\w{1,20}:)?(?:channel|rss|feed|rdf)\s{0,9}>", re.IGNORECASE)
_DATE = re.compile(
    r"<(?:\w{1,20}:)?(?:pubDate|published|updated|date)\s{0,9}>\s{0,50}([^<]{6,60})<", re.IGNORECASE
)
_TAG_OR_CDATA = re.compile(r"<!\[CDATA\[|\]\]>|</?(?:\w{1,20}:)?(\w{1,40})[^<>]*>")
_EMPTY = frozenset("area base br col embed hr img input meta param source track wbr".split())
"""Elements of HTML that have no end tag."""
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed to parse; ``oversized`` counts the items left out for their size."""

    text: str
    oversized: int = 0


def prepared(text: str) -> FeedDocument | None:
    """Return the feed in ``text`` from its root on, with its newest items; None if it is no feed.

    Entities are declared before the root, so that no parser sees any.
    """
    root = _root(text)
    if root is None:
        return None
    text = _NOT_XML.sub("", _DOCTYPE.sub("", text[root.start() :]))
    if root["root"].lower() == "feed":
        text = _LITERAL_TYPE.sub(rf'\1"{LITERAL}"', text)
    else:
        text = quote_html_in_rss(text)
    text = escape_ampersands_of_xml(text)
    starts = [match.start() for match in _ITEM.finditer(text)]
    if not starts:
        return FeedDocument(text[:MAX_ITEM]) if _depth(text[:MAX_ITEM]) <= MAX_DEPTH else None
    head, tail = text[: starts[0]][:MAX_ITEM], _tail(text, starts[-1])
    ends = [*starts[1:], len(text) - len(tail)]
    items = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    kept = [item for item in _newest(items) if _is_bounded(item)]
    if _depth(head) > MAX_DEPTH:
        return None
    oversized = sum(not _is_bounded(item) for item in items)
    return FeedDocument("".join([head, *kept, tail]), oversized)


def _root(text: str) -> re.Match[str] | None:
    """Return the root's start tag if the document is a feed; what stands before it is skipped.

    Pages may have feeds' elements in comments, scripts and pictures.
    """
    position = 0
    while match := _ROOT.search(text, position):
        if match[0] != "<!--":
            rdf = (match["root"] or "").lower() == "rdf"
            is_feed = match["root"] and (not rdf or _CHANNEL.search(text, match.end()))
            return match if is_feed else None
        end = text.find("-->", match.end())
        if end < 0:
            return None
        position = end
    return None


def _is_bounded(item: str) -> bool:
    return len(item) <= MAX_ITEM and _depth(item) <= MAX_DEPTH


def _depth(text: str) -> int:
    """Return how many elements are open at once, at most; every item closes all before it."""
    depth = most = 0
    quoted = False
    for match in _TAG_OR_CDATA.finditer(text):
        tag = match[0]
        if tag in ("<![CDATA[", "]]>"):
            quoted = tag == "<![CDATA["
        elif not quoted and match[1].lower() not in _EMPTY:
            item = match[1].lower() in ("item", "entry")
            step = -1 if tag[1] == "/" else tag[-2] != "/"
            depth = 0 if item else max(0, depth + step)
            most = max(most, depth)
    return most


def _tail(text: str, last: int) -> str:
    """Return what follows the last item: the end tags of the elements around the items."""
    end = _END.search(text, last)
    return text[end.start() :] if end else ""


def _newest(items: list[str]) -> list[str]:
    """Return at most MAX_ITEMS from the newer end, which in nearly all feeds is the beginning."""
    if len(items) <= MAX_ITEMS:
        return items
    first, last = _date(items[0]), _date(items[-1])
    grows = first is not None and last is not None and first < last
    return items[-MAX_ITEMS:] if grows else items[:MAX_ITEMS]


def _date(item: str) -> float | None:
    found = _DATE.search(item[:MAX_ITEM])
    if found is None:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(found[1].strip()).timestamp()
        except (ValueError, OverflowError):
            continue
    return None
