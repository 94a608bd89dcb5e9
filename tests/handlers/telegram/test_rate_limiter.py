"""Answers wait for their chat and for no other, and what goes past the limit is not counted."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.outbox.rate_limit import CHAT_LIMIT, RateLimit
from handlers.telegram.rate_limiter import MAX_WAIT_S, NO_RATE_LIMIT, AnswerRateLimiter

CHAT, OTHER, GROUP = 5, 6, -7


class Watched:
    """A limiter whose pauses move a clock, and what it lets through to a Telegram of its own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.rate_limit = RateLimit()
        self.limiter = AnswerRateLimiter(
            self.rate_limit, monotonic=lambda: self.now, sleep=self._sleep
        )
        self.made: list[tuple[object, float]] = []
        self.refusals: list[int] = []

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds

    async def ask(
        self, chat_id: object, endpoint: str = "sendMessage", limit: int | None = None
    ) -> object:
        async def request() -> bool:
            self.made.append((chat_id, self.now))
            if self.refusals:
                raise RetryAfter(self.refusals.pop())
            return True

        data = {"chat_id": chat_id}
        return await self.limiter.process_request(request, (), {}, endpoint, data, limit)


@pytest.fixture
def watched() -> Watched:
    return Watched()


async def test_a_refusal_is_not_repeated_here_and_holds_its_chat_only(watched: Watched) -> None:
    watched.refusals = [30]
    with pytest.raises(RetryAfter):
        await watched.ask(CHAT)
    await watched.ask(OTHER)
    await watched.ask(CHAT)
    assert watched.made == [(CHAT, 0.0), (OTHER, 0.0), (CHAT, 30.0)]


async def test_a_wait_that_is_too_long_fails_at_once_without_a_request(watched: Watched) -> None:
    watched.refusals = [3600]
    with pytest.raises(RetryAfter):
        await watched.ask(CHAT)
    with pytest.raises(RetryAfter):
        await watched.ask(CHAT)
    await watched.ask(OTHER)
    assert watched.made == [(CHAT, 0.0), (OTHER, 0.0)]


async def test_refusals_that_come_while_one_waits_count_for_it(watched: Watched) -> None:
    """Whatever they add up to, nothing waits longer than the limit."""
    watched.rate_limit.refused(CHAT, 60, 0.0)

    async def sleep(seconds: float) -> None:
        watched.now += seconds
        watched.rate_limit.refused(CHAT, 60, watched.now)

    limiter = AnswerRateLimiter(watched.rate_limit, monotonic=lambda: watched.now, sleep=sleep)
    watched.limiter = limiter
    with pytest.raises(RetryAfter):
        await watched.ask(CHAT)
    assert watched.now <= MAX_WAIT_S


async def test_a_busy_group_waits_for_its_minute(watched: Watched) -> None:
    for _ in range(CHAT_LIMIT + 1):
        await watched.ask(GROUP)
    assert [at for _, at in watched.made] == [0.0] * CHAT_LIMIT + [60.0]


@pytest.mark.parametrize(
    ("chat_id", "endpoint", "limit"),
    [
        (CHAT, "sendMessage", NO_RATE_LIMIT),
        (CHAT, "editMessageText", NO_RATE_LIMIT),
        (CHAT, "getChat", NO_RATE_LIMIT),
        (None, "sendMessage", None),
        (None, "answerCallbackQuery", None),
    ],
)
async def test_what_waits_for_nothing_is_made_once_and_neither_counts_nor_holds(
    watched: Watched, chat_id: object, endpoint: str, limit: int | None
) -> None:
    watched.rate_limit.refused(CHAT, 30, 0.0)
    watched.refusals = [30]
    with pytest.raises(RetryAfter):
        await watched.ask(chat_id, endpoint, limit)
    assert watched.made == [(chat_id, 0.0)]
    assert watched.rate_limit.answer_at(OTHER, 0.0) == 0.0
    assert watched.rate_limit.answer_at(CHAT, 0.0) == 30.0


SILENT = [
    (CHAT, "getChat"),
    ("@kanal", "getChat"),
    (CHAT, "getChatAdministrators"),
    (None, "setMyCommands"),
    (None, "deleteMyCommands"),
    (None, "getFile"),
    (None, "getMe"),
    (None, "getWebhookInfo"),
    (None, "deleteWebhook"),
]


@pytest.mark.parametrize(("chat_id", "endpoint"), SILENT)
async def test_what_says_nothing_in_a_chat_is_repeated_when_telegram_allows_it(
    watched: Watched, chat_id: object, endpoint: str
) -> None:
    """It waits for no chat, and no chat for it."""
    watched.rate_limit.refused(CHAT, 3600, 0.0)
    watched.refusals = [40, 2]
    assert await watched.ask(chat_id, endpoint) is True
    assert watched.made == [(chat_id, 0.0), (chat_id, 2.0), (chat_id, 42.0)]
    assert watched.rate_limit.answer_at(OTHER, 42.0) == 42.0


@pytest.mark.parametrize("refusals", [[3600], [40, 40]], ids=["at once", "together"])
@pytest.mark.parametrize(("chat_id", "endpoint"), SILENT)
async def test_what_says_nothing_in_a_chat_is_given_up_if_that_is_too_long(
    watched: Watched, chat_id: object, endpoint: str, refusals: list[int]
) -> None:
    watched.refusals = list(refusals)
    with pytest.raises(RetryAfter):
        await watched.ask(chat_id, endpoint)
    assert watched.now <= MAX_WAIT_S
    assert watched.rate_limit.answer_at(CHAT, watched.now) == watched.now


async def test_alerts_to_a_chat_wait_while_an_answer_waits(watched: Watched) -> None:
    watched.rate_limit.refused(CHAT, 30, 0.0)
    held: list[float] = []

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)
        watched.now += seconds
        held.append(watched.rate_limit.held_chats(watched.now)[CHAT])

    watched.limiter = AnswerRateLimiter(
        watched.rate_limit, monotonic=lambda: watched.now, sleep=sleep
    )
    await watched.ask(CHAT)
    assert held == [31.0]
    assert watched.rate_limit.held_chats(31.5) == {}
