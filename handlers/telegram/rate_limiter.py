"""How fast the bot speaks: Telegram's limits, but never at the expense of an answer.

Decides nothing about failures other than flood control.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, BaseUpdateProcessor

from handlers.telegram.failures import seconds_of

RETRIES = 3
NO_RATE_LIMIT = -1
"""Passed as ``rate_limit_args``: send now, and don't halt everything else when refused."""

Call = Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]]


class PacedRateLimiter(AIORateLimiter):
    """AIORateLimiter, by which one refused request halts all others until it may go again.

    Signs of presence and progress go past it: they would use up half of a group's 20 messages a
    minute, and a refused one must not hold up an answer. ``sent`` is told the chat of everything
    else, and ``refused`` the chat in which Telegram asked to wait and for how many seconds: what
    the bot says by itself waits for what it answers.
    """

    def __init__(
        self,
        sent: Callable[[int], None] = lambda _chat: None,
        refused: Callable[[int, float], None] = lambda _chat, _seconds: None,
    ) -> None:
        super().__init__(max_retries=RETRIES)
        self._sent = sent
        self._refused = refused

    async def process_request(  # noqa: PLR0913, PLR0917 - the signature is the base class's
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Carry out a request, at once where that was asked for."""
        if rate_limit_args == NO_RATE_LIMIT:
            return await callback(*args, **kwargs)
        if isinstance(chat_id := data.get("chat_id"), int):
            callback = self._told(callback, chat_id)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )

    def _told(self, callback: Call, chat_id: int) -> Call:
        """The request, of which ``sent`` and ``refused`` hear each time that it is made."""

        async def call(*args: Any, **kwargs: Any) -> bool | dict[str, Any] | list[dict[str, Any]]:
            self._sent(chat_id)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._refused(chat_id, seconds_of(error.retry_after))
                raise

        return call


class PriorityProcessor(BaseUpdateProcessor):
    """Handles so many updates at once; ``yield_to_answers`` is entered for as long as each
    takes."""

    def __init__(
        self, at_once: int, yield_to_answers: Callable[[], AbstractContextManager[None]]
    ) -> None:
        super().__init__(at_once)
        self._making_way = yield_to_answers

    async def do_process_update(
        self,
        update: object,  # noqa: ARG002 - the signature is the base class's
        coroutine: Awaitable[Any],
    ) -> None:
        """Handle one update."""
        with self._making_way():
            await coroutine

    async def initialize(self) -> None:
        """Nothing has to be got ready."""

    async def shutdown(self) -> None:
        """Nothing has to be put away."""
