"""Which hosts and addresses may be contacted: the public web, and the hosts in the settings.

Pure: resolves no name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's own services behind a public address
        "192.0.0.0/24",  # protocols between networks
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # Teredo, ORCHID and other protocols
        "2001:db8::/32",  # documentation, as is 3fff::/20
        "3fff::/20",
    )
)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)\.?", re.IGNORECASE | re.ASCII)
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?", re.IGNORECASE | re.ASCII)
_MAX_NAME_LENGTH = 253
_LOCAL_NAMES = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa)"
    r"|[^.]+"
)
"""Names of a network of its own: RFC 6761, 6762 and 8375, ICANN's reserved ones, single labels."""


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Hosts that may be contacted whatever their address: at every port, or at some.

    Names are in lower case, addresses in their shortest form.
    """

    hosts: frozenset[str] = frozenset()
    ports: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> "AllowedHosts":
        """Parse ``host`` and ``host:port``, IPv6 in brackets; raises ValueError."""
        hosts, ports = set(), set()
        for entry in entries:
            host, port = _split(entry)
            if port is None:
                hosts.add(host)
            else:
                ports.add((host, port))
        return cls(frozenset(hosts), frozenset(ports))

    def allow(self, host: str, port: int) -> bool:
        """Return whether this host is allowed at this port."""
        name = _canonical(host)
        return name in self.hosts or (name, port) in self.ports


def is_host(host: str) -> bool:
    """Return whether ``host`` is a name or an address in its usual form.

    False for numbers that resolvers take for addresses (2130706433, 0x7f.1, 0177.0.0.1), and for
    IPv6 addresses with a zone.
    """
    if ip_literal(host) is not None:
        return "%" not in host
    if len(host) > _MAX_NAME_LENGTH or not _NAME.fullmatch(host):
        return False
    return _NUMERIC.fullmatch(host.rstrip(".").rpartition(".")[2]) is None


def ip_literal(host: str) -> Address | None:
    """Return the address that ``host`` is, in brackets or not; None for a name."""
    try:
        return ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def is_public_name(host: str) -> bool:
    """Return whether a host that is not resolved here can be of the public web.

    False for names of a network of its own, and for addresses that are not public.
    """
    address = ip_literal(host)
    if address is not None:
        return is_public(address)
    return not _LOCAL_NAMES.fullmatch(host.lower().rstrip("."))


def is_public(address: Address) -> bool:
    """Return whether ``address`` and every IPv4 address embedded in it are of the public web."""
    if isinstance(address, IPv6Address):
        return all(map(is_public, _embedded_ipv4(address))) and _is_public_ipv6(address)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not _is_special_purpose(address)
    )


def _is_public_ipv6(address: IPv6Address) -> bool:
    if address.ipv4_mapped or address in _NAT64:
        return True  # the embedded address decides
    return (
        address in _GLOBAL_UNICAST and not _is_special_purpose(address) and address.scope_id is None
    )


def _embedded_ipv4(address: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses to which a packet for ``address`` may be translated or tunnelled."""
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address in _NAT64 or _is_isatap(address):
        yield IPv4Address(int(address) & 0xFFFF_FFFF)


def _is_isatap(address: IPv6Address) -> bool:
    """RFC 5214: the lower half is 0000:5efe or 0200:5efe, then an IPv4 address."""
    return (int(address) >> 32) & 0xFDFF_FFFF == 0x0000_5EFE


def _is_special_purpose(address: Address) -> bool:
    return any(
        address in network
        for network in _NOT_PUBLIC
        if isinstance(network, IPv4Network) == isinstance(address, IPv4Address)
    )


def _split(entry: str) -> tuple[str, int | None]:
    host, colon, port = entry.rpartition(":")
    if ip_literal(entry) is not None or not colon:
        host, port = entry, ""
    elif not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError(entry)
    if not is_host(host):
        raise ValueError(entry)
    return _canonical(host), int(port) if port else None


def _canonical(host: str) -> str:
    address = ip_literal(host)
    return str(address) if address else host.lower().rstrip(".")
