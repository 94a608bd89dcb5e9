"""Read the section that a page states for its article: its metadata, then its breadcrumbs.

Reads the parsed tree only; nothing in it is trusted to be well-formed.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.sources.section_names import listed_names, section_name, stated_section
from index.text.sections import section_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_META = re.compile(
    r"(?:\w+[:._-])?(?:section|rubrik|kanal|namakanal|kategori|category)", re.IGNORECASE
)
_CRUMBS = re.compile(r"(?:^|[\s_-])bread-?crumbs?(?![a-z])", re.IGNORECASE)
_LIST_TYPE = "breadcrumblist"
_CRUMB_TAGS = ("nav", "ol", "ul", "div", "section", "p", "span")
_MAX_JSON = 200_000
"""Characters of a script that are parsed."""
_MAX_VALUES = 5000
"""Values of a script that are looked at."""
_MAX_CRUMBS = 8
_MAX_CRUMB = 60
"""Characters; a longer one is a headline."""


def page_section(tree: "HtmlElement") -> str:
    """Return the section's name; "" if none is stated.

    A usual section counts before another name, and what is stated before the breadcrumbs.
    """
    data = list(_data(tree))
    stated = stated_section([*_of_meta(tree), *_of_data(data)])
    if section_of(stated):
        return stated
    crumbs = _crumbs(tree, data)
    usual = stated_section([each for each in crumbs if section_of(each)])
    return usual or stated or next(filter(None, map(section_name, crumbs[1:-1])), "")


def _of_meta(tree: "HtmlElement") -> Iterator[str]:
    for meta in tree.iter("meta"):
        if any(_META.fullmatch(meta.get(key) or "") for key in ("property", "name", "itemprop")):
            yield meta.get("content") or ""
    for element in tree.xpath("//*[@itemprop='articleSection'][not(self::meta)]"):
        yield " ".join(element.text_content().split())


def _data(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """Yield the objects in the page's JSON-LD, outer ones first."""
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(text) <= _MAX_JSON:
            try:
                yield from _objects(json.loads(text, strict=False))
            except (ValueError, RecursionError):
                continue


def _objects(value: object) -> Iterator[dict[str, Any]]:
    values = [value]
    for each in values:
        if isinstance(each, dict):
            yield each
        inner = each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
        values += list(inner)[: max(0, _MAX_VALUES - len(values))]


def _of_data(data: list[dict[str, Any]]) -> list[object]:
    """Return the names in the first ``articleSection``."""
    found = next((each["articleSection"] for each in data if each.get("articleSection")), None)
    return list(listed_names(found))


def _crumbs(tree: "HtmlElement", data: list[dict[str, Any]]) -> list[str]:
    """Return the first breadcrumbs from the home page on, the article or "" last."""
    for each in data:
        items = each.get("itemListElement")
        if str(each.get("@type", "")).lower() == _LIST_TYPE and isinstance(items, list):
            return _short([_name_of(item) for item in items[:_MAX_CRUMBS]])
    return next(_shown(tree), [])


def _name_of(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    inner = item.get("item")
    name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else "")
    return name if isinstance(name, str) else ""


def _shown(tree: "HtmlElement") -> Iterator[list[str]]:
    """Yield the texts of the links, or else of the items, in breadcrumbs that the page shows."""
    for element in tree.iter(*_CRUMB_TAGS):
        names = " ".join((element.get(key) or "") for key in ("class", "id", "aria-label"))
        kind = (element.get("itemtype") or "").lower()
        if not (kind.endswith(_LIST_TYPE) or _CRUMBS.search(names)):
            continue
        links, items = _texts(element, "a"), _texts(element, "li")
        if links or items:
            yield _short([*links, ""] if links else items)


def _texts(element: "HtmlElement", tag: str) -> list[str]:
    found = (" ".join(each.text_content().split()) for each in element.iter(tag))
    return [text for text, _ in zip(found, range(_MAX_CRUMBS), strict=False)]


def _short(crumbs: list[str]) -> list[str]:
    return [each if len(each) <= _MAX_CRUMB else "" for each in crumbs]
