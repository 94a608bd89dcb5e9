"""Read what a page states of its article outside the text: its address and date; drop sections.

Reads the parsed tree only. A page's own statements are checked: templates name the home page as
every article's address, and show the day on which they are read.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from index.sources.links import resolved_address
from index.text.dates import publication_date
from index.text.header_lines import date_of_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HOME = re.compile(
    r"/*(?:index(?:\.\w{2,5})?|home|beranda|default\.\w{2,5}|404(?:\.\w{2,5})?|not-?found|error|[a-z]{2}(?:[-_][a-z]{2})?)?/*",
    re.IGNORECASE,
)
_HOME_QUERY = re.compile(r"\w{1,10}=(?:home|beranda|index|depan|404)", re.IGNORECASE)
_DELIVERY = re.compile(
    r"(?:\w*cdn\w*|static\w*|assets?|im(?:g|ages?)\d*|media\d*|cache|s3|storage|files?|thumbs?)",
    re.IGNORECASE,
)
"""Labels of hosts that deliver files."""
_DATE_NAMES = re.compile(
    r"(?:\w+[:._-])?(?:date[_.-]?published|published?[_.-]?(?:date|time|at|on)?|pub[_.-]?date|date"
    r"|date[_.-]?(?:issued|created)|issued|created|tanggal|tgl)",
    re.IGNORECASE,
)
_DATE_CLASSES = re.compile(
    r"(?:^|[\s_-])(?:date|time|datetime|tanggal|tgl|waktu|jam|publish(?:ed)?|datepublished"
    r"|posted|timestamp)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_JSON_DATE = re.compile(r"\"datePublished\"\s{0,5}:\s{0,5}\"([^\"]{4,60})\"")
_MAX_DATE_TEXT = 160
_NOT_SHOWN = frozenset({"script", "style", "template", "title"})
_MAX_SHOWN = 5000
_NOT_ARTICLE = frozenset({"a", "aside", "footer", "li", "nav"})
_DATE_TAGS = ("time", "span", "div", "p", "small", "em", "b", "abbr")
_ARTICLE = re.compile(
    r"(?:^|[\s_-])(?:article|artikel|post|entry|read|story|detail|single)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:side-?bar|widget|related|terkait|(?:ter)?populer|popular|terbaru|terkini|latest"
    r"|rekomendasi|recommend\w*|top-?bar|navbar|ticker)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SECTIONS = ("aside", "details", "div", "form", "ol", "section", "table", "ul")
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:komentar|komen|comments?|tanggapan|disqus|respond|replies)"
    r"(?!\w|[_-](?:open|enabled|closed|count|link|on|off|status)\b)",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"(?:^|[\s_-])(?:baca[_-]?juga|read[_-]?(?:also|more)|(?:ber)?terkait|related|(?:ter)?populer"
    r"|popular|most[_-]?read|rekomendasi|recommend(?:ed|ation)s?|pilihan|lainnya|trending)(?!\w)",
    re.IGNORECASE,
)
_MIN_LINK_SHARE = 0.6
"""Of the text of a section that only leads to other articles."""


def stated_address(tree: "HtmlElement", url: str) -> str:
    """Return the address that the page states, or else ``url``, "" for a page from a file.

    Not one that is no article's: of the home page, of a section above the article, of a host that
    delivers files, or of another site.
    """
    for link in _stated_links(tree):
        address = resolved_address(link, url)
        if address and _is_article_address(address, url):
            return address
    return url


def stated_date(tree: "HtmlElement") -> str:
    """Return the article's date as it is written in the page's data or below its heading, or ""."""
    for text in _dates_of_head(tree):
        if publication_date(text):
            return text
    for element, is_own in _date_elements(tree):
        for text in _dates_in(element) if is_own else ():
            if found := date_of_line(text):
                return found.isoformat()
    return ""


def shown_text(tree: "HtmlElement") -> str:
    """Return the beginning of what a page shows, scripts or not, a line for each element."""
    lines: list[str] = []
    length = 0
    for element in tree.iter():
        own = element.text if element.tag not in _NOT_SHOWN else ""
        for text in (own, element.tail):
            if length < _MAX_SHOWN and isinstance(element.tag, str) and text and text.strip():
                lines.append(" ".join(text.split()))
                length += len(text)
    return "\n".join(lines)


def drop_sections(tree: "HtmlElement") -> None:
    """Remove readers' comments, lists of links to other articles, and dates above the article."""
    for element, is_own in list(_date_elements(tree)):
        if not is_own and _length(element) <= _MAX_DATE_TEXT and element.getparent() is not None:
            element.drop_tree()
    for element in list(tree.iter(*_SECTIONS)):
        names = f"{element.get('id', '')} {element.get('class', '')}"
        parent = element.getparent()
        if parent is None or names == " " or element.find(".//h1") is not None:
            continue
        if _COMMENTS.search(names) or (_LINKS.search(names) and _is_of_links(element)):
            element.drop_tree()


def is_home(url: str) -> bool:
    """Whether an address is of a site's front page, or of the one that it has for errors."""
    parts = urlsplit(url)
    names_home = not parts.query or _HOME_QUERY.fullmatch(parts.query) is not None
    return names_home and _HOME.fullmatch(parts.path) is not None


def site_of(address: str) -> str:
    """Return the registered domain, as far as it is known."""
    from courlan import extract_domain

    host = urlsplit(address).hostname or ""
    return extract_domain(address) or ".".join(host.split(".")[-2:])


def host_of(address: str) -> str:
    """Return the host without ``www``."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _stated_links(tree: "HtmlElement") -> Iterator[str]:
    for link in tree.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            yield link.get("href", "")
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() == "og:url":
            yield meta.get("content", "")


def _is_article_address(address: str, url: str) -> bool:
    parts = urlsplit(address)
    if is_home(address) or any(map(_DELIVERY.fullmatch, (parts.hostname or "").split(".")[:-2])):
        return False
    return not url or (site_of(address) == site_of(url) and not _is_above(parts, urlsplit(url)))


def _is_above(section: SplitResult, page: SplitResult) -> bool:
    """Whether the one is a section in whose path the other lies, not an article's main page."""
    path = section.path.rstrip("/")
    name = path.rpartition("/")[2]
    is_article = any(map(str.isdigit, name)) or name.count("-") > 1
    return not (section.query or is_article) and page.path.startswith(f"{path}/")


def _dates_of_head(tree: "HtmlElement") -> Iterator[str]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if _DATE_NAMES.fullmatch(name):
            yield meta.get("content", "").strip()
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "") and (found := _JSON_DATE.search(script.text or "")):
            yield found[1]


def _dates_in(element: "HtmlElement") -> Iterator[str]:
    yield element.get("datetime") or ""
    yield element.get("content") or ""
    text = " ".join(element.text_content().split())
    if len(text) <= _MAX_DATE_TEXT:
        yield text


def _date_elements(tree: "HtmlElement") -> Iterator[tuple["HtmlElement", bool]]:
    """Yield elements that may have a date, and whether they stand where the article's does.

    Above the heading a template shows today's date.
    """
    heading, above = _heading(tree), True
    scope = heading if heading is None else next(filter(_is_article, heading.iterancestors()), None)
    for element in tree.iter("h1", "h2", *_DATE_TAGS):
        above = above and element is not heading
        names = " ".join((element.get(key) or "") for key in ("class", "id", "itemprop"))
        if element.tag in ("h1", "h2") or not (
            element.tag == "time" or _DATE_CLASSES.search(names)
        ):
            continue
        around = (element, *element.iterancestors())
        is_outside = above and scope not in around
        yield element, not (is_outside or any(map(_is_aside, around)))


def _heading(tree: "HtmlElement") -> "HtmlElement | None":
    """Return the heading of the article: the one in the page's title, or else the first."""
    title = " ".join((tree.findtext(".//title") or "").split()).casefold()
    headings = [*tree.iter("h1"), *tree.iter("h2")]
    texts = (" ".join(heading.text_content().split()).casefold() for heading in headings)
    named = [each for each, text in zip(headings, texts, strict=True) if text and text in title]
    longest = max(named, key=lambda each: len(each.text_content()), default=None)
    return longest if longest is not None else tree.find(".//h1")


def _is_article(element: "HtmlElement") -> bool:
    return element.tag == "article" or _ARTICLE.search(element.get("class", "")) is not None


def _is_aside(element: "HtmlElement") -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return element.tag in _NOT_ARTICLE or _ASIDE.search(names) is not None


def _is_of_links(element: "HtmlElement") -> bool:
    text = _length(element)
    return text > 0 and sum(map(_length, element.iter("a"))) >= _MIN_LINK_SHARE * text


def _length(element: "HtmlElement") -> int:
    return len("".join(element.text_content().split()))
