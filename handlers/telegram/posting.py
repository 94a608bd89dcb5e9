"""Requests to the Bot API without what httpx's client adds for the web at large.

Cookies, redirects, authentication and decoding take half as long as the request itself (.2 of .7
ms of the processor's time), and the Bot API uses none of them. What goes through a proxy, too, is
sent by connections of its own: httpx sets no limit to the time in which a SOCKS proxy answers.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from bot.fetching.connections import KEEP_ALIVE_S, PROXY_GARBAGE, proxy_pool
from bot.fetching.network import closed_if_failed
from bot.fetching.proxies import Proxy
from bot.runtime.contact import TelegramContact

_HEADERS = [("User-Agent", HTTPXRequest.USER_AGENT)]
_FORM = [*_HEADERS, ("Content-Type", "application/x-www-form-urlencoded")]
_TIMEOUTS = ("read", "write", "connect", "pool")
"""The order in which ``do_request`` has them."""
_SUCCESS = range(200, 300)
_NO_WORDS = b'{"description": ""}'
_NONSENSE = "the response is not the Bot API's"
_PROXY_FAILURES = (httpcore.ProxyError, *PROXY_GARBAGE)


class PostingRequest(HTTPXRequest):
    """Posts forms over kept connections; takes the arguments of ``HTTPXRequest``.

    ``contact`` is told of each response, and of requests without one. ``through`` is the proxy;
    none of the environment is used.
    """

    def __init__(
        self, connection_pool_size: int = 256, *, through: Proxy | None = None, **more: Any
    ) -> None:
        self._ssl_context = httpx.create_ssl_context()
        options = {
            "event_hooks": {"response": [self._heard]},
            "trust_env": False,
            "verify": self._ssl_context,
        }
        server = through.server if through else None
        super().__init__(connection_pool_size, proxy=server, httpx_kwargs=options, **more)
        self.contact: TelegramContact | None = None
        self._pool_size = connection_pool_size
        self._through = through
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
        """Send the request; return the status and the body. Raises TimedOut, NetworkError.

        The body of an error that is not the Bot API's, such as a proxy's page, is left out:
        python-telegram-bot would repeat it, however long, in its own error.
        """
        with self._failures_noted():
            code, body = await self._do_request(url, method, request_data, *timeouts, **named)
        return code, body if code in _SUCCESS or _is_error(body) else _NO_WORDS

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse a response; raises NetworkError if it is not the Bot API's, but never logs it."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError) as error:
            raise NetworkError(_NONSENSE) from error
        if not isinstance(parsed, dict) or not parsed.keys() & {"result", "description"}:
            raise NetworkError(_NONSENSE)
        return parsed

    async def _do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        has_files = request_data is not None and request_data.contains_files
        has_own_way = has_files and self._through is None
        if has_own_way or self._client.is_closed or not _is_plain(url):
            return await super().do_request(url, method, request_data, *timeouts, **named)
        given = dict(zip(_TIMEOUTS, timeouts, strict=False))
        given |= {name.removesuffix("_timeout"): value for name, value in named.items()}
        headers, content = _encoded(url, method, request_data)
        try:
            async with closed_if_failed():
                response = await self._connections().request(
                    method,
                    url,
                    headers=headers,
                    content=content,
                    extensions={"timeout": self._timeouts(given, has_files=has_files)},
                )
        except httpcore.TimeoutException as error:
            raise TimedOut from error
        except (httpcore.NetworkError, httpcore.ProtocolError, *_PROXY_FAILURES) as error:
            way = f"through {self._through.address}: " if self._through else ""
            raise NetworkError(f"{way}{type(error).__name__}: {error}") from error
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
        if self._pool is None and self._through is not None:
            size = self._pool_size
            self._pool = proxy_pool(self._through, self._ssl_context, size, kept=size)
        elif self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=self._ssl_context,
                max_connections=self._pool_size,
                keepalive_expiry=KEEP_ALIVE_S,
            )
        return self._pool

    def _timeouts(self, given: dict[str, Any], *, has_files: bool) -> dict[str, float | None]:
        """Return httpcore's timeouts: those of this request, else those of all."""
        set_here = {name: value for name, value in given.items() if value is not self.DEFAULT_NONE}
        writing = {"write": self._media_write_timeout} if has_files else {}
        return {**self._client.timeout.as_dict(), **writing, **set_here}


def _is_error(body: bytes) -> bool:
    """Return whether the body of a response is an error of the Bot API."""
    try:
        parsed = PostingRequest.parse_json_payload(body)
    except NetworkError:
        return False
    return isinstance(parsed.get("parameters", {}), dict)


def _encoded(
    url: str, method: str, request_data: RequestData | None
) -> tuple[list[tuple[str, str]] | list[tuple[bytes, bytes]], Any]:
    """Return the headers and the body of a request: a form, or parts with the files among them."""
    if request_data is not None and request_data.contains_files:
        parts = httpx.Request(
            method,
            url,
            headers=_HEADERS,
            data=request_data.json_parameters,
            files=request_data.multipart_data,
        )
        return parts.headers.raw, parts.stream
    form = request_data.url_encoded_parameters().encode() if request_data else b""
    return _FORM if form else _HEADERS, form


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
