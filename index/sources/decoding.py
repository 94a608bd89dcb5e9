"""Decode bytes: UTF-8, UTF-16 with a byte order mark, else Windows-1252.

Does not guess other encodings: a wrong guess would quote words that nobody wrote.
"""

import codecs
import re

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes) -> str | None:
    """Return the text of ``data`` without a byte order mark; None if it is not text."""
    codec = "utf-16" if is_utf16(data) else "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None if codec == "utf-16" else _decode_windows(data)
    return None if "\0" in text else text


def _decode_windows(data: bytes) -> str | None:
    """Nearly any bytes decode as Windows-1252; control characters mean that they are not text."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text or _CONTROL.search(text) else text


def is_utf16(beginning: bytes) -> bool:
    """Whether a file with this ``beginning`` is UTF-16."""
    return beginning.startswith(_UTF16_MARKS)


def mend_surrogates(text: str) -> str:
    """Return ``text`` with lone surrogates, which JSON allows and UTF-8 does not, as U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
