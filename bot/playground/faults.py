"""What goes wrong on demand between the bot and Telegram.

A fault stands around one request: it may refuse it, spoil the answer, or let it pass late. Which
request it strikes is planned with ``Faults``.
"""

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
    """One way to go wrong."""

    async def strike(self, request: web.Request, perform: Perform, /) -> web.StreamResponse:
        """Answer in place of ``perform``, which would do what was asked; may raise ApiError."""


class _Refusal(ABC):
    """A fault that is one of the Bot API's own errors; nothing is done."""

    @abstractmethod
    def error(self) -> ApiError:
        """The refusal."""

    async def strike(self, _request: web.Request, _perform: Perform) -> web.StreamResponse:
        """Refuse."""
        raise self.error()


@dataclass(frozen=True, slots=True)
class TooManyRequests(_Refusal):
    """429; ``retry_after`` in seconds."""

    retry_after: int = 1

    def error(self) -> ApiError:
        """The refusal."""
        return too_many_requests(self.retry_after)


@dataclass(frozen=True, slots=True)
class Blocked(_Refusal):
    """403: the person has blocked the bot."""

    def error(self) -> ApiError:
        """The refusal."""
        return forbidden("bot was blocked by the user")


@dataclass(frozen=True, slots=True)
class MigratedChat(_Refusal):
    """400 that names the supergroup that the group has become."""

    to: int

    def error(self) -> ApiError:
        """The refusal."""
        return migrated(self.to)


@dataclass(frozen=True, slots=True)
class Unauthorized(_Refusal):
    """401: the token is no longer good."""

    def error(self) -> ApiError:
        """The refusal."""
        return unauthorized()


@dataclass(frozen=True, slots=True)
class NotFound(_Refusal):
    """404."""

    def error(self) -> ApiError:
        """The refusal."""
        return not_found()


@dataclass(frozen=True, slots=True)
class BadRequest(_Refusal):
    """400 with ``text``, given without "Bad Request: "."""

    text: str

    def error(self) -> ApiError:
        """The refusal."""
        return bad_request(self.text)


@dataclass(frozen=True, slots=True)
class ServerError:
    """5xx from whatever stands before the Bot API; nothing is done. ``body`` is not JSON."""

    status: int = 502
    body: str = "<html><head><title>502 Bad Gateway</title></head></html>"

    async def strike(self, _request: web.Request, _perform: Perform) -> web.StreamResponse:
        """Answer with the body of a proxy."""
        return web.Response(status=self.status, text=self.body, content_type="text/html")


@dataclass(frozen=True, slots=True)
class NotJson:
    """200 whose body is no JSON; nothing is done."""

    body: str = "<html>"

    async def strike(self, _request: web.Request, _perform: Perform) -> web.StreamResponse:
        """Answer with something else."""
        return web.Response(text=self.body, content_type="text/html")


@dataclass(frozen=True, slots=True)
class DroppedConnection:
    """The connection closes without an answer; with ``done``, after the request was carried out."""

    done: bool = False

    async def strike(self, request: web.Request, perform: Perform) -> web.StreamResponse:
        """Hang up."""
        if self.done:
            await perform()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()  # which nobody gets


@dataclass(frozen=True, slots=True)
class Slow:
    """The request is carried out after ``seconds``."""

    seconds: float

    async def strike(self, _request: web.Request, perform: Perform) -> web.StreamResponse:
        """Wait, then do it."""
        await asyncio.sleep(self.seconds)
        return await perform()


@dataclass(frozen=True, slots=True)
class Held:
    """The request is carried out when the test says so; ``reached`` is set once it waits."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def strike(self, _request: web.Request, perform: Perform) -> web.StreamResponse:
        """Wait for the test, then do it."""
        self.reached.set()
        await self.released.wait()
        return await perform()


@dataclass(slots=True)
class _Planned:
    method: str
    fault: Fault
    times: int
    chat_id: int | None

    def strikes(self, method: str, chat_id: int | None) -> bool:
        return (
            self.times > 0
            and self.method.lower() in ("*", method.lower())
            and self.chat_id in (None, chat_id)
        )


class Faults:
    """What is planned to go wrong, in the order of planning."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []

    def plan(self, method: str, fault: Fault, times: int, chat_id: int | None) -> None:
        """Strike the next ``times`` calls of ``method`` ("*": any) in that chat, or in any."""
        self._planned.append(_Planned(method, fault, times, chat_id))

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """What strikes this call, if anything; it then has one time less to go."""
        for planned in self._planned:
            if planned.strikes(method, chat_id):
                planned.times -= 1
                return planned.fault
        return None
