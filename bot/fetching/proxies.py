"""The proxies that connections go through, which hosts need none, and why a proxy fails.

Pure: opens no connection and reads no environment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from bot.fetching.addresses import AllowedHosts, is_public_name

_PORTS = {"http": 80, "https": 443}
_NO_HOSTS = AllowedHosts()
_STATUS = re.compile(r"(\d{3})\b")
_UNREACHABLE_STATUSES = (502, 503, 504)
_SOCKS_UNREACHABLE = re.compile(
    r"Proxy Server could not connect: (?!Connection not allowed|Command|Address type)"
)
"""The words of httpcore for a SOCKS server's reply (RFC 1928, 6), but for those that refuse."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy; ``url`` may have a password in it, ``address`` has none."""

    url: str = field(repr=False)

    @property
    def address(self) -> str:
        """Return the scheme, host and port, for people to read."""
        return str(httpx.URL(self.url).copy_with(username=None, password=None, path="/")).rstrip(
            "/"
        )

    @property
    def server(self) -> httpx.Proxy:
        """Return the address and the credentials, as httpx takes them apart."""
        return httpx.Proxy(self.url)


@dataclass(frozen=True, slots=True)
class ProxyRoutes:
    """The proxy for each scheme of an address; none for ``direct`` hosts and those of NO_PROXY.

    ``source`` is the name of the variable that the proxy was read from.
    """

    proxies: Mapping[str, Proxy] = field(default_factory=dict)
    no_proxy: str = ""
    direct: AllowedHosts = _NO_HOSTS
    source: str = ""

    def proxy_for(self, url: httpx.URL) -> Proxy | None:
        """Return the proxy for a request; None if it goes straight to the host."""
        host, proxy = url.raw_host.decode(), self.proxies.get(url.scheme)
        port = url.port or _PORTS.get(url.scheme, 0)
        if proxy is None or self.direct.allow(host, port):
            return None
        return None if _is_bypassed(self.no_proxy, host.lower(), port) else proxy

    def proxy_for_server(self, url: httpx.URL) -> Proxy | None:
        """Return the proxy for a server that the settings name; None if it is of this network."""
        return self.proxy_for(url) if is_public_name(url.raw_host.decode()) else None


def _is_bypassed(no_proxy: str, host: str, port: int) -> bool:
    """Return whether NO_PROXY names a host, a domain above it, or all."""
    for entry in no_proxy.lower().split(","):
        name, _, only = entry.strip().partition(":") if entry.count(":") == 1 else (entry, "", "")
        domain = name.strip().removeprefix("*").removeprefix(".")
        is_named = name.strip() == "*" or (domain and f".{host}".endswith(f".{domain}"))
        if is_named and only.strip() in ("", str(port)):
            return True
    return False


def failure_key(message: str) -> str:
    """Return the text key for the message of a ProxyError, httpcore's or httpx's."""
    if message.startswith("407") or "username/password" in message or "Requested" in message:
        return "fetch_proxy_password"
    status = _STATUS.match(message)
    if status and int(status[1]) in _UNREACHABLE_STATUSES:
        return "fetch_unreachable"
    return "fetch_unreachable" if _SOCKS_UNREACHABLE.match(message) else "fetch_proxy_refused"
