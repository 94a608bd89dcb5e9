"""A fetcher of documents over HTTP: checked addresses, bounded, polite, with conditional requests.

Redirects are followed one by one, each checked as the first address was. Sends no cookies and no
credentials, and stores nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from types import MappingProxyType

import httpcore
import httpx

from bot.fetching.addresses import AllowedHosts
from bot.fetching.body import BadEncoding, TooLarge, read_body
from bot.fetching.connections import PROXY_GARBAGE, Connections
from bot.fetching.documents import (
    PAGE,
    ContentKind,
    FetchedDocument,
    Route,
    charset_of,
    check_response,
    header,
    is_redirect,
    parse_url,
    validator,
)
from bot.fetching.errors import FetchError
from bot.fetching.network import GuardedNetwork, Resolve, closed_if_failed, resolve
from bot.fetching.politeness import HOST_PAUSE_S, Politeness
from bot.fetching.proxies import ProxyRoutes, failure_key

FETCH_TIMEOUT_S = 20.0
"""For a whole fetch with its redirects, without the time spent waiting for a turn."""
MAX_REDIRECTS = 5
FETCH_CONCURRENCY = 32
"""Documents that are being fetched, or held in memory by who reads them."""

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_SLOW = (TimeoutError, httpcore.TimeoutException)
_UNREACHABLE = (httpcore.ConnectError, httpcore.UnsupportedProtocol)
_NO_PROXIES = ProxyRoutes()
_BROKEN = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    BadEncoding,
    # Of the libraries below, for a host or a response that they do not expect.
    OSError,
    OverflowError,
    UnicodeError,
)


class Fetcher:
    """Fetches documents; made by :func:`open_fetcher`."""

    def __init__(self, connections: Connections, politeness: Politeness, timeout_s: float) -> None:
        self._connections = connections
        self._politeness = politeness
        self._timeout_s = timeout_s
        self._slots = asyncio.Semaphore(FETCH_CONCURRENCY)
        self._agent = f"Kutip/{version('kutip')}"

    @asynccontextmanager
    async def fetch(
        self, url: str, kind: ContentKind = PAGE, conditional: Mapping[str, str] = _NO_HEADERS
    ) -> AsyncIterator[FetchedDocument]:
        """Fetch the document at ``url``; raises FetchError.

        The document occupies one of the ``FETCH_CONCURRENCY`` slots until the block ends.
        ``conditional`` are the headers of a conditional request.
        """
        headers = {
            "user-agent": self._agent,
            "accept": kind.accept,
            "accept-encoding": "gzip, deflate",
            **conditional,
        }
        start = parse_url(url)
        route = Route(start, start)
        left = self._timeout_s
        for _ in range(MAX_REDIRECTS + 1):
            async with AsyncExitStack() as slot:
                async with self._politeness.turn(route.url.host):
                    await slot.enter_async_context(self._slots)
                    began = _time()
                    result = await self._request(route, headers, kind, left)
                    left -= _time() - began
                if isinstance(result, FetchedDocument):
                    yield result
                    return
            route = result
        raise FetchError("fetch_redirects")

    async def _request(
        self, route: Route, headers: Mapping[str, str], kind: ContentKind, timeout_s: float
    ) -> FetchedDocument | Route:
        """Make one request; return its document, or the route that it redirects to."""
        try:
            async with asyncio.timeout(max(0.0, timeout_s)), closed_if_failed():
                return await self._respond(route, headers, kind)
        except _SLOW as error:
            raise FetchError("fetch_slow") from error
        except _UNREACHABLE as error:
            proxied = self._connections.proxy_for(route.url) is not None
            raise FetchError("fetch_proxy" if proxied else "fetch_unreachable") from error
        except httpcore.ProxyError as error:
            raise FetchError(failure_key(str(error))) from error
        except PROXY_GARBAGE as error:
            raise FetchError("fetch_proxy") from error
        except _BROKEN as error:
            raise FetchError("fetch_broken") from error
        except TooLarge as error:
            raise FetchError("fetch_too_large") from error

    async def _respond(
        self, route: Route, sent: Mapping[str, str], kind: ContentKind
    ) -> FetchedDocument | Route:
        request = httpx.Request("GET", route.url, headers=sent)  # it adds the Host header
        address = httpcore.URL(
            scheme=route.url.raw_scheme,
            host=route.url.raw_host,
            port=route.url.port,
            target=route.url.raw_path,
        )
        pool = self._connections.pool_for(route.url)
        async with pool.stream("GET", address, headers=request.headers.raw) as response:
            headers = httpx.Headers(response.headers, encoding="latin-1")
            if is_redirect(response.status, headers):
                return route.redirect(response.status, header(headers, "location"))
            check_response(response.status, headers, kind)
            body, encoding = b"", header(headers, "content-encoding")
            if response.status != httpx.codes.NOT_MODIFIED:
                body = await read_body(response.aiter_stream(), encoding)
            return _document(route, response.status, headers, body)


def _document(route: Route, status: int, headers: httpx.Headers, body: bytes) -> FetchedDocument:
    return FetchedDocument(
        url=str(route.url),
        permanent_url=str(route.permanent_url),
        body=body,
        charset=charset_of(headers),
        etag=validator(headers, "etag"),
        last_modified=validator(headers, "last-modified"),
        not_modified=status == httpx.codes.NOT_MODIFIED,
    )


@asynccontextmanager
async def open_fetcher(
    allowed: AllowedHosts,
    *,
    pause_s: float = HOST_PAUSE_S,
    timeout_s: float = FETCH_TIMEOUT_S,
    resolve: Resolve = resolve,
    routes: ProxyRoutes = _NO_PROXIES,
) -> AsyncIterator[Fetcher]:
    """Open a fetcher that may contact the public web and the ``allowed`` hosts.

    ``pause_s`` is between two requests to a host, ``timeout_s`` for a whole fetch. Through a proxy
    of ``routes``, which resolves the names, only names of the public web are asked for.
    """
    # Reads all certificate authorities' keys from disk, or those that SSL_CERT_FILE names.
    ssl_context = await asyncio.to_thread(httpx.create_ssl_context)
    network = GuardedNetwork(allowed, resolve)
    await httpcore.AnyIOBackend().sleep(0)  # its first use imports for 50 ms; no answer waits now
    async with Connections(routes, network, ssl_context, FETCH_CONCURRENCY) as connections:
        yield Fetcher(connections, Politeness(pause_s), timeout_s)


def _time() -> float:
    return asyncio.get_running_loop().time()
