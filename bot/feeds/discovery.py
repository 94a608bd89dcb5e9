"""The feeds that a page says it has: ``<link rel="alternate">``, in the page's order.

Pure: looks at the page only, and nowhere else.
"""

from urllib.parse import urljoin

from index.sources.article_builder import web_address
from index.sources.feed_document import decoded

MAX_PAGE = 500_000
"""Characters that are looked at; the links stand in the head."""
MAX_FOUND = 20

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_COMMENTS = ("comment", "komentar")


def feeds_of(page: bytes, url: str, charset: str = "") -> list[str]:
    """The addresses of the feeds of the page at ``url``; those of comments come last."""
    from lxml import etree, html

    text = decoded(page, charset)
    if text is None or not text.strip():
        return []
    try:
        tree = html.document_fromstring(text[:MAX_PAGE].encode(), html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return []
    base = next((each.get("href") for each in tree.iter("base") if each.get("href")), "")
    found: dict[str, bool] = {}
    for link in tree.iter("link"):
        if _is_feed(link.get("rel", ""), link.get("type", "")):
            address = _address(link.get("href", ""), _address(base, url) or url)
            about = f"{link.get('title', '')} {address}".lower()
            found.setdefault(address, any(word in about for word in _COMMENTS))
    found.pop("", None)
    return sorted(found, key=lambda address: found[address])[:MAX_FOUND]


def _is_feed(relation: str, stated: str) -> bool:
    return "alternate" in relation.lower().split() and stated.strip().lower() in _TYPES


def _address(href: str, base: str) -> str:
    try:
        return web_address(urljoin(base, href.strip())) if href.strip() else ""
    except ValueError:
        return ""
