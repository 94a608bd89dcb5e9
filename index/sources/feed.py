"""A feed's bytes -> its items: RSS, Atom, RDF, sloppy ones too, and JSON Feed.

Does not tell which items are new. Reads nothing but the bytes: no entity is expanded, nothing
outside is asked for. Not quick on documents that are made to be slow; whoever parses those for
strangers bounds the time.
"""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from index.sources.article_builder import MAX_SOURCE, one_line
from index.sources.feed_document import decoded, prepared
from index.sources.feed_items import Feed, FeedItem, Raw, address, fingerprinted, headline, is_whole
from index.sources.html_text import lines_of
from index.sources.json_feed import parse_json_feed
from index.text.dates import parse_date

if TYPE_CHECKING:
    from feedparser.util import FeedParserDict


def parse_feed(data: bytes, url: str, charset: str = "") -> Feed | None:
    """The feed that was found at ``url``; None where the bytes are no feed."""
    text = decoded(data, charset)
    if text is None:
        return None
    if text.lstrip()[:1] == "{":
        return parse_json_feed(text, url)
    document = prepared(text)
    if document is None:
        return None
    parsed = _parsed(document.text, url)
    if parsed is None:
        return None
    head = parsed["feed"]
    raws = [_raw(entry, url) for entry in parsed["entries"]]
    return Feed(
        title=headline(head.get("title", "")),
        site=address(head.get("link", ""), url),
        language=str(head.get("language", ""))[:20],
        items=tuple(fingerprinted(raws)),
        oversized=document.oversized,
    )


def _parsed(text: str, url: str) -> "FeedParserDict | None":
    """What the parser makes of a document; None for one that breaks it, which some do."""
    import feedparser

    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": url,
            },
            sanitize_html=False,  # only words are taken
            resolve_relative_uris=False,
        )
    except (LookupError, AttributeError, TypeError, ValueError):
        return None


def _raw(entry: Mapping[str, Any], url: str) -> Raw:
    contents = [str(each.get("value", "")) for each in entry.get("content", ())]
    content = lines_of(max(contents, key=len, default=""))
    summary = lines_of(str(entry.get("summary", "")))
    whole = is_whole(content, summary=False) or is_whole(summary, summary=True)
    item = FeedItem(
        fingerprint="",
        title=headline(entry.get("title", "")),
        link=address(entry.get("link", ""), url),
        date=_date(entry),
        text=max(content, summary, key=len),
        is_full=whole,
        language=_language(entry),
        source=one_line(str(entry.get("source", {}).get("title", "")), MAX_SOURCE),
    )
    return Raw(str(entry.get("id", "")).strip(), item)


def _language(entry: Mapping[str, Any]) -> str:
    detail = entry.get("title_detail") or {}
    return str(detail.get("language") or "")[:20]


def _date(entry: Mapping[str, Any]) -> str:
    """The day on the publisher's own calendar; else as feedparser reads it, which is UTC's."""
    for name in ("published", "created", "updated"):
        written = str(entry.get(name) or "")
        if parse_date(written):
            return written
        if parsed := entry.get(f"{name}_parsed"):
            year, month, day = parsed[:3]
            return f"{year:04}-{month:02}-{day:02}"
    return ""
