"""A web server for ASGI applications: uvicorn, in the program's own event loop.

The public webhook and the monitoring of operators each have one, on a port of its own.
"""

import asyncio
import errno
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import ListenError

if TYPE_CHECKING:
    import uvicorn

KEEP_ALIVE_S = 75
"""Longer than a reverse proxy keeps its connections, so that none ends as it is used again."""

STOP_TIMEOUT_S = 2
"""For the requests that are being answered when the server stops."""

AsgiMessage = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[AsgiMessage]]
Send = Callable[[AsgiMessage], Awaitable[None]]
AsgiApplication = Callable[[AsgiMessage, Receive, Send], Awaitable[None]]


class HttpServer:
    """Serves an application at an address of this machine, with TLS if there is a certificate.

    ``listen_key`` is the text key of the error if it cannot listen there.
    """

    def __init__(  # noqa: PLR0913 - all but three have defaults
        self,
        application: AsgiApplication,
        host: str,
        port: int,
        certificate: Path | None = None,
        key: Path | None = None,
        *,
        listen_key: str = "webhook_listen",
    ) -> None:
        self._application = application
        self._host, self._port = host, port
        self._certificate, self._key = certificate, key
        self._listen_key = listen_key
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._listening: socket.socket | None = None

    def start(self) -> None:
        """Listen, and answer from now on; raises ListenError."""
        self._server = _server(self._application, self._certificate, self._key)
        with self._listen_errors():
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

    @contextmanager
    def _listen_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            host, port = self._host, self._port
            reason = error.strerror or type(error).__name__
            raise ListenError(self._listen_key, host=host, port=port, reason=reason) from error


def _server(
    application: AsgiApplication, certificate: Path | None, key: Path | None
) -> "uvicorn.Server":
    """Return a server that leaves signals and logs to the program; raises ListenError."""
    # Imported here because a bot that polls and is not monitored listens nowhere.
    import uvicorn

    from bot.runtime.http_protocol import BoundedProtocol

    if key is not None and certificate is None:
        raise ListenError("webhook_tls", reason=os.strerror(errno.ENOENT))

    class Server(uvicorn.Server):
        def capture_signals(self) -> Any:
            return nullcontext()

    config = uvicorn.Config(
        application,
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",  # its warnings are of what strangers send
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
        raise ListenError("webhook_tls", reason=error.strerror or type(error).__name__) from error
    return Server(config)
