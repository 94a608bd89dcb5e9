"""Check the values of single fields: lines of text and web addresses."""

import re
import unicodedata
from urllib.parse import urlsplit

MAX_TITLE = 300
MAX_SOURCE = 100
MAX_URL = 2000

_NOT_IN_HOST = re.compile(r"[\s%/?#@<>\"'`{}|^\\\\]")
_INVISIBLE = ("Cc", "Cf", "Cs")  # controls, formatting such as bidi overrides, surrogates


def clean_line(value: str, limit: int) -> str:
    """Return ``value`` as one line of at most ``limit`` characters, cut at a word's end.

    Without invisible characters; white space is collapsed.
    """
    line = " ".join(value[: 4 * limit].split())
    if not line.isprintable():
        line = "".join(sign for sign in line if unicodedata.category(sign) not in _INVISIBLE)
    if len(line) <= limit:
        return line
    head, space, _ = line[:limit].rpartition(" ")
    return (head if space else line[: limit - 1]) + "…"


def web_address(value: str) -> str:
    """Return ``value`` if it is an http or https address that may be linked to, else ""."""
    value = value.strip()
    if len(value) > MAX_URL or not value.isprintable() or " " in value:
        return ""
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and _is_host(parts.hostname, parts.port)
    except ValueError:  # UnicodeError, which names that are not of any domain raise, included
        return ""
    return value if valid else ""


def _is_host(host: str | None, port: int | None) -> bool:
    """Whether a host may be contacted at a port; raises ValueError for a name of no domain."""
    if not host or port == 0:
        return False
    return ":" in host or not _NOT_IN_HOST.search(host.encode("idna").decode("idna"))
