"""The items of a feed in any format: their fingerprints and articles."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from index.sources.article_builder import row_article
from index.sources.fields import Fields
from index.types import Article

MIN_FULL_CONTENT = 400
"""Characters from which on a feed's content is taken for the whole article."""
MIN_FULL_SUMMARY = 1500
"""Characters from which on a feed's summary is taken for the whole article."""

_TRUNCATED = re.compile(
    r"(?:…|\.{3}|[\[(](?:…|\.{3})[\])])\s*$"
    r"|\b(?:read more|continue reading|read the full (?:story|article)|selengkapnya"
    r"|lanjutkan membaca|baca lebih lanjut)\b.{0,60}$",
    re.IGNORECASE,
)
_MAX_ID = 2000
_TRACKING = ("utm_", "fbclid", "gclid")
_NO_ITEM = re.compile(
    r".*=.*|(?:top|atas|main|content|konten|isi|body|article|artikel|header|rss|feed|comments?"
    r"|komentar|respond|disqus_thread|more-\d+)?",
    re.IGNORECASE,
)
"""Fragments that lead to no item of its own: campaigns, the page's parts, its comments."""


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
    section: str = ""
    content_digest: str = ""

    @classmethod
    def of_page(cls, fingerprint: str, link: str) -> "FeedItem":
        """Return an item that the feed lists no longer, and that is read from its page alone."""
        return cls(fingerprint, "", link, "", "", is_full=False, content_digest="-")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its items in its order; ``oversized`` counts items left out for their size."""

    title: str
    site: str
    language: str
    items: tuple[FeedItem, ...]
    oversized: int = 0


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item before it has a fingerprint; several may have the same ``guid``."""

    guid: str
    item: FeedItem


def item_article(item: FeedItem, feed: Feed, key: str) -> Article:
    """Return the article of an item; raises LoadError."""
    fields = Fields(
        text=item.text,
        title=item.title,
        date=item.date,
        source=item.source or feed.title,
        url=item.link,
        language=item.language or feed.language,
        section=item.section,
    )
    return row_article(fields, key)


def is_full_text(text: str, *, summary: bool) -> bool:
    """Whether a feed's text is the whole article rather than its beginning."""
    least = MIN_FULL_SUMMARY if summary else MIN_FULL_CONTENT
    return len(text) >= least and _TRUNCATED.search(text[-200:]) is None


def fingerprinted(raws: Iterable[RawItem]) -> Iterator[FeedItem]:
    """Yield the items, each fingerprint once: of its id, else its address, else its text."""
    raws = list(raws)
    guids = Counter(raw.guid for raw in raws)
    links = Counter(_without_tracking(raw.item.link) for raw in raws)
    seen: set[str] = set()
    for raw in raws:
        fingerprint = _fingerprint(raw, guids, links)
        if fingerprint not in seen:
            seen.add(fingerprint)
            words = " ".join(f"{raw.item.title} {raw.item.text}".split())
            yield replace(raw.item, fingerprint=fingerprint, content_digest=_digest(words))


def _fingerprint(raw: RawItem, guids: Mapping[str, int], links: Mapping[str, int]) -> str:
    item = raw.item
    if raw.guid and guids[raw.guid] == 1:
        identity = raw.guid[:_MAX_ID]
    elif item.link and links[link := _without_tracking(item.link)] == 1:
        identity = link
    else:
        identity = f"{item.title}\n{item.text}"
    return _digest(identity)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _without_tracking(link: str) -> str:
    """Return the address without tracking parameters, in its query or fragment.

    Of other fragments only those count that tell one item of a page from another.
    """
    parts = urlsplit(link)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in asked if not pair[0].lower().startswith(_TRACKING)]
    fragment = "" if _NO_ITEM.fullmatch(parts.fragment) else parts.fragment
    return parts._replace(query=urlencode(kept), fragment=fragment).geturl()
