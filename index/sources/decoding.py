"""Decode bytes as the WHATWG Encoding Standard does, and as UTF-8 also where it is not declared.

In this order: the byte order mark, UTF-8 where nearly all of the bytes are, the encoding that
HTTP or the document names, Windows-1252. Labels are those of the standard, by which
``iso-8859-1`` means Windows-1252. Bytes that are not of the encoding become U+FFFD: one of them
must not refuse a text, nor garble the rest of it. Does not guess other encodings: a wrong guess
would quote words that nobody wrote.
"""

import codecs
import re
from collections.abc import Iterable, Iterator

from webencodings import lookup

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF16_MARKUP = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
"""How markup in UTF-16 without a mark begins."""
_BEGINNING = 64
_MAX_REPLACED = 0.1
"""Share of characters; a text with more is in another encoding, or is no text."""
_MAX_CONTROLS = 0.02
_REPLACEMENT = "\ufffd"
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTER = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýß"
_WINDOWS = re.compile(
    rf"(?<=[a-zA-Z{_LETTER}])[{_LETTER}]|[{_LETTER}](?=[a-zA-Z{_LETTER}])|[àéè](?!\w)"
    r"|[‘’“”‚„‹›«»–—…•·\u00a0\u00ad©®™°§²³¼½¾±ªº]|[€£¥](?=\s?\d)|(?<=\d)[€£¥]|[¿¡](?=\w)"
)
"""Characters beyond ASCII where texts in Windows-1252 have them: letters beside letters."""
_MOJIBAKE = re.compile("â€|Ã[\x80-\xbf]|Â[\xa0-\xbf]|ï»¿|ï¿½")
"""Beginnings of UTF-8 read as Windows-1252."""
_XML_ENCODING = re.compile(
    rb"\s{0,50}<\?xml[^>]{1,200}?encoding\s{0,5}=\s{0,5}[\"']\s{0,5}([\w.:-]{1,40})"
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_META = re.compile(rb"<meta[\s/][^>]{1,300}", re.IGNORECASE)
_CHARSET = re.compile(
    rb"[\s\"'/;]charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.IGNORECASE
)
_HEAD = 4096
"""Bytes in which a page's encoding is looked for; HTML requires it within 1024."""


def decode(data: bytes, *labels: str) -> str | None:
    """Return the text of ``data`` without a byte order mark; None if it is not text.

    ``labels`` name its encoding, the most binding one first; empty and unknown ones do not count.
    """
    named = list(_codecs(labels))
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _checked(data.removeprefix(mark).decode(codec, "replace"))
    if stateful := _stateful(data, named):
        return _checked(data.decode(stateful, "replace"))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _decode_invalid(data, named)
    return None if "\0" in text else text


def decode_xml(data: bytes, charset: str = "") -> str | None:
    """Return the text of an XML document as ``decode`` does; ``charset`` is HTTP's."""
    return _decode_markup(data, charset, _XML_ENCODING.match(data[:_HEAD]))


def decode_html(data: bytes, charset: str = "") -> str | None:
    """Return the text of a page as ``decode`` does; ``charset`` is HTTP's."""
    head = data[:_HEAD]
    return _decode_markup(data, charset, _XML_ENCODING.match(head) or _charset_in_meta(head))


def _charset_in_meta(head: bytes) -> re.Match[bytes] | None:
    tags = (match[0] for match in _META.finditer(_COMMENT.sub(b"", head)))
    found = (_CHARSET.search(tag) for tag in tags if b"name=" not in tag.lower())
    return next(filter(None, found), None)


def _decode_markup(data: bytes, charset: str, declared: re.Match[bytes] | None) -> str | None:
    # Parsers end at NUL, which is not allowed in markup.
    labels = charset, declared[1].decode() if declared else ""
    text = decode(data, *labels)
    return text if text is not None else decode(data.replace(b"\0", b""), *labels)


def is_utf16(beginning: bytes) -> bool:
    """Whether a file with this ``beginning`` is UTF-16."""
    return beginning.startswith(_UTF16_MARKS)


def mend_surrogates(text: str) -> str:
    """Return ``text`` with lone surrogates, which JSON allows and UTF-8 does not, as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub(_REPLACEMENT, text)


def _codecs(labels: Iterable[str]) -> Iterator[str]:
    """Yield the codecs of the labels that name an encoding other than UTF-8."""
    for label in labels:
        encoding = lookup(label) if label else None
        if encoding is not None and encoding.name not in ("utf-8", "replacement"):
            yield encoding.codec_info.name


def _stateful(data: bytes, named: Iterable[str]) -> str | None:
    """Return the codec of a text that is valid UTF-8 too, of characters that it does not have."""
    for prefix, codec in _UTF16_MARKUP:
        if data.startswith(prefix):
            return codec
    utf16, escapes = b"\0" in data[:_BEGINNING], b"\x1b" in data
    wanted = {"utf-16-le": utf16, "utf-16-be": utf16, "iso2022_jp": escapes}
    return next((codec for codec in named if wanted.get(codec)), None)


def _decode_invalid(data: bytes, named: Iterable[str]) -> str | None:
    """Return the text of ``data``, which is not UTF-8 throughout."""
    text = data.decode("utf-8", "replace")
    known = data.count(_REPLACEMENT.encode())
    invalid = text.count(_REPLACEMENT) - known
    valid = len(text) - len(text.encode("ascii", "ignore")) - invalid
    if valid >= invalid:
        return _checked(text)
    for codec in named:
        if codec not in ("utf-16-le", "utf-16-be") and (other := _decoded_as(data, codec)):
            return other
    windows = _decoded_as(data, "cp1252")
    if windows is None or not _is_plausible(windows):
        return _checked(text) or windows
    return windows


def _decoded_as(data: bytes, codec: str) -> str | None:
    return _checked(data.decode(codec, "replace"))


def _is_plausible(windows: str) -> bool:
    rest = _WINDOWS.sub("", windows)
    return rest.isascii() and _MOJIBAKE.search(windows) is None


def _checked(text: str) -> str | None:
    """Return ``text``; None if it has NUL, or too much that no text has."""
    replaced, controls = text.count(_REPLACEMENT), sum(1 for _ in _CONTROL.finditer(text))
    is_text = (
        "\0" not in text
        and replaced <= _MAX_REPLACED * len(text)
        and controls <= _MAX_CONTROLS * len(text)
    )
    return text if is_text else None
