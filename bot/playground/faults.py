"""Fault injection: errors, broken responses and delays on requests that tests choose."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from bot.playground.errors import (
    ApiError,
    bad_request,
    forbidden,
    migrated,
    not_found,
    too_many_requests,
    unauthorized,
)

Perform = Callable[[], Awaitable[web.StreamResponse]]


class Fault(Protocol):
    """A fault of one request."""

    async def apply(self, request: web.Request, perform: Perform, /) -> web.StreamResponse:
        """Respond instead of ``perform``, which carries out the request; may raise ApiError."""


class _ApiErrorFault(ABC):
    """A fault that is an error of the Bot API; the request is not carried out."""

    @abstractmethod
    def error(self) -> ApiError:
        """Return the error."""

    async def apply(self, _request: web.Request, _perform: Perform) -> web.StreamResponse:
        """Raise the error."""
        raise self.error()


@dataclass(frozen=True, slots=True)
class TooManyRequests(_ApiErrorFault):
    """A 429; ``retry_after`` in seconds."""

    retry_after: int = 1

    def error(self) -> ApiError:
        """Return the error."""
        return too_many_requests(self.retry_after)


@dataclass(frozen=True, slots=True)
class Blocked(_ApiErrorFault):
    """A 403: the user has blocked the bot."""

    def error(self) -> ApiError:
        """Return the error."""
        return forbidden("bot was blocked by the user")


@dataclass(frozen=True, slots=True)
class MigratedChat(_ApiErrorFault):
    """A 400: the group became the supergroup ``to``."""

    to: int

    def error(self) -> ApiError:
        """Return the error."""
        return migrated(self.to)


@dataclass(frozen=True, slots=True)
class Unauthorized(_ApiErrorFault):
    """A 401: the token was revoked."""

    def error(self) -> ApiError:
        """Return the error."""
        return unauthorized()


@dataclass(frozen=True, slots=True)
class NotFound(_ApiErrorFault):
    """A 404."""

    def error(self) -> ApiError:
        """Return the error."""
        return not_found()


@dataclass(frozen=True, slots=True)
class BadRequest(_ApiErrorFault):
    """A 400; ``text`` is without "Bad Request: "."""

    text: str

    def error(self) -> ApiError:
        """Return the error."""
        return bad_request(self.text)


@dataclass(frozen=True, slots=True)
class ServerError:
    """A 5xx of a proxy, its ``body`` not JSON; the request is not carried out."""

    status: int = 502
    body: str = "<html><head><title>502 Bad Gateway</title></head></html>"

    async def apply(self, _request: web.Request, _perform: Perform) -> web.StreamResponse:
        """Respond with the body."""
        return web.Response(status=self.status, text=self.body, content_type="text/html")


@dataclass(frozen=True, slots=True)
class NotJson:
    """A 200 whose body is not JSON; the request is not carried out."""

    body: str = "<html>"

    async def apply(self, _request: web.Request, _perform: Perform) -> web.StreamResponse:
        """Respond with the body."""
        return web.Response(text=self.body, content_type="text/html")


@dataclass(frozen=True, slots=True)
class DroppedConnection:
    """A connection closed without a response; ``done`` if the request was carried out before."""

    done: bool = False

    async def apply(self, request: web.Request, perform: Perform) -> web.StreamResponse:
        """Abort the connection."""
        if self.done:
            await perform()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()  # which is not sent


@dataclass(frozen=True, slots=True)
class Slow:
    """A delay of ``seconds`` before the request is carried out."""

    seconds: float

    async def apply(self, _request: web.Request, perform: Perform) -> web.StreamResponse:
        """Wait, then carry out the request."""
        await asyncio.sleep(self.seconds)
        return await perform()


@dataclass(frozen=True, slots=True)
class Held:
    """A request that waits for the test to set ``released``; ``reached`` is set once it waits."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def apply(self, _request: web.Request, perform: Perform) -> web.StreamResponse:
        """Wait for the test, then carry out the request."""
        self.reached.set()
        await self.released.wait()
        return await perform()


@dataclass(slots=True)
class _Planned:
    method: str
    fault: Fault
    times: int
    chat_id: int | None

    def matches(self, method: str, chat_id: int | None) -> bool:
        return (
            self.times > 0
            and self.method.lower() in ("*", method.lower())
            and self.chat_id in (None, chat_id)
        )


class Faults:
    """The planned faults, in order."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def plan(self, method: str, fault: Fault, times: int, chat_id: int | None) -> None:
        """Plan a fault for the next ``times`` calls of ``method`` ("*": any), perhaps of a chat."""
        self._planned.append(_Planned(method, fault, times, chat_id))

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Return the first fault planned for this call, if any, and count it off."""
        for planned in self._planned:
            if planned.matches(method, chat_id):
                planned.times -= 1
                return planned.fault
        return None
