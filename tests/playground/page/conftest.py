"""The page in front of a server without a bot, and a browser's requests to it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.playground.botapi import BotApiServer
from bot.playground.page.application import ChatPage
from bot.playground.page.cast import make_cast
from bot.playground.page.view import Cast
from tests.playground.conftest import NO_CERTIFICATES


@pytest.fixture
def cast(server: BotApiServer) -> Cast:
    made = make_cast(server)
    server.state.updates.clear()  # the topics' beginnings
    return made


@pytest.fixture
async def page(server: BotApiServer, cast: Cast) -> AsyncIterator[ChatPage]:
    async with ChatPage(server, cast) as page:
        yield page


@pytest.fixture
async def stranger(page: ChatPage) -> AsyncIterator[httpx.AsyncClient]:
    """A client that does not know the page's address."""
    async with httpx.AsyncClient(base_url=page.origin, verify=NO_CERTIFICATES) as client:
        yield client


@pytest.fixture
async def browser(page: ChatPage) -> AsyncIterator[httpx.AsyncClient]:
    """A client that has opened the page, and says with each request that the page made it."""
    own = {"Origin": page.origin, "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(
        base_url=page.origin, headers=own, verify=NO_CERTIFICATES
    ) as client:
        opened = await client.get(page.url)
        assert (opened.status_code, opened.headers["Location"]) == (303, "/")
        yield client
