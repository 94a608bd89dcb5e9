"""The count of updates handled at once."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any

from telegram.ext import BaseUpdateProcessor


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
