"""Convert a fragment of HTML, such as a feed has, to lines of text, one for each paragraph.

Keeps all words but those of captions, forms and scripts; ``index.text.cleaning`` decides which of
them are the article.
"""

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.sources.field_values import MAX_TITLE, clean_line
from index.sources.markup import escape_ampersands, is_html, separate_links, unescaped_html
from index.sources.nesting import flattened

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAG = re.compile(r"<[a-zA-Z/!]")
_BLOCKS = frozenset(
    "address article blockquote br center dd div dl dt fieldset h1 h2 h3 h4 h5 h6 header hr li main"
    " ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED = frozenset(
    "aside audio button canvas embed figure footer form iframe img input link math meta nav"
    " noscript object script select style svg template textarea title video".split()
)
_FEED_FOOTER = re.compile(
    r"(?:The post|Artikel|Tulisan) .{1,300} "
    r"(?:appeared first on|first appeared on|pertama kali tampil pada|muncul pertama kali di) .+",
)


def text_of_html(fragment: str) -> str:
    """Return the text of a fragment; without a tag it is text already, but for entities."""
    if not _TAG.search(fragment):
        fragment = unescaped_html(fragment)
    fragment = escape_ampersands(fragment)
    if not _TAG.search(fragment):
        lines = html.unescape(fragment).splitlines()
    else:
        lines = "".join(_pieces(fragment)).split("\n")
    cleaned = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in cleaned if line and not _FEED_FOOTER.fullmatch(line))


def headline(value: object) -> str:
    """Return a title, in which feeds may have markup, as one line."""
    return clean_line(text_of_html(str(value)[: 8 * MAX_TITLE]), MAX_TITLE)


def plain_text(text: str) -> str:
    """Return ``text`` itself, trimmed, but the words of the HTML if it is made of that."""
    found = unescaped_html(text)
    return text_of_html(found) if is_html(found) else text.strip()


def _pieces(fragment: str) -> Iterator[str]:
    from lxml import etree  # slow to import
    from lxml import html as parsing

    try:
        tree = parsing.document_fromstring(f"<div>{flattened(separate_links(fragment))}</div>")
    except (etree.LxmlError, ValueError):  # for example nothing but comments
        return
    _drop(tree)
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield _with_line_ends_as_blanks(element.tail)
            continue
        yield "\n" if element.tag in _BLOCKS else ""
        yield _with_line_ends_as_blanks(element.text if event == "start" else element.tail)


def _drop(tree: "HtmlElement") -> None:
    """Remove elements without words of the text, but not the text that follows them."""
    for element in list(tree.iter(*_SKIPPED)):
        if element.getparent() is not None:
            element.drop_tree()


def _with_line_ends_as_blanks(text: str | None) -> str:
    return " ".join(text.splitlines()) if text and "\n" in text else text or ""
