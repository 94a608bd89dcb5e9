"""Parse JSON Feed 1 and 1.1: https://www.jsonfeed.org/version/1.1/."""

import json
from collections.abc import Mapping
from typing import Any

from index.sources.feed_document import MAX_ITEM, MAX_ITEMS
from index.sources.feed_items import (
    Feed,
    FeedItem,
    RawItem,
    fingerprinted,
    is_full_text,
)
from index.sources.field_values import MAX_TITLE, clean_line
from index.sources.html_text import headline, plain_text, text_of_html
from index.sources.links import resolved_address
from index.sources.section_names import listed_names, stated_section
from index.text.dates import publication_date

_VERSION = "jsonfeed.org/version/"


def parse_json_feed(text: str, url: str) -> Feed | None:
    """Return the feed in ``text``, which was found at ``url``; None if it is not a feed."""
    try:
        values = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or _VERSION not in _text(values, "version"):
        return None
    listed = values.get("items")
    items = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    kept = [item for item in items[:MAX_ITEMS] if _size(item) <= MAX_ITEM]
    site = resolved_address(_text(values, "home_page_url"), url)
    return Feed(
        title=headline(_text(values, "title")),
        site=site,
        language=_text(values, "language")[:20],
        items=tuple(fingerprinted(_raw_item(item, site or url) for item in kept)),
        oversized=len(items[:MAX_ITEMS]) - len(kept),
    )


def _raw_item(values: Mapping[str, Any], base: str) -> RawItem:
    content = text_of_html(_text(values, "content_html")) or plain_text(
        _text(values, "content_text")
    )
    summary = text_of_html(_text(values, "summary"))
    dates = (_text(values, name) for name in ("date_published", "date_modified"))
    item = FeedItem(
        fingerprint="",
        title=clean_line(_text(values, "title"), MAX_TITLE),
        link=resolved_address(_text(values, "url") or _text(values, "external_url"), base),
        date=next((date for date in dates if publication_date(date)), ""),
        text=max(content, summary, key=len),
        is_full=is_full_text(content, summary=False),
        language=_text(values, "language")[:20],
        section=stated_section((), listed_names(values.get("tags"))),
    )
    return RawItem(_text(values, "id").strip(), item)


def _text(values: Mapping[str, Any], name: str) -> str:
    """Return text as it is, a number, as some ids are, as its digits, else ""."""
    value = values.get(name)
    return str(value) if isinstance(value, str | int) else ""


def _size(item: Mapping[str, Any]) -> int:
    return sum(len(value) for value in item.values() if isinstance(value, str))
