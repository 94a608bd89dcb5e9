"""A server whose every text TDLib judges, and ways to call it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import telegram

from bot.playground.botapi import BotApiServer
from tests.tdlib import judge

Post = Callable[..., Awaitable[dict[str, Any]]]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(clock=clock, judge=judge) as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[telegram.Bot]:
    api = telegram.Bot(server.token, base_url=server.url, base_file_url=server.file_url)
    async with api:
        yield api


@pytest.fixture
async def post(server: BotApiServer) -> AsyncIterator[Post]:
    """Calls a method with a form and returns the decoded answer, refusals included."""
    async with httpx.AsyncClient(base_url=f"{server.url}{server.token}/") as client:

        async def call(method: str, **form: Any) -> dict[str, Any]:
            answer: dict[str, Any] = (await client.post(method, data=form)).json()
            return answer

        yield call
