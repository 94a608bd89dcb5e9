"""Addresses that Telegram accepts as links, and their normalized form."""

import ipaddress
import re
from dataclasses import dataclass

_PARTS = re.compile(
    r"(?:(?P<scheme>[^:/?#@\[\]]*)://)?(?P<authority>[^/?#]*)(?P<rest>.*)", re.DOTALL
)
_AUTHORITY = re.compile(
    r"(?:(?P<login>.*)@)?(?P<host>\[.*\]|.+?)(?::(?P<port>[^:\]@]*))?", re.DOTALL
)
_HOST = re.compile(r"(?:[a-z0-9.\-_!$,~*'();&+=\u0080-\U0010ffff]|%[a-f0-9]{2})+")
_LOGIN = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=:\u0080-\U0010ffff]|%[A-Fa-f0-9]{2})*")
_INTERNAL_HOST = re.compile(r"[a-zA-Z0-9_-]*")
_USER = re.compile(r"tg:(?://)?user\?(?:.*&)?id=([1-9][0-9]{0,15})(?:&.*)?", re.IGNORECASE)


def mentioned_user(address: str) -> int | None:
    """Return the id in a ``tg://user?id=`` address, None for any other."""
    match = _USER.fullmatch(address)
    return int(match[1]) if match else None


def normalize_link(address: str) -> str:
    """Return ``address`` as Telegram writes it, "" if it is no link."""
    scheme, separator, rest = address.partition(":")
    if separator and scheme.lower() in {"tg", "ton"}:
        return _internal_link(scheme.lower(), _parse(rest.removeprefix("//")))
    return _web_link(_parse(address))


@dataclass(frozen=True, slots=True)
class _Address:
    scheme: str | None
    login: str
    host: str
    port: str  # with its colon
    query: str  # with its slash


def _parse(address: str) -> _Address | None:
    match = _PARTS.fullmatch(address)
    authority = _AUTHORITY.fullmatch(match["authority"]) if match else None
    if match is None or authority is None:
        return None
    login, host, port = (
        authority["login"] or "",
        authority["host"].lower(),
        _port(authority["port"]),
    )
    if not _LOGIN.fullmatch(login) or not _is_host(host) or port is None:
        return None
    scheme = None if match["scheme"] is None else match["scheme"].lower()
    return _Address(scheme, login, host, port, _query(match["rest"]))


def _internal_link(scheme: str, address: _Address | None) -> str:
    if address is None or address.scheme is not None or address.login or address.port:
        return ""
    if not _INTERNAL_HOST.fullmatch(address.host):
        return ""
    query = address.query
    return f"{scheme}://{address.host}{query[1:] if query[1:2] == '?' else query}"


def _web_link(address: _Address | None) -> str:
    if address is None or address.scheme not in {None, "http", "https"}:
        return ""
    if "." not in address.host and not address.host.startswith("["):
        return ""
    login = f"{address.login}@" if address.login else ""
    return f"{address.scheme or 'http'}://{login}{address.host}{address.port}{address.query}"


def _port(written: str | None) -> str | None:
    """Return the port with its colon, "" if there is none, None if it is not valid."""
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
