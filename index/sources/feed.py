"""Parse a feed: RSS, Atom, RDF, malformed ones too, and JSON Feed.

Does not decide which items are new. Expands no entity and fetches nothing. May be slow on
documents made to be so; callers bound the time.
"""

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from index.sources.decoding import decode_xml
from index.sources.feed_document import LITERAL, prepared
from index.sources.feed_items import (
    Feed,
    FeedItem,
    RawItem,
    fingerprinted,
    is_full_text,
)
from index.sources.field_values import MAX_SOURCE, MAX_TITLE, clean_line
from index.sources.html_text import headline, text_of_html
from index.sources.json_feed import parse_json_feed
from index.sources.links import is_absolute, resolved_address
from index.sources.section_names import MAX_NAMES, stated_section
from index.text.dates import publication_date
from index.text.web_address import web_address

_NUMBER = re.compile(r"\d{1,4}")

if TYPE_CHECKING:
    from feedparser.util import FeedParserDict


def parse_feed(data: bytes, url: str, charset: str = "") -> Feed | None:
    """Return the feed that was found at ``url``; None if ``data`` is not a feed."""
    text = decode_xml(data, charset)
    if text is None:
        return None
    if text.lstrip()[:1] == "{":
        return parse_json_feed(text, url)
    document = prepared(text)
    if document is None:
        return None
    parsed = _parse_xml(document.text)
    if parsed is None:
        return None
    head = parsed["feed"]
    site = resolved_address(str(head.get("link", "")), url)
    raws = [_raw_item(entry, site or url) for entry in parsed["entries"]]
    return Feed(
        title=_title(head),
        site=site,
        language=str(head.get("language", ""))[:20],
        items=tuple(fingerprinted(raws)),
        oversized=document.oversized,
    )


def _parse_xml(text: str) -> "FeedParserDict | None":
    """Return the parser's result; None if the document breaks the parser, as some do."""
    import feedparser

    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # only words are used
            resolve_relative_uris=False,
        )
    except (LookupError, AttributeError, TypeError, ValueError):
        return None


def _raw_item(entry: dict[str, Any], base: str) -> RawItem:
    content = max(map(_text, entry.get("content", ())), key=len, default="")
    summary = _text({"value": entry.get("summary", ""), **(entry.get("summary_detail") or {})})
    whole = is_full_text(content, summary=False) or is_full_text(summary, summary=True)
    item = FeedItem(
        fingerprint="",
        title=_title(entry),
        link=_link(entry, base),
        date=_date(entry),
        text=max(content, summary, key=len),
        is_full=whole,
        language=_language(entry),
        source=clean_line(str(entry.get("source", {}).get("title", "")), MAX_SOURCE),
        section=stated_section(_categories(entry)),
    )
    return RawItem(str(entry.get("id", "")).strip(), item)


def _categories(entry: Mapping[str, Any]) -> list[str]:
    """Return the names of its categories, those of Media RSS and Dublin Core included."""
    tags = entry.get("tags") or ()
    return [str(tag.get("label") or tag.get("term") or "") for tag in tags[:MAX_NAMES]]


def _title(values: Mapping[str, Any]) -> str:
    """Return a title as one line; Atom's of type ``text`` has no markup."""
    title = values.get("title", "")
    literal = (values.get("title_detail") or {}).get("type") == LITERAL
    return clean_line(str(title), MAX_TITLE) if literal else headline(title)


def _text(content: Mapping[str, Any]) -> str:
    value = str(content.get("value", ""))
    if content.get("type") == LITERAL:
        return "\n".join(line for line in map(str.strip, value.splitlines()) if line)
    return text_of_html(value)


def _link(entry: Mapping[str, Any], base: str) -> str:
    """Return the item's address, or "" if neither its link nor its id is one."""
    guid, link = str(entry.get("id", "")), str(entry.get("link", ""))
    if link == guid:  # feedparser takes any id for a link
        link = ""
    return resolved_address(link, base) or (web_address(guid) if is_absolute(guid) else "")


def _language(entry: Mapping[str, Any]) -> str:
    detail = entry.get("title_detail") or {}
    return str(detail.get("language") or "")[:20]


def _date(entry: dict[str, Any]) -> str:
    """Return the day in the publisher's time zone, else feedparser's, which is in UTC."""
    for name in ("published", "created", "updated"):
        # Asked by its own method, feedparser's would give one date for another, and a warning.
        written = str(dict.get(entry, name) or "")
        if publication_date(written):
            return written
        if parsed := dict.get(entry, f"{name}_parsed"):
            year, month, day = parsed[:3]
            found = f"{year:04}-{month:02}-{day:02}"
            if _has_numbers(written, year, month, day) and publication_date(found):
                return found
    return ""


def _has_numbers(written: str, year: int, month: int, day: int) -> bool:
    """Whether the date is made of numbers that are written: feedparser fills in what it misses.

    The day may be another in UTC.
    """
    numbers = [int(number) for number in _NUMBER.findall(written[:MAX_TITLE])]
    for number in (year, month):
        if number not in numbers:
            return False
        numbers.remove(number)
    return not {day - 1, day, day + 1}.isdisjoint(numbers)
