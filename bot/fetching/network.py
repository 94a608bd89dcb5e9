"""Network connections to checked addresses only, and to proxies.

A name is resolved once and the connection made to the very address that was checked: resolved
again, the name might have another (DNS rebinding).
"""

import asyncio
import socket
import ssl
import typing
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import ContextVar
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

PROXY_TIMEOUT_S = 20.0
"""For each step of a conversation with a proxy; as long as for a whole document."""

LOOKUP_CONCURRENCY = 96
"""Names that are being resolved; more than are fetched, as a lookup cannot be given up."""

_LOOKUPS = ThreadPoolExecutor(LOOKUP_CONCURRENCY, "lookup")
"""Not asyncio's own threads, which answers need: a resolver may take half a minute."""

SocketOption = typing.Any
_opened: ContextVar[list[AsyncNetworkStream]] = ContextVar("opened")
Resolve = Callable[[str, int], Awaitable[list[Address]]]


async def resolve(host: str, port: int) -> list[Address]:
    """Resolve a name by the system's resolver; raises ConnectError."""
    look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = await asyncio.get_running_loop().run_in_executor(_LOOKUPS, look_up)
    except (OSError, UnicodeError, OverflowError) as error:
        raise ConnectError from error
    return [ip_address(each[4][0]) for each in found]


class ProxyNetwork(AsyncNetworkBackend):
    """A network backend for connections to a proxy, each step of which has an end.

    httpcore speaks SOCKS without any limit of time: a proxy that falls silent would hold up a
    request for ever.
    """

    def __init__(self, timeout_s: float = PROXY_TIMEOUT_S) -> None:
        self._network = AnyIOBackend()
        self._timeout_s = timeout_s

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to the proxy."""
        given = self._timeout_s if timeout is None else timeout
        stream = await self._network.connect_tcp(host, port, given, local_address, socket_options)
        _opened.get([]).append(stream)
        return _LimitedStream(stream, self._timeout_s)


@asynccontextmanager
async def closed_if_failed() -> AsyncIterator[None]:
    """Close the connections to a proxy that were opened in the block, if the block fails.

    httpcore leaves a connection open if the SOCKS proxy at its end refuses, or never answers.
    """
    opened: list[AsyncNetworkStream] = []
    before = _opened.set(opened)
    try:
        yield
    except BaseException:
        for stream in opened:
            await stream.aclose()
        raise
    finally:
        _opened.reset(before)


class _LimitedStream(AsyncNetworkStream):
    """A stream whose reads and writes end in time, if nothing else is said."""

    def __init__(self, stream: AsyncNetworkStream, timeout_s: float) -> None:
        self._stream = stream
        self._timeout_s = timeout_s

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        given = self._timeout_s if timeout is None else timeout
        return await self._stream.read(max_bytes, given)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        given = self._timeout_s if timeout is None else timeout
        await self._stream.write(buffer, given)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> AsyncNetworkStream:
        given = self._timeout_s if timeout is None else timeout
        return await self._stream.start_tls(ssl_context, server_hostname, given)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._stream.get_extra_info(info)


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
