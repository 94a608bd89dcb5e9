"""The items of a feed, whatever its format: what tells one from another, and its article.

Parses no document.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from index.sources.article_builder import MAX_TITLE, one_line, row_article, web_address
from index.sources.fields import Fields
from index.sources.html_text import lines_of
from index.types import Article

FULL_CONTENT = 400
"""Characters from which on what a feed calls content is taken for the whole article."""
FULL_SUMMARY = 1500
"""Characters from which on a summary is the whole article in truth."""

_CUT_OFF = re.compile(
    r"(?:…|\.{3}|[\[(](?:…|\.{3})[\])])\s*$"
    r"|\b(?:read more|continue reading|read the full (?:story|article)|selengkapnya"
    r"|lanjutkan membaca|baca lebih lanjut)\b.{0,60}$",
    re.IGNORECASE,
)
_LONGEST_ID = 2000
_TRACKING = ("utm_", "fbclid", "gclid")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item as the feed gives it.

    ``fingerprint`` identifies it within its feed: 32 hex digits, stable when its date or address
    change. ``content_digest`` is of its title and text, and changes with a correction. ``text`` is
    what the feed has of the article, all of it if ``is_full``; ``date`` is as written, "" if it
    cannot be parsed.
    """

    fingerprint: str
    title: str
    link: str
    date: str
    text: str
    is_full: bool
    language: str = ""
    source: str = ""
    content_digest: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its items, in its own order; ``oversized`` items were left out."""

    title: str
    site: str
    language: str
    items: tuple[FeedItem, ...]
    oversized: int = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """An item before it has a fingerprint; ``guid`` may be that of others too."""

    guid: str
    item: FeedItem


def item_article(item: FeedItem, feed: Feed, key: str) -> Article:
    """The article that an item holds; raises LoadError."""
    fields = Fields(
        text=item.text,
        title=item.title,
        date=item.date,
        source=item.source or feed.title,
        url=item.link,
        language=item.language or feed.language,
    )
    return row_article(fields, key)


def headline(value: object) -> str:
    """A title, in which feeds may have markup, as one line."""
    return one_line(lines_of(str(value)[: 8 * MAX_TITLE]), MAX_TITLE)


def address(value: object, base: str) -> str:
    """The address of the web that a link in a feed at ``base`` leads to, or ""."""
    if not value:
        return ""
    try:
        return web_address(urljoin(base, str(value).strip()))
    except ValueError:
        return ""


def is_whole(text: str, *, summary: bool) -> bool:
    """Whether a text out of a feed is the article rather than its beginning."""
    least = FULL_SUMMARY if summary else FULL_CONTENT
    return len(text) >= least and _CUT_OFF.search(text[-200:]) is None


def fingerprinted(raws: Iterable[Raw]) -> Iterator[FeedItem]:
    """The items, each once, with what tells it from all others: its id, its address, its words."""
    raws = list(raws)
    guids = Counter(raw.guid for raw in raws)
    links = Counter(raw.item.link for raw in raws)
    seen: set[str] = set()
    for raw in raws:
        fingerprint = _fingerprint(raw, guids, links)
        if fingerprint not in seen:
            seen.add(fingerprint)
            words = " ".join(f"{raw.item.title} {raw.item.text}".split())
            yield replace(raw.item, fingerprint=fingerprint, content_digest=_digest(words))


def _fingerprint(raw: Raw, guids: Mapping[str, int], links: Mapping[str, int]) -> str:
    item = raw.item
    if raw.guid and guids[raw.guid] == 1:
        identity = raw.guid[:_LONGEST_ID]
    elif item.link and links[item.link] == 1:
        identity = _without_tracking(item.link)
    else:
        identity = f"{item.title}\n{item.text}"
    return _digest(identity)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _without_tracking(link: str) -> str:
    """The address without what tells the host where a reader came from."""
    parts = urlsplit(link)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in asked if not pair[0].lower().startswith(_TRACKING)]
    return parts._replace(query=urlencode(kept), fragment="").geturl()
