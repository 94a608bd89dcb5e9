"""Connections to checked addresses: a name is resolved once, and what was checked is connected to.

Whoever is asked for a name again may give another address (rebinding), so nobody is.
"""

import asyncio
import socket
import typing
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import ip_address

from httpcore import (
    AnyIOBackend,
    AsyncNetworkBackend,
    AsyncNetworkStream,
    ConnectError,
    ConnectTimeout,
)

from bot.fetching.addresses import Address, Allowances, is_host, is_public, literal
from bot.fetching.errors import AddressRefused

TRIED = 4
"""Addresses of one name that are tried in turn."""

SocketOption = typing.Any
Resolve = Callable[[str, int], Awaitable[list[Address]]]


async def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a name, as the system gives them; raises ConnectError."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ConnectError from error
    return [ip_address(each[4][0]) for each in found]


class GuardedNetwork(AsyncNetworkBackend):
    """Connects to the public web, and to what is allowed besides; raises AddressRefused."""

    def __init__(self, allowed: Allowances, resolve: Resolve = resolve) -> None:
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
        """A connection to the first address of ``host`` that takes one."""
        problem: Exception | None = None
        for address in (await self._addresses(host, port))[:TRIED]:
            try:
                return await self._network.connect_tcp(
                    str(address), port, timeout, local_address, socket_options
                )
            except (ConnectError, ConnectTimeout) as error:
                problem = error
        raise ConnectError from problem

    async def _addresses(self, host: str, port: int) -> list[Address]:
        """All addresses of ``host``, each of them checked."""
        open_to = self._allowed.cover(host, port)
        if not (open_to or is_host(host)):
            raise AddressRefused("fetch_address")
        written = literal(host)
        addresses = [written] if written else await self._resolve(host, port)
        if not (open_to or all(map(is_public, addresses))):
            raise AddressRefused("fetch_private")
        return addresses
