"""Network connections to checked addresses only.

A name is resolved once and the connection made to the very address that was checked: resolved
again, the name might have another (DNS rebinding).
"""

import asyncio
import socket
import typing
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import ip_address

from httpcore import (
    AnyIOBackend,
    AsyncNetworkBackend,
    AsyncNetworkStream,
    ConnectError,
    ConnectTimeout,
)

from bot.fetching.addresses import Address, AllowedHosts, ip_literal, is_host, is_public
from bot.fetching.errors import AddressRefused

MAX_ADDRESSES_TRIED = 4
"""Of one name, in the resolver's order."""

LOOKUP_CONCURRENCY = 96
"""Names that are being resolved; more than are fetched, as a lookup cannot be given up."""

_LOOKUPS = ThreadPoolExecutor(LOOKUP_CONCURRENCY, "lookup")
"""Not asyncio's own threads, which answers need: a resolver may take half a minute."""

SocketOption = typing.Any
Resolve = Callable[[str, int], Awaitable[list[Address]]]


async def resolve(host: str, port: int) -> list[Address]:
    """Resolve a name by the system's resolver; raises ConnectError."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = await asyncio.get_running_loop().run_in_executor(_LOOKUPS, look_up)
    except (OSError, UnicodeError, OverflowError) as error:
        raise ConnectError from error
    return [ip_address(each[4][0]) for each in found]


class GuardedNetwork(AsyncNetworkBackend):
    """A network backend for the public web and the ``allowed`` hosts; raises AddressRefused."""

    def __init__(self, allowed: AllowedHosts, resolve: Resolve = resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._network = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to the first address of ``host`` that accepts."""
        problem: Exception | None = None
        for address in (await self._addresses(host, port))[:MAX_ADDRESSES_TRIED]:
            try:
                return await self._network.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                problem = error
        raise ConnectError from problem

    async def _addresses(self, host: str, port: int) -> list[Address]:
        """Return all addresses of ``host``; refuse them all if one is not public."""
        allowed = self._allowed.allow(host, port)
        if not (allowed or is_host(host)):
            raise AddressRefused("fetch_address")
        literal = ip_literal(host)
        addresses = [literal] if literal else await self._resolve(host, port)
        if not (allowed or all(map(is_public, addresses))):
            raise AddressRefused("fetch_private")
        return addresses
