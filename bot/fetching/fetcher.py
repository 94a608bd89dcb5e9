"""Fetches one document over HTTP: checked, bounded, polite, conditional where that is possible.

Redirects are followed by hand, each as checked as the first address. No cookies, no credentials,
no proxies, nothing kept.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from types import MappingProxyType

import httpcore
import httpx

from bot.fetching.addresses import Allowances
from bot.fetching.body import BadEncoding, TooLarge, read_body
from bot.fetching.documents import (
    PAGE,
    ContentKind,
    FetchedDocument,
    Headers,
    Route,
    charset_of,
    check,
    conditions,
    is_redirect,
    parse_url,
    type_of,
)
from bot.fetching.errors import FetchError
from bot.fetching.network import GuardedNetwork, Resolve, resolve
from bot.fetching.politeness import PAUSE, Politeness

SECONDS = 20.0
"""Of a whole fetch, the waiting for its turn aside."""
REDIRECTS = 5
AT_ONCE = 32
"""Documents on their way, or held while they are read."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_SLOW = (TimeoutError, httpcore.TimeoutException)
_UNREACHABLE = (httpcore.ConnectError, httpcore.UnsupportedProtocol)
_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, BadEncoding)


class Fetcher:
    """Asks the web for documents; made by :func:`open_fetcher`."""

    def __init__(
        self, pool: httpcore.AsyncConnectionPool, politeness: Politeness, seconds: float
    ) -> None:
        self._pool = pool
        self._politeness = politeness
        self._seconds = seconds
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._agent = f"Kutip/{version('kutip')}"

    async def fetch(
        self, url: str, kind: ContentKind = PAGE, *, etag: str = "", last_modified: str = ""
    ) -> FetchedDocument:
        """The document at ``url``; raises FetchError.

        ``etag`` and ``last_modified`` are those of the document that is there already.
        """
        given = conditions(etag, last_modified)
        async with self.fetched(url, kind, given) as document:
            return document

    @asynccontextmanager
    async def fetched(
        self, url: str, kind: ContentKind = PAGE, given: Mapping[str, str] = _NOTHING
    ) -> AsyncIterator[FetchedDocument]:
        """The same, for who needs it only for as long as the block runs.

        Only so many are on their way or held at once, however many are asked for; ``given`` are
        the headers of a conditional request.
        """
        headers = {
            "user-agent": self._agent,
            "accept": kind.accept,
            "accept-encoding": "gzip, deflate",
            **given,
        }
        start = parse_url(url)
        route = Route(start, start)
        left = self._seconds
        for _ in range(REDIRECTS + 1):
            async with AsyncExitStack() as held:
                async with self._politeness.turn(route.here.host):
                    await held.enter_async_context(self._at_once)
                    began = _time()
                    answer = await self._ask(route, headers, kind, left)
                    left -= _time() - began
                if isinstance(answer, FetchedDocument):
                    yield answer
                    return
            route = answer
        raise FetchError("fetch_redirects")

    async def _ask(
        self, route: Route, headers: Mapping[str, str], kind: ContentKind, seconds: float
    ) -> FetchedDocument | Route:
        """What one request leads to within so many seconds."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                return await self._requested(route, headers, kind)
        except _SLOW as error:
            raise FetchError("fetch_slow") from error
        except _UNREACHABLE as error:
            raise FetchError("fetch_unreachable") from error
        except _BROKEN as error:
            raise FetchError("fetch_broken") from error
        except TooLarge as error:
            raise FetchError("fetch_too_large") from error

    async def _requested(
        self, route: Route, headers: Mapping[str, str], kind: ContentKind
    ) -> FetchedDocument | Route:
        request = httpx.Request("GET", route.here, headers=headers)  # it knows a Host header's form
        address = httpcore.URL(
            scheme=route.here.raw_scheme,
            host=route.here.raw_host,
            port=route.here.port,
            target=route.here.raw_path,
        )
        async with self._pool.stream("GET", address, headers=request.headers.raw) as response:
            answered = Headers(response.headers)
            if is_redirect(response.status, answered):
                return route.onward(response.status, answered.get("location"))
            check(response.status, answered, kind)
            unchanged = response.status == 304
            encoding = answered.get("content-encoding")
            body = b"" if unchanged else await read_body(response.aiter_stream(), encoding)
            return _document(route, answered, body, unchanged=unchanged)


def _document(route: Route, headers: Headers, body: bytes, *, unchanged: bool) -> FetchedDocument:
    return FetchedDocument(
        url=str(route.here),
        lasting=str(route.lasting),
        body=body,
        type=type_of(headers),
        charset=charset_of(headers),
        etag=headers.validator("etag"),
        last_modified=headers.validator("last-modified"),
        unchanged=unchanged,
    )


@asynccontextmanager
async def open_fetcher(
    allowed: Allowances,
    *,
    pause: float = PAUSE,
    seconds: float = SECONDS,
    resolve: Resolve = resolve,
) -> AsyncIterator[Fetcher]:
    """A fetcher that contacts the public web and what is ``allowed`` besides.

    ``pause`` is politeness' between two requests to a host, ``seconds`` a whole fetch's.
    """
    trusted = await asyncio.to_thread(httpcore.default_ssl_context)  # reads all authorities' keys
    pool = httpcore.AsyncConnectionPool(
        ssl_context=trusted,
        max_connections=AT_ONCE,
        max_keepalive_connections=AT_ONCE // 2,
        keepalive_expiry=5.0,
        network_backend=GuardedNetwork(allowed, resolve),
    )
    await httpcore.AnyIOBackend().sleep(0)  # its first use imports for 50 ms: now, nobody waits
    async with pool:
        yield Fetcher(pool, Politeness(pause), seconds)


def _time() -> float:
    return asyncio.get_running_loop().time()
