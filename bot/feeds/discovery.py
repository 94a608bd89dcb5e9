"""Feed autodiscovery: the ``<link rel="alternate">`` of a page. Pure."""

import re

from index.sources.decoding import decode_html
from index.sources.links import feed_address, resolved_address

MAX_PAGE_LENGTH = 500_000
"""Characters that are parsed; the links are in the head."""
MAX_FEEDS = 20

_TYPE = re.compile(
    r"(?:application|text)/(?:x-)?(?:(?:rss|atom|rdf)(?:\+xml)?|xml|feed\+json)\s*(?:[;,].*)?",
    re.IGNORECASE,
)
_COMMENTS = ("comment", "komentar")


def feeds_of(page: bytes, url: str, charset: str = "") -> list[str]:
    """Return the feeds' addresses in the page's order, feeds of comments last.

    ``url`` is the page's own address, ``charset`` the response header's.
    """
    from lxml import etree, html

    text = decode_html(page, charset)
    if text is None or not text.strip():
        return []
    try:
        tree = html.document_fromstring(
            text[:MAX_PAGE_LENGTH].encode(), html.HTMLParser(encoding="utf-8")
        )
    except etree.LxmlError:
        return []
    base = next((each.get("href") for each in tree.iter("base") if each.get("href")), "")
    base = resolved_address(base, url) or url
    found: dict[str, bool] = {}
    for link in tree.iter("link"):
        if _is_feed(link.get("rel", ""), link.get("type", "")):
            address = feed_address(link.get("href", ""), base)
            described = f"{link.get('title', '')} {address}".lower()
            found.setdefault(address, any(word in described for word in _COMMENTS))
    found.pop("", None)
    return sorted(found, key=lambda address: found[address])[:MAX_FEEDS]


def _is_feed(relation: str, media_type: str) -> bool:
    relations = relation.lower().split()
    if "feed" in relations and not media_type.strip():
        return True
    known = _TYPE.fullmatch(media_type.strip()) is not None
    return known and not {"alternate", "feed"}.isdisjoint(relations)
