"""The server that Telegram sends updates to: an ASGI application, and uvicorn that serves it.

uvicorn is imported only when a server starts.
"""

import asyncio
import errno
import hmac
import json
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager, nullcontext, suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import StorageError, WebhookError
from handlers.telegram.deferral import RawUpdate

if TYPE_CHECKING:
    import uvicorn

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 1_000_000
"""Of an update; those of Telegram have some thousands."""

READ_TIMEOUT_S = 10.0
"""For the body of a request."""

RETRY_AFTER_S = b"1"
"""After this Telegram sends again what could not be stored; without it, ever later."""

KEEP_ALIVE_S = 75
"""Longer than a reverse proxy keeps its connections, so that none ends as it is used again."""

STOP_TIMEOUT_S = 2
"""For the requests that are being answered when the server stops."""

MAX_NUMBER = 2**63 - 1
SECRET_HEADER = b"x-telegram-bot-api-secret-token"

AsgiMessage = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[AsgiMessage]]
Send = Callable[[AsgiMessage], Awaitable[None]]
Store = Callable[[RawUpdate], Awaitable[None]]
"""Stores an update; raises StorageError."""


class _RefusedError(Exception):
    """A request that is no update of Telegram's."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class WebhookApplication:
    """Stores the updates that are posted to ``path`` with the secret.

    Says 200 only after an update is stored, and 503 if it can't be: Telegram then sends it again.
    """

    def __init__(self, path: str, secret: str, store: Store) -> None:
        self._path = path or "/"
        self._secret = secret.encode()
        self._store = store

    async def __call__(self, scope: AsgiMessage, receive: Receive, send: Send) -> None:
        """Answer one request; by ASGI."""
        status = await self._status(scope, receive)
        headers = [(b"content-length", b"0")]
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append((b"retry-after", RETRY_AFTER_S))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body"})

    async def _status(self, scope: AsgiMessage, receive: Receive) -> HTTPStatus:
        try:
            self._check(scope)
            await self._store(_update_in(await _read(scope, receive)))
        except _RefusedError as error:
            return error.status
        except StorageError as error:
            log.warning("an update can't be stored, and is to be sent again: %r", error)
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    def _check(self, scope: AsgiMessage) -> None:
        """Refuse what is sent elsewhere, or by somebody who does not know the secret."""
        if scope["path"] != self._path:
            raise _RefusedError(HTTPStatus.NOT_FOUND)
        if scope["method"] != "POST":
            raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED)
        given = dict(scope["headers"]).get(SECRET_HEADER, b"")
        if not hmac.compare_digest(given, self._secret):
            raise _RefusedError(HTTPStatus.FORBIDDEN)


async def _read(scope: AsgiMessage, receive: Receive) -> bytes:
    """Return the body of a request; refuse one that is too long, or takes too long."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > MAX_BODY_BYTES:
        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body, more = bytearray(), True
    try:
        async with asyncio.timeout(READ_TIMEOUT_S):
            while more:
                message = await receive()
                if message["type"] != "http.request":  # the connection is lost
                    raise _RefusedError(HTTPStatus.BAD_REQUEST)
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > MAX_BODY_BYTES:
                    raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except TimeoutError:
        raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT) from None
    return bytes(body)


def _update_in(body: bytes) -> RawUpdate:
    """Return the update of a body; refuse what is none."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int or not 0 <= number <= MAX_NUMBER:
        raise _RefusedError(HTTPStatus.BAD_REQUEST)
    return dict(update)


class WebhookServer:
    """Serves an application at an address of this machine, with TLS if there is a certificate."""

    def __init__(
        self,
        application: WebhookApplication,
        host: str,
        port: int,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
        self._application = application
        self._host, self._port = host, port
        self._certificate, self._key = certificate, key
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._listening: socket.socket | None = None

    def start(self) -> None:
        """Listen, and answer from now on; raises WebhookError."""
        self._server = _server(self._application, self._certificate, self._key)
        with _listen_errors(self._host, self._port):
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            self._listening = socket.create_server((self._host, self._port), family=family)
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listening]))

    async def stop(self) -> None:
        """Take no more requests, and answer those that have come.

        If this is cancelled the port is free all the same.
        """
        if self._server is None or self._serving is None or self._listening is None:
            return
        self._server.should_exit = True
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(2 * STOP_TIMEOUT_S):
                    await self._serving
        finally:
            for each in getattr(self._server, "servers", ()):  # none before it has begun
                each.close()
            self._listening.close()
            self._server = self._serving = self._listening = None


def _server(
    application: WebhookApplication, certificate: Path | None, key: Path | None
) -> "uvicorn.Server":
    """Return a server that leaves signals and logs to the program; raises WebhookError."""
    if key is not None and certificate is None:
        raise WebhookError("webhook_tls", reason=os.strerror(errno.ENOENT))
    try:
        import uvicorn
    except ImportError as error:
        raise WebhookError("cluster_missing", package="uvicorn") from error

    class Server(uvicorn.Server):
        def capture_signals(self) -> Any:
            return nullcontext()

    config = uvicorn.Config(
        application,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=STOP_TIMEOUT_S,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        raise WebhookError("webhook_tls", reason=error.strerror or type(error).__name__) from error
    return Server(config)


@contextmanager
def _listen_errors(host: str, port: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WebhookError("webhook_listen", host=host, port=port, reason=reason) from error
