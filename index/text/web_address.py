"""Check web addresses."""

import re
from urllib.parse import urlsplit

MAX_URL = 2000

_NOT_IN_HOST = re.compile(r"[\s%/?#@<>\"'`{}|^\\\\]")


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
