"""A fragment of HTML, such as a feed holds, as lines of text: one for each paragraph.

Takes all of its words but those of captions, forms and scripts; what is the article among them is
for ``index.text.cleaning`` to say.
"""

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
_LEFT_OUT = re.compile(
    r"(?:The post|Artikel|Tulisan) .{1,300} "
    r"(?:appeared first on|first appeared on|pertama kali tampil pada|muncul pertama kali di) .+",
)


def lines_of(fragment: str) -> str:
    """The text of a fragment; what has no tag in it is text already, save its entities."""
    if not _TAG.search(fragment):
        lines = html.unescape(fragment).splitlines()
    else:
        lines = "".join(_pieces(fragment)).split("\n")
    cleaned = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in cleaned if line and not _LEFT_OUT.fullmatch(line))


def _pieces(fragment: str) -> Iterator[str]:
    from lxml import etree  # as slow to import as it is fast
    from lxml import html as parsing

    try:
        tree = parsing.document_fromstring(f"<div>{fragment}</div>")
    except (etree.LxmlError, ValueError):  # nothing but comments, say
        return
    _drop(tree)
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield _flowing(element.tail)
            continue
        yield "\n" if element.tag in _BLOCKS else ""
        yield _flowing(element.text if event == "start" else element.tail)


def _drop(tree: "HtmlElement") -> None:
    """Take out what has no words of the text, without the text that follows it."""
    for element in list(tree.iter(*_SKIPPED)):
        if element.getparent() is not None:
            element.drop_tree()


def _flowing(text: str | None) -> str:
    """White space in HTML is a blank, line ends too."""
    return " ".join(text.splitlines()) if text and "\n" in text else text or ""
