"""Telegram's rate limits for answers, and the count of updates handled at once."""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, BaseUpdateProcessor

from handlers.telegram.failures import seconds_of

MAX_RETRIES = 3
NO_RATE_LIMIT = -1
"""As ``rate_limit_args``: send now, and don't halt all other requests when refused."""

Response = bool | dict[str, Any] | list[dict[str, Any]]
Request = Callable[..., Coroutine[Any, Any, Response]]


class PacedRateLimiter(AIORateLimiter):
    """AIORateLimiter, in which one refused request halts all others until it may go again.

    "Typing" and progress go past it: they would use up half of a group's 20 messages a minute,
    and a refused one must not delay an answer. ``sent`` is called with the chat of every other
    request, and ``refused`` with the chat in which Telegram asked to wait and for how many
    seconds, so that the outbox yields to answers.
    """

    def __init__(
        self,
        sent: Callable[[int], None] = lambda _chat: None,
        refused: Callable[[int, float], None] = lambda _chat, _seconds: None,
    ) -> None:
        super().__init__(max_retries=MAX_RETRIES)
        self._sent = sent
        self._refused = refused

    async def process_request(  # noqa: PLR0913, PLR0917 - the signature is the base class's
        self,
        callback: Request,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Response:
        """Send a request at its turn, or at once if it has ``NO_RATE_LIMIT``."""
        if rate_limit_args == NO_RATE_LIMIT:
            return await callback(*args, **kwargs)
        if isinstance(chat_id := data.get("chat_id"), int):
            callback = self._observed(callback, chat_id)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )

    def _observed(self, callback: Request, chat_id: int) -> Request:
        """The request with calls of ``sent`` and ``refused`` each time that it is made."""

        async def request(*args: Any, **kwargs: Any) -> Response:
            self._sent(chat_id)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                self._refused(chat_id, seconds_of(error.retry_after))
                raise

        return request


class PriorityProcessor(BaseUpdateProcessor):
    """Handles ``concurrency`` updates at once, each within ``yield_to_answers``."""

    def __init__(
        self, concurrency: int, yield_to_answers: Callable[[], AbstractContextManager[None]]
    ) -> None:
        super().__init__(concurrency)
        self._yield_to_answers = yield_to_answers

    async def do_process_update(
        self,
        update: object,  # noqa: ARG002 - the signature is the base class's
        coroutine: Awaitable[Any],
    ) -> None:
        """Handle one update."""
        with self._yield_to_answers():
            await coroutine

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""
