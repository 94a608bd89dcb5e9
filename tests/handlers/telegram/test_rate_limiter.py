"""Telegram's rate limits, and what goes past them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from telegram.error import RetryAfter

from handlers.telegram.rate_limiter import NO_RATE_LIMIT, PacedRateLimiter, PriorityProcessor


class Watched:
    """What the rate limiter reports, and a request that fails as often as asked."""

    def __init__(self, failures: int = 0) -> None:
        self.sent: list[int] = []
        self.refused: list[tuple[int, float]] = []
        self.limiter = PacedRateLimiter(
            self.sent.append, lambda chat, seconds: self.refused.append((chat, seconds))
        )
        self._failures = failures

    async def request(self) -> bool:
        if self._failures:
            self._failures -= 1
            raise RetryAfter(0)
        return True

    async def process(self, rate_limit: int | None = None, **data: object) -> object:
        return await self.limiter.process_request(
            self.request, (), {}, "sendMessage", data, rate_limit
        )


async def test_every_attempt_is_reported_with_its_chat() -> None:
    watched = Watched(failures=1)
    assert await watched.process(chat_id=5)
    assert watched.sent == [5, 5]
    assert watched.refused == [(5, 0.0)]


async def test_what_goes_past_the_limit_is_neither_counted_nor_repeated() -> None:
    watched = Watched(failures=1)
    with pytest.raises(RetryAfter):
        await watched.process(NO_RATE_LIMIT, chat_id=5)
    assert watched.sent == []
    assert watched.refused == []


async def test_a_request_without_a_chat_is_not_reported() -> None:
    watched = Watched()
    assert await watched.process()
    assert watched.sent == []


async def test_an_update_is_handled_within_what_makes_the_outbox_yield() -> None:
    steps = []

    @contextmanager
    def yielding() -> Iterator[None]:
        steps.append("begin")
        yield
        steps.append("end")

    async def handle() -> None:
        steps.append("handle")

    await PriorityProcessor(1, yielding).do_process_update(None, handle())
    assert steps == ["begin", "handle", "end"]
