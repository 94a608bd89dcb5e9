"""Bytes to text: UTF-8, UTF-16 with its mark, Windows-1252 for what is neither.

Does not guess among other encodings: a wrong guess would quote what nobody wrote.
"""

import codecs
import re

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes) -> str | None:
    """The text that ``data`` is in, without a byte order mark; None if it is no text."""
    codec = "utf-16" if is_utf16(data) else "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None if codec == "utf-16" else _decode_windows(data)
    return None if "\0" in text else text


def _decode_windows(data: bytes) -> str | None:
    """Nearly any bytes are Windows-1252, so control characters show what is not text."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text or _CONTROL.search(text) else text


def is_utf16(beginning: bytes) -> bool:
    """Whether a file that begins so is in UTF-16."""
    return beginning.startswith(_UTF16_MARKS)


def mend_surrogates(text: str) -> str:
    r"""``text`` with lone surrogates, which JSON can hold and UTF-8 can't, as U+FFFD each."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
