"""Which addresses Telegram takes for a link, and how it writes them.

Does not look an address up.
"""

import ipaddress
import re
from dataclasses import dataclass

_PARTS = re.compile(r"(?:(?P<scheme>[^:/?#@\[\]]*)://)?(?P<place>[^/?#]*)(?P<rest>.*)", re.DOTALL)
_PLACE = re.compile(r"(?:(?P<login>.*)@)?(?P<host>\[.*\]|.+?)(?::(?P<port>[^:\]@]*))?", re.DOTALL)
_HOST = re.compile(r"(?:[a-z0-9.\-_!$,~*'();&+=\u0080-\U0010ffff]|%[a-f0-9]{2})+")
_LOGIN = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=:\u0080-\U0010ffff]|%[A-Fa-f0-9]{2})*")
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
        return _inner(scheme.lower(), _parsed(rest.removeprefix("//")))
    return _web(_parsed(address))


@dataclass(frozen=True, slots=True)
class _Address:
    scheme: str | None
    login: str
    host: str
    port: str  # with its colon
    query: str  # with its slash


def _parsed(address: str) -> _Address | None:
    match = _PARTS.fullmatch(address)
    place = _PLACE.fullmatch(match["place"]) if match else None
    if match is None or place is None:
        return None
    login, host, port = place["login"] or "", place["host"].lower(), _port(place["port"])
    if not _LOGIN.fullmatch(login) or not _is_host(host) or port is None:
        return None
    scheme = None if match["scheme"] is None else match["scheme"].lower()
    return _Address(scheme, login, host, port, _query(match["rest"]))


def _inner(scheme: str, address: _Address | None) -> str:
    if address is None or address.scheme is not None or address.login or address.port:
        return ""
    if not _INNER_HOST.fullmatch(address.host):
        return ""
    query = address.query
    return f"{scheme}://{address.host}{query[1:] if query[1:2] == '?' else query}"


def _web(address: _Address | None) -> str:
    if address is None or address.scheme not in {None, "http", "https"}:
        return ""
    if "." not in address.host and not address.host.startswith("["):
        return ""
    login = f"{address.login}@" if address.login else ""
    return f"{address.scheme or 'http'}://{login}{address.host}{address.port}{address.query}"


def _port(written: str | None) -> str | None:
    """The port with its colon, "" where none is written, None where it is none."""
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
    return host != "." and _HOST.fullmatch(host) is not None


def _query(rest: str) -> str:
    rest = rest.rstrip(" \t\r\n\0\v")
    escaped = "".join(f"%{ord(each):02X}" if each <= " " else each for each in rest)
    return escaped if escaped.startswith("/") else f"/{escaped}"
