"""The application that Telegram sends updates to; ``bot.runtime.http_server`` serves it."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from bot.errors import StorageError
from bot.runtime.http_server import AsgiMessage, Receive, Send
from handlers.telegram.deferral import RawUpdate

log = logging.getLogger(__name__)

MAX_BODY_BYTES = 1_000_000
"""Of an update; those of Telegram have some thousands."""

READ_TIMEOUT_S = 10.0
"""For the body of a request."""

RETRY_AFTER_S = b"1"
"""After this Telegram sends again what could not be stored; without it, ever later."""

MAX_NUMBER = 2**63 - 1
SECRET_HEADER = b"x-telegram-bot-api-secret-token"

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
