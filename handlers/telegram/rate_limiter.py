"""The rate limit: answers wait for their chat, and what else Telegram refuses is repeated here.

``bot.outbox.rate_limit`` computes; the messenger repeats answers, the outbox its messages.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.outbox.rate_limit import RateLimit
from handlers.telegram.failures import seconds_of
from handlers.telegram.place import place_lent

log = logging.getLogger(__name__)

MAX_WAIT_S = 65.0
"""A group may have to wait for a minute; an answer that would wait longer is of no use."""

NO_RATE_LIMIT = -1
"""As ``rate_limit_args``: send now, and if that is refused, neither hold nor repeat anything."""

NEVER_LATE = frozenset({"answerCallbackQuery"})
"""Of no use later: a pressed button waits for some seconds only."""

ApiResult = bool | dict[str, Any] | list[dict[str, Any]]
Request = Callable[..., Coroutine[Any, Any, ApiResult]]


class AnswerRateLimiter(BaseRateLimiter[int]):
    """Delays what is sent or edited in a chat until the rate limit allows an answer there.

    A request that would wait longer than ``max_wait_s`` fails with RetryAfter without being made.
    What says nothing in a chat is asked at once, and again when Telegram allows it, in that time.
    "Typing", progress and alerts go past it: the first two would use up half of a group's 20
    messages a minute, and the outbox waits for its messages itself.
    """

    def __init__(
        self,
        rate_limit: RateLimit,
        *,
        max_wait_s: float = MAX_WAIT_S,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rate_limit = rate_limit
        self._max_wait_s = max_wait_s
        self._monotonic = monotonic
        self._sleep = sleep

    async def process_request(  # noqa: PLR0913, PLR0917 - the signature is the base class's
        self,
        callback: Request,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> ApiResult:
        """Make a request at its turn, or repeat it until it is made if it says nothing."""
        request = partial(callback, *args, **kwargs)
        if rate_limit_args == NO_RATE_LIMIT or endpoint in NEVER_LATE:
            return await request()
        if not endpoint.startswith(("send", "edit")):
            return await self._repeated(endpoint, request)
        chat_id = data.get("chat_id")
        return await (self._at_turn(chat_id, request) if isinstance(chat_id, int) else request())

    async def _at_turn(self, chat_id: int, request: Request) -> ApiResult:
        """Make a request when an answer may go to the chat, and hold the chat if it is refused."""
        with self._rate_limit.answer_waiting(chat_id):
            await self._wait(chat_id)
        self._rate_limit.answered(chat_id, self._monotonic())
        try:
            return await request()
        except RetryAfter as error:
            seconds = seconds_of(error.retry_after)
            self._rate_limit.refused(chat_id, seconds, self._monotonic())
            raise

    def is_closed(self, chat_id: int) -> bool:
        """Whether an answer to the chat would wait too long, and so be given up."""
        now = self._monotonic()
        return self._rate_limit.answer_at(chat_id, now) > now + self._max_wait_s

    async def _repeated(self, endpoint: str, request: Request) -> ApiResult:
        """Make a request until Telegram allows it; raises RetryAfter if that is too long."""
        latest = self._monotonic() + self._max_wait_s
        while True:
            try:
                return await request()
            except RetryAfter as error:
                seconds = seconds_of(error.retry_after)
                if self._monotonic() + seconds > latest:
                    raise
                log.info("%s is refused, trying again in %.0f s", endpoint, seconds)
            with place_lent():
                await self._sleep(seconds)

    async def _wait(self, chat_id: int) -> None:
        """Wait until an answer may go to the chat; raises RetryAfter if that is too long."""
        latest = self._monotonic() + self._max_wait_s
        while (at := self._rate_limit.answer_at(chat_id, now := self._monotonic())) > now:
            if at > latest:
                raise RetryAfter(timedelta(seconds=at - now))
            with place_lent():
                await self._sleep(at - now)

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""
