"""Names that are slow to resolve hold up nothing but what waits for them."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.fetching.network import LOOKUP_CONCURRENCY, resolve

DEFAULT_THREADS = 32
"""asyncio's own executor has no more threads, of whatever machine."""


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A resolver that answers for slow.test only once it is set."""
    answered, real = threading.Event(), socket.getaddrinfo

    def getaddrinfo(host: Any, *more: Any, **named: Any) -> Any:
        if host == "slow.test":
            assert answered.wait(60)
            raise socket.gaierror
        return real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield answered
    answered.set()


async def test_lookups_that_hang_take_no_thread_from_answers(resolver: threading.Event) -> None:
    """Each search takes a thread of asyncio's own, and a lookup cannot be cancelled."""
    lookups = [asyncio.create_task(resolve("slow.test", 80)) for _ in range(DEFAULT_THREADS)]
    await asyncio.sleep(0)
    async with asyncio.timeout(20):
        assert await asyncio.to_thread(lambda: 5) == 5
        assert [str(found) for found in await resolve("127.0.0.1", 80)] == ["127.0.0.1"]
    resolver.set()
    results = await asyncio.gather(*lookups, return_exceptions=True)
    assert {type(result).__name__ for result in results} == {"ConnectError"}


def test_more_lookups_than_fetches_may_hang() -> None:
    """A fetch that is given up leaves its lookup behind."""
    assert LOOKUP_CONCURRENCY > DEFAULT_THREADS
