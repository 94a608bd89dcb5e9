"""Which addresses Telegram takes for a link, and how it writes them.

Does not look an address up.
"""

import ipaddress
import re

_PARTS = re.compile(r"(?:(?P<scheme>[^:/?#@\[\]]*)://)?(?P<place>[^/?#]*)(?P<rest>.*)", re.DOTALL)
_PLACE = re.compile(r"(?:(?P<login>.*)@)?(?P<host>\[.*\]|.+?)(?::(?P<port>[^:\]@]*))?", re.DOTALL)
_HOST = re.compile(r"(?:[a-z0-9.\-_!$,~*'();&+=\u0080-\U0010ffff]|%[a-f0-9]{2})+")
_INNER_HOST = re.compile(r"[a-zA-Z0-9_-]*")
_USER = re.compile(r"tg:(?://)?user\?(?:.*&)?id=([1-9][0-9]{0,15})(?:&.*)?", re.IGNORECASE)


def mentioned_user(address: str) -> int | None:
    """The user whom a ``tg://user?id=`` address names, None for any other address."""
    match = _USER.fullmatch(address)
    return int(match[1]) if match else None


def checked(address: str) -> str:
    """``address`` as Telegram writes it, or "" where it makes no link."""
    scheme, separator, rest = address.partition(":")
    if separator and scheme.lower() in {"tg", "ton"}:
        return _inner(scheme.lower(), rest.removeprefix("//"))
    return _web(address)


def _inner(scheme: str, rest: str) -> str:
    match = _PARTS.fullmatch(rest)
    if match is None or match["scheme"] or not match["place"]:
        return ""
    host = match["place"].lower()
    if rest.lower().startswith("http") or not _INNER_HOST.fullmatch(host):
        return ""
    query = _query(match["rest"])
    return f"{scheme}://{host}{query.removeprefix('/') if query[1:2] == '?' else query}"


def _web(address: str) -> str:
    match = _PARTS.fullmatch(address)
    if match is None or (match["scheme"] or "http").lower() not in {"http", "https"}:
        return ""
    place = _PLACE.fullmatch(match["place"])
    if place is None:
        return ""
    host, port = place["host"].lower(), _port(place["port"])
    if not _is_host(host) or port is None:
        return ""
    login = f"{place['login']}@" if place["login"] else ""
    scheme = (match["scheme"] or "http").lower()
    return f"{scheme}://{login}{host}{port}{_query(match['rest'])}"


def _port(written: str | None) -> str | None:
    """ ":" and the number, "" where none is written, None where it is no port."""
    if written is None:
        return ""
    digits = written.lstrip("0")
    return f":{digits}" if digits.isdecimal() and int(digits) <= 65535 else None


def _is_host(host: str) -> bool:
    if host.startswith("[") and host.endswith("]"):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            return False
        return True
    return "." in host and host != "." and _HOST.fullmatch(host) is not None


def _query(rest: str) -> str:
    rest = rest.rstrip(" \t\r\n\0\v")
    escaped = "".join(f"%{ord(each):02X}" if each <= " " else each for each in rest)
    return escaped if escaped.startswith("/") else f"/{escaped}"
