"""The connections of a fetcher: straight to checked addresses, or through a proxy."""

import ssl
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

import httpcore
import httpx
import socksio

from bot.fetching.addresses import is_host, is_public_name
from bot.fetching.errors import AddressRefused
from bot.fetching.network import ProxyNetwork
from bot.fetching.proxies import Proxy, ProxyRoutes

KEEP_ALIVE_S = 5.0
"""httpx's own default: how long a connection stays open without requests."""

PROXY_GARBAGE = (socksio.ProtocolError, AssertionError)
"""Raised by httpcore where a SOCKS proxy answers with anything else than SOCKS."""


class Connections:
    """One pool of connections that are checked by ``network``, and one through each proxy."""

    def __init__(
        self,
        routes: ProxyRoutes,
        network: httpcore.AsyncNetworkBackend,
        ssl_context: ssl.SSLContext,
        limit: int,
    ) -> None:
        self._routes = routes
        self._direct = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context,
            max_connections=limit,
            max_keepalive_connections=limit // 2,
            keepalive_expiry=KEEP_ALIVE_S,
            network_backend=network,
        )
        self._proxied = {
            proxy: proxy_pool(proxy, ssl_context, limit) for proxy in set(routes.proxies.values())
        }
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for pool in (self._direct, *self._proxied.values()):
            await self._open.enter_async_context(pool)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._open.aclose()

    def proxy_for(self, url: httpx.URL) -> Proxy | None:
        """Return the proxy that a request goes through."""
        return self._routes.proxy_for(url)

    def pool_for(self, url: httpx.URL) -> httpcore.AsyncConnectionPool:
        """Return the pool for a request; raises AddressRefused.

        A proxy resolves the name, so that only the name can be checked here.
        """
        proxy = self.proxy_for(url)
        if proxy is None:
            return self._direct
        host = url.raw_host.decode()
        if not is_host(host):
            raise AddressRefused("fetch_address")
        if not is_public_name(host):
            raise AddressRefused("fetch_private")
        return self._proxied[proxy]


def proxy_pool(
    proxy: Proxy, ssl_context: ssl.SSLContext, limit: int, kept: int | None = None
) -> httpcore.AsyncConnectionPool:
    """Return a pool of connections through a proxy; ``kept`` of them may stay open, or half."""
    server = proxy.server
    through = httpcore.Proxy(
        url=httpcore.URL(
            scheme=server.url.raw_scheme,
            host=server.url.raw_host,
            port=server.url.port,
            target=server.url.raw_path,
        ),
        auth=server.raw_auth,
    )
    return httpcore.AsyncConnectionPool(
        ssl_context=ssl_context,
        max_connections=limit,
        max_keepalive_connections=limit // 2 if kept is None else kept,
        keepalive_expiry=KEEP_ALIVE_S,
        network_backend=ProxyNetwork(),
        proxy=through,
    )
