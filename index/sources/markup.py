"""Mend markup so that its parsers read the words as they were written.

Parsers add semicolons to a bare ``R&D``, read ``&copy=3`` of an address as ``©=3``, and refuse
what HTML in XML is not escaped. Uses only patterns that do not backtrack.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5

_REFERENCE = re.compile(
    r"&(?:#(?:\d{1,7}|[xX][\da-fA-F]{1,6});?|([a-zA-Z][a-zA-Z\d]{1,31})(;|(?![=a-zA-Z\d])))?"
)
"""An ampersand and what makes it a reference, which an address's ``&copy=3`` is not."""
_OF_XML = frozenset({"lt;", "gt;", "amp;", "quot;", "apos;"})
_CDATA = "<![CDATA["
_CDATA_END = "]]>"
_HTML_FIELD = re.compile(
    r"<(?P<close>/?)(?P<name>(?:\w{1,20}:)?(?:description|encoded|summary|fulltext|title))"
    r"(?:\s[^<>]{0,500})?>|<(?:\w{1,20}:)?(?P<item>item|channel|image)[\s>]|(?P<cdata><!\[CDATA\[|\]\]>)",
    re.IGNORECASE,
)
_STRUCTURE = (
    r"(?:p|div|ul|ol|li|h[1-6]|table|tr|td|blockquote|article|section|figure|img|iframe|body|html)"
)
_OPENING = re.compile(rf"<{_STRUCTURE}(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKUP = re.compile(
    rf"\s*</?(?:{_STRUCTURE}|a|b|i|em|strong|span|u|font)(?:\s[^<>]*)?>[^<]*<"
    r"|.*?<(?:br\s*/?|(?:a|img|span|font|p|div)\s+[a-z-]+\s*=[^<>]*)>",
    re.IGNORECASE | re.DOTALL,
)
_WITHIN = r"(?:\s|&nbsp;|</?(?:b|strong|em|i|span|u|font|small)(?:\s[^<>]{0,200})?>){0,12}"
_LINK = r"<a\s[^<>]{0,1000}>(?:[^<]|<(?!/?a[\s>])){1,500}?</a>"
_ALSO = (
    r"(?:(?:baca|simak|lihat|tonton|saksikan|cek)\s(?:juga|pula)|(?:also|see|watch)\s(?:read|also)"
    r"|read\salso)"
)
_LABEL = (
    rf"(?:{_ALSO}{_WITHIN}[:|»]|(?:baca|simak|tonton|baca\sselengkapnya|pilihan\s(?:editor|redaksi)"
    rf"|(?:berita|artikel)\s(?:terkait|lainnya)|related|read(?:\smore)?){_WITHIN}:)"
)
_LINK_TO_MORE = re.compile(
    rf"[(\[]?\b(?:{_LABEL}{_WITHIN}{_LINK}|(?-i:BACA JUGA|READ ALSO){_WITHIN}{_LINK}"
    rf"|{_ALSO}{_WITHIN}{_LINK}(?={_WITHIN}(?:<(?!a\s)|$)))[)\]]?"
    rf"|[(\[]?<a\s[^<>]{{0,1000}}>{_WITHIN}{_LABEL}(?:[^<]|<(?!/?a[\s>])){{1,500}}?</a>[)\]]?",
    re.IGNORECASE,
)
_ATTEMPTS = 2
"""How many times HTML was escaped too often; more has not been seen."""


def escape_ampersands(text: str) -> str:
    """Return HTML in which every bare ampersand is escaped."""
    return _REFERENCE.sub(_escaped, text) if "&" in text else text


def escape_ampersands_of_xml(text: str) -> str:
    """Do so in XML, CDATA excepted, with the named characters of HTML as themselves."""
    return "".join(
        piece if is_cdata else _REFERENCE.sub(_of_xml, piece) for piece, is_cdata in _split(text)
    )


def quote_html_in_rss(text: str) -> str:
    """Return RSS in which fields with unescaped HTML are CDATA, which means the same."""
    pieces: list[str] = []
    position, opened, quoted, has_cdata = 0, None, False, False
    for tag in _HTML_FIELD.finditer(text):
        if tag["cdata"]:
            quoted, has_cdata = tag[0] == _CDATA, True
        elif quoted:
            continue
        elif tag["close"] and opened and tag["name"] == opened["name"]:
            inside = text[opened.end() : tag.start()]
            if "<" in inside and not has_cdata:
                pieces += text[position : opened.end()], _CDATA, inside, _CDATA_END
                position = tag.start()
            opened = None
        elif opened is None or tag["item"]:
            opened, has_cdata = (tag if tag["name"] and not tag["close"] else None), False
    return "".join([*pieces, text[position:]])


def unescaped_html(text: str) -> str:
    """Return ``text``, or the HTML in it if that was escaped once or twice too often."""
    found = text
    for _ in range(_ATTEMPTS):
        if is_html(found):
            return found
        if "&" not in found:
            break
        found = html.unescape(escape_ampersands(found))
    return found if is_html(found) else text


def is_html(text: str) -> bool:
    """Whether ``text`` is made of HTML, rather than mentions a tag."""
    if "<" not in text or ">" not in text:
        return False
    return _MARKUP.match(text) is not None or len(_OPENING.findall(text)) > 1


def separate_links(text: str) -> str:
    """Return HTML in which links such as "Baca juga: …" have lines of their own."""
    return _LINK_TO_MORE.sub(r"<br>\g<0><br>", text)


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of XML in order, and whether each is CDATA."""
    position = 0
    while (start := text.find(_CDATA, position)) >= 0:
        yield text[position:start], False
        end = text.find(_CDATA_END, start)
        position = end + len(_CDATA_END) if end >= 0 else len(text)
        yield text[start:position], True
    yield text[position:], False


def _escaped(match: re.Match[str]) -> str:
    reference = match[0]
    known = match[1] is None or match[1] + match[2] in html5
    return reference if known and len(reference) > 1 else "&amp;" + reference[1:]


def _of_xml(match: re.Match[str]) -> str:
    reference = match[0]
    if not reference.endswith(";") or (match[1] and match[1] + ";" not in html5):
        return "&amp;" + reference[1:]
    if match[1] and match[1] + ";" in _OF_XML:
        return reference
    return html.escape(html.unescape(reference))
