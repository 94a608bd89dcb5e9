"""Requests to the Bot API without what httpx's client adds for the web at large.

Cookies, redirects, authentication and decoding take half as long as the request itself (.2 of .7
ms of the processor's time), and the Bot API uses none of them. Only files, and connections through
a proxy, still go through the client.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import getproxies

import httpcore
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from bot.runtime.contact import TelegramContact

_HEADERS = [("User-Agent", HTTPXRequest.USER_AGENT)]
_FORM = [*_HEADERS, ("Content-Type", "application/x-www-form-urlencoded")]
_TIMEOUTS = ("read", "write", "connect", "pool")
"""The order in which ``do_request`` has them."""
_KEEP_ALIVE_S = 5.0
"""httpx's own default: how long a connection stays open without requests."""


class PostingRequest(HTTPXRequest):
    """Posts forms over kept connections; takes the arguments of ``HTTPXRequest``.

    ``contact`` is told of each response, and of requests without one.
    """

    def __init__(self, connection_pool_size: int = 256, **more: Any) -> None:
        hooks = {"event_hooks": {"response": [self._heard]}}
        super().__init__(connection_pool_size, httpx_kwargs=hooks, **more)
        self.contact: TelegramContact | None = None
        self._pool_size = connection_pool_size
        self._has_proxy = bool(getproxies())
        self._pool: httpcore.AsyncConnectionPool | None = None

    async def shutdown(self) -> None:
        """Close all connections."""
        await super().shutdown()
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """Send the request; return the status and the body. Raises TimedOut, NetworkError."""
        with self._failures_noted():
            return await self._do_request(url, method, request_data, *timeouts, **named)

    async def _do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        has_files = request_data is not None and request_data.contains_files
        if self._has_proxy or has_files or self._client.is_closed or not _is_plain(url):
            return await super().do_request(url, method, request_data, *timeouts, **named)
        form = request_data.url_encoded_parameters().encode() if request_data else b""
        given = dict(zip(_TIMEOUTS, timeouts, strict=False))
        given |= {name.removesuffix("_timeout"): value for name, value in named.items()}
        try:
            response = await self._connections().request(
                method,
                url,
                headers=_FORM if form else _HEADERS,
                content=form,
                extensions={"timeout": self._timeouts(given)},
            )
        except httpcore.TimeoutException as error:
            raise TimedOut from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        if self.contact is not None:
            self.contact.heard(response.status, _date_of(response))
        return response.status, _decoded(response)

    async def _heard(self, response: httpx.Response) -> None:
        """Take a response of httpx's client into account."""
        if self.contact is not None:
            self.contact.heard(response.status_code, response.headers.get("date", ""))

    @contextmanager
    def _failures_noted(self) -> Iterator[None]:
        try:
            yield
        except NetworkError:  # TimedOut is one
            if self.contact is not None:
                self.contact.failed()
            raise

    def _connections(self) -> httpcore.AsyncConnectionPool:
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=httpx.create_ssl_context(),
                max_connections=self._pool_size,
                keepalive_expiry=_KEEP_ALIVE_S,
            )
        return self._pool

    def _timeouts(self, given: dict[str, Any]) -> dict[str, float | None]:
        """Return httpcore's timeouts: those of this request, else those of all."""
        set_here = {name: value for name, value in given.items() if value is not self.DEFAULT_NONE}
        return {**self._client.timeout.as_dict(), **set_here}


def _is_plain(url: str) -> bool:
    """Whether the address has neither a user nor an IPv6 host, which httpx's client writes."""
    return not {"@", "["} & set(url.split("/", 3)[2])


def _date_of(response: httpcore.Response) -> str:
    found = (value for name, value in response.headers if name.lower() == b"date")
    return next(found, b"").decode("ascii", "replace")


def _decoded(response: httpcore.Response) -> bytes:
    """Return the body, unpacked if a proxy packed it unasked. Raises NetworkError."""
    if not any(name.lower() == b"content-encoding" for name, _ in response.headers):
        return response.content
    try:
        whole = httpx.Response(response.status, headers=response.headers, content=response.content)
    except httpx.DecodingError as error:
        raise NetworkError(f"DecodingError: {error}") from error
    return whole.content
