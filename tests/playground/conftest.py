"""A server that compares every text with TDLib, and clients of it."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import telegram
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.playground.botapi import BotApiServer
from tests.tdlib import tdlib_parse

# Loading the usual certificates takes longer than most tests, and loopback speaks plain HTTP.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

Post = Callable[..., Awaitable[dict[str, Any]]]


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have python-telegram-bot return timedelta, which it warns will be the default."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def bot_of(server: BotApiServer, rate_limiter: BaseRateLimiter[Any] | None = None) -> ExtBot[Any]:
    """Return a client of ``server``."""
    plain = [HTTPXRequest(httpx_kwargs={"verify": NO_CERTIFICATES}) for _ in range(2)]
    return ExtBot(
        server.token,
        base_url=server.url,
        base_file_url=server.file_url,
        get_updates_request=plain[0],
        request=plain[1],
        rate_limiter=rate_limiter,
    )


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(clock=clock, reference_parser=tdlib_parse) as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[telegram.Bot]:
    async with bot_of(server) as api:
        yield api


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=NO_CERTIFICATES) as client:
        yield client


@pytest.fixture
def post(server: BotApiServer, web: httpx.AsyncClient) -> Post:
    """Return a function that calls a method with a form and returns the JSON, also of errors."""

    async def call(method: str, **form: Any) -> dict[str, Any]:
        answer = await web.post(f"{server.url}{server.token}/{method}", data=form)
        decoded: dict[str, Any] = answer.json()
        return decoded

    return call
