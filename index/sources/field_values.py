"""Check the values of single fields: lines of text and web addresses."""

import unicodedata
from urllib.parse import urljoin, urlsplit

MAX_TITLE = 300
MAX_SOURCE = 100
MAX_URL = 2000

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
    except ValueError:
        return ""
    return value if parts.scheme in ("http", "https") and parts.hostname else ""


def resolved_address(link: str, base: str) -> str:
    """Return the web address of ``link`` in a document at ``base``, or "" if it is none."""
    try:
        return web_address(urljoin(base, link.strip())) if link else ""
    except ValueError:
        return ""
